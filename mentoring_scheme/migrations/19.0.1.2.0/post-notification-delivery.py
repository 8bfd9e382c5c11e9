# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Say of former emails how they went: core deletes what it has sent."""
    cr.execute(
        """
        UPDATE mentoring_notification n
           SET delivery_state = CASE WHEN m.id IS NULL OR m.state = 'sent' THEN 'sent'
                                     WHEN m.state = 'exception' THEN 'failed'
                                     ELSE 'waiting' END,
               failure_reason = CASE WHEN m.state = 'exception'
                                     THEN m.failure_reason END
          FROM mentoring_notification o
          LEFT JOIN mail_mail m ON m.id = o.mail_id
         WHERE o.id = n.id
        """
    )
    # Who it was for, as far as the mail is still there.
    cr.execute(
        """
        UPDATE mentoring_notification n
           SET recipient_id = p.id, recipient_email = p.email
          FROM mail_mail_res_partner_rel r
          JOIN res_partner p ON p.id = r.res_partner_id
         WHERE r.mail_mail_id = n.mail_id
        """
    )

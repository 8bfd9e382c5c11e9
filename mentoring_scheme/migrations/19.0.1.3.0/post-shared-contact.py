# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

FORMER = "other.partner_id.phone"
NOW = "other._get_shared('phone')"


def migrate(cr, version):
    """Let the email of the match show a phone number to whom it may be shown.

    In the words of staff as well, and in each language: whether a member shares the
    number is not for the text of an email to decide.
    """
    cr.execute(
        """
        UPDATE mail_template
           SET body_html = replace(body_html::text, %s, %s)::jsonb
         WHERE body_html::text LIKE %s
           AND model = 'mentoring.participant'
        """,
        (FORMER, NOW, f"%{FORMER}%"),
    )

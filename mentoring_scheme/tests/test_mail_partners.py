# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from .common import MentoringCommon

# Emails about one partnership, of these models: each says with whom.
MODELS = (
    "mentoring.participant",
    "mentoring.checkin",
    "mentoring.evaluation",
    "mentoring.withdrawal",
    "mentoring.meeting.attendance",
)
ALSO = ("fee_on_hold", "fee_released")
# About an application, a place, a person or an intake, before or beside a partnership.
OTHERS = {
    "mentoring.application",
    "mentoring.place.offer",
    "mentoring.reference",
    "mentoring.intake",
    "mentoring.profile",
    "mentoring.erasure.request",
    # About an address, or a login.
    "mentoring.address.change",
    "mentoring.login.request",
    "res.partner",
    "res.users",
    # About all partnerships of an intake.
    "event.registration",
    "mentoring.certificate",
    # Nothing about a case, or a request for disclosure, is written in an email.
    "mentoring.concern",
    "mentoring.disclosure",
    # The payer may be an employer, who is not told with whom.
    "mentoring.fee",
}


@tagged("post_install", "-at_install")
class TestMailPartners(MentoringCommon):
    """A mentor with two mentees reads in each email which of them it is about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        mentor = cls._create_approved("Mary Mentor", "mentor", capacity=2)
        Partnership = cls.env["mentoring.partnership"]
        cls.seats = {}
        for name in ("Mel Mentee", "Nia Next"):
            mentee = cls._create_approved(name, "mentee")
            partnership = Partnership.create(
                Partnership._prepare_partnership(
                    cls.intake, mentor | mentee, "one_to_one"
                )
            )
            partnership._set_up()
            cls.seats[name] = cls._get_seat(partnership, "mentor")

    def _find_templates(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "mentoring_scheme"), ("model", "=", "mail.template")]
        )
        return {
            entry.name.removeprefix("mail_template_"): self.env["mail.template"].browse(
                entry.res_id
            )
            for entry in data
        }

    def _get_record(self, model, seat):
        """Return a record of the model that is about this seat."""
        if model == "mentoring.participant":
            return seat
        if model == "mentoring.fee":
            mentee = seat.other_ids or seat.partnership_id.participant_ids - seat
            return mentee.application_id.fee_ids
        if model == "mentoring.evaluation":
            Evaluation = self.env[model].sudo()  # as the job does
            return seat.evaluation_ids or Evaluation.create(
                Evaluation._prepare_evaluation(seat, "midway")
            )
        if model == "mentoring.meeting.attendance":
            meeting = self.env["mentoring.meeting"].create(
                {"partnership_id": seat.partnership_id.id, "start": "2027-03-01"}
            )
            return meeting.attendance_ids.filtered(lambda a: a.participant_id == seat)
        if model == "mentoring.checkin":
            checkins = self.env[model].sudo()  # as the job does
            return checkins.create({"participant_id": seat.id, "kind": "contact"})
        return self.env[model].create({"participant_id": seat.id})

    def _render(self, template, record):
        [body] = template._render_field("body_html", record.ids).values()
        [subject] = template._render_field("subject", record.ids).values()
        return body, subject

    def test_each_email_names_the_partner(self):
        templates = self._find_templates()
        rendered = 0
        for name, seat in self.seats.items():
            [other] = set(self.seats) - {name}
            records = {model: self._get_record(model, seat) for model in MODELS}
            for key, template in templates.items():
                if template.model in OTHERS and key not in ALSO:
                    continue
                self.assertIn(template.model, (*MODELS, "mentoring.fee"), key)
                record = records.get(template.model) or self._get_record(
                    template.model, seat
                )
                partner = name
                if template.model == "mentoring.fee":
                    partner = "Mary Mentor"
                if key == "participant_partner_left":
                    continue  # below
                with self.subTest(template=key, partner=name):
                    body, subject = self._render(template, record)
                    self.assertIn(partner, body)
                    self.assertNotIn(other, body)
                    self.assertNotIn(name, subject)
                    rendered += 1
        self.assertGreater(rendered, 30)

    def _leave(self, name, **values):
        seat = self.seats[name].other_ids
        withdrawal = self.env["mentoring.withdrawal"].create(
            {"participant_id": seat.id, **values}
        )
        withdrawal.action_approve()
        templates = self._find_templates()
        told, subject = self._render(templates["withdrawal_approved"], withdrawal)
        self.assertNotIn("Mary", subject)
        partner, _subject = self._render(
            templates["participant_partner_left"], self.seats[name]
        )
        return told, partner

    def test_who_asked_for_a_new_match(self):
        """The email knows what was asked for; the partner is not told which."""
        told, partner = self._leave("Mel Mentee", wants_rematch=True)
        self.assertIn("Mary Mentor", told)
        self.assertIn("look for a new match for you", told)
        for words in ("Thank you for letting us know", "any more reminders", "welcome"):
            self.assertNotIn(words, told)
        self.assertIn("Mel Mentee", partner)
        self.assertIn("in touch about a new match for you", partner)
        self.assertNotIn("Nia Next", partner)
        self.assertNotIn("new match for them", partner)

    def test_who_left_the_scheme(self):
        told, partner = self._leave("Nia Next")
        self.assertIn("Thank you for letting us know", told)
        self.assertIn("Mary Mentor", told)
        self.assertIn("You won't be charged", told)
        self.assertNotIn("look for a new match", told)
        self.assertIn("Nia Next", partner)

    def test_before_the_match(self):
        """An application that is withdrawn by staff names no partner."""
        application = self._create_approved("Wendy Waiting", "mentee")
        withdrawal = self.env["mentoring.withdrawal"].create(
            {"application_id": application.id}
        )
        withdrawal.action_approve()
        template = self._find_templates()["withdrawal_approved"]
        body, _subject = self._render(template, withdrawal)
        self.assertNotIn("from your partnership", body)
        self.assertIn("confirmed your withdrawal", body)

    def test_a_group_goes_on(self):
        """Those who stay read who has left, and with whom it continues."""
        mentor = self._create_approved("Greta Guide", "mentor", capacity=3)
        mentees = [self._create_approved(n, "mentee") for n in ("Ada A", "Bea B")]
        Partnership = self.env["mentoring.partnership"]
        group = Partnership.create(
            Partnership._prepare_partnership(
                self.intake, mentor.union(*mentees), "group"
            )
        )
        group._set_up()
        ada, bea = (group._get_seat(mentee.partner_id) for mentee in mentees)
        self.env["mentoring.withdrawal"].create(
            {"participant_id": ada.id}
        ).action_approve()
        template = self._find_templates()["participant_partner_left"]
        body, _subject = self._render(template, bea)
        self.assertIn("Ada A", body)
        self.assertIn("continues with", body)
        self.assertIn("Greta Guide", body)
        self.assertNotIn("new match", body)

# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re

from dateutil.relativedelta import relativedelta

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools.image import image_data_uri

from .common import MentoringCommon, draw_signature


@tagged("post_install", "-at_install")
class TestMentoringCertificate(MentoringCommon):
    """Promise A32; invariant 8."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme.fee_product_id = False
        cls.scheme.certificate_requires_final = False
        cls.scheme.certificate_signatory = "Ruth Palmer, President"
        cls.env.company.sudo().logo = draw_signature()  # an administrator's work
        cls.partnership = cls._create_partnership()
        cls._sign_all(cls.partnership)
        cls.application = cls._get_seat(cls.partnership, "mentee").application_id

    def test_conditions(self):
        """Each condition that is not met is one line."""
        self.scheme.write(
            {"certificate_min_hours": 2, "certificate_requires_midway": True}
        )
        with self.assertRaisesRegex(
            UserError, "(?s)not completed.*midway review.*of 2.0 hours"
        ) as caught:
            self.application._issue_certificate()
        self.assertEqual(len(str(caught.exception).splitlines()), 4)

    def test_issued_once(self):
        """A32: numbered, frozen, and one per person."""
        self.partnership.action_complete()
        certificate = self.application._issue_certificate()
        self.assertEqual(self.application._issue_certificate(), certificate)
        self.application.partner_id.name = "New Name"
        self.scheme.name = "New Name of the Scheme"
        self.assertEqual(certificate.holder_name, "Mel Mentee")
        self.assertEqual(certificate.scheme_name, "Librarians' Mentoring Scheme")
        with self.assertRaisesRegex(UserError, "never changes"):
            certificate.holder_name = "New Name"
        with self.assertRaisesRegex(UserError, "never deleted"):
            certificate.sudo().unlink()  # not even the system

    def test_revoked_and_reissued(self):
        """A revoked certificate stays, and a new one has a number of its own."""
        self.partnership.action_complete()
        first = self.application._issue_certificate()
        first.revoke_reason = "The name was wrong"
        first.action_revoke()
        second = self.application._issue_certificate()
        self.assertNotEqual(first.number, second.number)
        self.assertEqual(first.state, "revoked")

    def test_reopened(self):
        """A completion by mistake is undone."""
        self.partnership.action_complete()
        self.assertEqual(self.application.state, "completed")
        with self.assertRaisesRegex(UserError, "Reason for Reopening"):
            self.partnership.action_reopen()
        self.partnership.reopen_reason = "It was the wrong one"
        self.partnership.action_reopen()
        self.assertEqual(self.partnership.state, "active")
        self.assertEqual(self.application.state, "matched")

    def test_revoked_with_a_reason_only(self):
        """Invariant 11: also by a call that passes the window by."""
        self.partnership.action_complete()
        certificate = self.application._issue_certificate()
        with self.assertRaisesRegex(UserError, "say why"):
            certificate.action_revoke()
        self.assertEqual(certificate.state, "issued")

    def test_reissued_in_one_step(self):
        self.partnership.action_complete()
        first = self.application._issue_certificate()
        self.application.partner_id.name = "Mel Married"
        with self.assertRaisesRegex(UserError, "say why"):
            first.action_reissue()
        first.revoke_reason = "A new name"
        issue = self._open(first.action_reissue())
        self.assertEqual(first.state, "issued", "nothing changes before it is issued")
        self.assertEqual(issue.line_ids.replaces, first.number)
        issue.action_issue()
        second = self.application.certificate_ids - first
        self.assertEqual((first.state, second.state), ("revoked", "issued"))
        self.assertEqual(first.holder_name, "Mel Mentee")
        self.assertEqual(second.holder_name, "Mel Married")

    def test_orientation(self):
        """A condition: one of the webinars marked as orientation was attended."""
        self.scheme.certificate_requires_orientation = True
        self.partnership.action_complete()
        event = self.env["event.event"].create(
            {
                "name": "Introductory webinar",
                "date_begin": "2026-07-23 03:00:00",
                "date_end": "2026-07-23 04:00:00",
                "mentoring_intake_id": self.intake.id,
            }
        )
        registration = self.env["event.registration"].create(
            {
                "event_id": event.id,
                "partner_id": self.application.partner_id.id,
                "state": "done",
            }
        )
        missing = ["No orientation has been attended."]
        self.assertEqual(self.application._get_certificate_obstacles(), missing)
        event.is_mentoring_orientation = True
        self.assertFalse(self.application._get_certificate_obstacles())
        registration.state = "open"
        self.assertEqual(self.application._get_certificate_obstacles(), missing)

    def test_letter_of_appreciation(self):
        """A32: mentors are thanked in the scheme's words, frozen that day."""
        self.scheme.appreciation_text = "<p>Dear {name}, thank you.</p>"
        mentor = self._get_seat(self.partnership, "mentor")
        mentor.partner_id.name = "Mary <b>Mentor</b>"
        self.partnership.action_complete()
        certificates = self.env["mentoring.certificate"]._issue(
            self.application | mentor.application_id
        )
        letters = {one.application_id.role: one.letter for one in certificates}
        self.assertFalse(letters["mentee"])
        self.assertEqual(
            letters["mentor"],
            "<p>Dear Mary &lt;b&gt;Mentor&lt;/b&gt;, thank you.</p>",
        )
        self.scheme.appreciation_text = "<p>Another text</p>"
        self.assertIn("thank you", certificates.filtered("letter").letter)
        with self.assertRaisesRegex(UserError, "never changes"):
            certificates.letter = "<p>Changed</p>"
        with self.assertRaisesRegex(UserError, "No letter"):
            certificates.filtered(lambda one: not one.letter).action_print_letter()

    def test_issued_to_those_who_have_earned_it(self):
        """Of several, those who have not are named, and the others get theirs."""
        self.partnership.action_complete()
        other = self._create_approved("Ned New", "mentee")
        both = (self.application | other).with_user(self.coordinator)
        issue = self._open(both.action_issue_certificate())
        self.assertEqual((issue.ready_count, issue.missing_count), (1, 1))
        [missing] = issue.line_ids.filtered(lambda line: not line.is_ready)
        self.assertEqual(missing.partner_id, other.partner_id)
        self.assertIn("not completed", missing.obstacles)
        result = issue.action_issue()
        self.assertTrue(self.application.is_certified)
        self.assertFalse(other.is_certified)
        self.assertIn("1 certificate issued", result["params"]["title"])
        self.assertEqual(
            self.env["mentoring.certificate"].search(
                result["params"]["open"]["domain"]
            ),
            self.application.certificate_ids,
        )
        issue = self._open(other.action_issue_certificate())
        with self.assertRaisesRegex(UserError, "None of these people"):
            issue.action_issue()
        with self.assertRaisesRegex(UserError, "already been issued"):
            self.application.action_issue_certificate()

    def _open(self, action):
        return self.env[action["res_model"]].browse(action["res_id"])

    def test_preview_is_what_is_issued(self):
        """The same contents and the same page, before and after, but for the number."""
        self.partnership.action_complete()
        application = self.application.with_user(self.coordinator)
        issue = self._open(application.action_issue_certificate())
        issue = issue.with_user(self.coordinator)
        line = self._open(issue.line_ids.action_preview())
        line = line.with_user(self.coordinator)
        form = Form(line)
        self.assertIn("Mel Mentee", form.preview)
        self.assertIn("Ruth Palmer, President", form.preview)
        self.assertFalse(self.application.certificate_ids)
        issue.action_issue()
        certificate = self.application.certificate_ids
        for name in ("date_from", "date_to", "hours", "points", "signatory"):
            self.assertEqual(line[name], certificate[name], name)
        page = str(
            self.env["ir.qweb"]._render(
                "mentoring_scheme.report_mentoring_certificate_document",
                {"certificate": certificate, "image_data_uri": image_data_uri},
            )
        )
        # Its number and the address where it is checked are made when it is issued.
        tags = r"<[^>]*>|http\S+"
        shown = re.sub(tags, "", str(line.preview))
        self.assertEqual(
            shown.replace("given when it is issued", certificate.number).split(),
            re.sub(tags, "", page).split(),
        )
        report = self.env["ir.actions.report"].with_user(self.coordinator)
        printed, _kind = report._render_qweb_html(
            "mentoring_scheme.report_mentoring_certificate_preview", line.ids
        )
        self.assertIn(b"Mel Mentee", printed)

    def test_dates_of_a_late_job(self):
        """What is certified ends with the partnership, not with the day of the job."""
        last = self.partnership.date_end
        with freeze_time(last + relativedelta(years=1)):
            self.partnership.action_complete()
            self.assertEqual(self.partnership.date_completed, last)
            certificate = self.application._issue_certificate()
        self.assertEqual(certificate.date_to, last)
        self.assertEqual(certificate.date_from, self.partnership.date_start)
        # One that was marked late by an earlier version.
        certificate.revoke_reason = "A wrong day"
        certificate.action_revoke()
        self.partnership.sudo().date_completed = last + relativedelta(years=1)
        self.assertEqual(self.application._issue_certificate().date_to, last)

    def test_completed_early(self):
        self.partnership.action_complete()
        certificate = self.application._issue_certificate()
        self.assertEqual(certificate.date_to, self.partnership.date_completed)
        self.assertLess(certificate.date_to, self.partnership.date_end)

    def test_placeholders_stop_it(self):
        """Neither Odoo's logo nor an office without a name is ever printed."""
        self.partnership.action_complete()
        company = self.env.company.sudo()  # an administrator's work
        application = self.application.with_user(self.coordinator)
        for change, back, sentence in (
            ({"logo": False}, {"logo": draw_signature()}, "no logo of its own"),
            ({"logo": company._get_logo()}, {"logo": draw_signature()}, "no logo"),
        ):
            company.write(change)
            issue = self._open(application.action_issue_certificate())
            self.assertIn(sentence, issue.gaps)
            with self.assertRaisesRegex(UserError, sentence):
                issue.action_issue()
            company.write(back)
        for signatory in (False, " ", "Director of Learning"):
            self.scheme.certificate_signatory = signatory
            issue = self._open(application.action_issue_certificate())
            with self.assertRaisesRegex(UserError, "does not say who signs"):
                issue.action_issue()
        company.logo = company._get_logo()
        self.scheme.certificate_automatic = True
        self._run_crons("ir_cron_issue_certificates")
        self.assertFalse(self.application.certificate_ids)
        # A script that issues it prints neither.
        certificate = self.application._issue_certificate()
        self.assertFalse(certificate.signatory)
        page = str(
            self.env["ir.qweb"]._render(
                "mentoring_scheme.report_mentoring_certificate_document",
                {"certificate": certificate, "image_data_uri": image_data_uri},
            )
        )
        self.assertNotIn("max-height: 90px", page, "where the logo would be")
        self.assertNotIn("Director of Learning", page)

    def test_each_partnership_counts(self):
        """A mentor of two answers about both, and both have to be completed."""
        self.scheme.write(
            {"certificate_requires_final": True, "certificate_requires_midway": True}
        )
        mentor = self._get_seat(self.partnership, "mentor").application_id
        mentor.capacity = 2
        second = self._create_approved("Nia Next", "mentee")
        Partnership = self.env["mentoring.partnership"]
        other = Partnership.create(
            Partnership._prepare_partnership(self.intake, mentor | second, "one_to_one")
        )
        other._set_up()
        self._sign_all(other)
        self.partnership.action_complete()
        obstacles = mentor._get_certificate_obstacles()
        self.assertIn("The partnership with Nia Next is not completed.", obstacles)
        other.action_complete()
        Evaluation = self.env["mentoring.evaluation"].sudo()  # as the job does
        expected = {
            (kind, name)
            for kind in ("midway review", "final evaluation")
            for name in ("Mel Mentee", "Nia Next")
        }
        while expected:
            obstacles = " ".join(mentor._get_certificate_obstacles())
            for kind, name in expected:
                self.assertIn(f"The {kind} about {name} has not been", obstacles)
            kind, name = expected.pop()
            seat = mentor.participant_ids.filtered(
                lambda seat, name=name: seat._get_partner_names() == name
            )
            evaluation = Evaluation.create(
                Evaluation._prepare_evaluation(seat, kind.split()[0])
            )
            self._get_answers(evaluation)._mark_done()
            sentence = f"The {kind} about {name} has not been"
            self.assertNotIn(sentence, " ".join(mentor._get_certificate_obstacles()))
        self.assertFalse(mentor._get_certificate_obstacles())

    def test_issued_by_itself(self):
        """A32: by setting, once, and never again after a revocation."""
        self.partnership.action_complete()
        self._run_crons("ir_cron_issue_certificates")
        self.assertFalse(self.application.certificate_ids)
        self.scheme.certificate_automatic = True
        self._run_crons("ir_cron_issue_certificates")
        [certificate] = self.application.certificate_ids
        self._run_crons("ir_cron_issue_certificates")
        certificate.revoke_reason = "Issued by mistake"
        certificate.action_revoke()
        self._run_crons("ir_cron_issue_certificates")
        self.assertEqual(self.application.certificate_ids, certificate)

    def test_printed_in_one_go_and_kept(self):
        """Each of several gets a PDF of its own, made once."""
        mentor = self._get_seat(self.partnership, "mentor").application_id
        self.partnership.action_complete()
        context = {"force_report_rendering": True}
        with self.allow_pdf_render():
            certificates = (
                self.env["mentoring.certificate"]
                .with_context(**context)
                ._issue(self.application | mentor)
            )
        kept = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "mentoring.certificate"),
                ("res_id", "in", certificates.ids),
            ]
        )
        self.assertEqual(len(kept), 2)
        for attachment in kept:
            self.assertTrue(attachment.raw.startswith(b"%PDF"))
            self.assertFalse(attachment.public)

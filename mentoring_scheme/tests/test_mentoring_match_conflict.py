# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command
from odoo.tests import tagged

from .match_run_common import MatchRunCommon


@tagged("post_install", "-at_install")
class TestMentoringMatchConflict(MatchRunCommon):
    """Who is kept apart by what the database knows (promise A22, invariant 5)."""

    @property
    def _conflict(self):
        return self.env["mentoring.match.conflict"]

    def _find(self):
        """Return what forbids and what warns between Mel and Mary, as kinds."""
        forbids, warns = self._conflict._find(self.scheme, self.mel, self.mary)
        return tuple(
            sorted(kind for kind, pairs in found.items() if (0, 0) in pairs)
            for found in (forbids, warns)
        )

    def test_nothing(self):
        self.assertEqual(self._find(), ([], []))

    def test_employer_as_written(self):
        for one, other, same in (
            ("The Example Library Pty Ltd", "example library", True),
            ("Bücher & Co", "Bucher and Co.", True),
            ("Example Library", "Example Archive", False),
            ("self-employed", "Self employed", False),
            ("", False, False),
        ):
            self.mel.employer, self.mary.employer = one, other
            self.assertEqual(self._find(), (["employer"] * same, []), one)

    def test_group_of_companies(self):
        Partner = self.env["res.partner"]
        group = Partner.create({"name": "Example Group", "is_company": True})
        branches = Partner.create(
            [
                {"name": name, "is_company": True, "parent_id": group.id}
                for name in ("North Branch", "South Branch")
            ]
        )
        self.mel.partner_id.parent_id, self.mary.partner_id.parent_id = branches
        self.assertEqual(self._find(), (["employer"], []))
        self.mary.partner_id.parent_id = False
        self.mary.employer = "south branch"
        self.assertEqual(self._find(), ([], []))
        self.mary.employer = "North Branch"
        self.assertEqual(self._find(), (["employer"], []))

    def test_each_setting(self):
        self.mel.employer = self.mary.employer = "Example Library"
        for setting, found in (
            ("forbid", (["employer"], [])),
            ("warn", ([], ["employer"])),
            ("ignore", ([], [])),
        ):
            self.scheme.conflict_employer = setting
            self.assertEqual(self._find(), found)

    def test_past_pair_of_any_intake(self):
        earlier = self._create_intake(self.scheme, name="Earlier")
        seats = self.env["mentoring.application"]
        for person, role in ((self.mary, "mentee"), (self.mel, "mentor")):
            application = self._create_application(
                person.partner_id, role, intake=earlier
            )
            application.action_submit()
            application.action_approve()
            seats |= application
        self.env["mentoring.partnership"].create(
            self.env["mentoring.partnership"]._prepare_partnership(
                earlier, seats, "one_to_one"
            )
        )
        self.assertEqual(self._find(), (["past_pair"], []))
        self.scheme.conflict_past_pair = "warn"
        self.assertEqual(self._find(), ([], ["past_pair"]))

    def test_never_match_of_this_intake_always_holds(self):
        self.scheme.conflict_never_match = "ignore"
        self.mary.excluded_partner_ids = self.mel.partner_id
        self.assertEqual(self._find(), (["apart"], []))

    def test_never_match_of_an_earlier_intake(self):
        earlier = self._create_intake(self.scheme, name="Earlier")
        application = self._create_application(
            self.mel.partner_id, "mentor", intake=earlier
        )
        application.excluded_partner_ids = self.mary.partner_id
        self.assertEqual(self._find(), (["apart"], []))
        self.scheme.conflict_never_match = "ignore"
        self.assertEqual(self._find(), ([], []))

    def test_same_person(self):
        # A merge of contacts can make them one; nobody changes it by hand.
        self.mary.sudo().partner_id = self.mel.partner_id
        self.scheme.conflict_employer = "ignore"
        self.assertEqual(self._find(), (["person"], []))

    def test_same_email(self):
        self.mary.partner_id.email = "Mel <MEL.mentee@example.com>"
        self.assertEqual(self._find(), ([], ["email"]))

    def test_case_says_no_more_than_a_flag(self):
        """An open case keeps two people apart, and looks like a never-match flag."""
        case = self.env["mentoring.concern"].sudo()  # a member reports
        case.create(
            {
                "reporter_id": self.mel.partner_id.id,
                "about_id": self.mary.partner_id.id,
                "what": "Something confidential",
            }
        )
        self.assertEqual(self._find(), (["apart"], []))
        run = self.proposal.with_user(self.coordinator)
        run.action_solve()
        self.assertNotIn((self.mel, self.mary), self._get_pairs())
        self.assertEqual(
            self._conflict._get_sentence("apart"),
            "They are not available to be matched together.",
        )
        shown = str(run.get_board())
        self.assertNotIn("confidential", shown.lower())
        self.assertNotIn("concern", shown.lower())

    def test_note_on_the_pair(self):
        """A conflict that warns is told on the pair, and the pair may be matched."""
        self.scheme.conflict_employer = "warn"
        self.mel.employer = self.mary.employer = "Example Library"
        self.proposal.action_solve()
        pair = self._get_candidate(self.mel, self.mary)
        self.assertTrue(pair.is_proposed)
        self.assertIn("same employer", pair.conflict_note)
        self.assertFalse(self._get_candidate(self.moe, self.max).conflict_note)

    def test_flag_set_after_solving_stops_the_publication(self):
        """Invariant 5, also between solving and publishing."""
        self.proposal.action_solve()
        self.mel.excluded_partner_ids = [Command.link(self.mary.partner_id.id)]
        with self.assertRaisesRegex(Exception, "not available to be matched together"):
            self.proposal.action_publish()
        self.assertFalse(self.intake.partnership_ids)

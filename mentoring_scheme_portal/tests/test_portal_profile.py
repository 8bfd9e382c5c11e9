# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .application_common import ApplicationPortalCase
from .common import HOME, draw_signature

PATH = f"{HOME}/profile"


@tagged("post_install", "-at_install")
class TestPortalProfile(ApplicationPortalCase):
    """The member's own profile: seen, changed, filled in again (A20; issue 3)."""

    def _find_profile(self, user):
        return self.env["mentoring.profile"]._find(user.partner_id, self.env.company)

    def _save_profile(self, **answers):
        page = self.open_page(PATH)
        return self.post(PATH, {**self.get_form(page), **answers})

    def test_edit(self):
        """A member writes the profile before ever applying, and reads it again."""
        self.sign_in(self.mentor)
        self.assertFalse(self._find_profile(self.mentor))
        self.open_page(PATH)
        self.assertFalse(self._find_profile(self.mentor), "looking stores nothing")
        response = self._save_profile(
            bio="I like zines.",
            mentor_topic_ids=[str(topic.id) for topic in self.topics[:2]],
            capacity="3",
            paused_from=str(fields.Date.today()),
            is_invited=[],
        )
        page = self.read_page(response)
        self.assertIn("profile is saved", self.get_text(page))
        profile = self._find_profile(self.mentor)
        self.assertRecordValues(
            profile,
            [
                {
                    "bio": "I like zines.",
                    "mentor_topic_ids": self.topics[:2].ids,
                    "capacity": 3,
                    "paused_from": fields.Date.today(),
                    "is_invited": False,
                }
            ],
        )
        self.assertEqual(self.get_form(page)["bio"], ["I like zines."])
        self._save_profile(paused_from="", bio="Now more.")
        self.assertFalse(profile.paused_from)
        self.assertEqual(self._find_profile(self.mentor).bio, "Now more.")

    def test_partners_see_what_is_shared(self):
        """Each kind of contact by itself, on the page and in the email of the match."""
        mentor = self.mentor.partner_id
        picture = draw_signature()
        mentor.write({"phone": "0400 777 888", "image_1920": picture})
        partnership = self._create_pair()
        seat = self._get_seat(partnership, "mentee")
        mine = self._get_seat(partnership, "mentor")
        mine.application_id.write({"employer": "Yonder Museum", "location": "Hobart"})
        path = f"{HOME}/partnership/{partnership.id}"
        template = self.env.ref("mentoring_scheme.mail_template_participant_matched")

        def look():
            self.env.invalidate_all()
            self.sign_in(self.mentee)
            page = self.open_page(path)
            mail = template.sudo()._render_field("body_html", seat.ids)[seat.id]
            self.assertEqual("0400 777 888" in mail, bool(mine._get_shared("phone")))
            text = self.get_text(page)
            self.assertIn("mary@example.com", text)
            return {
                "phone": "0400 777 888" in text,
                "employer": "Yonder Museum" in text,
                "location": "Hobart" in text,
                "photo": bool(page.xpath("//img[starts-with(@src, 'data:image')]")),
            }

        # Without a profile: what can be read in the application, and no face.
        self.assertEqual(
            look(), {"phone": True, "employer": True, "location": True, "photo": False}
        )
        for shared in (["photo"], ["phone"], ["employer"], ["location"], []):
            kinds = ("phone", "employer", "location", "photo")
            self.sign_in(self.mentor)
            answers = {
                f"shares_{kind}": ["1"] if kind in shared else [] for kind in kinds
            }
            self.read_page(self._save_profile(**answers))
            self.assertEqual(look(), {kind: kind in shared for kind in kinds})
        text = self.get_text(self.open_page(PATH), "//form/details/summary")
        self.assertIn("My phone number", text)

    def test_folded(self):
        """The page is short: sections fold, say what they hold, and open for errors."""
        self.sign_in(self.mentor)
        self._save_profile(mentor_topic_ids=[str(self.topics[0].id)], location="Hobart")
        page = self.open_page(PATH)
        folds = page.xpath("//form/details")
        self.assertEqual(len(folds), 7)
        self.assertFalse([fold for fold in folds if fold.get("open")])
        text = self.get_text(page, "//form/details/summary")
        self.assertIn("Zines", text)
        self.assertIn("Hobart", text)
        self.assertIn("No pause", text)
        page = self.read_page(self._save_profile(profile_url="nonsense"))
        [fold] = page.xpath("//form/details[@open]")
        self.assertTrue(fold.xpath(".//input[@name='profile_url']"))
        # A long tree of topics folds as well.
        tree = page.xpath("//fieldset[@id='field_mentor_topic_ids']/details")
        self.assertTrue(tree)
        self.assertFalse([branch for branch in tree if branch.get("open")])

    @mute_logger("odoo.sql_db")
    def test_refused_by_the_database(self):
        """What only a constraint refuses stands at its field, and the rest is kept."""
        self.sign_in(self.mentor)
        day = fields.Date.today()
        self._save_profile(paused_from=str(day))
        # Not from the page's form, which always sends both days.
        page = self.read_page(
            self.post(
                PATH, {"paused_until": str(day - timedelta(days=1)), "employer": "Kept"}
            )
        )
        self.assertIn("ends after it begins", self._get_error(page, "paused_until"))
        profile = self._find_profile(self.mentor)
        self.assertEqual(profile.employer, "Kept")
        self.assertFalse(profile.paused_until)

    def test_filled_into_the_next_application(self):
        """Nobody types twice what was told in an earlier intake, or in another role."""
        topics = self.topics[:2]
        first = self._create_approved(
            self.mentee,
            "mentee",
            topic_ids=[Command.set(topics.ids)],
            first_topic_id=topics[1].id,
            must_have="Patience",
            bio="New to libraries.",
            sector_ids=[Command.set(self.sector.ids)],
            payer="employer",
            payer_name="Example Library",
            payer_email="accounts@example.com",
        )
        later = self._create_intake(self.scheme, name="Autumn intake")
        self.sign_in(self.mentee)
        self.post(f"{HOME}/apply/{later.id}/mentee")
        second = self._find(self.mentee, "mentee") - first
        self.assertRecordValues(
            second,
            [
                {
                    "state": "draft",
                    "bio": "New to libraries.",
                    "years_experience": 10,
                    "current_role": "Canary role of Mel Mentee",
                    "sector_ids": self.sector.ids,
                    "topic_ids": topics.ids,
                    "first_topic_id": topics[1].id,
                    "must_have": "Patience",
                    "payer_email": "accounts@example.com",
                    # Asked anew each time.
                    "goals": False,
                    "is_honest": False,
                    "is_committed": False,
                    "file_ids": [],
                }
            ],
        )
        other, _page = self._start(self.mentee, "mentor", later)
        self.assertEqual(other.bio, "New to libraries.")
        self.assertFalse(other.topic_ids, "what a mentee seeks is no offer")
        self.assertFalse(other.must_have)

    def test_refused(self):
        """What cannot be taken is explained at the field, and nothing typed is lost."""
        self.sign_in(self.mentor)
        day = fields.Date.today()
        page = self.read_page(
            self._save_profile(
                paused_from=str(day),
                paused_until=str(day - timedelta(days=1)),
                profile_url="javascript:alert(1)",
                capacity="0",
                employer="Stored all the same",
            )
        )
        self.assertIn("ends before it begins", self._get_error(page, "paused_until"))
        self.assertIn("not a web address", self._get_error(page, "profile_url"))
        self.assertIn("from 1 to 20", self._get_error(page, "capacity"))
        self.assertEqual(self.get_form(page)["profile_url"], ["javascript:alert(1)"])
        profile = self._find_profile(self.mentor)
        self.assertEqual(profile.employer, "Stored all the same")
        self.assertFalse(profile.profile_url)

    def test_forged(self):
        """Nobody writes another's profile, or what is not asked."""
        self._create_approved(self.mentee, "mentee", bio="Mel's own words")
        self.sign_in(self.stranger)
        page = self.read_page(
            self._save_profile(
                partner_id=str(self.mentee.partner_id.id),
                company_id="1",
                id=str(self._find_profile(self.mentee).id),
                bio="Overwritten",
            )
        )
        self.assertNotIn("Mel's own words", page.text_content())
        self.assertEqual(self._find_profile(self.mentee).bio, "Mel's own words")
        self.assertEqual(self._find_profile(self.stranger).bio, "Overwritten")

    def test_an_organisation_has_none(self):
        """A person has a profile, an organisation is told so."""
        self.stranger.partner_id.is_company = True
        self.sign_in(self.stranger)
        page = self.open_page(PATH)
        self.assertIn("signed in as an organisation", self.get_text(page))
        self.read_page(self.post(PATH, {"bio": "x"}))
        self.assertFalse(self._find_profile(self.stranger))

    def test_introduction_is_shared_if_ticked(self):
        """The match reads the introduction only of who has agreed to it (A35, B9)."""
        partnership = self._create_partnership(
            self._create_approved(
                self.mentor,
                "mentor",
                bio="Mary introduces herself",
                profile_url="https://example.com/mary",
                shares_profile=True,
            ),
            self._create_approved(
                self.mentee, "mentee", bio="Mel keeps this", shares_profile=False
            ),
        )
        path = f"{HOME}/partnership/{partnership.id}"
        self.sign_in(self.mentee)
        shown = self.open_page(path)
        self.assertIn("Mary introduces herself", self.get_text(shown))
        self.assertTrue(shown.xpath("//a[@href='https://example.com/mary']"))
        self.sign_in(self.mentor)
        self.assertNotIn("Mel keeps this", self.open_page(path).text_content())

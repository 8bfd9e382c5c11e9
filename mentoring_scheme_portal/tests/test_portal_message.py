# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import datetime

from odoo.tests import tagged

from odoo.addons.mentoring_scheme.sealing import Reader

from .common import HOME, MentoringPortalCase

TEMPLATE = "mentoring_scheme.mail_template_participant_message"


@tagged("post_install", "-at_install")
class TestPortalMessage(MentoringPortalCase):
    """Messages on the pair's pages (promises A35, B1; invariant 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.page = f"{HOME}/partnership/{cls.partnership.id}"
        cls.path = f"{cls.page}/messages"

    def _find(self):
        """Return the messages as the pair's pages find them."""
        self.env.invalidate_all()
        messages = self.env["mentoring.message"].with_user(self.mentee)
        return messages.sudo().search([])  # as the pages do

    def _send(self, body, **values):
        return self.post(self.path, {"body": body, **values})

    def _write(self, user, *bodies):
        messages = self.env["mentoring.message"].with_user(user).sudo()  # as above
        for body in bodies:
            messages._enter(self.partnership, {"body": body})

    def _get_bodies(self, path):
        page = self.open_page(path)
        messages = page.xpath("//article[contains(@class, 'o_mentoring_message')]")
        return [
            message.xpath(".//p[contains(@class, 'o_mentoring_lines')]")[0].text
            for message in messages
        ]

    def _count_emails(self, role):
        return self.env["mentoring.notification"].search_count(
            [
                ("template_id", "=", self.env.ref(TEMPLATE).id),
                ("res_id", "=", self._get_seat(self.partnership, role).id),
            ]
        )

    def test_conversation(self):
        """What one writes, the other finds on both pages and answers there."""
        self.sign_in(self.mentee)
        self.assertIn(
            "No message has been written yet", self.get_text(self.open_page(self.page))
        )
        page = self.read_page(self._send("Hello <b>Mary</b>\nand welcome"))
        text = self.get_text(page)
        for part in ("Your message is sent", "Mel Mentee,", "Hello <b>Mary</b> and"):
            self.assertIn(part, text)
        self.assertEqual(self._count_emails("mentor"), 1)
        self.sign_in(self.mentor)
        for path in (self.page, self.path):
            self.assertIn("Hello <b>Mary</b>", self.get_text(self.open_page(path)))
        self._send("Hello Mel")
        self.assertEqual(self._count_emails("mentee"), 1)
        self.assertEqual(len(self._find()), 2)
        self.assertEqual(
            self._get_bodies(self.path), ["Hello <b>Mary</b>\nand welcome", "Hello Mel"]
        )

    def test_local_time(self):
        self._write(self.mentee, "Hello")
        message = self._find()
        message.date = datetime(2027, 3, 1, 3, 0)
        self.mentor.tz = "Australia/Perth"
        self.env.flush_all()
        for user, moment in (
            (self.mentee, "Monday 1 March 2027, 2:00 pm (Sydney time)"),
            (self.mentor, "Monday 1 March 2027, 11:00 am (Perth time)"),
        ):
            self.sign_in(user)
            for path in (self.page, self.path):
                text = self.get_text(self.open_page(path)).lower()
                self.assertIn(moment.lower(), text.replace("\u202f", " "))

    def test_email_until_seen(self):
        """No second email before the first message was seen, on either page."""
        for seen_on in (self.page, self.path):
            before = self._count_emails("mentor")
            self._write(self.mentee, "One", "Two")
            self.assertEqual(self._count_emails("mentor"), before + 1)
            self.sign_in(self.mentor)
            self.open_page(seen_on)
            self.env.invalidate_all()
        seat = self._get_seat(self.partnership, "mentor").sudo()
        self.assertEqual(seat.message_seen, self._find()[0].id)
        self.open_page(f"{self.path}?page=2")
        self.env.invalidate_all()
        self.assertEqual(seat.message_seen, self._find()[0].id)

    def test_sent_twice(self):
        self.sign_in(self.mentee)
        for _press in range(2):
            self._send("Hello")
        self.assertEqual(len(self._find()), 1)
        self._send("Hello again")
        self.assertEqual(len(self._find()), 2)
        self.assertEqual(self._count_emails("mentor"), 1)

    def test_refused(self):
        """A sentence stands at the question, and what was typed stays."""
        self.sign_in(self.mentee)
        long = "x" * 5001
        for body, sentence in (
            ("", "Please answer “Your message”"),
            (" \n\t ", "Please answer “Your message”"),
            (long, "at most 5000 fit"),
        ):
            page = self.read_page(self._send(body))
            self.assertIn(sentence, self.get_text(page, "//*[@id='summary']"))
            self.assertIn(sentence, self.get_text(page, "//*[@id='field_body_error']"))
        [field] = page.xpath("//textarea[@id='field_body']")
        self.assertEqual(field.text.strip(), long)
        self.assertFalse(self._find())
        self.post(self.path)
        self.assertFalse(self._find())
        self.assertFalse(self._count_emails("mentor"))

    def test_forged(self):
        """Author, readers, date and partnership are not to be posted."""
        self.sign_in(self.mentee)
        self._send(
            "Mine",
            author_id=self.mentor.partner_id.id,
            date="2001-01-01 00:00:00",
            partnership_id="1",
            reader_ids="1",
        )
        message = self._find()
        self.assertEqual(message.author_id, self.mentee.partner_id)
        self.assertGreater(message.date.year, 2001)
        self.assertEqual(message.partnership_id, self.partnership)
        self.assertEqual(message.reader_ids, self.partnership.participant_ids)

    def test_delete(self):
        """One's own is deleted; that of the partner is not."""
        self._write(self.mentee, "Mine")
        path = f"{HOME}/message/{self._find().id}/delete"
        self.sign_in(self.mentor)
        self.assertFalse(
            self.open_page(self.path).xpath("//form[contains(@action, '/delete')]")
        )
        self.assertIn("Only the author of a message", self.post(path).text)
        self.assertTrue(self._find())
        self.sign_in(self.mentee)
        [action] = self.open_page(self.path).xpath(
            "//form[contains(@action, '/delete')]/@action"
        )
        self.assertEqual(action, path)
        page = self.read_page(self.post(path))
        self.assertIn("The message is deleted", self.get_text(page))
        self.assertFalse(self._find())

    def test_others_find_nothing(self):
        self._write(self.mentee, "Canary of the pair")
        path = f"{HOME}/message/{self._find().id}/delete"
        self.coordinator.password = self.coordinator.login * 2
        for user in (self.stranger, self.colleague, self.coordinator):
            self.sign_in(user)
            answer = self.url_open(self.path)
            self.assertEqual(answer.status_code, 404)
            self.assertNotIn("Canary of the pair", answer.text)
            self.assertEqual(self._send("Mine").status_code, 404)
            self.assertEqual(self.post(path).status_code, 404)
        self.assertEqual(len(self._find()), 1)

    def test_over(self):
        """After the end all stays readable, and nothing is written or deleted."""
        self._write(self.mentee, "Hello")
        message = self._find()
        self.partnership.action_end()
        self.env.flush_all()
        self.sign_in(self.mentee)
        for path in (self.page, self.path):
            page = self.open_page(path)
            self.assertIn("Hello", self.get_text(page))
            self.assertFalse(page.xpath("//form[contains(@action, '/messages')]"))
        for path in (self.path, f"{HOME}/message/{message.id}/delete"):
            self.assertIn("over for you", self.post(path, {"body": "Late"}).text)
        self.assertEqual(self._find(), message)

    def test_paused(self):
        """The page says so, without a reason, and what was typed stays."""
        self._write(self.mentee, "Hello")
        concern = self.env["mentoring.concern"].sudo()  # as the member's page
        concern = concern.create(
            {
                "what": "Canary of the case",
                "partnership_id": self.partnership.id,
                "reporter_id": self.mentee.partner_id.id,
                "about_id": self.mentor.partner_id.id,
                "interim": "hold",
            }
        )
        self.env.flush_all()
        sentence = "We've asked you to wait with messages, and will be in touch."
        for user in (self.mentee, self.mentor):
            self.sign_in(user)
            for path in (self.page, self.path):
                page = self.open_page(path)
                self.assertIn(sentence, self.get_text(page))
                self.assertFalse(page.xpath("//form[contains(@action, '/messages')]"))
            answer = self._send("Kept words")
            self.assertIn(
                sentence, self.get_text(self.read_page(answer), "//*[@id='summary']")
            )
        self.assertEqual(len(self._find()), 1)

    def test_pages(self):
        """Three on the partnership's page, all on their own, twenty at a time."""
        bodies = [f"Number {number}" for number in range(1, 26)]
        self._write(self.mentee, *bodies)
        self.sign_in(self.mentor)
        self.assertEqual(self._get_bodies(self.page), bodies[-3:])
        self.assertEqual(self._get_bodies(self.path), bodies[-20:])
        page = self.open_page(self.path)
        [earlier] = page.xpath("//a[text()='Earlier messages']/@href")
        self.assertEqual(self._get_bodies(earlier), bodies[:5])
        page = self.open_page(earlier)
        self.assertFalse(page.xpath("//a[text()='Earlier messages']"))
        [later] = page.xpath("//a[text()='Later messages']/@href")
        self.assertEqual(self._get_bodies(later), bodies[-20:])
        for number in ("", "0", "-3", "x", "1.5", "٢", "9" * 5000):
            self.assertEqual(
                self._get_bodies(f"{self.path}?page={number}"), bodies[-20:], number
            )
        self.assertEqual(self._get_bodies(f"{self.path}?page=999999999999"), [])

    def test_queries(self):
        """A page asks the database as often for sixty messages as for four."""
        counts = []
        for number in (2, 28):
            for _turn in range(number):
                self._write(self.mentee, "Hello")
                self._write(self.mentor, "Hello")
            seat = self._get_seat(self.partnership, "mentee")
            seat = seat.with_user(self.mentee).sudo()  # as the pages do
            for _turn in range(2):  # the first fills the caches, and is seen
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                seat._get_portal_messages(Reader(self.mentee.id))
                count = self.env.cr.sql_log_count - before
            counts.append(count)
        self.assertEqual(*counts)


@tagged("post_install", "-at_install")
class TestPortalMessageTour(MentoringPortalCase):
    """A member writes, is refused, mends it and deletes, on a phone of 390 pixels."""

    browser_size = "390x844"
    touch_enabled = True

    def test_messages(self):
        partnership = self._create_pair()
        self.start_tour(
            f"{HOME}/partnership/{partnership.id}", "mentoring_message", login="mel"
        )
        messages = self.env["mentoring.message"].with_user(self.mentor).sudo()  # as
        message = messages.search([])  # the partner's page
        self.assertEqual(message.author_id, self.mentee.partner_id)
        texts = message._unseal(Reader(self.mentor.id))
        self.assertEqual(texts[message.id]["body"], "See you on Monday.")

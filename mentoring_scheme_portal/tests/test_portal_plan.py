# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.tests import tagged

from odoo.addons.mentoring_scheme.sealing import Reader

from .common import HOME, MentoringPortalCase


@tagged("post_install", "-at_install")
class TestPortalPlan(MentoringPortalCase):
    """Goals and notes on the pair's page (A26, A27, A33, A35, B4; invariant 7)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.page = f"{HOME}/partnership/{cls.partnership.id}"
        cls.path = f"{cls.page}/plan"

    def _find(self, model):
        """Return the records as their writer's pages find them."""
        self.env.invalidate_all()
        records = self.env[model].with_user(self.mentee).sudo()  # as the pages do
        return records.search([("partnership_id", "=", self.partnership.id)])

    def _add_goal(self, **answers):
        return self.post(
            f"{self.page}/goal", {"name": "Lead a team", "measure": "Asked", **answers}
        )

    def _add_note(self, body, visibility):
        return self.post(f"{self.page}/note", {"body": body, "visibility": visibility})

    def test_goal(self):
        """A goal is added, changed by the partner, and reached."""
        self.sign_in(self.mentee)
        self.assertIn(
            f"{self.page}/plan", self.url_open(self.page).text, "no way to the plan"
        )
        page = self.read_page(
            self._add_goal(date_deadline="2027-05-01", rating_before="2")
        )
        text = self.get_text(page)
        for part in ("Your goal is saved", "Lead a team", "1 May 2027", "2 – some"):
            self.assertIn(part, text)
        goal = self._find("mentoring.goal")
        self.sign_in(self.mentor)
        form = self.get_form(self.open_page(f"{HOME}/goal/{goal.id}"))
        self.assertEqual(form["revision"], ["1"])
        changed = {**form, "progress": ["40"], "rating_after": ["4"]}
        self.assertIn(
            "40 %", self.get_text(self.read_page(self._change(goal, changed)))
        )
        goal = self._find("mentoring.goal")
        self.assertEqual((goal.progress, goal.rating_after, goal.revision), (40, 4, 2))
        self.post(f"{HOME}/goal/{goal.id}/done", {"revision": "2"})
        goal = self._find("mentoring.goal")
        self.assertEqual((goal.is_done, goal.progress), (True, 100))

    def read_goal(self, goal):
        """Return what the goal's own page says to who has logged in."""
        [measure] = self.get_form(self.open_page(f"{HOME}/goal/{goal.id}"))["measure"]
        return measure

    def _change(self, goal, answers):
        return self.post(f"{HOME}/goal/{goal.id}", answers)

    def test_conflict(self):
        """A change meanwhile is shown beside one's own, and is not overwritten."""
        self.sign_in(self.mentee)
        self._add_goal()
        goal = self._find("mentoring.goal")
        opened = self.get_form(self.open_page(f"{HOME}/goal/{goal.id}"))
        self.sign_in(self.mentor)
        self._change(goal, {**opened, "measure": ["Said by Mary"]})
        self.sign_in(self.mentee)
        answer = self._change(goal, {**opened, "measure": ["Said by Mel"]})
        page = self.read_page(answer)
        text = self.get_text(page)
        for part in (
            "changed since you opened it",
            "Mary Mentor has changed this",
            "It says now: Said by Mary",
            "You wrote: Said by Mel",
        ):
            self.assertIn(part, text)
        self.assertIn("Said by Mary", self.read_goal(goal))
        # One's own text is still in the form, and is saved once both are known.
        form = self.get_form(page)
        self.assertEqual(form["measure"], ["Said by Mel"])
        self._change(goal, form)
        self.assertIn("Said by Mel", self.read_goal(goal))
        stale = self.post(f"{HOME}/goal/{goal.id}/done", {"revision": "1"})
        self.assertIn("changed since you opened it", stale.text)
        self.assertFalse(self._find("mentoring.goal").is_done)

    def test_bad_input(self):
        """What is refused has its sentence at the question, and nothing is lost."""
        self.sign_in(self.mentee)
        page = self.read_page(
            self._add_goal(name="", measure="Kept", date_deadline="tomorrow")
        )
        self.assertIn("Please answer “", self.get_text(page, "//*[@id='summary']"))
        self.assertIn("not a date", self.get_text(page, "//*[@id='summary']"))
        [measure] = page.xpath("//textarea[@id='field_measure']")
        self.assertEqual(measure.text.strip(), "Kept")
        self.assertFalse(self._find("mentoring.goal"))
        self._add_goal()
        goal = self._find("mentoring.goal")
        form = self.get_form(self.open_page(f"{HOME}/goal/{goal.id}"))
        for name, answer, sentence in (
            ("progress", "101", "from 0 to 100"),
            ("rating_after", "6", "not offered"),
            ("name", "x" * 201, "at most 200"),
        ):
            text = self.get_text(
                self.read_page(self._change(goal, {**form, name: [answer]}))
            )
            self.assertIn(sentence, text)
        self.assertEqual(self._find("mentoring.goal").revision, 1)
        for revision in ("", "x", "-1", "9" * 40):
            answer = self._change(goal, {**form, "revision": [revision]})
            self.assertIn("changed since", answer.text, revision)
        page = self.read_page(self._add_note("Kept words", "everybody"))
        [body] = page.xpath("//textarea[@id='field_body']")
        self.assertEqual(body.text.strip(), "Kept words")
        self.assertFalse(self._find("mentoring.note"))

    def test_forged(self):
        """The author, the readers and the partnership are not to be posted."""
        self.sign_in(self.mentee)
        self.post(
            f"{self.page}/note",
            {
                "body": "Mine",
                "visibility": "author",
                "author_id": self.mentor.partner_id.id,
                "date": "2001-01-01",
                "partnership_id": "1",
            },
        )
        note = self._find("mentoring.note")
        self.assertEqual(note.author_id, self.mentee.partner_id)
        self.assertGreater(note.date.year, 2001)

    def test_notes(self):
        """Shared notes are read by both, private ones by their author alone."""
        self.sign_in(self.mentee)
        self._add_note("Shared <b>words</b>", "pair")
        page = self.read_page(self._add_note("Private words", "author"))
        text = self.get_text(page)
        self.assertIn("You and Mary Mentor read these", text)
        self.assertIn("Shared <b>words</b>", text)
        self.assertIn("Private words", text)
        notes = self._find("mentoring.note")
        shared = notes.filtered(lambda note: note.visibility == "pair")
        self.sign_in(self.mentor)
        text = self.get_text(self.open_page(self.path))
        self.assertIn("Shared <b>words</b>", text)
        self.assertNotIn("Private words", text)
        answer = self.post(f"{HOME}/note/{shared.id}/delete")
        self.assertIn("Only the author of a note", answer.text)
        private = notes - shared
        self.assertEqual(self.post(f"{HOME}/note/{private.id}/delete").status_code, 404)
        self.sign_in(self.mentee)
        self.post(f"{HOME}/note/{private.id}/delete")
        self.assertEqual(self._find("mentoring.note"), shared)

    def test_sent_twice(self):
        """A second press writes nothing new; the same another day does."""
        self.sign_in(self.mentee)
        for _press in range(2):
            self._add_note("Shared words", "pair")
            self._add_goal()
        self._add_note("Shared words", "author")
        self.assertEqual(len(self._find("mentoring.goal")), 1)
        self.assertEqual(len(self._find("mentoring.note")), 2)
        self.env.cr.execute(
            "UPDATE mentoring_note SET create_date = create_date - interval '1 day'"
        )
        self._add_note("Shared words", "pair")
        self.assertEqual(len(self._find("mentoring.note")), 3)

    def test_others_find_nothing(self):
        """Strangers, colleagues and the office are told that there is no such page."""
        self.sign_in(self.mentee)
        self._add_goal()
        self._add_note("Private words", "pair")
        goal, note = self._find("mentoring.goal"), self._find("mentoring.note")
        self.coordinator.password = self.coordinator.login * 2
        for user in (self.stranger, self.colleague, self.coordinator):
            self.sign_in(user)
            for path in (self.path, f"{HOME}/goal/{goal.id}"):
                answer = self.url_open(path)
                self.assertEqual(answer.status_code, 404, path)
                self.assertNotIn("Lead a team", answer.text)
            for path in (
                f"{self.page}/goal",
                f"{self.page}/note",
                f"{HOME}/goal/{goal.id}",
                f"{HOME}/goal/{goal.id}/done",
                f"{HOME}/note/{note.id}/delete",
            ):
                self.assertEqual(self.post(path).status_code, 404, path)
        self.assertEqual(self._find("mentoring.goal").revision, 1)
        self.assertTrue(self._find("mentoring.note"))

    def test_over(self):
        """After the end all stays readable, and nothing is added or changed."""
        self.sign_in(self.mentee)
        self._add_goal()
        self._add_note("Shared words", "pair")
        goal, note = self._find("mentoring.goal"), self._find("mentoring.note")
        self.partnership.action_end()
        self.env.flush_all()
        page = self.open_page(self.path)
        text = self.get_text(page)
        self.assertIn("Lead a team", text)
        self.assertIn("Shared words", text)
        self.assertFalse(page.xpath("//main//form"))
        for path, answers in (
            (f"{self.page}/goal", {"name": "Late"}),
            (f"{self.page}/note", {"body": "Late", "visibility": "pair"}),
            (f"{HOME}/goal/{goal.id}", {"name": "Late", "revision": "1"}),
            (f"{HOME}/note/{note.id}/delete", {}),
        ):
            answer = self.post(path, answers)
            self.assertIn("over for you", answer.text, path)
        self.assertEqual(self._find("mentoring.goal"), goal)
        self.assertEqual(self._find("mentoring.note"), note)

    def test_queries(self):
        """The page asks the database as often for sixty notes as for two."""
        for person in (self.mentee, self.mentor):
            self._write(person, 1)
        few = self._count_queries()
        for person in (self.mentee, self.mentor):
            self._write(person, 29)
        self.assertEqual(self._count_queries(), few)

    def _write(self, person, count):
        for model, values in (
            ("mentoring.goal", {"name": "A goal"}),
            ("mentoring.note", {"body": "A note", "visibility": "pair"}),
        ):
            records = self.env[model].with_user(person).sudo()  # as the pages do
            for _turn in range(count):
                records._enter(self.partnership, values)

    def _count_queries(self):
        counts = []
        for _turn in range(2):  # the first fills the caches of the server
            self.env.flush_all()
            self.env.invalidate_all()
            partnership = self.partnership.with_user(self.mentee).sudo()  # as above
            reader = Reader(self.mentee.id)
            before = self.env.cr.sql_log_count
            for model in ("mentoring.goal", "mentoring.note"):
                partnership.env[model]._get_portal_list(partnership, reader)
            counts.append(self.env.cr.sql_log_count - before)
        return counts[1]


@tagged("post_install", "-at_install")
class TestPortalActions(MentoringPortalCase):
    """Actions with who does them and by when, and milestones (A33, B4, B5)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partnership = cls._create_pair()
        cls.plan = f"{HOME}/partnership/{cls.partnership.id}/plan"
        cls.seat = cls._get_seat(cls.partnership, "mentee")

    def _add_goal(self):
        self.post(f"{HOME}/partnership/{self.partnership.id}/goal", {"name": "Learn"})
        page = self.open_page(self.plan)
        [address] = page.xpath("//article//a[contains(@href, '/goal/')]/@href")
        return address

    def test_actions(self):
        self.sign_in(self.mentee)
        address = self._add_goal()
        self.post(
            f"{address}/action",
            {"name": "Read a book", "owner_id": self.seat.id, "date_due": "2027-02-03"},
        )
        self.sign_in(self.mentor)
        page = self.open_page(address)
        text = self.get_text(page)
        self.assertIn("Read a book: Mel Mentee, by 3 February 2027", text)
        [done] = page.xpath("//form[contains(@action, '/action/')]/@action")
        page = self.read_page(self.post(done, {"done": "1"}))
        self.assertIn("✓ Read a book", self.get_text(page))
        page = self.read_page(self.post(done, {"done": "0"}))
        self.assertNotIn("✓", self.get_text(page))
        self.sign_in(self.stranger)
        self.assertEqual(self.post(done, {"done": "1"}).status_code, 404)

    def test_refused(self):
        self.sign_in(self.mentee)
        address = self._add_goal()
        for values, sentence in (
            ({"name": ""}, "Please answer"),
            ({"name": "Read", "owner_id": "999999"}, "not offered"),
            ({"name": "Read", "date_due": "soon"}, "not a date"),
        ):
            page = self.read_page(self.post(f"{address}/action", values))
            self.assertIn(sentence, self.get_text(page))
            self.assertIn("Nothing has been agreed on", self.get_text(page))

    def test_action_sent_twice(self):
        """A second press writes nothing new; another action does."""
        self.sign_in(self.mentee)
        address = self._add_goal()
        read = {"name": "Read a book", "owner_id": self.seat.id}
        for values in (read, read, {**read, "date_due": "2027-02-03"}):
            page = self.read_page(self.post(f"{address}/action", values))
        forms = page.xpath("//form[contains(@action, '/action/')]")
        self.assertEqual(len(forms), 2)

    def test_milestone(self):
        """What the scheme proposes becomes the pair's own goal."""
        milestone = self.env["mentoring.milestone"].create(
            {"scheme_id": self.scheme.id, "name": "Goals are set", "month": 2}
        )
        self.sign_in(self.mentee)
        page = self.open_page(self.plan)
        self.assertIn("Make it our goal: Goals are set", self.get_text(page))
        address = f"{HOME}/partnership/{self.partnership.id}/milestone"
        for _press in range(2):
            page = self.read_page(self.post(address, {"milestone": milestone.id}))
        [_once] = page.xpath("//article//a[contains(@href, '/goal/')]")
        self.assertNotIn("Make it our goal", self.get_text(page))
        self.assertIn("Goals are set", self.get_text(page))
        for wrong in ("0", "x", str(milestone.id + 99)):
            page = self.read_page(self.post(address, {"milestone": wrong}))
            self.assertIn("not offered any more", self.get_text(page))

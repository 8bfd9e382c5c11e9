# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from collections import defaultdict

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.tests import tagged
from odoo.tools import mute_logger

from . import matrix
from .access_common import CHANGES, AccessCommon, by_model

LETTERS = {"r": "read", "w": "write", "c": "create", "u": "unlink"}


@tagged("post_install", "-at_install", "security")
class TestAccessMatrix(AccessCommon):
    """Every persona tries everything on every model, in every position."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shared = {
            model: cls.env[model].create(vals)
            for model, vals in {
                "mentoring.topic": {"name": "Cataloguing"},
                "mentoring.sector": {"name": "School libraries"},
                "mentoring.withdrawal.reason": {"name": "No time"},
            }.items()
        }
        requests = cls.env["mentoring.login.request"].sudo()  # a visitor's
        asked = requests.create({"email": "somebody@example.com"})
        cls.shared[asked._name] = asked.sudo(False)
        cls.wrong = []
        cls.cells = 0

    def setUp(self):
        super().setUp()
        self.wrong = []
        self.cells = 0
        self.env.flush_all()
        self.before = self._fingerprint()

    def _expect(self, expected, found, *cell):
        self.cells += 1
        if expected != found:
            words = {"True": "allowed", "False": "refused"}
            found, expected = (
                words.get(str(answer), str(answer)) for answer in (found, expected)
            )
            self.wrong.append(
                f"{' × '.join(map(str, cell))}: {found} instead of {expected}"
            )

    def _assert_none_wrong(self, at_least):
        self.assertFalse(self.wrong, "\n" + "\n".join(self.wrong[:60]))
        self.assertGreaterEqual(self.cells, at_least, "cells were left out")

    def _assert_untouched(self):
        """After all those attempts, the database is what it was."""
        self.env.flush_all()
        self.assertEqual(self._fingerprint(), self.before)

    def _get_cells(self):
        """Yield persona, model, position and record, each record once a persona."""
        for persona in matrix.PERSONAS:
            positions = self._positions(persona)
            for model, room in matrix.ROOMS.items():
                if room.transient:
                    continue
                if model in self.shared:
                    yield persona, model, "unrelated", self.shared[model]
                    continue
                seen = self.env[model]
                for position in matrix.POSITIONS:
                    place = positions.get(position, {})
                    for record in (place.get(model) or self.env[model]) - seen:
                        seen |= record
                        yield persona, model, position, record

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _read_all_ways(self, record):
        """Return what each way of reading gives, None where it is refused."""
        model = record.browse()
        names = [
            name
            for name, field in record._fields.items()
            if field.store
            and field.type not in ("binary", "one2many", "many2many")
            and not self._is_for_some(field)  # these have a test of their own
        ]
        only = [("id", "=", record.id)]
        specification = {name: {} for name in names}
        # A record that is named in a column is another access than this one's.
        # Core gives external ids to the rows of tables alone.
        plain = [
            name
            for name in names
            if not record._fields[name].relational and (record._auto or name != "id")
        ]
        ways = {
            "read": lambda: record.read(names),
            "web_read": lambda: record.web_read(specification),
            "search_read": lambda: model.search_read(only, names),
            "web_search_read": lambda: model.web_search_read(only, specification)[
                "records"
            ],
            "export_data": lambda: record.export_data(plain)["datas"],
            "name_search": lambda: model.name_search("", only),
            "read_group": lambda: model.formatted_read_group(
                only, [self._get_group_field(record)], ["__count"]
            ),
            "search": lambda: model.search(only).ids,
        }
        return {way: self._try(call) for way, call in ways.items()}

    @staticmethod
    def _is_for_some(field):
        return field.groups or (field.model_name, field.name) in matrix.WITHHELD

    @staticmethod
    def _get_group_field(record):
        text = [
            name
            for name, field in record._fields.items()
            if field.store
            and field.type == "char"
            and not TestAccessMatrix._is_for_some(field)
        ]
        return text[0] if text else "create_uid" if record._auto else "company_id"

    def _try(self, call):
        self.env.invalidate_all()
        try:
            return call() or None
        except (AccessError, UserError):
            return None

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_read(self):
        everything = {
            sentence: record
            for record, sentences in self.sentences.items()
            for sentence in sentences
        }
        for persona, model, position, record in self._get_cells():
            room = matrix.ROOMS[model]
            allowed = "r" in room.rights_on(persona, position)
            mine = self._as(persona, record)
            for way, found in self._read_all_ways(mine).items():
                if way == "export_data" and persona not in matrix.STAFF:
                    self._expect(None, found, persona, model, position, way)
                    continue
                self._expect(allowed, found is not None, persona, model, position, way)
                text = str(found)
                if way in ("read", "web_read", "search_read", "web_search_read"):
                    sealed = self._get_sealed_texts(record)
                    for sentence in self.sentences[record]:
                        self._expect(
                            allowed and sentence not in sealed,
                            sentence in text,
                            persona,
                            model,
                            way,
                            sentence,
                        )
                if not allowed:
                    leaks = [said for said in everything if said in text]
                    self._expect([], leaks, persona, model, position, way)
        self._assert_none_wrong(10000)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_search_is_no_oracle(self):
        """A domain on a text tells nobody whether the text is there."""
        for persona, model, position, record in self._get_cells():
            allowed = "r" in matrix.ROOMS[model].rights_on(persona, position)
            mine = self._as(persona, record)
            for name in self._get_text_fields(model):
                value = self._get_planted(record, name)
                if str(value) in self.sentences[record]:
                    found = self._try(
                        lambda mine=mine, name=name, value=value, record=record: (
                            mine.search([(name, "=", value), ("id", "=", record.id)])
                        )
                    )
                    is_open = str(value) not in self._get_sealed_texts(record)
                    self._expect(
                        allowed and is_open, bool(found), persona, model, position, name
                    )
        # Members read intakes: not the way to what hangs on them.
        for persona in matrix.MEMBERS:
            intakes = self._as(persona, self.env["mentoring.intake"])
            for place in self.places.values():
                for path in ("application_ids.goals", "partnership_ids.end_reason"):
                    found = self._try(
                        lambda intakes=intakes, path=path, place=place: intakes.search(
                            [(path, "ilike", place.canary)]
                        )
                    )
                    self._expect(False, bool(found), persona, "mentoring.intake", path)
        self._assert_none_wrong(900)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_members_see_published_rounds_only(self):
        hidden = {
            "mentoring.intake": self._create_intake(self.scheme, phase="draft")
            | self._create_intake(self.scheme, phase="cancelled"),
            "mentoring.scheme": self._create_scheme(active=False),
        }
        for persona in matrix.MEMBERS:
            for records in hidden.values():
                for record in self._as(persona, records):
                    for way, found in self._read_all_ways(record).items():
                        self._expect(None, found, persona, record, way)
        self._assert_none_wrong(150)

    # ------------------------------------------------------------------
    # Changing
    # ------------------------------------------------------------------

    def _try_change(self, call, allowed=False):
        """Return whether a change went through, with a trace in the database."""
        self.env.flush_all()
        before = self._fingerprint() if allowed else None
        with self._undone():
            try:
                call()
                self.env.flush_all()
                changed = before is None or self._fingerprint() != before
                return True if changed else "done, and nothing changed"
            except AccessError:
                return False
            except UserError as error:
                return f"a rule: {error}"

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_write(self):
        for persona, model, position, record in self._get_cells():
            allowed = "w" in matrix.ROOMS[model].rights_on(persona, position)
            mine = self._as(persona, record)
            done = self._try_change(
                lambda mine=mine, model=model: mine.write(CHANGES[model]), allowed
            )
            if not allowed and model in matrix.NEVER_CHANGES:
                done = done is True
            self._expect(allowed, done, persona, model, position, "write")
        self._assert_untouched()
        self._assert_none_wrong(750)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_create(self):
        attempts = defaultdict(list)
        for persona, model, position, place in self._get_places():
            attempts[model, place.canary].append((persona, position, place))
        for (model, _canary), group in attempts.items():
            with self._undone():
                vals = self._prepare(model, group[0][2])
                for persona, position, _place in group:
                    allowed = "c" in matrix.ROOMS[model].rights_on(persona, position)
                    mine = self._as(persona, self.env[model])
                    done = self._try_change(
                        lambda mine=mine, vals=vals: mine.create(vals), allowed
                    )
                    self._expect(allowed, done, persona, model, position, "create")
        self._assert_untouched()
        self._assert_none_wrong(700)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_unlink(self):
        """Everyone tries to delete a fresh record, which no rule of the room keeps."""
        for persona, model, position, place in self._get_places():
            allowed = "u" in matrix.ROOMS[model].rights_on(persona, position)
            if not allowed:
                record = place.get(model) or self.shared[model]
                mine = self._as(persona, record)
                done = self._try_change(lambda mine=mine: mine.unlink())
            else:
                with self._undone():
                    record = self.env[model].create(self._prepare(model, place))
                    self.env.flush_all()
                    mine = self._as(persona, record)
                    done = self._try_change(lambda mine=mine: mine.unlink(), allowed)
            self._expect(allowed, done, persona, model, position, "unlink")
        self._assert_untouched()
        self._assert_none_wrong(700)

    def test_wizards_belong_to_whoever_opened_them(self):
        """Only coordinators open the decision, and nobody reads another's."""
        model = "mentoring.application.decision"
        application = self.places["mentee"]["mentoring.application"]
        vals = {
            "decision": "decline",
            "message": "A private word",
            "application_ids": [Command.set(application.ids)],
        }
        wizard = self.env[model].create(vals)
        for persona in matrix.PERSONAS:
            # The applicants have to be one's own company's.
            allowed = persona in ("coordinator", "manager")
            mine = self._as(persona, self.env[model])
            done = self._try_change(lambda mine=mine: mine.create(vals), allowed)
            self._expect(allowed, done, persona, model, "create")
            for way, found in self._read_all_ways(self._as(persona, wizard)).items():
                self._expect(None, found, persona, model, "another's", way)
        self._assert_none_wrong(100)

    def _get_places(self):
        for persona in matrix.PERSONAS:
            positions = self._positions(persona)
            for model, room in matrix.ROOMS.items():
                if room.transient:
                    continue
                if model in self.shared:
                    yield persona, model, "unrelated", self.places["mentee"]
                    continue
                for position in matrix.POSITIONS:
                    if positions.get(position, {}).get(model):
                        yield persona, model, position, positions[position]

    # ------------------------------------------------------------------
    # Core's models
    # ------------------------------------------------------------------

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_answers(self):
        """Coordinators read the evaluations of their own companies, nobody else."""
        for persona in matrix.PERSONAS:
            for position, place in self._positions(persona).items():
                answers = place.get("survey.user_input")
                if not answers:
                    continue
                allowed = "r" in matrix.CORE_ROOMS["survey.user_input"].rights_on(
                    persona, position
                )
                for records in (answers, answers.sudo().user_input_line_ids):
                    mine = self._as(persona, records)
                    for way, found in self._read_all_ways(mine).items():
                        if way == "export_data" and persona not in matrix.STAFF:
                            continue
                        self._expect(
                            allowed, found is not None, persona, records, position, way
                        )
        self._assert_none_wrong(500)

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_fields(self):
        """A field of ours on a core model is seen by its groups alone.

        The colleague reads the contact and the invoice of his employer's mentee, and
        learns nothing about the scheme from either.
        """
        event = self.env["event.event"].create(
            {
                "name": "Webinar",
                "date_begin": "2030-01-01 10:00:00",
                "date_end": "2030-01-01 11:00:00",
                "mentoring_intake_id": self.intake.id,
                "is_mentoring_orientation": True,
            }
        )
        records = {
            "mentoring.certificate": self.places["mentee"]["mentoring.certificate"],
            "mentoring.participant": self.places["mentee"]["mentoring.participant"],
            "mentoring.partnership": self.places["mentee"]["mentoring.partnership"],
            "res.partner": self.places["mentee"].partner,
            "account.move": self.invoice,
            "account.move.line": self.invoice.invoice_line_ids,
            "mentoring.disclosure": self.places["mentee"]["mentoring.disclosure"],
            "event.event": event,
            "event.registration": self.env["event.registration"].create(
                {"event_id": event.id, "partner_id": self.places["mentee"].partner.id}
            ),
            "survey.user_input": self.places["mentee"]["survey.user_input"],
            "mentoring.intake": self.intake,
            "survey.question": self._mark_question(),
            "survey.question.answer": self._mark_question().suggested_answer_ids,
            "mail.template": self.env.ref(
                "mentoring_scheme.mail_template_application_submitted"
            ),
            "mail.template.preview": self.env["mail.template.preview"].create(
                {
                    "mail_template_id": self.env.ref(
                        "mentoring_scheme.mail_template_application_submitted"
                    ).id
                }
            ),
            "mail.activity": self.places["mentee"]["mentoring.partnership"]
            .sudo()  # a task of the system's
            .activity_schedule("mail.mail_activity_data_todo", summary="Task"),
        }
        for (model, name), groups in matrix.FIELDS.items():
            for persona in matrix.PERSONAS:
                mine = self._as(persona, records[model])
                reads = bool(self._try(lambda mine=mine: mine.read(["id"])))
                allowed = reads and matrix.may_see_field(persona, model, name)
                for way, call in {
                    "read": lambda mine=mine, name=name: mine.read([name]),
                    "web_read": lambda mine=mine, name=name: mine.web_read({name: {}}),
                    "search": lambda mine=mine, name=name: mine.search_count(
                        [("id", "=", mine.id), (name, "!=", False)]
                    ),
                }.items():
                    if (
                        way == "search"
                        and not mine._fields[name]._description_searchable
                    ):
                        continue
                    found = bool(self._try(call))
                    # What is empty is not found by whoever may look.
                    expected = allowed and (way != "search" or bool(mine.sudo()[name]))
                    self._expect(expected, found, persona, model, name, way)
                if groups is not None and not matrix.may_see_field(
                    persona, model, name
                ):
                    done = self._try_change(
                        lambda mine=mine, name=name: mine.write({name: False})
                    )
                    if model in matrix.NEVER_CHANGES:
                        done = done is True
                    self._expect(False, done, persona, model, name, "write")
        self._assert_none_wrong(200)

    def _mark_question(self):
        """Return a question of a mentoring survey with one answer to choose."""
        survey = self.places["mentee"]["survey.user_input"].survey_id
        question = survey.sudo().question_ids[:1]  # survey officers' work
        question.mentoring_purpose = "rating"
        if not question.suggested_answer_ids:
            question.suggested_answer_ids = [
                Command.create({"value": "Goes on", "mentoring_signal": "continue"})
            ]
        return question

    @mute_logger("odoo.models", "odoo.addons.base.models.ir_rule")
    def test_colleague_learns_nothing(self):
        """All that a colleague reads of contact and invoice names no partner."""
        partner = self._as("colleague", self.places["mentee"].partner)
        invoice = self._as("colleague", self.invoice)
        self.assertEqual(partner.read(["name"])[0]["id"], partner.id, "not a colleague")
        said = str(
            [
                self._read_allowed(record)
                for record in (partner, invoice, *invoice.line_ids)
            ]
        )
        self.assertIn(invoice.name, said, "the colleague cannot read the invoice")
        for place in self.places.values():
            if place.partner != self.places["mentee"].partner:
                self.assertNotIn(place.canary, said)

    def _read_allowed(self, record):
        """Return every field that can be read at all."""
        found = {}
        for name in record.fields_get():
            value = self._try(lambda name=name: record.read([name], load=None))
            if value:
                found[name] = value[0][name]
        return found

    # ------------------------------------------------------------------
    # Nothing is missing from the table
    # ------------------------------------------------------------------

    def _get_ours(self, model):
        data = self.env["ir.model.data"].search(
            [("model", "=", model), ("module", "=like", "mentoring\\_scheme%")]
        )
        return self.env[model].browse(data.mapped("res_id")).exists()

    def test_every_model_is_in_the_table(self):
        self.assertEqual(self._get_our_models(), {*matrix.ROOMS, *matrix.ABSTRACT})

    def test_every_access_row_is_in_the_table(self):
        found = set()
        for row in self._get_ours("ir.model.access"):
            letters = "".join(
                letter for letter, right in LETTERS.items() if row[f"perm_{right}"]
            )
            [group] = row.group_id.get_external_id().values()
            found.add((row.model_id.model, group, letters))
        declared = {
            (model, group, letters)
            for model, room in {**matrix.ROOMS, **matrix.CORE_ROOMS}.items()
            for group, letters in room.rows().items()
        }
        self.assertEqual(found, declared)

    def test_every_record_rule_is_in_the_table(self):
        """A company rule is global: another module's group rule cannot widen it."""
        found = by_model(
            (rule.model_id.model, "group" if rule.groups else "global")
            for rule in self._get_ours("ir.rule")
        )
        declared = by_model(
            (model, "global" if rule in matrix.GLOBAL else "group")
            for model, room in {**matrix.ROOMS, **matrix.CORE_ROOMS}.items()
            for rule in room.rules
        )
        self.assertEqual(found, declared)
        for model, room in matrix.ROOMS.items():
            if "company_id" in self.env[model]._fields:
                self.assertIn(matrix.COMPANY, room.rules, model)

    def test_every_restricted_field_is_in_the_table(self):
        ours = self._get_our_models()
        found = {}
        for model in self.env.registry.values():
            for name, field in model._fields.items():
                modules = field._modules or ("base",)
                if not all(module.startswith("mentoring_scheme") for module in modules):
                    continue
                if model._abstract or field.inherited or name in MAGIC_COLUMNS:
                    continue
                if model._name not in ours or field.groups:
                    groups = field.groups and set(field.groups.split(","))
                    found[model._name, name] = groups or None
        self.assertEqual(found, matrix.FIELDS)

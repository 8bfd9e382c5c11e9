# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import contextlib
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from ..sealing.keys import open_text
from . import matrix
from .common import MentoringCommon

PASSWORD = "a long enough password"
# Ours in the database, and what an intruder might reach through them.
WATCHED = (
    "res_partner",
    "res_users",
    "account_move",
    "account_move_line",
    "calendar_event",
    "event_registration",
    "ir_attachment",
    "mail_activity",
    "mail_followers",
    "mail_mail",
    "mail_message",
    "survey_user_input",
    "survey_user_input_line",
)

# A change that each model takes, to be tried by everyone.
CHANGES = {
    "mentoring.scheme": {"sequence": 77},
    "mentoring.intake": {"name": "Changed"},
    "mentoring.topic": {"name": "Changed"},
    "mentoring.sector": {"name": "Changed"},
    "mentoring.document": {"name": "Changed"},
    "mentoring.criterion": {"sequence": 77},
    "mentoring.refund.rule": {"sequence": 77},
    "mentoring.agreement.template": {"name": "Changed"},
    "mentoring.agreement.question": {"name": "Changed"},
    "mentoring.milestone": {"name": "Changed"},
    "mentoring.faq": {"name": "Changed"},
    "mentoring.scheme.load": {"name": "Changed"},
    "mentoring.webinar.series": {"topics": "Changed"},
    "mentoring.goal.action": {"name": "Changed"},
    "mentoring.agreement.answer": {"content": "Changed"},
    "mentoring.withdrawal.reason": {"name": "Changed"},
    "mentoring.application": {"employer": "Changed"},
    "mentoring.profile": {"employer": "Changed"},
    "mentoring.application.file": {"filename": "changed.pdf"},
    "mentoring.application.override": {"reason": "Changed"},
    "mentoring.reference": {"referee_relationship": "Changed"},
    "mentoring.place.offer": {"date_closed": "2020-02-29 00:00:00"},
    "mentoring.application.decision": {"message": "Changed"},
    "mentoring.match.run": {"name": "Changed"},
    "mentoring.match.candidate": {"score": 7.0},
    "mentoring.partnership": {"end_reason": "Changed"},
    "mentoring.participant": {"date_joined": "2020-02-29"},
    "mentoring.agreement": {"name": "Changed"},
    "mentoring.agreement.signature": {"signed_by": "Changed"},
    "mentoring.goal": {"name": "Changed"},
    "mentoring.message": {"body": "Changed"},
    "mentoring.note": {"body": "Changed"},
    "mentoring.meeting": {"link": "https://example.com/changed"},
    "mentoring.meeting.attendance": {"status": "absent"},
    "mentoring.outcome": {"mentor_count": 7},
    "mentoring.pd.line": {"hours": 7.0},
    "mentoring.pd.correction": {"reason": "Changed"},
    "mentoring.checkin": {"is_settled": True},
    "mentoring.disclosure": {"reason": "Changed"},
    "mentoring.disclosure.reading": {"date": "2020-02-29"},
    "mentoring.erasure": {"count": 7},
    "mentoring.erasure.due": {"date_erase": "2020-02-29"},
    "mentoring.erasure.request": {"answer": "Changed"},
    "mentoring.evaluation": {"date_due": "2020-02-29"},
    "mentoring.withdrawal": {"note": "Changed"},
    "mentoring.certificate": {"revoke_reason": "Changed"},
    "mentoring.notification": {"occasion": "Changed"},
    "mentoring.address.change": {"old_email": "Changed"},
    "mentoring.contact": {"name": "Changed"},
    "mentoring.login.request": {"email": "Changed"},
    "mentoring.mail.text": {"subject": "Changed"},
    "mentoring.concern": {"finding": "Changed"},
    "mentoring.concern.step": {"body": "Changed"},
    "mentoring.concern.file": {"filename": "changed.pdf"},
    "mentoring.fee": {"waive_reason": "Changed"},
    "account.move": {"ref": "Changed"},
    "account.move.line": {"name": "Changed"},
}


class Place(dict):
    """One person's records by model, with the canary that is planted in them."""

    def __init__(self, canary, partner):
        super().__init__()
        self.canary = canary
        self.partner = partner


class AccessCommon(MentoringCommon):
    """Two pairs, people around them and another company, with planted sentences.

    ``places`` holds the records around each person; ``users`` a login per persona.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].sudo().set_param(  # as on a real server
            "web.base.url.freeze", True
        )
        cls.places = {}
        cls.employer = cls.env["res.partner"].create(
            {"name": "City Library", "is_company": True}
        )
        cls._create_pairs()
        cls._create_other_company()
        cls.users = {
            persona: cls._create_user(persona, groups)
            for persona, groups in matrix.PERSONAS.items()
        }
        cls._plant_canaries()
        cls.env.flush_all()

    # ------------------------------------------------------------------
    # The world
    # ------------------------------------------------------------------

    @classmethod
    def _create_pairs(cls):
        mentee = cls._create_person("mentee", "mentee", parent_id=cls.employer.id)
        former = cls._create_person("former partner", "mentor")
        first = cls._pair(former, mentee)
        # The former partner left, and the mentee was matched anew.
        withdrawal = cls.env["mentoring.withdrawal"].create(
            {"participant_id": cls._get_seat(first, "mentor").id, "note": "Ill health"}
        )
        withdrawal.action_approve()
        cls._gather("former partner", first, withdrawal)
        cls._furnish(
            "mentee", cls._pair(cls._create_person("partner", "mentor"), mentee)
        )
        mentored = cls._create_person("mentored", "mentee")
        cls._furnish(
            "mentor", cls._pair(cls._create_person("mentor", "mentor"), mentored)
        )
        applicant = cls._create_person("applicant", "mentee")
        cls.places["applicant"].update(
            {
                "mentoring.scheme": applicant.scheme_id,
                "mentoring.intake": applicant.intake_id,
                "mentoring.application": applicant,
                "mentoring.application.file": applicant.file_ids,
                "mentoring.profile": cls._get_profile(applicant),
            }
        )
        cls.people = {
            **{name: place.partner for name, place in cls.places.items()},
            "member": cls._create_member("Member Memory"),
            "stranger": cls._create_member("Stranger Strong", membership=None),
            "colleague": cls._create_member(
                "Colleague Clear", parent_id=cls.employer.id
            ),
        }
        cls._bill(cls.places["mentee"])

    @classmethod
    def _create_other_company(cls):
        cls.other_company = cls.env["res.company"].create({"name": "Other Society"})
        cls.env.user.company_ids |= cls.other_company
        context = {"allowed_company_ids": [cls.other_company.id, cls.env.company.id]}
        home, cls.env = cls.env, cls.env(context={**cls.env.context, **context})
        try:
            scheme = cls._create_scheme(company_id=cls.other_company.id)
            cls.other_intake = cls._create_intake(scheme)
            mentor = cls._create_person("abroad", "mentor", cls.other_intake)
            mentee = cls._create_person("mentored abroad", "mentee", cls.other_intake)
            cls._furnish("abroad", cls._pair(mentor, mentee))
        finally:
            cls.env = home

    @classmethod
    def _create_person(cls, name, role, intake=None, **values):
        """Create a member and an approved application; they stand in ``places``."""
        canary = f"Canary {name.title()}".replace(" ", "")
        application = cls._create_approved(
            canary, role, intake=intake, referee_email="robin@example.com"
        )
        application.partner_id.write(values)
        cls.places[name] = Place(canary, application.partner_id)
        return application

    @classmethod
    def _pair(cls, mentor, mentee):
        partnership = cls.env["mentoring.partnership"].create(
            cls.env["mentoring.partnership"]._prepare_partnership(
                mentor.intake_id, mentor | mentee, "one_to_one"
            )
        )
        partnership._set_up()
        return partnership

    @classmethod
    def _furnish(cls, name, partnership):
        """Give a partnership one record of every model, and sort them by person."""
        seats = partnership.participant_ids
        acceptance = partnership.agreement_ids.filtered("is_acceptance")
        for seat in seats:
            acceptance._sign(seat, f"{seat.partner_id.name} signed", cls.signature)
        start = fields.Datetime.now() + relativedelta(days=3)
        cls.env["mentoring.meeting"].create(
            {
                "partnership_id": partnership.id,
                "start": start,
                "link": f"https://example.com/{name.replace(' ', '-')}",
            }
        )
        run = cls.env["mentoring.match.run"].create(
            {"intake_id": partnership.intake_id.id}
        )
        cls.env["mentoring.match.candidate"].create(
            {
                "run_id": run.id,
                "mentor_application_id": seats.filtered(
                    lambda seat: seat.role == "mentor"
                ).application_id.id,
                "mentee_application_id": seats.filtered(
                    lambda seat: seat.role == "mentee"
                ).application_id.id,
            }
        )
        for seat in seats:
            # As the job does; nobody enters these.
            cls.env["mentoring.evaluation"].sudo().create(
                cls.env["mentoring.evaluation"]._prepare_evaluation(seat, "midway")
            )
            cls.env["mentoring.application.override"].create(
                {
                    "application_id": seat.application_id.id,
                    "rule": "deadline",
                    "reason": "A promise by the office",
                }
            )
            cls.env["mentoring.place.offer"].sudo().create(  # as above
                {
                    "application_id": seat.application_id.id,
                    "date_expiry": "2020-02-29",
                }
            )
            cls.env["mentoring.reference"].create(
                {
                    "application_id": seat.application_id.id,
                    "referee_name": "Robin Referee",
                    "referee_email": "robin@example.com",
                    "date_expiry": fields.Date.today() + relativedelta(days=21),
                }
            )
            cls._create_certificate(seat)
            withdrawal = cls.env["mentoring.withdrawal"].create(
                {"participant_id": seat.id, "note": "Moving house"}
            )
            person = next(
                key
                for key, place in cls.places.items()
                if place.partner == seat.partner_id
            )
            cls._gather(person, partnership, withdrawal, run)
            cls._seal(cls.places[person], seat)
            cls._correct(cls.places[person], seat)
            checkins = cls.env["mentoring.checkin"].sudo()  # made by the system alone
            checkin = checkins.create({"participant_id": seat.id, "kind": "fit"})
            cls.places[person]["mentoring.checkin"] = checkin.sudo(False)
            cls._report(cls.places[person])
            cls._ask_erasure(cls.places[person], seat)
            cls._disclose(cls.places[person], seat)
            cls._change_address(cls.places[person], seat)

    @classmethod
    def _change_address(cls, place, seat):
        """Let the register say that somebody's address was changed."""
        changes = cls.env["mentoring.address.change"].sudo()  # made by the system alone
        change = changes.create(
            {
                "partner_id": place.partner.id,
                "old_email": "former@example.com",
                "company_id": seat.company_id.id,
            }
        )
        place["mentoring.address.change"] = change.sudo(False)

    @classmethod
    def _disclose(cls, place, seat):
        """Let the office have asked to read what a person's partnership wrote."""
        seat.intake_id.scheme_id.sudo().disclosure_since = "2020-02-29"  # its step's
        disclosure = cls.env["mentoring.disclosure"].create(
            {
                "partnership_id": seat.partnership_id.id,
                "ground": "asked",
                "reason": f"{place.canary} reason",
            }
        )
        place["mentoring.disclosure"] = disclosure
        readings = cls.env["mentoring.disclosure.reading"].sudo()  # by the system alone
        reading = readings.create(
            {"disclosure_id": disclosure.id, "user_id": cls.env.uid}
        )
        place["mentoring.disclosure.reading"] = reading.sudo(False)

    @classmethod
    def _ask_erasure(cls, place, seat):
        """Let a person ask to be erased, and something be counted as erased."""
        requests = cls.env["mentoring.erasure.request"].sudo()  # as their own page
        request = requests._ask(place.partner, seat.company_id)
        place["mentoring.erasure.request"] = request.sudo(False)
        erasures = cls.env["mentoring.erasure"].sudo()  # made by the system alone
        scheme = seat.intake_id.scheme_id
        erasures._note(scheme, "resume", 1)
        place["mentoring.erasure"] = erasures.sudo(False).search(
            [("scheme_id", "=", scheme.id)]
        )

    @classmethod
    def _get_profile(cls, application):
        """Return what was kept of a submitted application."""
        return cls.env["mentoring.profile"]._find(
            application.partner_id, application.company_id
        )

    @classmethod
    def _create_certificate(cls, seat):
        return (
            cls.env["mentoring.certificate"]
            .sudo()
            .create(  # as _issue does
                {
                    "application_id": seat.application_id.id,
                    "number": f"C/{seat.id}",
                    "holder_name": seat.partner_id.name,
                    "role": seat.role,
                    "scheme_name": seat.intake_id.scheme_id.name,
                    "intake_name": seat.intake_id.name,
                    "issuer_name": seat.company_id.name,
                    "date_from": fields.Date.today(),
                    "date_to": fields.Date.today(),
                    "date_issued": fields.Date.today(),
                    "letter": "<p>Thank you.</p>",
                }
            )
        )

    @classmethod
    def _report(cls, place):
        """Let a person report somebody who is in no list; nobody has the case yet."""
        concerns = cls.env["mentoring.concern"].sudo()  # as the person's own page
        concern = concerns.create(
            {
                "reporter_id": place.partner.id,
                "what": f"{place.canary} what",
                "file_ids": [
                    Command.create({"filename": "letter.pdf", "file": cls.resume})
                ],
            }
        )
        place["mentoring.concern"] = concern
        place["mentoring.concern.step"] = concern.step_ids.create(
            {"concern_id": concern.id, "body": f"{place.canary} body"}
        )
        place["mentoring.concern.file"] = concern.file_ids

    @classmethod
    def _correct(cls, place, seat):
        """Correct a person's hours, which makes a line of the statement."""
        corrections = cls.env[
            "mentoring.pd.correction"
        ].sudo()  # made by its step alone
        place["mentoring.pd.correction"] = corrections.create(
            {
                "application_id": seat.application_id.id,
                "attendance_id": seat.attendance_ids[:1].id,
                "date": fields.Date.today(),
                "hours": 1.0,
                "reason": f"{place.canary} reason",
            }
        )
        place["mentoring.pd.line"] = cls.env["mentoring.pd.line"].search(
            [("correction_id", "=", place["mentoring.pd.correction"].id)]
        )

    @classmethod
    def _gather(cls, name, partnership, withdrawal, run=None):
        """Note one person's records, those of his partnership included."""
        place = cls.places[name]
        seat = partnership._get_seat(place.partner)
        application = seat.application_id
        signatures = partnership.agreement_ids.signature_ids
        place.update(
            {
                "mentoring.scheme": partnership.scheme_id,
                "mentoring.intake": partnership.intake_id,
                "mentoring.outcome": cls.env["mentoring.outcome"].browse(
                    partnership.intake_id.id
                ),
                "mentoring.document": partnership.scheme_id.document_ids,
                "mentoring.criterion": partnership.scheme_id.criterion_ids[:1],
                "mentoring.refund.rule": partnership.scheme_id.refund_rule_ids[:1],
                "mentoring.agreement.template": (
                    partnership.scheme_id.agreement_template_ids[:1]
                ),
                "mentoring.agreement.question": cls._create_question(partnership),
                "mentoring.milestone": cls._create_milestone(partnership.scheme_id),
                "mentoring.faq": cls._create_faq(partnership.scheme_id),
                "mentoring.application": application,
                "mentoring.profile": cls._get_profile(application),
                "mentoring.application.file": application.file_ids[:1],
                "mentoring.application.override": application.override_ids[:1],
                "mentoring.place.offer": application.place_offer_ids[:1],
                "mentoring.reference": application.reference_ids[:1],
                "mentoring.partnership": partnership,
                "mentoring.participant": seat,
                "mentoring.agreement": partnership.agreement_ids.filtered(
                    lambda agreement: not agreement.is_acceptance
                ),
                "mentoring.agreement.signature": signatures.filtered(
                    lambda signature: signature.participant_id == seat
                ),
                "mentoring.meeting": partnership.meeting_ids,
                "mentoring.meeting.attendance": seat.attendance_ids,
                "mentoring.evaluation": seat.evaluation_ids,
                "mentoring.withdrawal": withdrawal,
                "mentoring.certificate": application.certificate_ids,
                # A mentor owes nothing; the fee of the pair is the partner's then.
                "mentoring.fee": partnership.participant_ids.application_id.fee_ids,
                "mentoring.notification": cls.env["mentoring.notification"].search(
                    [
                        ("res_model", "=", "mentoring.participant"),
                        ("res_id", "=", seat.id),
                    ]
                ),
                "survey.user_input": seat.evaluation_ids.sudo().survey_user_input_id,
            }
        )
        if run:
            place["mentoring.match.run"] = run
            place["mentoring.match.candidate"] = run.candidate_ids

    @classmethod
    def _create_question(cls, partnership):
        template = partnership.scheme_id.agreement_template_ids[:1]
        return template.question_ids[:1] or template.question_ids.create(
            {"template_id": template.id, "name": "What do you want to reach?"}
        )

    @classmethod
    def _create_faq(cls, scheme):
        return scheme.faq_ids[:1] or scheme.faq_ids.create(
            {"scheme_id": scheme.id, "name": "Who may apply?", "answer": "All."}
        )

    @classmethod
    def _create_milestone(cls, scheme):
        return scheme.milestone_ids[:1] or scheme.milestone_ids.create(
            {"scheme_id": scheme.id, "name": "Goals are set"}
        )

    @classmethod
    def _bill(cls, place):
        """Invoice the fee of a pair whose acceptance has been signed."""
        partnership = place["mentoring.partnership"]
        partnership.sudo().date_matched -= relativedelta(months=4)
        fee = place["mentoring.fee"]
        fee.sudo().date_earliest = partnership.date_matched  # as if signed then
        cls.env.flush_all()
        fee.action_bill()
        cls.invoice = fee.move_id

    @classmethod
    def _create_user(cls, persona, groups):
        if not groups:
            return cls.env.ref("base.public_user")
        company = cls.other_company if persona.startswith("other ") else cls.env.company
        values = {}
        if persona in cls.people:
            person = cls.people[persona]
            values.update(partner_id=person.id, name=person.name, email=person.email)
        if persona in matrix.STAFF:
            groups = groups | {"base.group_allow_export"}
        return new_test_user(
            cls.env,
            login=persona.replace(" ", "_") + "@example.com",
            password=PASSWORD,
            groups=",".join(sorted(groups)),
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            **values,
        )

    @classmethod
    def _plant_canaries(cls):
        """Fill every empty text of every record with a sentence of its person's.

        New fields of later rooms are planted by themselves. ``sentences`` tells what
        is in which record; what members may read is left as it is.
        """
        cls.sentences = defaultdict(set)
        for place in cls.places.values():
            for model, records in place.items():
                room = matrix.ROOMS.get(model)
                if room and not room.portal:
                    for record in records:
                        cls._plant(record, place.canary)
        for place in cls.places.values():
            if answers := place.get("survey.user_input"):
                visitor = cls.env.ref("base.public_user")
                # As the person answers in the survey, by the link in the email.
                answers.with_user(visitor).sudo().write(
                    {
                        "user_input_line_ids": [
                            Command.create(
                                {
                                    "question_id": answers.survey_id.question_ids[0].id,
                                    "answer_type": "text_box",
                                    "value_text_box": f"{place.canary} answers",
                                }
                            )
                        ]
                    }
                )

    @classmethod
    def _seal(cls, place, seat):
        """Write with sentences what is sealed: nobody can plant them later."""
        # There is one for each agreement.
        agreement = seat.partnership_id.agreement_ids.filtered(
            lambda agreement: agreement.is_acceptance == (seat.role == "mentor")
        )
        for model, values in (
            ("mentoring.goal", {}),
            ("mentoring.note", {"author_id": seat.partner_id.id}),
            (
                "mentoring.message",  # for its author alone, as to an empty room
                {
                    "author_id": seat.partner_id.id,
                    "reader_ids": [Command.set(seat.ids)],
                },
            ),
            ("mentoring.agreement.answer", {"agreement_id": agreement.id}),
            ("mentoring.goal.action", {}),
        ):
            if model == "mentoring.goal.action":
                values = {"goal_id": place["mentoring.goal"].id}
            names = cls._get_text_fields(model)
            said = {name: f"{place.canary} {name}" for name in names}
            records = cls.env[model].sudo()  # as the pair's own page
            place[model] = records.create(
                {"partnership_id": seat.partnership_id.id, **values, **said}
            )

    def _get_planted(self, record, name):
        """Return what a field says, of sealed records as they were written."""
        if not matrix.ROOMS[record._name].sealed:
            return self._get_text(record, name)
        for place in self.places.values():
            if place.get(record._name) == record:
                return f"{place.canary} {name}"
        return record.sudo()[name]  # what nobody reads, to be looked for

    @classmethod
    def _get_text(cls, record, name):
        """Return what a field says, in plain words if it is sealed."""
        if not getattr(record._fields[name], "sealed", False):
            return record[name]
        return open_text(record.env.cr, record._get_place(name), record[name])

    @classmethod
    def _get_sealed_texts(cls, record):
        """Return the planted texts that only a reader opens, whatever the rights."""
        if matrix.ROOMS[record._name].sealed:
            return set()  # nobody has rights to these
        return {
            cls._get_text(record.sudo(), name)
            for name, field in record._fields.items()
            if getattr(field, "sealed", False)
        }

    @classmethod
    def _plant(cls, record, canary):
        if matrix.ROOMS[record._name].sealed:
            cls.sentences[record].update(
                f"{canary} {name}" for name in cls._get_text_fields(record._name)
            )
            return
        names = cls._get_text_fields(record._name)
        empty = {name: f"{canary} {name}" for name in names if not record[name]}
        if empty and record._name != "mentoring.agreement.signature":  # never changes
            record.sudo().write(empty)  # some are written by the system alone
        cls.sentences[record].update(
            text
            for name in names
            if canary in (text := str(cls._get_text(record, name)))
        )

    @classmethod
    def _get_text_fields(cls, model):
        return [
            name
            for name, field in cls.env[model]._fields.items()
            if field.type in ("char", "text", "html")
            and field.store
            and not (field.readonly or field.compute or field.related)
            and (field._module or "").startswith("mentoring_scheme")
        ]

    # ------------------------------------------------------------------
    # One more record of each model
    # ------------------------------------------------------------------

    def _prepare(self, model, place):
        """Return the values of one more record of a model, in a place."""
        vals = getattr(self, f"_prepare_{model.replace('.', '_')}")(place)
        self.env.flush_all()
        return vals

    def _prepare_mentoring_scheme(self, place):
        return {"name": "New", "company_id": place["mentoring.scheme"].company_id.id}

    def _prepare_mentoring_reference(self, place):
        return {
            "application_id": place["mentoring.application"].id,
            "referee_name": "Riva Referee",
            "recommendation": "yes",
        }

    def _prepare_mentoring_place_offer(self, place):
        place["mentoring.place.offer"].sudo().state = "cancelled"
        return {
            "application_id": place["mentoring.application"].id,
            "date_expiry": "2030-01-01",
        }

    def _prepare_mentoring_erasure(self, place):
        return {
            "scheme_id": place["mentoring.scheme"].id,
            "kind": "resume",
            "date": "2030-01-01",
            "count": 1,
        }

    def _prepare_mentoring_disclosure(self, place):
        return {
            "partnership_id": place["mentoring.partnership"].id,
            "ground": "order",
            "reason": "New",
        }

    def _prepare_mentoring_disclosure_reading(self, place):
        return {
            "disclosure_id": place["mentoring.disclosure"].id,
            "user_id": self.env.uid,
        }

    def _prepare_mentoring_erasure_request(self, place):
        place["mentoring.erasure.request"].sudo().state = "kept"  # by its step alone
        return {
            "partner_id": place.partner.id,
            "company_id": place["mentoring.erasure.request"].company_id.id,
        }

    def _prepare_mentoring_intake(self, place):
        return {
            "name": "New",
            "scheme_id": place["mentoring.scheme"].id,
            "date_start": "2030-01-01",
        }

    def _prepare_mentoring_address_change(self, place):
        return {
            "partner_id": place.partner.id,
            "company_id": place["mentoring.address.change"].company_id.id,
        }

    def _prepare_mentoring_login_request(self, place):
        return {"email": "new@example.com"}

    def _prepare_mentoring_topic(self, place):
        return {"name": "New"}

    def _prepare_mentoring_sector(self, place):
        return {"name": "New"}

    def _prepare_mentoring_withdrawal_reason(self, place):
        return {"name": "New"}

    def _prepare_mentoring_document(self, place):
        scheme = place["mentoring.scheme"]
        return {"name": "New", "kind": "other", "scheme_id": scheme.id}

    def _prepare_mentoring_criterion(self, place):
        return {"scheme_id": place["mentoring.scheme"].id, "kind": "language"}

    def _prepare_mentoring_refund_rule(self, place):
        return {"scheme_id": place["mentoring.scheme"].id, "kind": "none"}

    def _prepare_mentoring_agreement_template(self, place):
        scheme = place["mentoring.scheme"]
        return {"name": "New", "body": "<p>New</p>", "scheme_id": scheme.id}

    def _prepare_mentoring_agreement_question(self, place):
        template = place["mentoring.agreement.template"]
        return {"name": "New", "template_id": template.id}

    def _prepare_mentoring_agreement_answer(self, place):
        agreements = place["mentoring.partnership"].agreement_ids
        return {
            "partnership_id": place["mentoring.partnership"].id,
            "agreement_id": agreements.filtered("is_acceptance").id,
            "content": "{}",
        }

    def _prepare_mentoring_application(self, place):
        return {
            "intake_id": place["mentoring.intake"].id
            or place["mentoring.application"].intake_id.id,
            "partner_id": self.people["member"].id,
            "role": "mentee",
        }

    def _prepare_mentoring_profile(self, place):
        return {
            "partner_id": self.people["member"].id,
            "company_id": place["mentoring.profile"].company_id.id,
        }

    def _prepare_mentoring_application_file(self, place):
        return {
            "application_id": place["mentoring.application"].id,
            "filename": "new.pdf",
            "file": self.resume,
        }

    def _prepare_mentoring_application_override(self, place):
        return {
            "application_id": place["mentoring.application"].id,
            "rule": "membership",
            "reason": "New",
        }

    def _prepare_mentoring_match_run(self, place):
        return {"intake_id": place["mentoring.intake"].id}

    def _prepare_mentoring_match_candidate(self, place):
        """One more mentee of the same intake."""
        pair = place["mentoring.match.candidate"]
        mentee = self.env["mentoring.application"].create(
            self._prepare_mentoring_application(place)
        )
        return {
            "run_id": pair.run_id.id,
            "mentor_application_id": pair.mentor_application_id.id,
            "mentee_application_id": mentee.id,
        }

    def _prepare_mentoring_partnership(self, place):
        return {"intake_id": place["mentoring.intake"].id}

    def _prepare_mentoring_participant(self, place):
        """One more mentee in a group that is put together."""
        partnership = self.env["mentoring.partnership"].create(
            {**self._prepare_mentoring_partnership(place), "mode": "group"}
        )
        mentee = self.env["mentoring.application"].create(
            self._prepare_mentoring_application(place)
        )
        mentee.sudo().state = "approved"  # as if it had been reviewed
        return {"partnership_id": partnership.id, "application_id": mentee.id}

    def _prepare_mentoring_agreement(self, place):
        template = self.env["mentoring.agreement.template"].create(
            self._prepare_mentoring_agreement_template(place)
        )
        partnership = place["mentoring.partnership"]
        return {
            "partnership_id": partnership.id,
            "template_id": template.id,
            "name": "New",
        }

    def _prepare_mentoring_agreement_signature(self, place):
        return {
            "agreement_id": place["mentoring.agreement"].id,
            "participant_id": place["mentoring.participant"].id,
            "signature": self.signature,
            "signed_by": "New",
            "signed_on": fields.Datetime.now(),
        }

    def _prepare_mentoring_goal(self, place):
        return {"partnership_id": place["mentoring.partnership"].id, "name": "New"}

    def _prepare_mentoring_goal_action(self, place):
        return {
            "partnership_id": place["mentoring.partnership"].id,
            "goal_id": place["mentoring.goal"].id,
            "name": "New",
        }

    def _prepare_mentoring_faq(self, place):
        scheme = place["mentoring.scheme"]
        return {"scheme_id": scheme.id, "name": "New", "answer": "New"}

    def _prepare_mentoring_scheme_load(self, place):
        return {"ready_made": "aiop", "name": "New", "contact_email": "a@example.com"}

    def _prepare_mentoring_webinar_series(self, place):
        return {
            "intake_id": place["mentoring.partnership"].intake_id.id,
            "date_first": "2030-03-07 01:00:00",
            "topics": "New",
        }

    def _prepare_mentoring_milestone(self, place):
        return {"scheme_id": place["mentoring.scheme"].id, "name": "New"}

    def _prepare_mentoring_note(self, place):
        return {
            "partnership_id": place["mentoring.partnership"].id,
            "author_id": place.partner.id,
            "body": "New",
        }

    def _prepare_mentoring_message(self, place):
        return {
            "partnership_id": place["mentoring.partnership"].id,
            "author_id": place.partner.id,
            "body": "New",
        }

    def _prepare_mentoring_meeting(self, place):
        return {
            "partnership_id": place["mentoring.partnership"].id,
            "start": "2030-01-01 10:00:00",
        }

    def _prepare_mentoring_meeting_attendance(self, place):
        meeting = self.env["mentoring.meeting"].create(
            self._prepare_mentoring_meeting(place)
        )
        meeting.attendance_ids.sudo().unlink()  # to have a free seat at it
        seat = place["mentoring.participant"]
        return {"meeting_id": meeting.id, "participant_id": seat.id}

    def _prepare_mentoring_checkin(self, place):
        seat = place["mentoring.participant"]
        return {"participant_id": seat.id, "kind": "contact"}

    def _prepare_mentoring_outcome(self, place):
        return {"mentor_count": 1}

    def _prepare_mentoring_pd_line(self, place):
        return {"hours": 1.0}

    def _prepare_mentoring_pd_correction(self, place):
        return {
            "application_id": place["mentoring.application"].id,
            "attendance_id": place["mentoring.meeting.attendance"][:1].id,
            "date": "2030-01-01",
            "hours": 1.0,
            "reason": "New",
        }

    def _prepare_mentoring_evaluation(self, place):
        return self.env["mentoring.evaluation"]._prepare_evaluation(
            place["mentoring.participant"], "final"
        )

    def _prepare_mentoring_withdrawal(self, place):
        """After the one that is open has been taken back."""
        place["mentoring.withdrawal"].action_cancel()
        return {"participant_id": place["mentoring.participant"].id}

    def _prepare_mentoring_certificate(self, place):
        place["mentoring.certificate"].action_revoke()
        vals = place["mentoring.certificate"].copy_data()[0]
        return {**vals, "number": "New"}

    def _prepare_mentoring_notification(self, place):
        note = place["mentoring.notification"][:1]
        return {
            "template_id": note.sudo().template_id.id,
            "res_model": note.res_model,
            "res_id": note.res_id,
            "occasion": "New",
        }

    def _prepare_mentoring_concern(self, place):
        return {
            "reporter_id": place.partner.id,
            "what": "New",
            "company_id": place["mentoring.concern"].company_id.id,
        }

    def _prepare_mentoring_concern_step(self, place):
        return {"concern_id": place["mentoring.concern"].id, "body": "New"}

    def _prepare_mentoring_concern_file(self, place):
        return {
            "concern_id": place["mentoring.concern"].id,
            "filename": "new.pdf",
            "file": self.resume,
        }

    def _prepare_mentoring_fee(self, place):
        application = self.env["mentoring.application"].create(
            self._prepare_mentoring_application(place)
        )
        return {
            "application_id": application.id,
            "payer_id": application.partner_id.id,
        }

    # ------------------------------------------------------------------
    # Tools
    # ------------------------------------------------------------------

    @classmethod
    def _get_our_models(cls):
        """Return the names of all models that our addons define."""
        data = cls.env["ir.model.data"].search(
            [("model", "=", "ir.model"), ("module", "=like", "mentoring\\_scheme%")]
        )
        models = cls.env["ir.model"].browse(data.mapped("res_id"))
        return {
            model.model
            for model in models
            if cls.env[model.model]._original_module.startswith("mentoring_scheme")
        }

    def _fingerprint(self):
        """Return a figure per table that changes with every row that is touched."""
        # A row that is written anew stands elsewhere, even with the same values.
        self.env.cr.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', count(*), sum(hashtext(ctid::text || xmin::text))"
                f" FROM {table}"
                for table in self._get_tables()
            )
        )
        return {table: figures for table, *figures in self.env.cr.fetchall()}

    @classmethod
    def _get_tables(cls):
        models = [cls.env[model] for model in matrix.ROOMS]
        ours = {model._table for model in models if model._auto}
        return sorted(ours | {*WATCHED})

    def _as(self, persona, record):
        """Return a record as a persona's own request would see it."""
        env = self.env(user=self.users[persona], context={}, su=False)
        return env[record._name].browse(record.ids)

    @contextlib.contextmanager
    def _undone(self):
        """Undo in the database, and forget, whatever the block does."""
        self.env.flush_all()
        self.env.cr.execute("SAVEPOINT undone")
        try:
            yield
        finally:
            self.env.clear()
            self.env.cr.execute("ROLLBACK TO SAVEPOINT undone")
            self.env.cr.execute("RELEASE SAVEPOINT undone")

    def _positions(self, persona):
        """Return the place that stands in each position to a persona."""
        places = self.places
        if persona.startswith("other "):
            return {"own": places["abroad"], "other company": places["mentee"]}
        positions = {"other company": places["abroad"], "unrelated": places["mentee"]}
        pairs = {
            "mentee": ("mentee", "partner", "mentor"),
            "partner": ("partner", "mentee", "mentor"),
            "mentor": ("mentor", "mentored", "mentee"),
            "former partner": ("former partner", "mentee", "mentor"),
        }
        if persona in pairs:
            own, partners, unrelated = pairs[persona]
            positions["own"] = places[own]
            positions["unrelated"] = places[unrelated]
            if partners in places:
                positions["partner's"] = places[partners]
        elif persona == "applicant":
            positions["own"] = places["applicant"]
        return positions


def by_model(rows):
    """Group (model, what) pairs into a dict of sets."""
    grouped = defaultdict(set)
    for model, what in rows:
        grouped[model].add(what)
    return grouped

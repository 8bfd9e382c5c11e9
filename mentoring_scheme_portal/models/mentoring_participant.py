# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from datetime import timedelta

from odoo import api, models
from odoo.tools.image import image_data_uri
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.dates import format_city, format_day

from ..forms import ConcernForm, MeetingForm, Option
from .mentoring_message import LATEST
from .portal_reading import read_lines

_lt = LazyTranslate(__name__)

# A partnership's state as its members read it, and its tone.
LABELS = {
    "matched": (_lt("Waiting for signatures"), "warning"),
    "active": (_lt("Under way"), "success"),
    "completed": (_lt("Completed"), "success"),
    "ended": (_lt("Ended"), "secondary"),
}


class MentoringParticipant(models.Model):
    _inherit = "mentoring.participant"

    _page_fields = (
        "application_id",
        "company_id",
        "date_concluded",
        "date_lapsed",
        "date_left",
        "hours_confirmed",
        "intake_id",
        "is_asked",
        "is_fee_on_hold",
        "is_leaving",
        "is_on_hold",
        "message_seen",
        "partner_id",
        "role",
        "state",
    )

    @api.model
    def _domain_for_member(self, partner):
        """Return which seats are this person's own."""
        return [("application_id.partner_id", "=", partner.id)]

    # ------------------------------------------------------------------
    # What the member may do
    # ------------------------------------------------------------------

    def _is_active_seat(self):
        """Return whether the member takes part now, so may sign, meet and withdraw."""
        self.ensure_one()
        return self.state == "current"

    def _sees_contacts(self):
        """Return whether names may be reached: while it runs and once completed."""
        self.ensure_one()
        return self.state in ("current", "completed")

    def _get_portal_zone(self):
        """Return the member's time zone: the account's, the application's, the
        intake's, whichever is known first.
        """
        self.ensure_one()
        return self.partner_id.tz or self.application_id.tz or self.intake_id.tz

    def _get_meeting_form(self):
        """Return the questions of a new meeting of this partnership."""
        self.ensure_one()
        partnership = self.partnership_id
        today = self.intake_id._today()
        first = min(partnership.date_matched, today)
        last = max(partnership.date_end or today, today) + timedelta(days=1)
        return MeetingForm(self._get_portal_zone(), first, last, self._get_past_days())

    def _get_past_days(self):
        """Return the days of meetings that were, as this person sees them, in words."""
        meetings = self.attendance_ids.meeting_id.filtered(
            lambda meeting: meeting.state != "cancelled" and meeting._is_past()
        )
        return {
            meeting._get_local_answers(self)["day"]: self.env._(
                "%(moment)s, %(state)s",
                moment=meeting._get_portal_when(self),
                state=meeting._get_portal_state()[0].lower(),
            )
            for meeting in meetings
        }

    def _get_concern_form(self):
        """Return the questions of a concern; it is about any of the others."""
        self.ensure_one()
        others = self.partnership_id.participant_ids - self
        people = [
            Option(key=other.partner_id.id, label=other.partner_id.name)
            for other in others
        ]
        somebody = Option(key=0, label=self.env._("Someone else"))
        return ConcernForm([*people, somebody], self.intake_id._today())

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------

    def _get_portal_summary(self):
        """Return what the list of partnerships shows of this one."""
        self.ensure_one()
        partnership = self.partnership_id
        label, tone = self._get_portal_state()
        return {
            "id": partnership.id,
            "url": f"/my/mentoring/partnership/{partnership.id}",
            "title": self._get_portal_title(),
            "role": self._get_role_label(),
            "scheme": partnership.scheme_id.name,
            "intake": partnership.intake_id.name,
            "start": format_day(self.env, partnership.date_start),
            "end": format_day(self.env, partnership.date_end),
            "label": label,
            "tone": tone,
            "is_over": not self._is_active_seat(),
            "next": self._get_portal_next_step(),
            "disclosure_words": partnership._get_disclosure_words(),
        }

    def _get_portal_title(self):
        names = [other.partner_id.name for other in self._get_portal_others()]
        if self.state == "left" or not names:
            return self.env._("Your mentoring partnership")
        return self.env._("Mentoring with %(names)s", names=", ".join(names))

    def _get_portal_state(self):
        """Return the state in words and its tone, as this member sees it."""
        own = self._get_situation_label()
        label, tone = own or LABELS[self.partnership_id.state]
        return str(label), tone

    def _get_portal_values(self, reader, all_meetings=False):
        """Return what the page of this partnership shows to this member.

        :param Reader reader: the capability to read goals and agendas
        """
        self.ensure_one()
        partnership = self.partnership_id
        scheme = partnership.scheme_id
        modes = dict(partnership._fields["mode"]._description_selection(self.env))
        application = self.application_id
        read_lines(application, "fee_ids")
        read_lines(scheme, "document_ids")
        meetings, past, count = partnership.meeting_ids._split_for_page(
            self, all_meetings
        )
        return {
            **self._get_portal_summary(),
            "mode": modes[partnership.mode],
            "is_distance": partnership.is_distance,
            "zone": self._get_portal_zone(),
            "is_current": self._is_active_seat(),
            "people": self._get_portal_people(),
            "disclosures": partnership._get_portal_disclosures(),
            "agreements": [
                agreement._get_portal_summary(self)
                for agreement in partnership.agreement_ids
                if agreement._is_readable_by(self)
            ],
            "meetings": [meeting._get_portal_values(self) for meeting in meetings],
            "past_meetings": [meeting._get_portal_facts(self) for meeting in past],
            "meeting_count": count,
            "agendas": self._get_portal_agendas(meetings | past, reader),
            "goals": self.env["mentoring.goal"]._get_portal_overview(
                partnership, reader
            ),
            "messages": self._get_portal_messages(reader),
            "pace": self._get_portal_pace(),
            "hours": f"{self.hours_confirmed:g}",
            "has_points": bool(scheme.pd_points_per_hour),
            "documents": [
                document._get_portal_values()
                for document in scheme._get_current_documents(["all", self.role])
            ],
            "evaluations": [
                evaluation._get_portal_values()
                for evaluation in self.evaluation_ids
                if evaluation.state != "cancelled"
            ],
            "shared_answers": self._get_portal_shared_answers(),
            "webinars": partnership.intake_id._get_portal_webinars(self),
            "fees": [fee._get_portal_values() for fee in application.fee_ids],
            "certificates": [
                certificate._get_portal_values()
                for certificate in application.certificate_ids
                if certificate.state == "issued"
            ]
            if application.is_certified
            else [],
            "concerns": self._get_portal_concerns(reader),
            "withdrawal": self._get_portal_withdrawal(),
            "completion": self._get_portal_completion(),
            "contact_email": scheme._get_contact_email(),
        }

    def _get_portal_completion(self):
        """Return who says that the partnership is complete; nothing if not asked."""
        if not self._is_active_seat() or self.partnership_id.state != "active":
            return {}
        agreed = self.partnership_id.participant_ids.filtered(
            lambda seat: seat.date_concluded and seat.state == "current"
        )
        return {
            "has_agreed": self in agreed,
            "names": ", ".join((agreed - self).partner_id.mapped("name")),
        }

    def _get_portal_withdrawal(self):
        """Return the member's own request to leave that staff still have to decide."""
        requested = self._get_own_request()
        return requested._get_portal_values() if requested else {}

    def _get_portal_shared_answers(self):
        """Return what the members read of each other's reviews, by kind (A30)."""
        evaluations = self.partnership_id.evaluation_ids.filtered(
            lambda evaluation: evaluation.state != "cancelled"
        )
        if not self._sees_contacts():
            return []
        shared = []
        for kind in ("midway", "final"):
            of_kind = evaluations.filtered(lambda e, kind=kind: e.kind == kind)
            answers = of_kind._get_shared_answers()
            if answers:
                shared.append(
                    {
                        "kind": of_kind[0]._get_kind_label(),
                        "questions": [
                            {
                                "question": question,
                                "answers": [
                                    {"name": one.partner_id.name, "text": text}
                                    for one, text in of_question.items()
                                ],
                            }
                            for question, of_question in answers.items()
                        ],
                    }
                )
        return shared

    def _get_portal_agendas(self, meetings, reader):
        """Return what the members want to talk about, by number of the meeting.

        :param Reader reader: the capability to read it
        """
        agendas = {}
        notes, texts = self.env["mentoring.note"]._search_unsealed(
            reader,
            [("meeting_id", "in", meetings.ids)],
            others=["author_id", "meeting_id"],
        )
        for note in notes:
            agendas.setdefault(note.meeting_id.id, []).append(
                {
                    "author": note.author_id.name,
                    **texts[note.id],
                    "is_mine": note.author_id == self.partner_id,
                }
            )
        return agendas

    def _get_portal_messages(self, reader, **options):
        """Return what a page shows of the messages, and whether one can be written.

        :param Reader reader: the capability to read them
        :param options: which of them; by default, the latest
        """
        options = options or {"count": LATEST}
        return {
            **self.env["mentoring.message"]._get_portal_page(self, reader, **options),
            "can_write": self._can_write_messages(),
            "is_paused": self._is_active_seat() and self.partnership_id.is_paused,
        }

    def _can_write_messages(self):
        """Return whether the member takes part now, and has not been asked to wait."""
        return self._is_active_seat() and not self.partnership_id.is_paused

    def _get_portal_pace(self):
        """Return hours held against those that the scheme asks for (promise A12)."""
        partnership = self.partnership_id
        wanted = partnership.scheme_id.contact_hours_month
        start = partnership.date_start
        today = self.intake_id._today()
        if not wanted or not start or start > today or not self._is_active_seat():
            return {}
        months = (today - start).days / 30.44
        held = partnership.hours_held
        return {
            "wanted": f"{wanted:g}",
            "held": f"{held:g}",
            "so_far": f"{wanted * max(round(months), 1):g}",
            "is_behind": held < wanted * int(months),
        }

    def _get_portal_concerns(self, reader):
        """Return the cases that this person has reported here.

        :param Reader reader: the capability to read what was told
        """
        Concern = self.env["mentoring.concern"]
        shown = ["date_appeal", "date_appeal_due", "date_received", "name", "state"]
        concerns = Concern.search_fetch(
            [
                ("partnership_id", "=", self.partnership_id.id),
                *Concern._domain_for_member(self.partner_id),
            ],
            shown,
        )
        return [concern._get_portal_values(reader) for concern in concerns]

    def _get_portal_others(self):
        """Return the seats of ``other_ids``, one by one.

        Not as a recordset: a filtered one is fetched apart from those of the other
        partnerships on the page.
        """
        return [
            seat
            for seat in self.partnership_id.participant_ids
            if seat != self and not seat.date_left
        ]

    def _get_portal_photo(self):
        """Return the photo as a data address, if the person shares one."""
        photo = self._get_shared("photo")
        return image_data_uri(photo) if photo else ""

    def _get_portal_people(self):
        """Return the others, and how to reach them while the partnership stands."""
        people = []
        if not self._sees_contacts():
            return people
        for other in self._get_portal_others():
            partner = other.partner_id
            application = other.application_id
            people.append(
                {
                    "name": partner.name,
                    "role": other._get_role_label(),
                    "email": partner.email or "",
                    "phone": other._get_shared("phone"),
                    "photo": other._get_portal_photo(),
                    "current_role": application.current_role or "",
                    "employer": other._get_shared("employer"),
                    **application._get_portal_introduction(),
                    "location": other._get_shared("location"),
                    "zone": format_city(application.tz) if application.tz else "",
                    "topics": application._get_ranked_topics().mapped("complete_name"),
                }
            )
        return people

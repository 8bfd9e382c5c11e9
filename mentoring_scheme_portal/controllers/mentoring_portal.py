# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

"""What all pages of the scheme share: the one accessor, rendering, forms and files."""

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.http import content_disposition, request, route
from odoo.tools.translate import LazyTranslate

from odoo.addons.mentoring_scheme.sealing import Envelope, Reader
from odoo.addons.portal.controllers.portal import CustomerPortal

from ..forms import Answers
from ..forms.form import WHOLE_NUMBER, FormField, clean_text

_lt = LazyTranslate(__name__)

HOME = "/my/mentoring"
# A tree of more options than these is folded.
TREE_LENGTH = 12
# Under these names a page's values hold what is sealed.
SEALED_NAMES = frozenset({"answer", "body", "measure", "name", "told"})
# What a page says after something was done; the address names which.
NOTICES = {
    "saved": _lt("Your draft is saved."),
    "submitted": _lt(
        "Thank you. Your application has arrived; a confirmation is on its way to you "
        "by email."
    ),
    "pending": _lt(
        "Thank you. Your application is complete and in time. One step is left: please "
        "pay for your membership."
    ),
    "agreed": _lt("Thank you. You have agreed to the new code of conduct."),
    "taken_back": _lt(
        "You can change your application now. Please submit it again: it is not with "
        "us before you do. The invoice for your membership stays as it is."
    ),
    "erasure_asked": _lt(
        "We have your request, and will answer you by email within 30 days."
    ),
    "profile_saved": _lt("Your profile is saved."),
    "withdrawn": _lt("You have taken your application back."),
    "chosen": _lt("Your choices are saved. They count when the match is made."),
    "listed": _lt("Saved. Below you see what mentees see of you, if you agreed."),
    "signed": _lt("Thank you. Your signature is recorded."),
    "filled": _lt("Saved. Your partner finds it here, too."),
    "declined": _lt(
        "We have what you wrote, and will be in touch. Your partner won't read it."
    ),
    "amended": _lt(
        "Here is the new version. Change it together, and sign it; until everyone has "
        "signed, the old one applies."
    ),
    "planned": _lt("The meeting is planned, and shown in the list below."),
    "confirmed": _lt(
        "Thank you. The hours count as soon as both sides have confirmed."
    ),
    "missed": _lt("Thank you for telling us. Please arrange the next meeting."),
    "agenda": _lt("Your topics are written down. Your partner finds them here, too."),
    "cancelled": _lt("The meeting is cancelled."),
    "moved": _lt("The meeting is moved. Everyone who is invited gets a mail."),
    "goal_saved": _lt("Your goal is saved."),
    "goal_done": _lt("Well done. The goal is marked as reached."),
    "action_added": _lt("The action is written down."),
    "action_saved": _lt("The action is saved."),
    "note_added": _lt("Your note is written down."),
    "note_deleted": _lt("The note is deleted."),
    "message_sent": _lt("Your message is sent."),
    "message_deleted": _lt("The message is deleted."),
    "requested": _lt("We have your request, and will be in touch."),
    "raised": _lt(
        "Thank you for telling us. A conduct officer who has no part in it reads it, "
        "and you hear from us within seven days."
    ),
    "appealed": _lt(
        "Your appeal has arrived. A conduct officer who did not decide the case "
        "answers it."
    ),
    "concluded": _lt(
        "Thank you. The partnership is completed as soon as all of you say so."
    ),
    "going_on": _lt("Good. Your partnership goes on as before."),
    "kept": _lt("You have taken your request back. Everything stays as it was."),
}


def member_page(path):
    """Show a page to whoever has logged in, at an address below the member's own."""
    return route(
        f"{HOME}{path}", type="http", auth="user", methods=["GET"], website=True
    )


def member_step(path):
    """Take a step for whoever has logged in; its form carries Odoo's own token."""
    return route(
        f"{HOME}{path}", type="http", auth="user", methods=["POST"], website=True
    )


class MentoringPortal(CustomerPortal):
    """Base of the scheme's pages.

    No member has access rows: every page reaches a record through ``_own``, and hands
    plain values to its template.
    """

    # ------------------------------------------------------------------
    # Records
    # ------------------------------------------------------------------

    def _get_member(self):
        """Return the acting person; never anybody whom the request names."""
        return request.env.user.partner_id

    def _get_reader(self):
        """Return the capability to read what is sealed, as the acting person.

        It is handed down to the models and kept nowhere.
        """
        return Reader.of_request(request)

    def _search_own(self, model, **options):
        """Return the acting person's records of a model."""
        records = request.env[model].sudo()  # members have no access rows
        domain = records._domain_for_member(self._get_member())
        return records.search(domain, **options)

    def _own(self, model, record_id, field_names=()):
        """Return one record of the acting person's.

        What is not this person's and what does not exist are answered alike.

        :param field_names: what is read of it by the same query
        :raise NotFound: for either
        """
        records = request.env[model].sudo()  # members have no access rows
        domain = records._domain_for_member(self._get_member())
        record = records.search_fetch(
            [("id", "=", record_id), *domain], field_names, limit=1
        )
        if not record:
            raise request.not_found()
        return record

    def _published(self, model, record_id):
        """Return one record that everybody may see.

        :raise NotFound: when there is none
        """
        records = request.env[model].sudo()  # visitors have no access rows
        domain = [("id", "=", record_id), *records._domain_for_public()]
        record = records.search(domain, limit=1)
        if not record:
            raise request.not_found()
        return record

    def _get_readers(self, partnership):
        """Return the names of the others who read what is shared."""
        seat = partnership._get_acting_seat()
        others = partnership.participant_ids.filtered(
            lambda other: other != seat and not (other.date_left or seat.date_left)
        )
        return ", ".join(others.partner_id.mapped("name"))

    # ------------------------------------------------------------------
    # Pages
    # ------------------------------------------------------------------

    def _render_page(self, template, title, values, trail=(), envelope=None):
        """Render a member's page.

        :param str title: of the page, for the browser's tab and for its heading
        :param trail: pairs of label and address between Mentoring and this page
        :param Envelope envelope: with the texts of which the values hold tokens
        """
        response = request.render(
            f"mentoring_scheme_portal.{template}",
            {
                **self._prepare_portal_layout_values(),
                "page_name": "mentoring",
                "mentoring_trail": [*trail, (title, "")],
                "title": title,
                "html_data": {"lang": (request.env.lang or "en").replace("_", "-")},
                "notice": self._get_notice(),
                **values,
            },
        )
        if envelope:
            response.flatten()
            response.data = envelope.open(response.get_data(as_text=True))
        return response

    def _render_link_page(self, template, title, values, status=200):
        """Render a page for whoever has its link, which nobody else gets to know.

        No search engine, cache or page that is opened from it keeps the address.
        """
        response = self._render_page(
            template, title, {"no_breadcrumbs": True, **values}
        )
        response.status_code = status
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cache-Control"] = "no-store"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _get_notice(self):
        """Return the sentence that the address asks for, out of the known ones."""
        notice = NOTICES.get(request.httprequest.args.get("notice"))
        return str(notice or "")

    def _redirect(self, path, notice="", anchor=""):
        """Go to a page, which says what was done."""
        joint = "&" if "?" in path else "?"
        query = f"{joint}notice={notice}" if notice else ""
        return request.redirect(path + query + (f"#{anchor}" if anchor else ""))

    def _get_posted(self):
        """Return what the form posted, as lists of strings."""
        return request.httprequest.form.to_dict(flat=False)

    def _try(self, step, *args):
        """Take one step for the member, wholly or not at all.

        :return: the sentences that say why it was refused; none when it was done
        """
        try:
            with request.env.cr.savepoint():
                step(*args)
                request.env.flush_all()  # what the database refuses is told as well
        except (UserError, ValidationError) as error:
            return str(error.args[0]).splitlines()
        except IntegrityError as error:
            return [self._get_constraint_sentence(error)]
        return []

    def _get_constraint_sentence(self, error):
        """Return what the constraint of a model says that an answer has broken."""
        for model in request.env.values():
            if model._table == error.diag.table_name:
                return str(model._sql_error_to_message(error))
        raise error

    def _try_answers(self, save, values, *args):
        """Store answers; what a model refuses is found out one by one.

        So the sentence stands at the field that it is about, and the rest is kept.

        :param save: takes the answers by name, and ``args``
        :return: the sentences by name of the answer, and those that are about none
        """
        failures = self._try(save, values, *args)
        if not failures:
            return {}, []
        refused = {
            name: sentences
            for name, value in values.items()
            if (sentences := self._try(save, {name: value}, *args))
        }
        if not refused or len(refused) == len(values) > 1:
            return {}, failures  # it is about all of them, such as being too late
        return {name: " ".join(told) for name, told in refused.items()}, []

    # ------------------------------------------------------------------
    # Forms
    # ------------------------------------------------------------------

    def _describe_fields(self, fields, raws, errors):
        """Return questions as plain values for the template.

        :param raws: by name, the strings to show as answers
        :param errors: by name, the sentence that refuses what is shown
        """
        return [
            self._describe_field(
                question, raws.get(question.name, []), errors.get(question.name, "")
            )
            for question in fields
            if question.is_asked()
        ]

    def _describe_field(self, question: FormField, raws, error):
        help_text = str(question.help or "")
        identity = f"field_{question.name}"
        described = [
            name
            for name, present in (
                (f"{identity}_error", error),
                (f"{identity}_help", help_text),
            )
            if present
        ]
        options = [
            {
                "key": str(option.key),
                "label": str(option.label),
                "depth": option.depth,
                "is_common": option.is_common or str(option.key) in raws,
                "is_chosen": str(option.key) in raws,
            }
            for option in getattr(question, "options", ())
        ]
        common = [option for option in options if option["is_common"]]
        blank = getattr(question, "blank", None)
        return {
            "id": identity,
            "name": question.name,
            "label": str(question.label),
            "help": help_text,
            "error": str(error or ""),
            "described_by": " ".join(described) or None,
            "widget": self._get_widget(question),
            "required": question.required,
            "autocomplete": question.autocomplete or None,
            "limit": getattr(question, "limit", None),
            "minimum": self._get_bound(question, "minimum"),
            "maximum": self._get_bound(question, "maximum"),
            "step": None if getattr(question, "whole", True) else "any",
            "token": getattr(question, "token", ""),
            "value": raws[0] if raws else "",
            "blank": "" if blank is None else str(blank),
            "options": options,
            "groups": self._group_options(common),
            "others": [option for option in options if not option["is_common"]],
        }

    def _group_options(self, options):
        """Return a long tree of options by what stands on top, to be unfolded.

        :return: dicts of a title, the options below it, and how many are chosen; one
            without title for what stands below nothing, or is short enough to be read
        """
        if len(options) <= TREE_LENGTH or not any(one["depth"] for one in options):
            return [{"title": "", "options": options, "chosen": 0}]
        branches = []
        for option in options:
            if not option["depth"]:
                branches.append([])
            branches[-1].append(option)
        single = [branch[0] for branch in branches if len(branch) == 1]
        groups = [
            {
                "title": branch[0]["label"],
                "options": [self._name_branch(branch[0]), *branch[1:]],
                "chosen": sum(option["is_chosen"] for option in branch),
            }
            for branch in branches
            if len(branch) > 1
        ]
        if single:
            groups.append({"title": "", "options": single, "chosen": 0})
        return groups

    def _name_branch(self, option):
        """Return an option that others stand below, told from its title."""
        label = request.env._("%(topic)s in general", topic=option["label"])
        return {**option, "label": label}

    def _get_widget(self, question):
        if question.widget == "text" and question.lines:
            return "lines"
        if question.widget == "select" and question.is_radio:
            return "radio"
        return question.widget

    def _get_bound(self, question, name):
        bound = getattr(question, name, None)
        return None if bound is None else str(bound)

    def _get_raws(self, fields, values, posted=None, errors=(), failures=()):
        """Return the strings to show: the stored answers, but what was refused as it
        was typed; all of it when nothing could be stored.
        """
        return {
            question.name: [
                clean_text(raw, lines=True) for raw in posted.get(question.name, [])
            ]
            if posted is not None and (failures or question.name in errors)
            else question.to_raws(values.get(question.name))
            for question in fields
        }

    def _get_typed(self, form, posted):
        """Return the strings of a form as they were typed."""
        return {field.name: posted.get(field.name, []) for field in form.fields}

    def _get_revision(self, posted):
        """Return which revision a form was made from; -1 is none that exists."""
        text = (posted.get("revision") or [""])[0]
        return int(text) if WHOLE_NUMBER.fullmatch(text) else -1

    def _describe_shared_form(self, form, raws, revision, posted, errors, compare):
        """Return the form of what several people change, with what was typed.

        Nobody's change is overwritten unseen: whoever saves what somebody else has
        changed since gets both to compare, and a form that can be saved.

        :param raws: by name, the strings that are stored
        :param int revision: of what is stored; each change makes a new one
        :param posted: what was posted and refused; None to show what is stored
        :param compare: returns where what was typed and what is stored differ
        """
        conflict = {}
        if posted is not None:
            raws = self._get_typed(form, posted)
            if errors:
                # The comparison comes with a text that can be saved.
                revision = self._get_revision(posted)
            elif revision != self._get_revision(posted):
                conflict = compare()
        return {
            "fields": self._describe_fields(form.fields, raws, errors),
            "revision": str(revision),  # an attribute of 0 would be left out
            "conflict": conflict,
        }

    def _close_form(self, envelope, fields, conflict=None):
        """Return a form's questions, and what is compared, with tokens for the texts.

        :param fields: the questions as plain values for the template
        """
        return {
            "fields": [
                envelope.close(field, {"value"})
                if field["widget"] in ("lines", "text")
                else field
                for field in fields
            ],
            "conflict": envelope.close(conflict or {}, {"mine", "theirs"}),
        }

    def _summarise(self, fields, errors, others=()):
        """Return the error summary: sentences, each with the field it is about.

        :param errors: by name of the question, a sentence
        :param others: pairs of a sentence and the field to go to, or ''
        """
        labels = {question.name: str(question.label) for question in fields}
        summary = [
            {
                "sentence": self._name_question(labels[name], str(error)),
                "target": f"field_{name}",
            }
            for name, error in errors.items()
        ]
        summary += [
            {"sentence": str(sentence), "target": target} for sentence, target in others
        ]
        return summary

    def _name_question(self, label, sentence):
        """Return the sentence with the question that it is about, named once."""
        if label in sentence:
            return sentence
        return request.env._(
            "%(question)s: %(sentence)s", question=label, sentence=sentence
        )

    def _refused(self, answers: Answers):
        return {name: str(error) for name, error in answers.errors.items()}

    # ------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------

    def _send_file(self, record, filename):
        """Send a stored file as an attachment, never to be shown in the browser."""
        stream = request.env["ir.binary"]._get_stream_from(
            record, "file", filename=filename
        )
        response = stream.get_response(as_attachment=True)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _send_calendar(self, content, filename):
        """Return a calendar file as a download."""
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(filename)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    def _send_report(self, report, record, name="", sealed=None):
        """Send a record's report as a PDF, by the record's own name or another one.

        :param dict sealed: values for the template that hold what it must not know
        """
        # Members have no right to reports; the record has come through _own.
        reports = request.env["ir.actions.report"].sudo()
        reports = reports.with_company(record.company_id)
        envelope = Envelope()
        data = envelope.close(sealed or {}, SEALED_NAMES)
        content, _kind = envelope.printing(
            lambda: reports._render_qweb_pdf(report, record.ids, data=data)
        )
        filename = f"{name or record._get_report_base_filename()}.pdf"
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Length", len(content)),
                ("Content-Disposition", content_disposition(filename)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

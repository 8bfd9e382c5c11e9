# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import json
from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import Command, fields
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger
from odoo.tools.json import json_default

from . import matrix
from .access_common import CHANGES, PASSWORD, AccessCommon
from .common import draw_signature

ADDONS = "odoo.addons.mentoring_scheme"
CALLERS = (
    "mentee",
    "colleague",
    "internal",
    "conduct officer",
    "finance",
    "other finance",
    "coordinator",
    "other coordinator",
    "manager",
)


class RpcCommon(AccessCommon, HttpCase):
    """Calls over real HTTP, by people who have logged in."""

    def setUp(self):
        super().setUp()
        self.env.flush_all()

        self.logins = {}

    def _log_in(self, persona):
        """Go on in the browser of a persona, who logs in once a test."""
        if persona not in self.logins:
            self.session = None  # or the one before would be ended
            self.authenticate(self.users[persona].login, PASSWORD)
            self.logins[persona] = self.session, self.opener
        self.session, self.opener = self.logins[persona]

    @mute_logger("odoo.http", "odoo.models", "odoo.addons.base.models.ir_rule")
    def _call(self, model, method, *args, **kwargs):
        """Return what a call answers, or the name of the exception.

        :return: (result, None) or (None, the exception's class name)
        """
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        try:
            answer = self.make_jsonrpc_request("/web/dataset/call_kw", params)
        except JsonRpcException as error:
            return None, error.args[0]
        return answer, None


@tagged("post_install", "-at_install", "security")
class TestRpcMethods(RpcCommon):
    """Whoever has a login can call every public method with any argument."""

    def test_every_public_method_is_in_the_table(self):
        found = defaultdict(set)
        for model in self.env.registry:
            if self.env[model]._abstract:
                continue  # what it gives to others is found with them
            # The parts that our addons add to the class, and nothing inherited.
            for part in type(self.env[model]).mro():
                if part.__module__.startswith(ADDONS):
                    found[model] |= {
                        name
                        for name, value in vars(part).items()
                        if callable(value)
                        and not name.startswith("_")
                        and not isinstance(value, type)
                        and not getattr(value, "_api_private", False)
                    }
        declared = {
            model: set().union(*methods.values())
            for model, methods in matrix.METHODS.items()
        }
        self.assertEqual({m: names for m, names in found.items() if names}, declared)

    def _get_calls(self):
        for model, methods in matrix.METHODS.items():
            for right, names in methods.items():
                if right == matrix.CORE:
                    continue
                for method in sorted(names):
                    yield model, right, method

    def test_refused_and_allowed(self):
        wrong = []
        for model, right, method in self._get_calls():
            with self._undone():
                record = self._get_record(model, method)
                for persona in CALLERS:
                    abroad = persona.startswith("other ")
                    position = "other company" if abroad else "unrelated"
                    allowed = matrix.may_call(persona, model, right, position)
                    found = self._try(persona, record, method, right)
                    if found != allowed:
                        wrong.append(
                            f"{persona} × {model}.{method}: {found}, not {allowed}"
                        )
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_history_cannot_be_left_out(self):
        """Invariant 11: not by what a client says in the context."""
        partnership = self.places["mentee"]["mentoring.partnership"]
        messages = partnership.message_ids
        self._log_in("coordinator")
        silent = dict.fromkeys(
            ("tracking_disable", "mail_notrack", "mail_create_nolog"), True
        )
        done, error = self._call(
            "mentoring.partnership",
            "write",
            partnership.ids,
            {"end_reason": "Told by phone"},
            context=silent,
        )
        self.assertTrue(done, error)
        self.env.invalidate_all()
        [message] = partnership.message_ids - messages
        self.assertIn(
            "Told by phone", message.sudo().tracking_value_ids.mapped("new_value_char")
        )

    def test_not_without_login(self):
        self.authenticate(None, None)
        before = self._fingerprint()
        for model, _right, method in self._get_calls():
            _result, error = self._call(model, method, [1])
            self.assertEqual(error, "odoo.http.SessionExpiredException", method)
        self.assertEqual(self._fingerprint(), before)

    def _try(self, persona, record, method, right):
        """Return whether a call went through, or what is wrong with it."""
        model = record._name
        with self._undone():
            self._log_in(persona)
            if self._has_maker(model, method):
                self._set_maker(record, persona)
            args = self._get_arguments(record, method)
            self.env.flush_all()
            before = self._fingerprint()
            result, error = self._call(model, method, *args)
            changed = self._fingerprint() != before
        if error and changed:
            return f"refused ({error}), and changed the database"
        if error == "odoo.exceptions.AccessError" or (
            model in matrix.NEVER_CHANGES and error == "odoo.exceptions.UserError"
        ):
            return False
        if error == "odoo.exceptions.UserError" and model in matrix.HELD_BACK:
            return True
        if error:
            return error
        if right == matrix.LINK and (changed or self._get_canaries(result)):
            return "more than a link"
        return True

    def _has_maker(self, model, method):
        """Return whether a call is for who has opened a window, and for no one else."""
        room = matrix.ROOMS.get(model)
        if room is None:
            return method == "action_mentoring_send_test"
        return matrix.MAKER in room.rules and method not in ("create", "default_get")

    def _get_arguments(self, record, method):
        model = record._name
        if method == "create":
            vals = self._prepare(model, self.places["mentee"])
            return [json.loads(json.dumps([vals], default=json_default))]
        if method == "write":
            return [record.ids, CHANGES[model]]
        if method == "default_get":
            return [["application_ids"]]
        if method in matrix.METHODS["mentoring.scheme"][matrix.SETS_UP]:
            return []
        if method in ("get_choices", "get_import_templates"):
            return []
        if method == "get_pair_note":
            pair = record.proposed_ids[0]
            applications = pair.mentee_application_id + pair.mentor_application_id
            return [record.ids, *applications.ids]
        return [record.ids]

    def _get_canaries(self, result):
        return [
            place.canary
            for place in self.places.values()
            if place.canary in str(result)
        ]

    # ------------------------------------------------------------------
    # Records on which each call can succeed
    # ------------------------------------------------------------------

    def _get_record(self, model, method=None):
        """Return a record of the mentee's, ready for a method if one is named."""
        place = self.places["mentee"]
        name = f"_get_{model.replace('.', '_')}"
        if method not in (None, "create") and hasattr(self, name):
            return getattr(self, name)(method)
        if model == "account.move":
            return self.invoice
        if model == "account.move.line":
            return self.invoice.invoice_line_ids
        if model == "res.partner":
            return place.partner
        if model == "mentoring.application.decision":
            return self._create_decision()
        return place[model]

    def _create_decision(self):
        application = self._create_application(self.people["member"], "mentee")
        application.action_submit()
        return self.env["mentoring.application.decision"].create(
            {
                "decision": "decline",
                "message": "No place is left.",
                "application_ids": [Command.set(application.ids)],
            }
        )

    def _set_maker(self, wizard, persona):
        """Make the caller the one who opened a wizard, if he may open one for it."""
        room = matrix.ROOMS.get(wizard._name)  # none: core's, for all who work here
        opens = room is None or (
            "c" in room.rights(persona) and not persona.startswith("other ")
        )
        maker = self.users[persona] if opens else self.env.user
        self.env.cr.execute(
            f"UPDATE {wizard._table} SET create_uid = %s WHERE id = %s",
            (maker.id, wizard.id),
        )
        self.env.invalidate_all()

    def _get_mail_template(self, method):
        return self.env.ref("mentoring_scheme.mail_template_application_submitted")

    def _get_mail_template_preview(self, method):
        template = self._get_mail_template(method)
        return self.env["mail.template.preview"].create(
            {"mail_template_id": template.id, "resource_ref": False}
        )

    def _get_mentoring_document(self, method):
        """Return a text; to be agreed to anew, if that is to be asked for."""
        place = self.places["mentee"]
        if method != "action_ask_to_agree":
            return place["mentoring.document"]
        application = place["mentoring.application"].sudo()  # the member's own step
        application._accept_conduct()
        return application.scheme_id._get_document("conduct", application.role).copy()

    def _get_mentoring_contact(self, method):
        partner = self.places["mentee"].partner
        return self.env["mentoring.contact"].create(
            {"partner_id": partner.id, "name": partner.name, "email": partner.email}
        )

    def _get_mentoring_mail_text(self, method):
        template = self._get_mail_template(method)
        return self.env["mentoring.mail.text"].create(
            {"template_id": template.id, "subject": "New", "body": "<p>New</p>"}
        )

    def _get_mentoring_notification(self, method):
        row = self.places["mentee"]["mentoring.notification"][:1]
        row.sudo().delivery_state = "failed"  # as core reports it
        return row

    def _get_mentoring_application(self, method):
        if method == "action_issue_certificate":
            return self._get_uncertified()
        application = self._create_application(self.people["member"], "mentee")
        if method == "action_accept_conduct":
            application.conduct_document_id = False
        elif method != "action_submit":
            application.action_submit()
        if method == "action_offer_place":
            application.action_waitlist()
        application.write({"return_remarks": "More, please", "decline_reason": "Full"})
        if method == "action_reopen":
            application.action_decline()
        return application

    def _get_mentoring_intake(self, method):
        steps = {
            "action_open": "draft",
            "action_start_matching": "open",
            "action_run": "matching",
            "action_conclude": "running",
            "action_close": "concluding",
            "action_cancel": "open",
            "action_draft": "open",
            "action_plan_next": "closed",
            "action_reinstate": "cancelled",
        }
        values = {"phase": steps.get(method, "open")}
        today = fields.Date.today()
        if method == "action_draft":
            values["application_open"] = today + relativedelta(days=5)
        if method == "action_conclude":
            values["date_start"] = today - relativedelta(days=30)
            values["application_open"] = values["application_close"] = False
        return self._create_intake(self.scheme, **values)

    def _get_mentoring_match_run(self, method):
        intake = self._create_intake(self.scheme)
        for role in ("mentor", "mentee"):
            for name in ("New", "Newer"):
                self._create_approved(f"{name} {role}", role, intake=intake)
        run = self.env["mentoring.match.run"].create({"intake_id": intake.id})
        if method not in ("action_solve", "action_discard"):
            run.action_solve()
        if method == "action_undo":
            run.proposed_ids[0].action_pin()
        if method in ("action_publish_rest", "action_unpublish"):
            run.action_publish()
        return run

    def _get_mentoring_match_candidate(self, method):
        run = self._get_mentoring_match_run("get_board")
        return run.proposed_ids if method == "action_swap" else run.proposed_ids[0]

    def _get_mentoring_match_comparison(self, method):
        run = self._get_mentoring_match_run("get_board")
        return self.env["mentoring.match.comparison"].create(
            {"run_id": run.id, "other_run_id": run.copy().id}
        )

    def _get_mentoring_match_what_if(self, method):
        run = self._get_mentoring_match_run("get_board")
        what_if = self.env["mentoring.match.what.if"]
        return what_if.with_context(active_id=run.id).create({})

    def _get_mentoring_topic_supply(self, method):
        topic = self.env["mentoring.topic"].create({"name": "Archives"})
        application = self.places["mentee"]["mentoring.application"]
        application.sudo().copy(  # approved at once, which nobody else can enter
            {
                "partner_id": self.people["member"].id,
                "topic_ids": [Command.set(topic.ids)],
                "state": "approved",
            }
        )
        self.env.flush_all()
        return self.env["mentoring.topic.supply"].search(
            [("topic_id", "=", topic.id)], limit=1
        )

    def _get_mentoring_partnership(self, method):
        partnership = self.places["mentor"]["mentoring.partnership"]
        if method in ("action_complete", "action_reopen"):
            self._sign_all(partnership)
        if method == "action_reopen":
            partnership.action_complete()
            partnership.reopen_reason = "By mistake"
        return partnership

    def _get_mentoring_fee(self, method):
        fee = self.places["mentor"]["mentoring.fee"]
        if method == "action_bill":
            self.places["mentor"][
                "mentoring.partnership"
            ].sudo().date_matched = "2020-01-01"
            fee.sudo().date_earliest = "2020-01-01"  # as if it was signed then
        if method == "action_view_invoice":
            return self.places["mentee"]["mentoring.fee"]
        fee.waive_reason = "A scholarship"
        return fee

    def _get_mentoring_fee_billing(self, method):
        self._get_mentoring_fee("action_bill")
        return self.env["mentoring.fee.billing"].create({})

    def _get_event_event(self, method):
        return self.env["event.event"].create(
            {
                "name": "Webinar",
                "date_begin": "2030-01-01 10:00:00",
                "date_end": "2030-01-01 11:00:00",
            }
        )

    def _get_mentoring_webinar_series(self, method):
        series = self.env["mentoring.webinar.series"]
        return series.create(
            self._prepare_mentoring_webinar_series(self.places["mentee"])
        )

    def _get_mentoring_scheme_load(self, method):
        load = self.env["mentoring.scheme.load"]
        return load.create(self._prepare_mentoring_scheme_load(self.places["mentee"]))

    def _get_mentoring_fee_correction(self, method):
        fee = self.places["mentee"]["mentoring.fee"]
        return self.env["mentoring.fee.correction"].create(
            {"fee_id": fee.id, "purchase_order": "PO-1", "reason": "A wrong order"}
        )

    def _get_mentoring_fee_adjustment(self, method):
        fee = self.places["mentor"]["mentoring.fee"]
        return self.env["mentoring.fee.adjustment"].create(
            {"fee_ids": [Command.set(fee.ids)], "value": 50.0, "reason": "Rural"}
        )

    def _get_mentoring_fee_waiver(self, method):
        fee = self.places["mentor"]["mentoring.fee"]
        return self.env["mentoring.fee.waiver"].create(
            {"fee_ids": [Command.set(fee.ids)], "reason": "Hardship"}
        )

    def _get_mentoring_place_offer(self, method):
        application = self._create_application(self.people["member"], "mentee")
        application.action_submit()
        application.action_waitlist()
        offer = self.env["mentoring.place.offer"]._offer(application)
        if method == "action_reopen":
            offer.action_cancel()
        return offer

    def _get_mentoring_scheme(self, method):
        """Return one that has not allowed disclosures, if it is to."""
        scheme = self.places["mentee"]["mentoring.scheme"]
        if method == "action_allow_disclosure":
            scheme.action_stop_disclosure()
        return scheme

    def _get_mentoring_erasure_request(self, method):
        """Return one of somebody with whom nothing is going on."""
        requests = self.env["mentoring.erasure.request"]
        request = requests._ask(self.people["member"], self.env.company)
        request.answer = "This is why."
        return request

    def _get_mentoring_certificate(self, method):
        """Return one; to be reissued, of a completed partnership."""
        place = self.places["mentee"]
        certificate = place["mentoring.certificate"]
        if method == "action_reissue":
            self.scheme.write(
                {"certificate_requires_fee": False, "certificate_requires_final": False}
            )
            self._sign_all(place["mentoring.partnership"])
            place["mentoring.partnership"].action_complete()
        return certificate

    def _get_uncertified(self):
        """Return who has earned a certificate, and has none that is valid."""
        certificate = self._get_mentoring_certificate("action_reissue")
        certificate.action_revoke()
        self.scheme.certificate_signatory = "Ruth Palmer, President"
        self.env.company.sudo().logo = self.signature  # an administrator's work
        return certificate.application_id

    def _get_mentoring_certificate_issue(self, method):
        applications = self._get_uncertified()
        scheme = applications.scheme_id.sudo()  # as it has been set up
        scheme.certificate_signatory = "Sam Signatory"
        scheme.company_id.logo = draw_signature()
        action = applications.action_issue_certificate()
        return self.env[action["res_model"]].browse(action["res_id"])

    def _get_mentoring_certificate_issue_line(self, method):
        return self._get_mentoring_certificate_issue(method).line_ids

    def _get_mentoring_pd_line(self, method):
        """Return the hours of a meeting that both sides have confirmed."""
        place = self.places["mentee"]
        attendances = place["mentoring.meeting"].attendance_ids
        confirmed = {"status": "present", "confirmed_on": "2020-02-29"}
        attendances.sudo().write(confirmed)  # as the members do on their pages
        self.env.flush_all()
        return self.env["mentoring.pd.line"].search(
            [("kind", "=", "meeting"), ("partner_id", "=", place.partner.id)]
        )

    def _get_mentoring_pd_reversal(self, method):
        return self.env["mentoring.pd.reversal"].create(
            {
                "line_id": self._get_mentoring_pd_line(method).id,
                "hours": 0.5,
                "reason": "It was shorter",
            }
        )

    def _get_mentoring_withdrawal(self, method):
        return self.places["mentor"]["mentoring.withdrawal"]

    def _get_mentoring_agreement_paper(self, method):
        """Record that the pair has signed its plan on paper, which stays with it."""
        agreement = self.places["mentor"]["mentoring.agreement"]
        refuses = {"consent": "no"} if method == "action_refuse" else {}
        if refuses:
            self.env["mentoring.agreement.question"].create(
                {
                    "template_id": agreement.template_id.id,
                    "name": "The match suits us",
                    "kind": "choice",
                    "choices": "Yes\nNo",
                    "must_agree": True,
                }
            )
        return self.env["mentoring.agreement.paper"].create(
            {"agreement_id": agreement.id, **refuses}
        )

    def _get_mentoring_concern(self, method):
        """Return a case as far as the method needs it; still without a handler."""
        pair = self.places["mentor"]["mentoring.partnership"]
        concern = (
            self.env["mentoring.concern"]
            .sudo()
            .create(  # as a member's page
                {
                    "reporter_id": self._get_seat(pair, "mentee").partner_id.id,
                    "about_id": self._get_seat(pair, "mentor").partner_id.id,
                    "what": "Something",
                    "finding": "It is so",
                    "outcome": "end_pair",
                    "next_handler_id": self.users["conduct officer"].id,
                }
            )
        )
        if method in ("action_decide", "action_receipt", "action_answer_appeal"):
            concern.sudo().handler_id = self.users["conduct officer"]
        if method not in (
            "action_take",
            "action_hand_over",
            "action_decide",
            "action_receipt",
        ):
            concern.date_decided = "2027-01-01"
        if method in ("action_appeal", "action_answer_appeal"):
            concern.write(
                {"appeal_by": "reporter", "appeal": "No", "appeal_finding": "Yes"}
            )
        if method == "action_answer_appeal":
            concern.date_appeal = "2027-01-02"
        if method == "action_reopen":
            concern.action_close()
        return concern

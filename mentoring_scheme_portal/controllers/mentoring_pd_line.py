# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import csv
import io

from odoo.http import content_disposition, request

from .mentoring_portal import MentoringPortal, member_page

# What makes a spreadsheet read a cell as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class MentoringPdLinePortal(MentoringPortal):
    """The member's statement of hours: page, PDF and table (promises A18, A27)."""

    @member_page("/hours")
    def mentoring_hours(self, **_ignored):
        """Show the hours that count, by scheme, role and period."""
        return self._render_page(
            "pd_statement",
            request.env._("My mentoring hours"),
            {"statement": self._get_statement()},
        )

    @member_page("/hours/statement.pdf")
    def mentoring_hours_pdf(self, **_ignored):
        """Send the statement as a PDF."""
        return self._send_report(
            "mentoring_scheme.action_report_mentoring_pd_statement",
            self._get_member(),
            "mentoring-hours",
        )

    @member_page("/hours/statement.csv")
    def mentoring_hours_csv(self, **_ignored):
        """Send the statement as a table, for one's own record keeping."""
        content = io.StringIO()
        table = csv.writer(content)
        table.writerow(
            [
                request.env._("Scheme"),
                request.env._("Period"),
                request.env._("Role"),
                request.env._("Date"),
                request.env._("What"),
                request.env._("Hours"),
            ]
        )
        for group in self._get_statement():
            texts = [group["scheme"], group["period"], group["role"]]
            for line in group["lines"]:
                cells = [*texts, line["iso_day"], line["subject"]]
                table.writerow([*map(self._as_text, cells), line["hours"]])
        return request.make_response(
            # The mark tells spreadsheets that this is UTF-8.
            content.getvalue().encode("utf-8-sig"),
            headers=[
                ("Content-Type", "text/csv; charset=utf-8"),
                ("Content-Disposition", content_disposition("mentoring-hours.csv")),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )

    def _get_statement(self):
        lines = request.env["mentoring.pd.line"].sudo()  # members have no access rows
        return lines._get_portal_statement(self._get_member())

    def _as_text(self, text):
        """Return a cell that no spreadsheet takes for a formula."""
        return f"'{text}" if text.startswith(FORMULA_STARTS) else text

# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Mentoring Scheme Portal",
    "summary": "Members apply, sign, meet and evaluate on the association's portal",
    "version": "19.0.1.0.0",
    "category": "Membership",
    "development_status": "Beta",
    "author": "Mentoring Scheme contributors",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["mentoring_scheme", "portal"],
    "data": [],
    "assets": {},
}

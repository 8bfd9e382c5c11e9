# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Mentoring Scheme Portal",
    "summary": "Members apply, sign, meet and evaluate on the association's portal",
    "version": "19.0.1.2.0",
    "category": "Membership",
    "development_status": "Beta",
    "author": "Mentoring Scheme contributors",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["mentoring_scheme", "portal"],
    "data": [
        "report/mentoring_certificate_templates.xml",
        "views/mentoring_portal_templates.xml",
        "views/mentoring_answer_portal_templates.xml",
        "views/mentoring_waiting_list_portal_templates.xml",
        "views/mentoring_reference_portal_templates.xml",
        "views/mentoring_application_portal_templates.xml",
        "views/mentoring_profile_portal_templates.xml",
        "views/mentoring_export_portal_templates.xml",
        "views/mentoring_choice_portal_templates.xml",
        "views/mentoring_partnership_portal_templates.xml",
        "views/mentoring_plan_portal_templates.xml",
        "views/mentoring_meeting_portal_templates.xml",
        "views/mentoring_pd_line_portal_templates.xml",
        "views/mentoring_agreement_portal_templates.xml",
        "views/mentoring_concern_portal_templates.xml",
        "views/mentoring_document_portal_templates.xml",
        "views/mentoring_certificate_portal_templates.xml",
        "views/mentoring_scheme_portal_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "mentoring_scheme_portal/static/src/scss/**/*",
            "mentoring_scheme_portal/static/src/interactions/**/*",
            "mentoring_scheme_portal/static/src/signature/**/*",
        ],
        "web.assets_tests": [
            "mentoring_scheme_portal/static/tests/tours/**/*",
        ],
    },
}

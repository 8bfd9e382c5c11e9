# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Mentoring Scheme",
    "summary": "Run a membership association's mentoring scheme, from application "
    "to certificate",
    "version": "19.0.1.0.0",
    "category": "Membership",
    "development_status": "Beta",
    "author": "Mentoring Scheme contributors",
    "license": "AGPL-3",
    "application": True,
    "depends": [
        "membership",
        "portal",
        "calendar",
        "event",
        "survey",
    ],
    "external_dependencies": {"python": ["numpy", "scipy"]},
    "data": [
        "security/res_groups.xml",
        "security/ir_rules.xml",
        "security/ir.model.access.csv",
        "data/ir_sequence_data.xml",
        "data/mentoring_withdrawal_reason_data.xml",
        "data/mentoring_topic_data.xml",
        "data/mentoring_sector_data.xml",
        "data/survey_survey_data.xml",
        "data/ir_cron_data.xml",
        "report/mentoring_certificate_reports.xml",
        "report/mentoring_certificate_templates.xml",
        "report/mentoring_agreement_reports.xml",
        "report/mentoring_agreement_templates.xml",
        "data/mail_template_data.xml",
    ],
    "demo": [],
    "uninstall_hook": "uninstall_hook",
}

"""Which pictures there are: of which screen, as whom, and where they are shown."""

from dataclasses import dataclass

DOCUMENTS = "docs/images"
BACK_OFFICE = "mentoring_scheme/static/description"
PORTAL = "mentoring_scheme_portal/static/description"

PHONE = (390, 844)
DESK = (1280, 900)


@dataclass(frozen=True)
class Picture:
    """One picture; braces in the address stand for the id of a demo record."""

    files: tuple[str, ...]
    login: str | None  # None: a visitor
    address: str
    shows: str  # a CSS selector: the picture is taken once it is there
    size: tuple[int, int] = DESK
    is_whole: bool = False  # the whole page, not just what fits the window
    click: str = ""  # what is clicked before, as a CSS selector
    height: int = 0  # of the whole page at most


def _at(name: str, *folders: str) -> tuple[str, ...]:
    return tuple(f"{folder}/{name}.png" for folder in folders)


PICTURES = [
    Picture(
        _at("today", DOCUMENTS, BACK_OFFICE),
        "coordinator",
        "/odoo/mentoring-today",
        ".o_mentoring_funnel canvas",
        size=(1280, 1100),
    ),
    Picture(
        _at("intakes", DOCUMENTS),
        "coordinator",
        "/odoo/mentoring-intakes",
        ".o_view_controller .o_kanban_record, .o_view_controller .o_data_row",
    ),
    Picture(
        _at("intake", DOCUMENTS),
        "coordinator",
        "/odoo/mentoring-intakes/{mentoring_intake_matching_demo}",
        ".o_form_view .o_field_widget[name=name]",
    ),
    Picture(
        _at("applications", DOCUMENTS, BACK_OFFICE),
        "coordinator",
        "/odoo/mentoring-applications",
        ".o_kanban_record:not(.o_kanban_ghost)",
    ),
    Picture(
        _at("match-run", DOCUMENTS, BACK_OFFICE),
        "coordinator",
        "/odoo/mentoring-matching/{mentoring_match_run_demo}",
        "article",
        click="button[name=action_open_board]",
    ),
    Picture(
        _at("history", DOCUMENTS),
        "coordinator",
        "/odoo/res.partner/{res_partner_margaret_demo}",
        ".o_field_widget[name=mentoring_application_ids] .o_data_row",
        click="button[name=action_view_mentoring]",
        size=(1280, 1000),
    ),
    Picture(
        _at("outcomes", DOCUMENTS, BACK_OFFICE),
        "coordinator",
        "/odoo/mentoring-outcome",
        ".o_mentoring_outcome_board canvas",
        size=(1280, 1000),
    ),
    Picture(
        _at("evaluation-results", DOCUMENTS),
        "coordinator",
        "/odoo/mentoring-evaluation-results",
        ".o_mentoring_evaluation_charts .o_mentoring_panel, .alert",
    ),
    Picture(
        _at("fees", DOCUMENTS, BACK_OFFICE),
        "finance",
        "/odoo/mentoring-fees",
        ".o_data_row",
    ),
    Picture(
        _at("public-page", PORTAL),
        None,
        "/mentoring",
        "main",
        is_whole=True,
        height=1400,
    ),
    Picture(
        _at("portal-application", DOCUMENTS, PORTAL),
        "member",
        "/my/mentoring/apply/{mentoring_intake_open_demo}/mentee",
        "form",
        size=PHONE,
        is_whole=True,
        height=1800,
    ),
    Picture(
        _at("portal-partnership", DOCUMENTS, PORTAL),
        "mentee",
        "/my/mentoring/partnership/{mentoring_partnership_active_demo}",
        "main",
        size=PHONE,
        is_whole=True,
        height=1500,
    ),
]

# Drawn from the pages of `tools/banner.html`, not photographed.
BANNERS = {
    f"{BACK_OFFICE}/banner.png": (
        "Mentoring Scheme",
        "From application to certificate, for membership associations",
        f"{BACK_OFFICE}/today.png",
    ),
    f"{PORTAL}/banner.png": (
        "Mentoring Scheme: Members' Pages",
        "Apply, sign, plan, meet, evaluate: on any phone",
        f"{PORTAL}/portal-partnership.png",
    ),
}
ICONS = {
    f"{BACK_OFFICE}/icon.png": f"{BACK_OFFICE}/icon.svg",
    f"{PORTAL}/icon.png": f"{BACK_OFFICE}/icon.svg",
}


def all_files() -> set[str]:
    """Return every picture that `make screenshots` writes."""
    taken = {file for picture in PICTURES for file in picture.files}
    return taken | set(BANNERS) | set(ICONS)

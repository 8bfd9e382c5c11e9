# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).


def migrate(cr, version):
    """Keep the one cap on points for mentors, who now have one of their own."""
    cr.execute("UPDATE mentoring_scheme SET pd_points_cap_mentor = pd_points_cap")

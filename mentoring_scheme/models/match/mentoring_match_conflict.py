# Copyright 2026 Mentoring Scheme contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

import re
import unicodedata
from collections import defaultdict

from odoo import api, models
from odoo.tools import email_normalize

# What an employer's name may end in, and what is no employer at all.
LEGAL_FORMS = {
    "pty", "ltd", "limited", "inc", "incorporated", "llc", "plc", "gmbh", "co",
    "company", "corp", "corporation", "the",
}  # fmt: skip
NO_EMPLOYERS = {
    "", "none", "na", "n a", "nil", "self", "self employed", "selfemployed",
    "freelance", "freelancer", "student", "retired", "unemployed", "looking for work",
    "between jobs", "private", "various",
}  # fmt: skip


class MentoringMatchConflict(models.AbstractModel):
    """Finds who should not be matched with whom, from what the database knows.

    ``apart`` stands for never-match flags and for open cases alike: neither is ever
    told from the other, since staff may not know of a case.
    """

    _name = "mentoring.match.conflict"
    _description = "Conflicts between a mentor and a mentee"

    @api.model
    def _find(self, scheme, mentees, mentors):
        """Return the conflicts between two lists of applications, by the settings.

        :return: two dicts, of what forbids and of what warns: kind to a set of
            (mentee's position, mentor's position)
        """
        forbids, warns = defaultdict(set), defaultdict(set)
        found = {
            "employer": (scheme.conflict_employer, self._find_employer),
            "past_pair": (scheme.conflict_past_pair, self._find_past_pairs),
            "email": (scheme.conflict_email, self._find_email),
        }
        for kind, (setting, find) in found.items():
            if setting != "ignore":
                pairs = find(mentees, mentors)
                (forbids if setting == "forbid" else warns)[kind] |= pairs
        forbids["person"] = self._find_person(mentees, mentors)
        forbids["apart"], warns["apart"] = self._find_apart(scheme, mentees, mentors)
        return forbids, warns

    @api.model
    def _find_apart(self, scheme, mentees, mentors):
        """Return the pairs that are kept apart, and those that only warn.

        By never-match flags and by cases, which are not told from each other.
        """
        # What the applicants of this intake asked for holds whatever the setting.
        forbids = self._find_excluded(mentees, mentors, mentees, mentors)
        warns = set()
        if scheme.conflict_never_match != "ignore":
            earlier = [self._search_earlier(side) for side in (mentees, mentors)]
            pairs = self._find_excluded(mentees, mentors, *earlier)
            (forbids if scheme.conflict_never_match == "forbid" else warns).update(
                pairs
            )
        if scheme.conflict_concern != "ignore":
            pairs = self._find_cases(mentees, mentors)
            (forbids if scheme.conflict_concern == "forbid" else warns).update(pairs)
        return forbids, warns

    @api.model
    def _get_sentence(self, kind):
        """Word one conflict; ``apart`` never says why."""
        sentences = {
            "person": self.env._("This is the same person."),
            "employer": self.env._(
                "They have the same employer, or employers of one group."
            ),
            "past_pair": self.env._("They have been partners before."),
            "email": self.env._(
                "Both contacts have the same email address: perhaps one person."
            ),
            "apart": self.env._("They are not available to be matched together."),
        }
        return sentences[kind]

    # ------------------------------------------------------------------
    # Each conflict
    # ------------------------------------------------------------------

    @api.model
    def _find_person(self, mentees, mentors):
        return self._join(
            [{mentee.partner_id.id} for mentee in mentees],
            [{mentor.partner_id.id} for mentor in mentors],
        )

    @api.model
    def _find_email(self, mentees, mentors):
        def keys(applications):
            return [
                {email} if (email := email_normalize(a.partner_id.email)) else set()
                for a in applications
            ]

        same = self._join(keys(mentees), keys(mentors))
        return same - self._find_person(mentees, mentors)

    @api.model
    def _find_employer(self, mentees, mentors):
        return self._join(
            self._get_employer_keys(mentees), self._get_employer_keys(mentors)
        )

    @api.model
    def _get_employer_keys(self, applications):
        """Return per application what its employer is known by.

        The employer as written, and all the organisations above the contact, so that
        two of one group have the topmost in common.
        """
        keys = []
        for application in applications:
            names = {application.employer or ""}
            above = set()
            parent = application.partner_id.parent_id
            while parent and parent.id not in above:
                if parent.is_company:
                    names.add(parent.name or "")
                    above.add(parent.id)
                parent = parent.parent_id
            names = {self._normalise_employer(name) for name in names} - NO_EMPLOYERS
            keys.append(names | above)
        return keys

    @api.model
    def _normalise_employer(self, name):
        """Return an employer's name without accents, case, signs and legal form."""
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        words = re.findall(r"[a-z0-9]+", plain.replace("&", " and ").casefold())
        kept = [word for word in words if word not in LEGAL_FORMS]
        return " ".join(kept or words)

    @api.model
    def _find_past_pairs(self, mentees, mentors):
        """Return who has been in a partnership with whom, in whatever intake."""
        seats = self.env["mentoring.participant"]._read_group(
            [("partner_id", "in", (mentees | mentors).partner_id.ids)],
            ["partnership_id"],
            ["partner_id:array_agg", "role:array_agg"],
        )
        met = set()
        for _partnership, people, roles in seats:
            for one, role in zip(people, roles, strict=True):
                for other, other_role in zip(people, roles, strict=True):
                    # Two mentees of one group are no pair.
                    if role != other_role or role == "peer":
                        met.add((one, other))
        return self._locate(met, mentees, mentors)

    @api.model
    def _find_excluded(self, mentees, mentors, from_mentees, from_mentors):
        """Return the pairs of which one asked never to be matched with the other."""
        excluded = set()
        for application in from_mentees:
            for partner in application.excluded_partner_ids:
                excluded.add((application.partner_id.id, partner.id))
        for application in from_mentors:
            for partner in application.excluded_partner_ids:
                excluded.add((partner.id, application.partner_id.id))
        return self._locate(excluded, mentees, mentors)

    @api.model
    def _search_earlier(self, applications):
        """Return all applications of these people that exclude anybody."""
        return self.env["mentoring.application"].search(
            [
                ("partner_id", "in", applications.partner_id.ids),
                ("excluded_partner_ids", "!=", False),
            ]
        )

    @api.model
    def _find_cases(self, mentees, mentors):
        """Return the pairs that a confidential case keeps apart: this fact alone."""
        partners = (mentees | mentors).partner_id
        apart = set()
        for pair in self.env["mentoring.concern"]._get_people_apart(partners):
            one, other = (*pair, *pair)[:2]
            apart |= {(one, other), (other, one)}
        return self._locate(apart, mentees, mentors)

    # ------------------------------------------------------------------
    # Positions
    # ------------------------------------------------------------------

    @api.model
    def _join(self, mentee_keys, mentor_keys):
        """Return the positions of the pairs that have a key in common."""
        owners = defaultdict(list)
        for column, keys in enumerate(mentor_keys):
            for key in keys:
                owners[key].append(column)
        return {
            (row, column)
            for row, keys in enumerate(mentee_keys)
            for key in keys
            for column in owners.get(key, ())
        }

    @api.model
    def _locate(self, people, mentees, mentors):
        """Return the positions of pairs of people, given as ids of contacts."""
        rows, columns = defaultdict(list), defaultdict(list)
        for row, mentee in enumerate(mentees):
            rows[mentee.partner_id.id].append(row)
        for column, mentor in enumerate(mentors):
            columns[mentor.partner_id.id].append(column)
        return {
            (row, column)
            for mentee, mentor in people
            for row in rows.get(mentee, ())
            for column in columns.get(mentor, ())
        }

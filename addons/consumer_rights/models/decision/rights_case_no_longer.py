from datetime import timedelta

from odoo import api, fields, models

from ...tools import identity_crypt, masking

LOOK_BACK = "duplicate_days"
ENDED = ("settled", "self_settled", "terminated")


class RightsCase(models.Model):
    """Accepting no longer: the same dispute was ended before, and nothing new is known (ACC-05)."""

    _inherit = "rights.case"

    earlier_case_id = fields.Many2one(
        "rights.case",
        "Earlier matter",
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="Same person, same respondent, same dispute; ended by settlement or termination.",
    )
    has_new_fact = fields.Boolean(
        "A new fact is known", copy=False, help="Then the matter is accepted or not accepted."
    )

    def _check_no_longer(self, transition):
        missing = self._check_undecided()
        if self.has_new_fact:
            missing["has_new_fact"] = self.env._(
                "A new fact is recorded: the matter is accepted or not accepted, by itself."
            )
        if fault := self._get_earlier_fault(self._get_earlier()):
            missing["earlier_case_id"] = fault
        return missing

    def _get_earlier(self):
        """The earlier matter named, else the one that this case is linked to as a duplicate."""
        links = self.link_ids.filtered(lambda link: link.kind == "duplicate" and link.active)
        return (self.earlier_case_id or links[:1].other_case_id).sudo()

    def _get_earlier_fault(self, earlier):
        """Why this earlier matter is no ground for not accepting any longer; None when it is."""
        if not earlier:
            return self.env._("Name the earlier matter of the same person and the same dispute.")
        number = earlier.display_name
        if earlier.outcome_id.code not in ENDED or not earlier.concluded_at:
            return self.env._(
                "%(number)s was not ended by settlement or termination.", number=number
            )
        if earlier.concluded_at < self.received_at - timedelta(days=self._look_back_days()):
            return self.env._(
                "%(number)s was ended more than %(days)s days before this matter.",
                number=number,
                days=self._look_back_days(),
            )
        if not self._has_same_respondent(earlier):
            return self.env._("%(number)s was against another respondent.", number=number)
        if not self._has_same_person(earlier):
            return self.env._("%(number)s was filed by another person.", number=number)
        return None

    @api.model
    def _look_back_days(self):
        return self.env["rights.network.parameter"]._value(LOOK_BACK)

    def _has_same_respondent(self, other):
        if self.respondent_id or other.respondent_id:
            return self.respondent_id == other.respondent_id
        return bool(self.respondent_name) and self.respondent_name == other.respondent_name

    def _has_same_person(self, other):
        """Whether a complainant of both has the same phone or ID number; nobody is shown either."""
        return bool(self._get_person_keys() & other._get_person_keys())

    def _get_person_keys(self):
        # compared here, shown to nobody
        identities = self.sudo().party_ids.identity_ids.filtered(
            lambda row: row.is_current and row.party_id.role == "complainant"
        )
        phones = {("phone", masking.phone_digits(row.phone)) for row in identities if row.phone}
        return phones | {
            ("id", identity_crypt.normalise_id(row.id_number))
            for row in identities
            if row.id_number
        }

    def _effect_no_longer(self, transition):
        """The link between the two matters is what the notice and the record lean on."""
        earlier = self._get_earlier()
        links = self.env["rights.case.link"].sudo()
        if not links.search_count(
            [
                ("case_id", "=", self.id),
                ("other_case_id", "=", earlier.id),
                ("kind", "=", "duplicate"),
            ]
        ):
            links.create({"case_id": self.id, "other_case_id": earlier.id, "kind": "duplicate"})
            self.invalidate_recordset(["link_ids"])
        return super()._effect_no_longer(transition) | {"earlier_case_id": earlier.id}

    def _get_asked_fields(self, transition):
        names = super()._get_asked_fields(transition)
        if transition.effect == "no_longer":
            names += [n for n in ("earlier_case_id", "has_new_fact") if n not in names]
        return names

    def _add_move_field(self, group, step, name, required):
        node = super()._add_move_field(group, step, name, required)
        if name == "earlier_case_id":
            node.set("domain", f"[('id', 'in', {self._find_duplicates().ids})]")
        return node

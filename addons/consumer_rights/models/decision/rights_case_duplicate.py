from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain


class RightsCase(models.Model):
    """The same person, respondent and goods as before: somebody decides what that means (INT-11).

    Which matters are candidates is only shown; nothing is linked or merged by itself.
    """

    _inherit = "rights.case"

    duplicate_choice = fields.Selection(
        [("link", "Link them, each goes its way"), ("new", "Another matter")],
        "Similar to an earlier matter",
        copy=False,
        help="The third choice, to merge, stands beside the earlier matter.",
    )

    def _find_duplicates(self):
        """Open or recently ended complaints of the same person, respondent and class.

        As far as the user may read them: informants and confidential persons stay out.
        """
        self.ensure_one()
        if self.kind != "complaint" or not (self.respondent_id or self.respondent_name):
            return self.browse()
        identities = self.env["rights.case.party.identity"]
        found = self.browse()
        for party in self.sudo()._get_complainants():
            # the person's own data, compared by the blind index; what is found follows the rules
            found |= identities._find_cases(phone=party.phone, id_number=party.id_number)
        since = (self.received_at or fields.Datetime.now()) - timedelta(days=self._look_back_days())
        recent = Domain("is_closed", "=", False) | Domain.OR(
            Domain(name, ">=", since) for name in ("concluded_at", "decided_at", "received_at")
        )
        wanted = (
            recent
            & Domain("kind", "=", "complaint")
            & Domain("stage_code", "not in", ("draft", "void"))
        )
        return (
            (found - self._origin)
            .filtered_domain(wanted)
            .filtered(
                lambda case: (
                    self._has_same_respondent(case) and self.item_class_id == case.item_class_id
                )
            )
        )

    def _get_duplicate_gap(self):
        """A sentence on candidates about which nobody decided yet; None when all is said."""
        if self.env.su or self.duplicate_choice or self.registered_at:
            return None
        linked = self.link_ids.filtered(lambda link: link.kind == "duplicate" and link.active)
        if linked or not (found := self._find_duplicates()):
            return None
        return self.env._(
            "The same person filed about the same respondent and goods: %(numbers)s. Say whether "
            "this belongs to it or is another matter.",
            numbers=self._enumerate(found[:3].mapped("display_name")),
        )

    def _check_register(self, transition):
        missing = super()._check_register(transition)
        if gap := self._get_duplicate_gap():
            missing["duplicate_choice"] = gap
        return missing

    def _check_register_incomplete(self, transition):
        gap = self._get_duplicate_gap()
        return {"duplicate_choice": gap} if gap else {}

    def _effect_register(self, transition):
        """An earlier matter that was settled or terminated is offered for the decision (ACC-05)."""
        vals = super()._effect_register(transition)
        if not self.registered_at and self.duplicate_choice == "link" and not self.earlier_case_id:
            ended = self._find_duplicates().filtered(lambda one: not self._get_earlier_fault(one))
            vals["earlier_case_id"] = ended[:1].id
        return vals

    def _move(self, transition, expected_stage, basis=None):
        """Links wait until the case has its number, by which the other one names it."""
        drafts = self.filtered(
            lambda case: case.stage_code == "draft" and case.duplicate_choice == "link"
        )
        candidates = {case: case._find_duplicates() for case in drafts}
        result = super()._move(transition, expected_stage, basis=basis)
        for case in drafts.filtered("registered_at"):
            known = case.link_ids.other_case_id
            for other in candidates[case] - known:
                case.action_link_duplicate(other.id)
        return result

    def _add_move_field(self, group, step, name, required):
        node = super()._add_move_field(group, step, name, required)
        if name == "duplicate_choice":  # both answers in sight, one key each
            node.set("widget", "radio")
        return node

    def action_merge_into(self, other_case_id):
        """The matter is the earlier one: it gets what was filed now, and this draft ends.

        :raise UserError: this is no draft any more, or the other one cannot take it
        """
        self.ensure_one()
        other = self.browse(other_case_id)
        other.check_access("write")
        step = self._transitions().filtered(lambda one: one.code == "void")
        if self.stage_code != "draft" or not step:
            raise UserError(self.env._("Only a draft can be merged. Link the two matters instead."))
        if other.is_closed:
            raise UserError(
                self.env._(
                    "%(number)s is closed. Link the two matters instead.",
                    number=other.display_name,
                )
            )
        way = "visit" if self.channel_id.code == "visit" else "phone"
        other.write(
            {
                "contact_log_ids": [
                    Command.create({"way": way, "reached": True, "note": self.subject})
                ],
                "evidence_ids": self._get_evidence_commands(),
            }
        )
        words = self.env._("Filed again and merged: %(subject)s", subject=self.subject)
        other._append_events([{"type": "link", "basis": words}])
        self._move(step, expected_stage=self.stage_id)
        return True

    def _get_evidence_commands(self, pieces=None):
        """Commands that give another case the same evidence (REG-14, INT-11)."""
        names = ("name", "type", "provider", "received_at", "file", "file_name")
        pieces = self.evidence_ids if pieces is None else pieces
        return [
            Command.create({name: piece[name] for name in names})
            for piece in pieces
            if not piece.is_void
        ]

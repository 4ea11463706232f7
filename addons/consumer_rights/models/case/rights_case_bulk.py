from odoo import models
from odoo.exceptions import UserError

from .rights_case_move_view import LINES


class RightsCase(models.Model):
    """The same step for many cases, each through the gate by itself."""

    _inherit = "rights.case"

    def action_next_step(self):
        """Open the dialog of common steps for the cases chosen in a list or on the board."""
        return {
            "type": "ir.actions.client",
            "tag": "rights_next_step",
            "params": {
                "cases": [(case.id, case.stage_id.id) for case in self],
                "choices": self.bulk_choices(),
            },
        }

    def bulk_choices(self):
        """Steps that the current user can make with every one of these cases, by their code.

        :return: list of dicts as in ``transition_choices``, without an id: kinds of matter have
            transitions of their own
        """
        common = None
        for case in self:
            choices = {choice["code"]: choice for choice in case.transition_choices}
            if common is None:
                common = choices
            else:
                common = {code: choice for code, choice in common.items() if code in choices}
        wanted = ("code", "name", "is_main", "confirm", "hotkey")
        return [
            {key: choice[key] for key in wanted} | {"asks": bool(self._bulk_asked(code)[0])}
            for code, choice in (common or {}).items()
        ]

    def _step_of_code(self, code):
        """The transition with this code that leaves the present stage of this case."""
        return self._transitions().filtered(lambda step: step.code == code)[:1]

    def _bulk_asked(self, code):
        """(fields that the step asks of these cases at once, those required, the step).

        Only what the step itself names: an answer for all must not fill what a single case lacks,
        such as a phone number or its lines. Such a case stays and says so.
        """
        names, required, step = [], set(), self.env["rights.case.transition"]
        for case in self:
            step = case._step_of_code(code).sudo()  # what it asks is no secret to who may make it
            own = (step.required_field_ids | step.optional_field_ids).mapped("technical_name")
            own += ["checklist_done_ids"] if step.checklist_ids else []
            own += ["move_basis"] if step.needs_basis else []
            asked = case._get_asked_fields(step)
            names += [name for name in asked if name in own and name not in names]
            required |= set(step.required_field_ids.mapped("technical_name"))
            required |= {"move_basis"} if step.needs_basis else set()
        return [name for name in names if name not in LINES], required, step

    def bulk_form(self, code):
        """Describe the dialog that asks once for what a step needs in all these cases."""
        self.check_access("read")
        names, required, step = self._bulk_asked(code)
        title = self.env._("%(move)s: %(count)s cases", move=step.name, count=len(self))
        return self._describe_move(step, names, required) | {"title": title}

    def bulk_move(self, code, stages, values=None):
        """Make the step with each case; one that is refused does not hold up the others.

        :param code: code of the step
        :param stages: pairs of case id and the stage the user saw
        :param values: entries of the dialog; each case takes those it asks for
        :return: list of dicts ``id, name, moved, reason``
        """
        seen = dict(stages)
        results = []
        for case in self:
            reason = False
            try:
                with self.env.cr.savepoint():
                    case._bulk_move_one(code, seen.get(case.id), values or {})
            except UserError as error:  # and its kin: a stale stage, no right, something missing
                reason = str(error)
            results.append(
                {
                    "id": case.id,
                    "name": case.sudo().display_name,
                    "moved": not reason,
                    "reason": reason,
                }
            )
        return results

    def _bulk_move_one(self, code, stage_id, values):
        self._check_stage(self.env["rights.case.stage"].browse(stage_id))
        step = self._step_of_code(code)
        if not step:
            raise UserError(self.env._("This step does not lead on from here."))
        asked = self._get_asked_fields(step.sudo())
        self.action_move(
            step.id, stage_id, {name: value for name, value in values.items() if name in asked}
        )

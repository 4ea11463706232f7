from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .rights_append_only import Pass

# Fields of which one is enough: where the first is missing, the dialog offers the other as well
EITHER = {"respondent_phone": "respondent_address", "request": "claim_ids"}


class RightsCase(models.Model):
    """The one gate: how a case changes its stage (Annex B, design D4).

    Buttons, the board, bulk acts, the portal, imports, mail and automations all end in ``_move``.
    """

    _inherit = "rights.case"

    # the moves open to the current user: buttons of the form and the board
    transition_choices = fields.Json(compute="_compute_transition_choices")
    is_my_turn = fields.Boolean(
        "Waits for me", compute="_compute_is_my_turn", search="_search_is_my_turn"
    )
    is_my_unit = fields.Boolean("My unit", compute="_compute_is_my_turn", search="_search_my_unit")
    checklist_done_ids = fields.Many2many(
        "rights.case.checklist.item",
        "rights_case_checklist_done_rel",
        copy=False,
        string="Checklist",
    )
    move_basis = fields.Char("Reason", store=False, help="Stands in the process record.")

    # -- what may be done now -------------------------------------------------------------------

    def _transitions(self):
        """All active transitions that leave the present stage, allowed or not."""
        self.ensure_one()
        return (
            self.env["rights.case.transition"]
            .sudo()
            .search([("kind", "=", self.kind), ("stage_from_id", "=", self.stage_id.id)])
            .sudo(False)
        )

    @api.depends("stage_id", "kind", "station_id", "user_id")
    @api.depends_context("uid")
    def _compute_transition_choices(self):
        for case in self:
            case.transition_choices = [
                {
                    "id": transition.id,
                    "name": transition.name,
                    "code": transition.code,
                    "stage_to_id": transition.stage_to_id.id,
                    "is_main": transition.is_main,
                    "confirm": transition.confirm or "",
                    "hotkey": transition.hotkey or "",
                    "asks": bool(case._get_asked_fields(transition.sudo())),
                }
                for transition in case._transitions().sudo()
                if transition.sudo(False)._get_refusal(case) is None
            ]

    @api.depends("stage_id", "station_id", "user_id")
    @api.depends_context("uid")
    def _compute_is_my_turn(self):
        waiting = self.filtered_domain(self._waiting_domain())
        for case in self:
            case.is_my_turn = case in waiting
            case.is_my_unit = case.station_id in self.env.user.rights_station_ids

    @api.model
    def _waiting_domain(self):
        return self.env["rights.case.transition"].sudo().search([]).sudo(False)._waiting_domain()

    def _search_is_my_turn(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._waiting_domain()

    def _search_my_unit(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("station_id", "in", self.env.user.rights_station_ids.ids)

    def _get_missing(self, transition):
        """What the move still needs, as {field name: sentence}; empty when nothing is missing."""
        self.ensure_one()
        missing = {}
        for field in self._get_required_fields(transition):
            name = field.technical_name
            if not self[name] and self._fields[name].type not in ("monetary", "float", "integer"):
                missing[name] = self.env._("%(field)s is missing.", field=field.name)
            elif self._fields[name].type in ("monetary", "float", "integer") and self._is_unset(
                name
            ):
                missing[name] = self.env._("%(field)s is missing.", field=field.name)
        todo = transition.sudo().checklist_ids - self.checklist_done_ids
        if todo:
            missing["checklist_done_ids"] = self.env._(
                "Not ticked yet: %(items)s.", items=self._enumerate(todo.mapped("name"))
            )
        check = getattr(self, f"_check_{transition.effect}", None) if transition.effect else None
        if check:
            missing.update(check(transition))
        return missing

    def _get_required_fields(self, transition):
        """What the step asks for of this case, as it is filled in; rooms add what depends on it."""
        return transition.sudo().required_field_ids

    def _is_unset(self, name):
        """Whether a number was never entered: NULL in the database, while 0 counts (HND-13)."""
        if self[name] or not isinstance(self.id, int):  # entered, or not saved yet
            return not self[name]
        self.flush_recordset([name])
        rows = self.env.execute_query(
            SQL("SELECT %s IS NULL FROM rights_case WHERE id = %s", SQL.identifier(name), self.id)
        )
        return rows[0][0]

    def _get_asked_fields(self, transition):
        """Fields that the dialog of a move shows: missing ones first, then the optional ones."""
        missing = [name for name in self._get_missing(transition) if name in self._fields]
        names = []
        for name in missing:
            names += [name, EITHER[name]] if name in EITHER else [name]
        for field in transition.required_field_ids + transition.optional_field_ids:
            if field.technical_name not in names and (
                field in transition.optional_field_ids or not self[field.technical_name]
            ):
                names.append(field.technical_name)
        if transition.needs_basis:
            names.append("move_basis")
        return names

    # -- public entries -------------------------------------------------------------------------

    def action_move(self, transition_id, expected_stage_id, values=None):
        """Make a move with what the dialog filled in: all of it or nothing.

        :param values: changes of fields that the transition asks for, in ``write`` form
        :raise UserError: a stale stage, a missing entry or a missing right, in a sentence
        """
        transition = self.env["rights.case.transition"].browse(transition_id)
        stage = self.env["rights.case.stage"].browse(expected_stage_id)
        values = dict(values or {})
        basis = values.pop("move_basis", None)
        if values:
            self._lock()
            self._check_may_move(transition, stage)
            self._write_asked(transition, values)
        self._move(transition, expected_stage=stage, basis=basis)
        return True

    def board_move(self, stage_to_id, expected_stage_id):
        """What a drag on the board asks for.

        :return: ``{"done": True}``, or the transition and the fields a dialog must ask for
        :raise UserError: no such move, no right, or a stale stage; the card goes back
        """
        self.ensure_one()
        stage = self.env["rights.case.stage"].browse(expected_stage_id)
        self._check_stage(stage)
        transitions = self._transitions().filtered(lambda t: t.stage_to_id.id == stage_to_id)
        if not transitions:
            raise UserError(
                self.env._(
                    "From %(start)s a %(kind)s does not move to %(end)s.",
                    start=stage.name,
                    kind=dict(self._fields["kind"]._description_selection(self.env))[self.kind],
                    end=self.env["rights.case.stage"].browse(stage_to_id).name,
                )
            )
        allowed = transitions.filtered(lambda t: t._get_refusal(self) is None)
        if not allowed:
            raise UserError(transitions[0]._get_refusal(self))
        transition = allowed[0]
        asked = self._get_asked_fields(transition)
        if asked or transition.confirm:
            return {
                "transition_id": transition.id,
                "name": transition.name,
                "confirm": transition.confirm or "",
                "asks": bool(asked),
            }
        self._move(transition, expected_stage=stage)
        return {"done": True}

    # -- the gate -------------------------------------------------------------------------------

    def _check_stage(self, expected_stage):
        for case in self:
            if case.stage_id != expected_stage:
                last = case.sudo().event_ids[-1:]
                raise UserError(
                    self.env._(
                        "%(number)s has moved on: %(user)s brought it to %(stage)s. "
                        "Nothing was changed; look at it again.",
                        number=case.display_name,
                        user=last.user_id.name or self.env._("somebody"),
                        stage=case.stage_id.name,
                    )
                )

    def _check_may_move(self, transition, expected_stage):
        self.check_access("read")
        self._check_stage(expected_stage)
        step = transition.sudo()
        if step.stage_from_id != expected_stage or any(case.kind != step.kind for case in self):
            raise UserError(self.env._("%(move)s does not lead on from here.", move=step.name))
        for case in self:
            refusal = transition._get_refusal(case)
            if refusal:
                raise AccessError(refusal)

    def _write_asked(self, transition, values):
        """Write what the dialog of a move asked for; nothing else passes here."""
        step = transition.sudo()
        names = set((step.required_field_ids | step.optional_field_ids).mapped("technical_name"))
        for case in self:
            refused = set(values).difference(names, case._get_asked_fields(step))
            if refused:
                raise AccessError(
                    self.env._(
                        "This step does not ask for: %(fields)s.", fields=", ".join(sorted(refused))
                    )
                )
        for name, value in values.items():
            self._check_only_adds(name, value)
        # who may make the move may fill what it asks for, even of another unit's case
        self.sudo().write(values)

    def _check_only_adds(self, name, value):
        """A dialog adds follow-ups, visits and the like; what stands in the record stays.

        Parties may be completed as well: their own model keeps what was entered before.
        """
        if self._fields[name].type != "one2many":
            return
        allowed = {fields.Command.CREATE}
        if name == "party_ids":
            allowed.add(fields.Command.UPDATE)
        if any(command[0] not in allowed for command in value):
            raise AccessError(self.env._("A step only adds entries, it does not change old ones."))

    def _move(self, transition, expected_stage, basis=None):
        """Change the stage of these cases: the only code that does (design D4).

        :param transition: ``rights.case.transition`` record
        :param expected_stage: the stage the caller saw; a stale one is told, not overwritten
        :param basis: reason or legal basis for the process record
        :raise UserError: something required is missing, or a case has moved on meanwhile
        """
        self._lock()
        self._check_may_move(transition, expected_stage)
        step = transition.sudo()
        if step.needs_basis and not basis:
            raise UserError(self.env._("%(move)s needs a reason.", move=step.name))
        self._check_complete(step)
        for case, vals in self._get_move_vals(step).items():
            case._gate_write(vals)
        self._append_events(
            [
                {
                    "type": "moved",
                    "transition_id": step.id,
                    "stage_from_id": expected_stage.id,
                    "stage_to_id": step.stage_to_id.id,
                    "basis": basis,
                }
            ]
            * len(self)
        )
        after = getattr(self, f"_after_{step.effect}", None) if step.effect else None
        if after:
            after(step)
        self._deadline_moved(step)
        self._run_reactions(step)

    def _check_complete(self, step):
        sentences = []
        for case in self:
            missing = case._get_missing(step)
            if missing and len(self) > 1:
                sentences.append(f"{case.display_name}:")
            sentences += missing.values()
        if sentences:
            raise ValidationError("\n".join(sentences))

    def _get_move_vals(self, step):
        """{case: guarded values}: the new stage, what the effect adds, and the number at last."""
        effect = f"_effect_{step.effect}"
        vals = {
            case: {
                **(getattr(case, effect)(step) if step.effect and hasattr(case, effect) else {}),
                "stage_id": step.stage_to_id.id,
            }
            for case in self
        }
        if step.stage_to_id.code != "void":
            for case, number in self._assign_numbers().items():
                vals[case]["name"] = number
        return vals

    def _lock(self):
        """Hold the rows until the end of the transaction: of two movers one waits, then is told.

        Under repeatable read the second one fails to update a row that changed meanwhile; Odoo
        runs its request again, and the retried request sees the new stage.
        """
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_case WHERE id = ANY(%s) FOR NO KEY UPDATE", list(self._ids))
        )

    def _gate_write(self, vals):
        self.sudo().with_context(rights_gate=Pass()).write(vals)

    def _run_reactions(self, transition):
        if transition.action_ids:
            transition.action_ids.with_context(
                active_model=self._name, active_id=self.id, active_ids=self.ids
            ).run()

    # -- history (REG-23) -----------------------------------------------------------------------

    @api.model
    def _import_history(self, vals_list):
        """Create cases of the past in the stage they had, without clocks (REG-23).

        :param vals_list: field values; ``stage_code`` (default archived) names the stage
        :return: the cases, numbered, marked as history, and incomplete where something is missing
        """
        stages = {stage.code: stage.id for stage in self.env["rights.case.stage"].sudo().search([])}
        vals_list = [dict(vals) for vals in vals_list]
        stations = self.env["rights.station"].sudo()
        now = fields.Datetime.now()
        wanted = []
        for vals in vals_list:
            code = vals.pop("stage_code", None) or "archived"
            if code not in stages:
                raise UserError(self.env._("There is no stage %(code)s.", code=code))
            received = fields.Datetime.to_datetime(vals.get("received_at")) or now
            vals.update(
                stage_id=stages[code],
                received_at=received,
                registered_at=now,
                registered_by_id=self.env.uid,
                is_history=True,
                is_incomplete=self._is_history_incomplete(vals),
            )
            kind = vals.setdefault("kind", "complaint")
            wanted.append((stations.browse(vals["station_id"]).code, kind, received))
        numbers = self.env["rights.case.number"]._allocate(
            [(unit, self._kind_letter(kind), received) for unit, kind, received in wanted]
        )
        for vals, number in zip(vals_list, numbers, strict=True):
            vals["name"] = number
        cases = self.sudo().with_context(rights_gate=Pass()).create(vals_list).sudo(False)
        cases = cases.with_context(rights_gate=None)
        cases._append_events(
            [
                {
                    "type": "imported",
                    "stage_to_id": vals["stage_id"],
                    "basis": vals.get("external_source"),
                }
                for vals in vals_list
            ]
        )
        return cases

    @api.model
    def _is_history_incomplete(self, vals):
        needed = ("party_ids", "respondent_address", "facts", "request", "category_id")
        return not all(vals.get(name) for name in needed)

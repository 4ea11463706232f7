from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SUPPLY = "TL-40"


class RightsCaseTransition(models.Model):
    _inherit = "rights.case.transition"

    effect = fields.Selection(
        selection_add=[("register_existing", "Registers on the material that exists")],
        ondelete={"register_existing": "set null"},
    )


class RightsCase(models.Model):
    """Is the material complete? One notice names everything missing (REG-06 to REG-08, REG-16)."""

    _inherit = "rights.case"

    material_item_ids = fields.Many2many(
        "rights.material.item", compute="_compute_material_item_ids", string="Required material"
    )
    missing_item_ids = fields.Many2many(
        "rights.material.item",
        "rights_case_missing_item_rel",
        compute="_compute_missing_item_ids",
        store=True,
        readonly=False,
        copy=False,
        string="Missing material",
        help="Tick what is not there; all of it stands in the one notice.",
    )
    is_material_lapsed = fields.Boolean(
        "Time for the material is over",
        compute="_compute_is_material_lapsed",
        search="_search_is_material_lapsed",
    )

    @api.depends("kind", "item_class_id", "category_id", "channel_id", "party_ids.role")
    def _compute_material_item_ids(self):
        items = self.env["rights.material.item"]
        for case in self:
            case.material_item_ids = items.browse(row.id for row in items._of_case(case))

    @api.depends(
        "kind",
        "item_class_id",
        "category_id",
        "channel_id",
        "party_ids.role",
        "evidence_ids.type",
        "evidence_ids.is_void",
    )
    def _compute_missing_item_ids(self):
        for case in self:
            case.missing_item_ids = False if case.is_history else case._get_missing_items()

    def _get_missing_items(self):
        """What was ticked as missing and what is demanded, as far as it was not handed in."""
        self.ensure_one()
        ticked = set(self.missing_item_ids._origin.ids)
        handed = set(self.evidence_ids.filtered(lambda piece: not piece.is_void).mapped("type"))
        return self.env["rights.material.item"].browse(
            row.id
            for row in self.env["rights.material.item"]._of_case(self)
            if (row.is_demanded or row.id in ticked) and row.evidence_type not in handed
        )

    # -- asking, once ---------------------------------------------------------------------------

    def _move(self, transition, expected_stage, basis=None):
        """The step that asks for material takes its list from the ticks, and words besides."""
        if transition.sudo().effect != "register_incomplete":
            return super()._move(transition, expected_stage, basis=basis)
        for case in self:
            wanted = case._get_material_list(basis)
            if not wanted:
                raise UserError(self.env._("Tick or write what the person still has to hand in."))
            super(RightsCase, case)._move(transition, expected_stage, basis=wanted)
        return None

    def _get_material_list(self, words=None):
        """Everything that is missing, one line for each, for the notice (REG-06)."""
        chinese = self.env["res.lang"].sudo()._get_data(code="zh_CN").code or self.env.lang
        names = self.with_context(lang=chinese)._get_missing_items().mapped("name")
        extra = [line.strip() for line in (words or "").splitlines() if line.strip()]
        return "\n".join(dict.fromkeys(names + extra))

    def _make_paper(self, template, basis=None):
        if template.is_once and not basis:
            basis = self._get_material_list() or None
        return super()._make_paper(template, basis=basis)

    def _get_asked_fields(self, transition):
        names = super()._get_asked_fields(transition)
        if transition.effect == "register_incomplete":
            names.insert(0, "missing_item_ids")
        return names

    def _add_move_field(self, group, step, name, required):
        node = super()._add_move_field(group, step, name, required)
        if name == "missing_item_ids":
            node.attrib.pop("required", None)  # it is answered by taking the ticks away as well
            node.set("widget", "many2many_checkboxes")
            node.set("domain", f"[('id', 'in', {self.material_item_ids.ids})]")
        elif name == "move_basis" and step.effect == "register_incomplete":
            node.set("string", self.env._("Besides"))
        return node

    # -- complete, or decided on what there is (REG-08) -----------------------------------------

    def _check_register(self, transition):
        missing = super()._check_register(transition)
        items = self._get_missing_items()
        if items and transition.effect != "register_existing":
            missing["missing_item_ids"] = self.env._(
                "Not handed in yet: %(items)s. Ask for everything in one notice, or take the tick "
                "away once it is here.",
                items=self._enumerate(items.mapped("name")),
            )
        return missing

    def _check_register_existing(self, transition):
        missing = self._check_register(transition)
        if not self.is_material_lapsed:
            # no name of a field, so that no dialog offers to fill it in
            missing["material"] = self.env._(
                "The person still has time to hand in the material. Decide on what there is once "
                "that time is over."
            )
        return missing

    def _effect_register_existing(self, transition):
        return self._effect_register(transition)

    def _compute_is_material_lapsed(self):
        own = Domain("id", "in", self.ids)
        lapsed = self.sudo().search(own & self._search_is_material_lapsed("in", {True}))
        for case in self:
            case.is_material_lapsed = case.id in lapsed._ids

    def _search_is_material_lapsed(self, operator, value):
        if operator != "in":
            return NotImplemented
        over = (
            Domain("code", "=", SUPPLY)
            & Domain("stopped_at", "=", False)
            & Domain("due_at", "<=", fields.Datetime.now())
        )
        clocks = self.env["rights.deadline"].sudo()._search(over)  # a time, no content
        return Domain("stage_code", "=", "pending_material") & Domain(
            "id", "in", clocks.subselect("case_id")
        )

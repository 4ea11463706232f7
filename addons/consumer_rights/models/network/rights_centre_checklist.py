from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ...tools.china_time import china_date


class RightsCentreChecklistItem(models.Model):
    """One standard a centre is built to (ORG-09): eight to begin with, more by the administrator.

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.centre.checklist.item"
    _description = "Standard of a centre"
    _inherit = "rights.configured"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Char("What is looked at", translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class RightsCentreEquipmentKind(models.Model):
    """What a standard centre is equipped with, in the hall and in the offices (ORG-09).

    who                     may
    staff                   read
    business administrator  write
    """

    _name = "rights.centre.equipment.kind"
    _description = "Standard equipment of a centre"
    _inherit = "rights.configured"
    _order = "place, sequence, id"

    name = fields.Char(required=True, translate=True)
    place = fields.Selection(
        [("hall", "Hall"), ("office", "Offices")], "Hall or offices", required=True
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)


class RightsCentreChecklist(models.Model):
    """One assessment of a centre against the standard.

    who                     may
    staff                   read
    head, quality officer   write, if they work at the city centre: nobody vouches for oneself below
    """

    _name = "rights.centre.checklist"
    _description = "Assessment of a centre"
    _inherit = "rights.own.unit"
    _order = "date desc, id desc"

    station_id = fields.Many2one(
        "rights.station",
        "Centre",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("level", "in", ["city_center", "district_center"])],
    )
    date = fields.Date(required=True, default=lambda self: china_date())
    assessor_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self.env.user, ondelete="restrict"
    )
    line_ids = fields.One2many(
        "rights.centre.checklist.line",
        "checklist_id",
        "Items",
        default=lambda self: [
            Command.create({"item_id": item.id})
            for item in self.env["rights.centre.checklist.item"].search([])
        ],
    )
    equipment_ids = fields.One2many(
        "rights.centre.equipment",
        "checklist_id",
        default=lambda self: [
            Command.create({"kind_id": kind.id})
            for kind in self.env["rights.centre.equipment.kind"].search([])
        ],
    )
    is_standardised = fields.Boolean("Standardised", compute="_compute_result", store=True)
    failed_item_ids = fields.Many2many(
        "rights.centre.checklist.item", string="Failed items", compute="_compute_result", store=True
    )
    result = fields.Char(compute="_compute_result_text")

    @api.depends("station_id", "date")
    def _compute_display_name(self):
        for checklist in self:
            checklist.display_name = f"{checklist.station_id.name or ''} {checklist.date or ''}"

    @api.depends("line_ids.result", "line_ids.item_id")
    def _compute_result(self):
        """Standardised only when every item passes; one nobody looked at has not passed."""
        for checklist in self:
            failed = checklist.line_ids.filtered(lambda line: line.result != "pass").item_id
            checklist.failed_item_ids = failed
            checklist.is_standardised = bool(checklist.line_ids) and not failed

    @api.depends("is_standardised", "failed_item_ids")
    def _compute_result_text(self):
        for checklist in self:
            checklist.result = (
                self.env._("Standardised")
                if checklist.is_standardised
                else self.env._(
                    "Not standardised: %(items)s",
                    items=", ".join(checklist.failed_item_ids.mapped("name")),
                )
            )

    @api.constrains("station_id")
    def _check_centre(self):
        for checklist in self:
            if checklist.station_id.level not in ("city_center", "district_center"):
                raise ValidationError(
                    self.env._(
                        "%(unit)s is no centre. Choose the city centre or a district centre.",
                        unit=checklist.station_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        checklists = super().create(vals_list)
        items = self.env["rights.centre.checklist.item"].search([])
        self.env["rights.centre.checklist.line"].create(
            [
                {"checklist_id": checklist.id, "item_id": item.id}
                for checklist in checklists
                for item in items - checklist.line_ids.item_id
            ]
        )
        return checklists


class RightsCentreChecklistLine(models.Model):
    """One standard in one assessment: yes or no, and on what evidence."""

    _name = "rights.centre.checklist.line"
    _description = "Assessed standard"
    _inherit = "rights.own.unit"
    _order = "checklist_id, sequence, id"

    checklist_id = fields.Many2one(
        "rights.centre.checklist", required=True, index=True, ondelete="cascade"
    )
    item_id = fields.Many2one(
        "rights.centre.checklist.item", "Standard", required=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="item_id.sequence", store=True)
    result = fields.Selection([("pass", "Yes"), ("fail", "No")])
    evidence = fields.Text()
    file = fields.Binary("Picture or paper", attachment=True)
    file_name = fields.Char()

    _item_unique = models.UniqueIndex(
        "(checklist_id, item_id)", "This standard is already part of the assessment."
    )

    @api.constrains("result", "evidence", "file")
    def _check_evidence(self):
        for line in self:
            if line.result == "pass" and not (line.evidence or "").strip() and not line.file:
                raise ValidationError(
                    self.env._(
                        "“%(item)s” passes only with evidence. Describe it or attach a picture.",
                        item=line.item_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_standard(self):
        """Leaving an item out is no way to pass."""
        raise UserError(
            self.env._("Every standard stays in the assessment: answer it with yes or no.")
        )


class RightsCentreEquipment(models.Model):
    """What was found of one kind of equipment."""

    _name = "rights.centre.equipment"
    _description = "Equipment found"
    _inherit = "rights.own.unit"
    _order = "checklist_id, place, id"

    checklist_id = fields.Many2one(
        "rights.centre.checklist", required=True, index=True, ondelete="cascade"
    )
    kind_id = fields.Many2one(
        "rights.centre.equipment.kind", "Equipment", required=True, ondelete="restrict"
    )
    place = fields.Selection(related="kind_id.place", store=True)
    quantity = fields.Integer()
    note = fields.Char("State of the equipment")

    _quantity_positive = models.Constraint(
        "CHECK (quantity >= 0)", "The quantity cannot be negative."
    )

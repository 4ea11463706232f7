from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.addons.consumer_rights.tools.flag_search import search_flag
from odoo.exceptions import ValidationError
from odoo.fields import Domain


class RightsFocusList(models.Model):
    """What a period looks at: goods to sample, subjects to supervise, industries to put right,
    areas of enforcement (DIS-08).

    who                                               may
    statistician, dispatcher, division head           write those of the own unit
    staff                                             read those in force, of own units and above

    A list shows on the matters it is about while they are dispatched, and nowhere any more once it
    has expired.
    """

    _name = "rights.focus.list"
    _inherit = ["rights.own.unit"]
    _description = "Focus list"
    _order = "date_to desc, kind, id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [
            ("goods", "Goods for sampling"),
            ("subject", "Supervised subjects"),
            ("industry", "Industries to put right"),
            ("area", "Areas of enforcement"),
        ],
        required=True,
        default="goods",
    )
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
        help="The list is for this unit and those below it.",
    )
    date_from = fields.Date("Valid from", required=True, default=lambda self: china_date())
    date_to = fields.Date("Valid to", required=True, default=lambda self: self._default_date_to())
    basis = fields.Char("Why", help="The report or decision that it follows from.")
    line_ids = fields.One2many("rights.focus.line", "list_id", "Entries", copy=True)
    is_valid = fields.Boolean("In force", compute="_compute_is_valid", search="_search_is_valid")

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A list ends on the day it begins or later."
    )

    @api.model
    def _default_date_to(self):
        days = self.env["rights.network.parameter"]._value("focus_days")
        return fields.Date.add(china_date(), days=days)

    @api.depends("date_from", "date_to")
    def _compute_is_valid(self):
        today = china_date()
        for focus in self:
            focus.is_valid = bool(
                focus.date_from and focus.date_to and focus.date_from <= today <= focus.date_to
            )

    def _search_is_valid(self, operator, value):
        today = china_date()
        valid = Domain("date_from", "<=", today) & Domain("date_to", ">=", today)
        return search_flag(valid, operator, value)

    @api.depends("kind", "date_to")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for focus in self:
            focus.display_name = " ".join(
                filter(None, (labels.get(focus.kind), str(focus.date_to or "")))
            )


class RightsFocusLine(models.Model):
    """One entry of a focus list: a class, a merchant, or a unit's area."""

    _name = "rights.focus.line"
    _description = "Entry of a focus list"
    _order = "list_id, id"

    list_id = fields.Many2one("rights.focus.list", required=True, index=True, ondelete="cascade")
    category_id = fields.Many2one("rights.category", "Class or nature", ondelete="restrict")
    merchant_id = fields.Many2one("rights.merchant", ondelete="restrict")
    station_id = fields.Many2one("rights.station", "Area of the unit", ondelete="restrict")
    note = fields.Char("What to look at")
    hotspot_id = fields.Many2one(
        "rights.hotspot",
        "From the hot spot",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _about_something = models.Constraint(
        "CHECK (category_id IS NOT NULL OR merchant_id IS NOT NULL OR station_id IS NOT NULL)",
        "Name a class, a merchant or an area.",
    )

    @api.depends("category_id", "merchant_id", "station_id")
    def _compute_display_name(self):
        for line in self:
            names = (
                line.category_id.display_name,
                line.merchant_id.display_name,
                line.station_id.name,
            )
            line.display_name = " · ".join(filter(None, names))

    @api.constrains("hotspot_id", "category_id")
    def _check_hotspot(self):
        for line in self:
            if line.hotspot_id and line.hotspot_id.sudo().category_id != line.category_id:
                raise ValidationError(self.env._("The entry is about the class of its hot spot."))

    def _is_about(self, case):
        """All that the entry names is true of a matter."""
        self.ensure_one()
        if self.merchant_id and self.merchant_id != case.respondent_id:
            return False
        if self.station_id and self.station_id not in case.station_id._with_above():
            return False
        classes = case.item_class_id, case.category_id
        path = self.category_id.parent_path
        return not path or any((one.parent_path or "").startswith(path) for one in classes)


class RightsCase(models.Model):
    """Whoever dispatches a matter sees that a focus list names what it is about (DIS-08)."""

    _inherit = "rights.case"

    focus_text = fields.Char("On a focus list", compute="_compute_focus_text")

    @api.depends("item_class_id", "category_id", "respondent_id", "station_id", "stage_id")
    def _compute_focus_text(self):
        # every unit below knows the lists of those above it
        lists = self.env["rights.focus.list"].sudo().search([("is_valid", "=", True)])
        for case in self:
            case_sudo = case.sudo()  # its classes and merchant, which every reader of it sees
            above = case_sudo.station_id._with_above() if lists else lists.station_id
            found = lists.filtered(lambda one, above=above: one.station_id in above).line_ids
            found = found.filtered(lambda line, case=case_sudo: line._is_about(case))
            case.focus_text = not case_sudo.is_closed and "；".join(
                ": ".join(filter(None, (line.list_id.display_name, line.note or line.display_name)))
                for line in found.with_context(lang=self.env.lang)
            )

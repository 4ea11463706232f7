from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.china_time import china_date
from ...tools.flag_search import search_flag


class RightsLiaisonItem(models.Model):
    """Something to settle with another department, a county centre or a village point (LAW-10).

    who                  may
    docking officer      write, own unit
    unit head            read, own unit and below
    """

    _name = "rights.liaison.item"
    _inherit = ["rights.legal.record"]
    _description = "Liaison item"
    _order = "date desc, id desc"
    _rec_name = "topic"

    topic = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today, index=True)
    body_id = fields.Many2one("rights.partner.body", "Other department", ondelete="restrict")
    counterpart_station_id = fields.Many2one(
        "rights.station",
        "Centre or point",
        ondelete="restrict",
        domain="[('id', '!=', station_id)]",
    )
    counterpart = fields.Char(compute="_compute_counterpart")
    content = fields.Text()
    result = fields.Text()
    closed_on = fields.Date("Settled on", readonly=True, copy=False)
    state = fields.Selection(
        [("open", "Open"), ("closed", "Item settled")], compute="_compute_state", store=True
    )
    is_stale = fields.Boolean(
        "Open too long", compute="_compute_is_stale", search="_search_is_stale"
    )

    _one_counterpart = models.Constraint(
        "CHECK ((body_id IS NULL) <> (counterpart_station_id IS NULL))",
        "Choose the department, or the centre or point: one of them.",
    )
    _open_by_date = models.Index("(station_id, date) WHERE closed_on IS NULL")

    @api.depends("body_id", "counterpart_station_id")
    def _compute_counterpart(self):
        for item in self:
            item.counterpart = item.body_id.name or item.counterpart_station_id.name

    @api.depends("closed_on")
    def _compute_state(self):
        for item in self:
            item.state = "closed" if item.closed_on else "open"

    @api.depends("closed_on", "date")
    def _compute_is_stale(self):
        for item in self:
            item.is_stale = bool(item.date) and not item.closed_on and item.date < self._stale_day()

    def _search_is_stale(self, operator, value):
        stale = Domain("closed_on", "=", False) & Domain("date", "<", self._stale_day())
        return search_flag(stale, operator, value)

    @api.model
    def _stale_day(self):
        days = self.env["rights.network.parameter"]._value("liaison_open_days")
        return china_date() - timedelta(days=days)

    def write(self, vals):
        if not self.env.su and any(item.closed_on for item in self):
            raise UserError(self.env._("A settled item stays as it is. Open another one."))
        return super().write(vals)

    def action_close(self):
        self.check_access("write")
        for item in self:
            if item.closed_on:
                raise UserError(self.env._("This item is settled already."))
            if not (item.result or "").strip():
                raise UserError(self.env._("Write down the result first."))
        self.sudo().closed_on = china_date()  # checked above
        return True

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.flag_search import search_flag


class RightsSatisfaction(models.Model):
    """Satisfaction by unit and month: counts and a rate, no case and no person (RPL-07, RPL-11).

    who                                             may
    head, dispatcher, quality, statistician,        read, own unit and below
    follow-up

    The rate is (satisfied + basically satisfied) of all who were reached, in percent with two
    decimals, over whatever the figures are grouped by; the unreachable are left out (RPL-10).
    """

    _name = "rights.satisfaction"
    _description = "Satisfaction"
    _auto = False
    _order = "month desc, station_id, purpose"
    _rec_name = "station_id"
    _depends = {
        "rights.followup": ["station_id", "at", "purpose", "state", "sat_overall"],
    }

    station_id = fields.Many2one("rights.station", "Unit", readonly=True)
    month = fields.Date(readonly=True)
    purpose = fields.Selection(
        [("service", "Service follow-up"), ("sample", "Assessment call")], readonly=True
    )
    reached = fields.Integer(readonly=True)
    satisfied = fields.Integer(readonly=True)
    basic = fields.Integer("Basically satisfied", readonly=True)
    dissatisfied = fields.Integer(readonly=True)
    unreachable = fields.Integer(readonly=True)
    rate = fields.Float("Satisfaction in percent", digits=(5, 2), aggregator="avg", readonly=True)
    target = fields.Integer("Target in percent", compute="_compute_target")
    is_below = fields.Boolean("Below target", compute="_compute_target", search="_search_is_below")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT min(id) AS id, station_id, purpose,
                   date_trunc('month', at AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')::date
                       AS month,
                   count(*) FILTER (WHERE state = 'done') AS reached,
                   count(*) FILTER (WHERE sat_overall = 'satisfied' AND state = 'done')
                       AS satisfied,
                   count(*) FILTER (WHERE sat_overall = 'basic' AND state = 'done') AS basic,
                   count(*) FILTER (WHERE sat_overall = 'dissatisfied' AND state = 'done')
                       AS dissatisfied,
                   count(*) FILTER (WHERE state = 'unreachable') AS unreachable,
                   round(100.0 * count(*) FILTER (WHERE state = 'done'
                                                    AND sat_overall IN ('satisfied', 'basic'))
                       / nullif(count(*) FILTER (WHERE state = 'done'), 0), 2) AS rate
              FROM rights_followup
             WHERE state <> 'open' AND station_id IS NOT NULL AND at IS NOT NULL
             GROUP BY station_id, purpose,
                   date_trunc('month', at AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai')
            """
        )

    def _read_group_select(self, aggregate_spec, query):
        """The rate of a group is counted from its people, not averaged from its rows."""
        if aggregate_spec != "rate:avg":
            return super()._read_group_select(aggregate_spec, query)
        reached, good, basic = (
            self._field_to_sql(self._table, name, query)
            for name in ("reached", "satisfied", "basic")
        )
        return SQL("round(100.0 * sum(%s + %s) / nullif(sum(%s), 0), 2)", good, basic, reached)

    @api.depends("rate", "reached")
    def _compute_target(self):
        target = self.env["rights.network.parameter"]._value("satisfaction_target")
        for figure in self:
            figure.target = target
            figure.is_below = bool(figure.reached) and figure.rate < target

    def _search_is_below(self, operator, value):
        target = self.env["rights.network.parameter"]._value("satisfaction_target")
        below = Domain("reached", ">", 0) & Domain("rate", "<", target)
        return search_flag(below, operator, value)

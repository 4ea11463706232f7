from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.china_time import china_date
from .rights_outbound_item import OPEN

NAMED = 50


class RightsOutboundTally(models.Model):
    """The numbers of one sender on one day, and what does not add up (INT-20).

    who                 may
    dispatcher, head    read
    """

    _name = "rights.outbound.tally"
    _description = "Daily reconciliation"
    _order = "day desc, channel_id"
    _rec_name = "day"

    day = fields.Date(required=True, readonly=True)
    channel_id = fields.Many2one(
        "rights.channel", "Sender", required=True, readonly=True, ondelete="restrict"
    )
    case_count = fields.Integer("Matters", readonly=True)
    due_count = fields.Integer("Waits to be sent", readonly=True)
    exported_count = fields.Integer("Exported", readonly=True)
    sent_count = fields.Integer("Sent off", readonly=True)
    confirmed_count = fields.Integer("Confirmed", readonly=True)
    rejected_count = fields.Integer("Rejected", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True)
    unnumbered_count = fields.Integer("Without a number", readonly=True)
    silent_count = fields.Integer("Closed without a last word", readonly=True)
    gaps = fields.Text("Numbers to look at", readonly=True)

    _day_unique = models.Constraint("UNIQUE (day, channel_id)", "This day is reconciled.")

    @api.model
    def _cron_reconcile(self):
        """Count each sender once a day; a second run of a day counts it anew."""
        channels = self.env["rights.channel"].search([("has_way_back", "=", True)])
        for channel in channels:
            vals = self._count(channel)
            tally = self.search([("day", "=", vals["day"]), ("channel_id", "=", channel.id)])
            if tally:
                tally.write(vals)
            else:
                self.create(vals)

    @api.model
    def _count(self, channel):
        items = self.env["rights.outbound.item"]
        of_channel = Domain("channel_id", "=", channel.id)
        counts = dict(items._read_group(of_channel, ["state"], ["__count"]))
        overdue = items.search(of_channel & Domain("is_overdue", "=", True), limit=NAMED)
        unnumbered = self._find_unnumbered(channel)
        silent = self._find_silent(channel)
        return {
            "day": china_date(),
            "channel_id": channel.id,
            "case_count": self.env["rights.case"].search_count(self._cases_of(channel)),
            **{f"{state}_count": counts.get(state, 0) for state in (*OPEN, "confirmed")},
            "overdue_count": items.search_count(of_channel & Domain("is_overdue", "=", True)),
            "unnumbered_count": len(unnumbered),
            "silent_count": len(silent),
            "gaps": "\n".join(
                line
                for line in (
                    self._gap(self.env._("Not confirmed in time"), overdue.case_id),
                    self._gap(self.env._("Without a number of the sender"), unnumbered),
                    self._gap(self.env._("Closed without a last word"), silent),
                )
                if line
            )
            or False,
        }

    @api.model
    def _cases_of(self, channel):
        return (
            Domain("channel_id", "=", channel.id)
            & Domain("registered_at", "!=", False)
            & Domain("is_history", "=", False)
        )

    @api.model
    def _find_unnumbered(self, channel):
        return self.env["rights.case"].search(
            self._cases_of(channel) & Domain("external_number", "=", False)
        )

    @api.model
    def _find_silent(self, channel):
        """Closed cases of which nothing final ever became due: a way that makes no item."""
        self.env["rights.outbound.item"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT id FROM rights_case c
                 WHERE channel_id = %s AND is_closed AND is_history IS NOT TRUE
                   AND registered_at IS NOT NULL
                   AND NOT EXISTS (SELECT FROM rights_outbound_item item
                                    WHERE item.case_id = c.id AND item.is_last)
                """,
                channel.id,
            )
        )
        return self.env["rights.case"].browse([row[0] for row in rows])

    @api.model
    def _gap(self, label, cases):
        if not cases:
            return None
        numbers = ", ".join(case.name for case in cases[:NAMED])
        return self.env._("%(what)s: %(numbers)s", what=label, numbers=numbers)

from statistics import fmean

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date, china_naive


class RightsQueueCounter(models.Model):
    """How far the numbers of a unit's hall have run today."""

    _name = "rights.queue.counter"
    _inherit = "rights.number.counter"
    _description = "Counter of the hall's numbers"

    def _compute_void_numbers(self):
        self.void_numbers = False  # a number of the hall is not accounted for

    @api.model
    def _next(self, station, day):
        prefix = f"{station.code} {day:%Y%m%d}"
        return self._take({prefix: 1})[prefix]


class RightsQueueTicket(models.Model):
    """A visitor's number in the hall: taken, called to a counter, served (INT-12, SEC-10).

    who                       may
    reception, office,        give numbers, call, register the visit, at the own unit
    stations
    others                    nothing

    It holds nothing of the person. The hall's screen shows number and counter.
    """

    _name = "rights.queue.ticket"
    _description = "Number in the hall"
    _order = "day desc, number desc"
    _rec_name = "number"

    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict", readonly=True
    )
    day = fields.Date(required=True, readonly=True)
    number = fields.Integer(required=True, readonly=True, aggregator=None)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("called", "At the counter"),
            ("served", "Served"),
            ("absent", "Did not come"),
        ],
        required=True,
        default="waiting",
        readonly=True,
    )
    counter = fields.Char(readonly=True)
    taken_at = fields.Datetime("Taken", required=True, readonly=True)
    called_at = fields.Datetime("Called", readonly=True)
    done_at = fields.Datetime("Done", readonly=True)
    receptionist_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    case_ids = fields.One2many("rights.case", "ticket_id", "Matters", readonly=True)
    minutes_waited = fields.Integer(
        "Minutes waited", compute="_compute_minutes_waited", store=True, aggregator="avg"
    )

    _number_unique = models.Constraint(
        "UNIQUE (station_id, day, number)", "This number was given today."
    )
    _today = models.Index("(station_id, day, state)")

    @api.depends("taken_at", "called_at")
    def _compute_minutes_waited(self):
        for ticket in self:
            waited = ticket.called_at and (ticket.called_at - ticket.taken_at).total_seconds()
            ticket.minutes_waited = round((waited or 0) / 60)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Numbers are given by the reception's page."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("Numbers are called by the reception's page."))
        return super().write(vals)

    # -- the desk (one call each) -----------------------------------------------------------

    @api.model
    def _own_hall(self):
        station = self.env.user.rights_station_ids[:1]
        if not station:
            raise UserError(self.env._("You have no post at a unit today."))
        return station

    @api.model
    def _of_today(self):
        return self.search(
            [("station_id", "=", self._own_hall().id), ("day", "=", china_date())], order="number"
        )

    @api.model
    def desk(self):
        """What the reception sees of its hall now."""
        self.check_access("read")
        today = self._of_today()
        waiting = today.filtered(lambda ticket: ticket.state == "waiting")
        called = today.filtered("called_at")
        mine = self._at_my_counter()
        return {
            "station": self._own_hall().name,
            "hall": f"/rights/hall/{self._own_hall().code}",
            "current": mine.number or False,
            "counter": mine.counter or "",
            "waiting": waiting.mapped("number"),
            "served": len(today.filtered(lambda ticket: ticket.state == "served")),
            "absent": len(today.filtered(lambda ticket: ticket.state == "absent")),
            "given": len(today),
            "average": round(fmean(called.mapped("minutes_waited"))) if called else 0,
            "longest": max(called.mapped("minutes_waited"), default=0),
        }

    @api.model
    def _at_my_counter(self):
        return self.search(
            [
                ("receptionist_id", "=", self.env.uid),
                ("day", "=", china_date()),
                ("state", "=", "called"),
            ],
            order="called_at desc",
            limit=1,
        )

    @api.model
    def take_number(self):
        """Give the next visitor a number."""
        self.check_access("create")
        station, day = self._own_hall(), china_date()
        ticket = self.sudo().create(  # the number is the counter's, not the client's
            {
                "station_id": station.id,
                "day": day,
                "number": self.env["rights.queue.counter"].sudo()._next(station, day),
                "taken_at": fields.Datetime.now(),
            }
        )
        return ticket.number

    @api.model
    def call_next(self, counter):
        """Call the visitor who waits longest; who was at this counter has been served."""
        self.check_access("write")
        counter = (counter or "").strip()
        if not counter:
            raise UserError(self.env._("Enter the number of your counter first."))
        self._at_my_counter()._finish("served")
        waiting = self._of_today().filtered(lambda ticket: ticket.state == "waiting")
        # of two counters each gets another visitor
        ticket = waiting.sudo().try_lock_for_update(limit=1)
        ticket.write(
            {
                "state": "called",
                "counter": counter[:20],
                "called_at": fields.Datetime.now(),
                "receptionist_id": self.env.uid,
            }
        )
        return ticket.number or False

    @api.model
    def finish(self, absent=False):
        """The visitor at my counter has gone, or never came."""
        self.check_access("write")
        self._at_my_counter()._finish("absent" if absent else "served")
        return True

    def _finish(self, state):
        # the one at the user's own counter
        self.sudo().write({"state": state, "done_at": fields.Datetime.now()})

    @api.model
    def register_visit(self):
        """The form of a new matter of the visitor at my counter."""
        ticket = self._at_my_counter()
        if not ticket:
            raise UserError(self.env._("Nobody is at your counter. Call the next number."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.case",
            "name": self.env._("Visitor %(number)s", number=ticket.number),
            "views": [(False, "form")],
            "context": {
                "default_kind": "complaint",
                "default_channel_id": self.env.ref("consumer_rights.channel_visit").id,
                "default_ticket_id": ticket.id,
                "default_received_at": fields.Datetime.to_string(ticket.taken_at),
            },
        }

    # -- the hall's screen (SEC-10) -----------------------------------------------------------

    @api.model
    def _screen(self, code):
        """What the hall sees: numbers and counters. None for a unit that is not there."""
        station_sudo = self.env["rights.station"].sudo().search([("code", "=", code)], limit=1)
        if not station_sudo:
            return None
        today = self.sudo().search(  # numbers tell nothing of a person
            [("station_id", "=", station_sudo.id), ("day", "=", china_date())]
        )
        called = today.filtered(lambda ticket: ticket.state == "called").sorted("called_at")
        return {
            "station": station_sudo.name,
            "called": [(ticket.number, ticket.counter) for ticket in reversed(called)],
            "waiting": len(today.filtered(lambda ticket: ticket.state == "waiting")),
            "clock": china_naive(fields.Datetime.now()).strftime("%H:%M"),
        }


class RightsCase(models.Model):
    _inherit = "rights.case"

    ticket_id = fields.Many2one(
        "rights.queue.ticket", "Number in the hall", index="btree_not_null", copy=False
    )

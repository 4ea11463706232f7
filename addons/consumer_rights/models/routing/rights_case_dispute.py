import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools import failure

_logger = logging.getLogger(__name__)
GROUP = "consumer_rights.consumer_rights_group_"


class RightsCaseDispute(models.Model):
    """Two units claim or deny power over a case (TRI-13, TL-47).

    They have seven working days to agree; then the dispute goes to their common superior, which
    designates. Meanwhile the unit that has the case remains responsible (TRI-11).
    """

    _name = "rights.case.dispute"
    _inherit = ["rights.case.part"]
    _description = "Jurisdiction dispute"
    _order = "case_id, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    station_id = fields.Many2one("rights.station", "Raised by", required=True, ondelete="restrict")
    other_station_id = fields.Many2one(
        "rights.station", "Other unit", required=True, ondelete="restrict"
    )
    superior_id = fields.Many2one(
        "rights.station", "Common superior", required=True, ondelete="restrict", index=True
    )
    claim = fields.Selection(
        [("claims", "Both claim power"), ("denies", "Both deny power")],
        "Kind of dispute",
        required=True,
    )
    reason = fields.Char(required=True)
    raised_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    raised_at = fields.Datetime(required=True)
    due_at = fields.Datetime("Agree until")
    state = fields.Selection(
        [
            ("open", "Units negotiate"),
            ("escalated", "With the common superior"),
            ("agreed", "Agreed"),
            ("designated", "Designated"),
        ],
        required=True,
        default="open",
        index=True,
    )
    escalated_at = fields.Datetime()
    date_escalate_attempt = fields.Datetime(copy=False)
    decided_station_id = fields.Many2one("rights.station", "Unit decided", ondelete="restrict")
    decided_by_id = fields.Many2one("res.users", ondelete="restrict")
    decided_at = fields.Datetime()
    basis = fields.Char("Agreement or designation")

    _one_open = models.UniqueIndex(
        "(case_id) WHERE state IN ('open', 'escalated')", "This case is in dispute already."
    )
    _two_units = models.Constraint(
        "CHECK (station_id <> other_station_id)", "A dispute is between two units."
    )

    # -- how it ends -----------------------------------------------------------------------------

    def _agree(self, station, basis):
        """The units agreed which of them has power; the case goes there."""
        self.ensure_one()
        self._check_open(("open", "escalated"))
        sides = self.sudo().station_id | self.sudo().other_station_id
        self._check_actor(sides, ("dispatcher", "division_head", "handler"))
        self._check_choice(station, sides, basis)
        self._decide("agreed", station, basis)
        return True

    def _name_unit(self, station, basis):
        """The common superior names the unit, once the units did not agree in time."""
        self.ensure_one()
        self._check_open(("open", "escalated"))
        self._check_actor(self.sudo().superior_id, ("dispatcher", "division_head"))
        if self.state == "open":
            raise UserError(
                self.env._(
                    "The units may negotiate for seven working days. The dispute comes to you by"
                    " itself when they have not agreed."
                )
            )
        below = self.sudo().superior_id._with_below()
        self._check_choice(station, below, basis)
        self._decide("designated", station, basis)
        return True

    def _check_open(self, states):
        self.check_access("read")
        self.case_id._lock()
        self.invalidate_recordset(["state"])
        if self.state not in states:
            raise UserError(self.env._("This dispute is decided already."))

    def _check_actor(self, stations, roles):
        user = self.env.user
        if not (user.rights_station_ids & stations) or not any(
            user.has_group(GROUP + role) for role in roles
        ):
            raise AccessError(
                self.env._("This is for: %(units)s.", units=", ".join(stations.mapped("name")))
            )

    def _check_choice(self, station, stations, basis):
        if station.sudo() not in stations:
            raise UserError(
                self.env._("Choose one of: %(units)s.", units=", ".join(stations.mapped("name")))
            )
        if not (basis or "").strip():
            raise UserError(self.env._("Enter the agreement or the grounds."))

    def _decide(self, state, station, basis):
        self.sudo().write(  # who may decide was checked
            {
                "state": state,
                "decided_station_id": station.id,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
                "basis": basis,
            }
        )
        case = self.case_id
        case._deadline_event("dispute_agreed")
        case._note_dispute(
            self.env._("%(unit)s has power: %(basis)s", unit=station.sudo().name, basis=basis)
        )
        if station != case.sudo().station_id:
            case.sudo()._designate(station.sudo(), self.sudo().superior_id, basis)

    # -- to the common superior ------------------------------------------------------------------

    @api.model
    def _cron_escalate(self, batch_size=100):
        """Disputes that were not settled in time go to the common superior (TRI-13, TL-47)."""
        domain = Domain("state", "=", "open") & Domain("due_at", "<=", fields.Datetime.now())
        # a failed one goes to the back, so it cannot starve the rest
        for dispute in self.env["ir.cron"]._in_turn(
            self, domain, batch_size, "date_escalate_attempt nulls first, id"
        ):
            dispute.date_escalate_attempt = fields.Datetime.now()
            try:
                with self.env.cr.savepoint():
                    dispute._escalate()
            except UserError as error:
                _logger.warning(
                    "Dispute id %s was not escalated\n%s", dispute.id, failure.trace(error)
                )

    def _escalate(self):
        self.write({"state": "escalated", "escalated_at": fields.Datetime.now()})
        self.case_id._note_dispute(
            self.env._("Goes to the common superior %(unit)s", unit=self.superior_id.name)
        )


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[("dispute", "Jurisdiction dispute")],
        ondelete={"dispute": lambda events: None},
    )


class RightsCase(models.Model):
    _inherit = "rights.case"

    dispute_ids = fields.One2many("rights.case.dispute", "case_id", "Disputes", copy=False)

    def _open_dispute(self):
        return self.sudo().dispute_ids.filtered(lambda row: row.state in ("open", "escalated"))

    def _raise_dispute(self, other, claim, reason):
        """A unit that has or had the case says that power lies elsewhere, or with it.

        :param other: ``rights.station`` record of the unit it is in dispute with
        :param claim: ``claims`` or ``denies``
        """
        self.ensure_one()
        own = self._check_may_dispute(reason)
        superior = own._common_superior(other.sudo())
        if not superior or other.sudo() in own._with_above() or own in other.sudo()._with_above():
            raise UserError(self.env._("A dispute is with a unit beside %(unit)s.", unit=own.name))
        disputes_sudo = self.env["rights.case.dispute"].sudo()  # who may was checked
        dispute = disputes_sudo.create(
            {
                "case_id": self.id,
                "station_id": own.id,
                "other_station_id": other.id,
                "superior_id": superior.id,
                "claim": claim,
                "reason": reason.strip(),
                "raised_by_id": self.env.uid,
                "raised_at": fields.Datetime.now(),
            }
        )
        self._note_dispute(
            self.env._(
                "%(unit)s and %(other)s: %(reason)s",
                unit=own.name,
                other=other.sudo().name,
                reason=reason,
            )
        )
        self._deadline_event("dispute_raised")
        clock = self.sudo().deadline_ids.filtered(
            lambda clock: clock.code == "TL-47" and not clock.stopped_at
        )
        dispute.due_at = clock[-1:].due_at
        # the other unit must be able to read what it is asked about (SEC-01)
        self._gate_write(
            {
                "chain_station_ids": [fields.Command.link(other.id)],
                "handled_station_ids": [fields.Command.link(other.id)],
            }
        )
        return True

    def _check_may_dispute(self, reason):
        """The unit of the current user that raises the dispute."""
        self.check_access("read")
        self._lock()
        user, case_sudo = self.env.user, self.sudo()
        own = (case_sudo.station_id & user.rights_station_ids) or (
            case_sudo.handled_station_ids & user.rights_station_ids
        )[:1]
        if not own or not any(
            user.has_group(GROUP + role) for role in ("dispatcher", "division_head", "handler")
        ):
            raise AccessError(self.env._("A unit that has or had the case raises a dispute."))
        if case_sudo.stage_code not in ("dispatched", "handling"):
            raise UserError(self.env._("A dispute is raised about a case that was sent to a unit."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why power lies elsewhere."))
        return own.sudo()

    def _note_dispute(self, words):
        self._append_events([{"type": "dispute", "basis": words}])

    def _designate(self, station, superior, basis):
        """Send the case from the common superior to the unit that was decided on."""
        if self.stage_code == "dispatched":
            hop = self._open_dispatch()
            hop.superseded_at = fields.Datetime.now()
            hop.flush_recordset()
            self._gate_write(self._designated_vals(station, superior))
            self._deadline_event("dispatch_returned")
            self._deadline_event("dispatch_sent")
            self._deadline_follow()
            return
        step = self._transitions().filtered(lambda step: step.effect == "designate")[:1]
        if not step:
            raise UserError(
                self.env._("From %(stage)s a case is not designated.", stage=self.stage_id.name)
            )
        case = self.with_context(rights_designated=(station.id, superior.id))
        # nobody makes this step by hand: who may decide the dispute was checked
        case._move(step.sudo(), expected_stage=self.stage_id, basis=basis)

    def _effect_designate(self, transition):
        station, superior = self.env["rights.station"].browse(self.env.context["rights_designated"])
        return self._designated_vals(station, superior)

    def _designated_vals(self, station, superior):
        now = fields.Datetime.now()
        self.env["rights.case.dispatch"].sudo().create(
            {
                "case_id": self.id,
                "station_from_id": superior.id,
                "station_to_id": station.id,
                "sent_at": now,
                "sent_by_id": self.env.uid,
                "due_date": self._usual_due_date(),
            }
        )
        return self._station_vals(station) | {"user_id": False}

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        if transition.sudo().effect in ("dispatch", "conclude") and self._open_dispute():
            # no name of a field, so that no dialog offers to fill it in
            missing["dispute"] = self.env._(
                "Jurisdiction over this case is in dispute. It goes on when that is decided."
            )
        return missing


class RightsStation(models.Model):
    _inherit = "rights.station"

    def _common_superior(self, other):
        """The lowest unit above both; none when they are in different networks."""
        shared = (self.parent_id._with_above() if self.parent_id else self.browse()) & (
            other.parent_id._with_above() if other.parent_id else other.browse()
        )
        return shared.sorted(lambda unit: unit.parent_path.count("/"))[-1:]

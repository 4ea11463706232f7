from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...clock import choose
from ...tools.china_time import china_date
from .rights_deadline import due_text


class RightsDeadlineOwner(models.AbstractModel):
    """What is no case and has clocks of its own: a call-back, an outage, a roster (LIM-01).

    A model that inherits it has a ``station_id``; a ``user_id`` is the person of the clock. Who
    reads the record reads its clocks and breaches.
    """

    _name = "rights.deadline.owner"
    _description = "Owner of clocks"

    clock_ids = fields.One2many(
        "rights.deadline",
        "res_id",
        "Deadlines",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
    )
    due_at = fields.Datetime("Due moment", readonly=True, copy=False)
    warn_at = fields.Datetime("Warns from", readonly=True, copy=False)
    due_text = fields.Char("Due until", compute="_compute_due_text")

    @api.depends("due_at")
    def _compute_due_text(self):
        for owner in self:
            owner.due_text = due_text(owner.due_at)

    def _clock_event(self, code, at=None):
        """Something happened to these records: start and stop the clocks that wait for it.

        :param code: code of a ``rights.deadline.event``
        :param at: when it happened (naive UTC); now when omitted
        """
        book = self.env["rights.deadline.policy"]._book()
        event, _moment = book.events[code]
        at = at or fields.Datetime.now()
        clocks = self.env["rights.deadline"].sudo()  # written by the clockwork alone
        running = self.sudo().clock_ids.filtered(lambda clock: not clock.stopped_at)
        versions = book.started_by.get(event, {}).values()
        limits = [limit for limit in (choose(rows, china_date(at)) for rows in versions) if limit]
        begun = {(clock.res_id, clock.code) for clock in running}
        clocks.create(
            [
                owner._clock_vals(limit, at)
                for owner in self.sudo()
                for limit in limits
                if (owner.id, limit.code) not in begun and owner._has_limit(limit)
            ]
        )
        clocks._stop(
            {clock.id: "met" for clock in running if clock.snapshot["stop"] == event}
            | {clock.id: "exempt" for clock in running if event in clock.snapshot["exempt"]},
            at,
        )
        self._clock_refresh()

    def _has_limit(self, limit):
        """Whether a limit that an event starts is about this record: a month that ends starts those
        of every monthly paper."""
        return True

    def _clock_vals(self, limit, at):
        clocks = self.env["rights.deadline"]
        return {
            "res_model": self._name,
            "res_id": self.id,
            "cycle_no": len(self.clock_ids.filtered(lambda clock: clock.code == limit.code)) + 1,
            "station_id": self.station_id.id,
            "user_id": self.user_id.id if "user_id" in self._fields else False,
            "policy_id": limit.id,
            "code": limit.code,
            "kind": limit.terms.kind,
            "snapshot": limit.snapshot,
            "is_reminder": limit.snapshot["reminder"],
            "start_at": at,
            **clocks._reckoned(limit.terms, at),
        }

    def _get_clock_pauses(self):
        """[(reason code, first day, day of resumption or None)] of this record (LIM-08).

        A clock stops for those whose reason its limit allows.
        """
        return []

    def _clock_refresh(self):
        """Store the nearest running clock, so that lists sort and filter by an index."""
        self.invalidate_recordset(["clock_ids"])

        def nearest(owner):
            running = owner.clock_ids.filtered(lambda clock: not clock.stopped_at and clock.due_at)
            clock = running.sorted("due_at")[:1]
            return clock.due_at, clock.warn_at

        # those of one moment share their dates and are written together
        for (due_at, warn_at), owners in self.sudo().grouped(nearest).items():
            owners.write({"due_at": due_at, "warn_at": warn_at})

    def _clock_state(self):
        """Colour of the nearest running clock at this moment; False when none runs."""
        now = fields.Datetime.now()
        return bool(self.due_at) and self.env["rights.deadline"]._state_at(
            now, self.due_at, self.warn_at
        )


class RightsDeadline(models.Model):
    _inherit = "rights.deadline"

    @api.model
    def _get_readable_domain(self):
        return super()._get_readable_domain() | self._get_owned_domain()

    def _get_owner_pauses(self):
        """What holds this clock of an owner that is no case."""
        owner_sudo = self.env[self.res_model].sudo().browse(self.res_id)  # dates of the clockwork
        allowed = self._terms().pause_reasons
        return [pause for pause in owner_sudo._get_clock_pauses() if pause[0] in allowed]

    def _pauses(self):
        if not self.res_model:
            return super()._pauses()
        return [(first, resumed) for _reason, first, resumed in self._get_owner_pauses()]

    def _get_pause_names(self):
        if not self.res_model:
            return super()._get_pause_names()
        codes = [reason for reason, _first, _resumed in self._get_owner_pauses()]
        reasons = self.env["rights.deadline.pause.reason"].with_context(active_test=False)
        named = reasons.sudo().search([("code", "in", codes)]).grouped("code")
        return [named[code].name for code in codes]

    @api.model
    def _rebase(self, notice, first, last, since=None):
        """A new notice moves these clocks too; their owners follow, set-based (LIM-07)."""
        moved = super()._rebase(notice, first, last, since=since)
        for model in self._get_owner_models():
            self.env.execute_query(
                SQL(
                    """
                    UPDATE %s AS owner SET due_at = clock.due_at, warn_at = clock.warn_at
                      FROM rights_deadline clock
                     WHERE clock.res_model = %s AND clock.res_id = owner.id
                       AND clock.stopped_at IS NULL
                       AND owner.due_at IS DISTINCT FROM clock.due_at
                    RETURNING owner.id
                    """,
                    SQL.identifier(model._table),
                    model._name,
                )
            )
            model.invalidate_model(["due_at", "warn_at"])
        return moved


class RightsDeadlineBreach(models.Model):
    _inherit = "rights.deadline.breach"

    def _get_clock(self):
        return self.deadline_id

    @api.model
    def _get_readable_domain(self):
        owned = self.env["rights.deadline"]._get_owned_domain()
        return super()._get_readable_domain() | Domain("deadline_id", "any!", owned)

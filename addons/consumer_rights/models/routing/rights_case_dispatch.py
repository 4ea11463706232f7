from odoo import fields, models


class RightsCaseDispatch(models.Model):
    """A hop keeps what was proposed, why, and why another unit was chosen (TRI-04, TRI-11)."""

    _inherit = "rights.case.dispatch"

    proposed_station_id = fields.Many2one("rights.station", "Proposed", ondelete="restrict")
    proposal_why = fields.Text("Why proposed")
    route_reason_id = fields.Many2one("rights.routing.reason", "Why elsewhere", ondelete="restrict")
    division_id = fields.Many2one("rights.division", "Division that answers", ondelete="restrict")
    due_date = fields.Date("To be done by")
    superseded_at = fields.Datetime(
        help="Another unit was designated before this one confirmed receipt (TRI-13)."
    )

    _one_open = models.UniqueIndex(
        "(case_id) WHERE received_at IS NULL AND returned_at IS NULL AND superseded_at IS NULL",
        "This case is on its way to a unit already.",
    )
    _ends_once = models.Constraint(
        "CHECK (num_nonnulls(received_at, returned_at, superseded_at) <= 1)",
        "A dispatch is received, returned or superseded, only one of them.",
    )
    _in_time_order = models.Constraint(
        "CHECK (sent_at <= coalesce(received_at, returned_at, superseded_at, sent_at))",
        "A dispatch cannot end before it was sent.",
    )


class RightsCase(models.Model):
    _inherit = "rights.case"

    def _open_dispatch(self):
        return super()._open_dispatch().filtered(lambda row: not row.superseded_at)

    def _get_responsibility(self):
        """[(unit, from, to)] of the one responsible unit at every moment (TRI-11).

        Sending makes the receiver responsible, returning the sender; so the end of one is the
        beginning of the next. ``to`` is None for the unit that has it now.
        """
        self.ensure_one()
        case = self.sudo()
        changes = []
        for hop in case.dispatch_ids.sorted(lambda hop: (hop.sent_at, hop.id)):
            changes.append((hop.sent_at, hop.id, hop.station_to_id))
            if hop.returned_at:
                changes.append((hop.returned_at, hop.id, hop.station_from_id))
        changes.sort(key=lambda change: change[:2])
        first = case.dispatch_ids.sorted(lambda hop: (hop.sent_at, hop.id))[:1].station_from_id
        chain = [(first or case.station_id, case.registered_at or case.received_at, None)]
        for at, _hop, unit in changes:
            previous, since, _open = chain.pop()
            chain += [(previous, since, at), (unit, at, None)]
        return chain

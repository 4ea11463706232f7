from odoo import api, fields, models


class RightsCase(models.Model):
    """Sending a case: what the dialog asks, and what the hop keeps (TRI-01, TRI-04, TRI-18)."""

    _inherit = "rights.case"

    dispatch_due_date = fields.Date(
        "To be done by",
        compute="_compute_dispatch_due_date",
        store=True,
        readonly=False,
        copy=False,
        help="The deadline on the assignment form.",
    )

    @api.depends("stage_id", "promised_date")
    def _compute_dispatch_due_date(self):
        for case in self:
            case.dispatch_due_date = case._waits_for_dispatch() and case._usual_due_date()

    def _usual_due_date(self):
        if self.promised_date:
            return self.promised_date
        code = "TL-14" if self.kind == "report" else "TL-12"
        start = self.accepted_at or self.cycle_started_at or self.received_at
        return self.env["rights.deadline.policy"]._due_day(code, start)

    # -- what it asks ----------------------------------------------------------------------------

    def _get_asked_fields(self, transition):
        """The dispatcher sees the proposal, its grade and its date, and may change each."""
        names = super()._get_asked_fields(transition)
        if transition.effect == "dispatch":
            first = ["dispatch_to_id", "route_reason_id", "complexity", "dispatch_due_date"]
            names = [*first, *(name for name in names if name not in first)]
        return names

    def _get_move_notes(self, transition):
        notes = super()._get_move_notes(transition)
        if transition.effect == "dispatch":
            notes += self._propose_route().steps
        return notes

    def _add_move_field(self, group, step, name, required):
        node = super()._add_move_field(group, step, name, required)
        if name == "route_reason_id":
            elsewhere = (
                "route_action == 'down' and dispatch_to_id"
                " and dispatch_to_id not in route_station_ids"
            )
            node.set("invisible", f"not ({elsewhere})")
            node.set("required", elsewhere)
        return node

    def _check_dispatch(self, transition):
        missing = super()._check_dispatch(transition)
        if not self.dispatch_due_date:
            missing["dispatch_due_date"] = self.env._(
                "The deadline for the assignment form is missing."
            )
        if "dispatch_to_id" not in missing and self._is_sent_elsewhere():
            missing["route_reason_id"] = self.env._(
                "%(unit)s is not the unit proposed. Choose why it goes there.",
                unit=self.dispatch_to_id.name,
            )
        return missing

    def _is_sent_elsewhere(self):
        route = self._propose_route()
        return (
            route.action == "down"
            and self.dispatch_to_id not in self._route_way(route)
            and not self.route_reason_id
        )

    # -- what it does ----------------------------------------------------------------------------

    def _effect_dispatch(self, transition):
        route = self._propose_route()
        on_way = self.dispatch_to_id in self._route_way(route)
        kept = {
            "proposed_station_id": route.station.id,
            "proposal_why": "\n".join(route.steps),
            "route_reason_id": False if on_way else self.route_reason_id.id,
            "division_id": route.division.id,
            "due_date": self.dispatch_due_date,
        }
        self.sudo().dispatch_ids.flush_recordset()  # a return of before goes first (_one_open)
        vals = super()._effect_dispatch(transition)
        self._open_dispatch().write(kept)
        return vals | {"route_reason_id": False, "keep_reason_id": False}

    # -- what stays (TRI-16, TRI-17) -------------------------------------------------------------

    def _check_take(self, transition):
        """The city centre keeps only what it finishes at once, and special cases with a reason."""
        if not self._is_kept_by_city() or self.handling_mode == "immediate":
            return {}
        if not self.station_id.sudo().fn_direct:
            return {
                "keep": self.env._(
                    "%(unit)s does not handle special cases itself. Send the case down.",
                    unit=self.station_id.sudo().name,
                )
            }
        if self.keep_reason_id:
            return {}
        return {
            "keep_reason_id": self.env._(
                "The centre sends cases down. Choose why this one stays (TRI-16)."
            )
        }

    def _is_kept_by_city(self):
        return (
            self.kind in ("complaint", "report")
            and self.stage_code in ("registered", "accepted")
            and self.station_id.sudo().level == "city_center"
        )

    # -- many at once ----------------------------------------------------------------------------

    def dispatch_rows(self):
        """What the dialog for many cases shows of each: the proposal, or why there is none.

        :return: list of dicts ``id, name, subject, unit, grade, due, why, ready``
        """
        self.check_access("read")
        grades = dict(self._fields["complexity"]._description_selection(self.env))
        rows = []
        for case in self:
            step = case._step_of_code("dispatch")
            gaps = list(case._get_missing(step).values()) if step else []
            rows.append(
                {
                    "id": case.id,
                    "name": case.display_name,
                    "subject": case.subject,
                    "unit": case.dispatch_to_id.name or "",
                    "grade": grades.get(case.complexity, ""),
                    "due": str(case.dispatch_due_date or ""),
                    "why": (case.route_why or "").splitlines(),
                    "gaps": gaps,
                }
            )
        return rows

    def bulk_choices(self):
        """Sending many asks nothing for all: each case goes where it is proposed to go."""
        choices = super().bulk_choices()
        for choice in choices:
            if choice["code"] == "dispatch":
                choice |= {"asks": False, "proposes": True}
        return choices

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...clock import choose
from ...tools.china_time import china_date


class RightsCase(models.Model):
    """The case line drives the clocks: events of steps start and stop them (LIM-01, LIM-17)."""

    _inherit = "rights.case"

    # -- the one entry -----------------------------------------------------------------------------

    def _deadline_event(self, codes, at=None):
        """Something happened to these cases: start and stop the clocks that wait for it.

        Starts come first, so that a step which is both the beginning and the end of a limit leaves
        its record. A limit starts once a cycle, unless it says that it starts again.

        :param codes: code of an event, or several
        :param at: when it happened (naive UTC); now when omitted
        """
        if not self:
            return
        codes = [codes] if isinstance(codes, str) else list(codes)
        at_of = {case: at for case in self} if at else None
        self._deadline_play({case: codes for case in self}, at_of)

    def _deadline_play(self, codes_of, at_of=None):
        """Start and stop clocks for the events of each case, in one go.

        :param codes_of: {case: event codes}
        :param at_of: {case: moment}, when it is not now; it goes before what an event says itself
        """
        book = self.env["rights.deadline.policy"]._book()
        cases = self.browse([case.id for case, codes in codes_of.items() if codes]).sudo()
        if not cases:
            return
        cases.flush_recordset(["cycle_no"])
        known = cases._deadline_known()
        vals_list, outcomes, moments, now = [], {}, {}, fields.Datetime.now()
        suited = cases._deadline_suited(book, codes_of)
        for case in cases:
            at = at_of and at_of[case]
            events = [book.events[code] for code in codes_of[case] if code in book.events]
            rows = known[case.id]
            new = case._deadline_starts(book, events, rows, now, at, suited)
            ids = {event for event, _moment in events}
            for vals in new:
                if vals["snapshot"]["stop"] in ids and not vals.get("stopped_at"):
                    vals.update(self._stopped_vals(vals, at or now))
            vals_list += new
            for row in rows:
                outcome = None if row["stopped"] else case._deadline_outcome(row, ids)
                if outcome:
                    outcomes[row["id"]], moments[row["id"]] = outcome, at or now
        clocks = self.env["rights.deadline"].sudo()
        late = clocks.create(vals_list).filtered(lambda clock: clock.outcome == "late")
        clocks._stop(outcomes, moments)
        if late:
            self.env["rights.deadline.breach"]._record(late.ids)
        if vals_list or outcomes:
            cases._deadline_refresh()

    def _deadline_outcome(self, row, event_ids):
        """How a running clock ends with these events; None when it runs on.

        What makes a limit fall away goes before what fulfils it: a report that is concluded
        because it was filed has no completion limit (ENF-05). A new cycle ends what was left of
        the old one.
        """
        if event_ids.intersection(row["snapshot"]["exempt"]):
            return "exempt"
        if row["snapshot"]["stop"] in event_ids:
            return "met"
        left_over = row["cycle"] < self.cycle_no and row["kind"] != "instruction"
        return "exempt" if left_over else None

    @api.model
    def _stopped_vals(self, vals, at):
        """A clock that ends in the step that starts it."""
        at = max(at, vals["start_at"])
        late = vals["due_at"] and at >= vals["due_at"]
        return {"stopped_at": at, "sweep_at": False, "outcome": "late" if late else "met"}

    def _deadline_known(self):
        """{case id: rows of its running clocks and of those of its present cycle}"""
        known = defaultdict(list)
        names = ("id", "case", "cycle", "code", "kind", "stopped", "snapshot")
        self.env["rights.deadline"].flush_model()
        for row in self.env.execute_query(
            SQL(
                """
                SELECT clock.id, clock.case_id, clock.cycle_no, clock.code, clock.kind,
                       clock.stopped_at IS NOT NULL, clock.snapshot
                  FROM rights_deadline clock
                  JOIN rights_case ON rights_case.id = clock.case_id
                 WHERE clock.case_id = ANY(%s)
                   AND (clock.stopped_at IS NULL OR clock.cycle_no = rights_case.cycle_no)
                """,
                list(self.ids),
            )
        ):
            known[row[1]].append(dict(zip(names, row, strict=True)))
        return known

    # -- starting ----------------------------------------------------------------------------------

    def _deadline_suited(self, book, codes_of):
        """{limit id: ids of those of these cases that it is for}, for limits that choose cases"""
        codes = set().union(*codes_of.values()).intersection(book.events)
        return {
            limit.id: set(self.filtered_domain(list(limit.domain)).ids)
            for event in {book.events[code][0] for code in codes}
            for versions in book.started_by.get(event, {}).values()
            for limit in versions
            if limit.domain
        }

    def _deadline_starts(self, book, events, rows, now, at, suited):
        """Values of the clocks that these events start on this case."""
        self.ensure_one()
        now_on = [row for row in rows if row["cycle"] == self.cycle_no]
        running = {row["code"] for row in now_on if not row["stopped"]}
        begun = {row["code"] for row in now_on}
        ids = {event for event, _moment in events}
        superior = next(
            (row["id"] for row in rows if row["kind"] == "instruction" and not row["stopped"]), None
        )
        result = []
        for event, moment in events:
            start = at or self._deadline_moment(moment, now)
            for code, versions in book.started_by.get(event, {}).items():
                limit = choose(versions, china_date(start))
                if limit is None or limit.terms.amount is None and not limit.terms.times:
                    continue  # a date set by hand has an entry of its own
                if code in running or (code in begun and not limit.is_repeated):
                    continue
                if ids.intersection(limit.snapshot["exempt"]):
                    continue
                if limit.domain and self.id not in suited[limit.id]:
                    continue
                vals = self._deadline_vals(limit, start)
                if superior and limit.terms.kind == "promise":  # LIM-11
                    vals |= {
                        "stopped_at": start,
                        "sweep_at": False,
                        "outcome": "replaced",
                        "replaced_by_id": superior,
                    }
                result.append(vals)
                begun.add(code)
                running.add(code)
        return result

    def _deadline_moment(self, moment, now):
        """From when a clock counts: an event may look back to the receipt or the acceptance."""
        if moment == "received":
            return self.cycle_started_at or self.received_at
        if moment == "accepted":
            return self.accepted_at or now
        return now

    def _deadline_vals(self, limit, start, given=None):
        clocks = self.env["rights.deadline"]
        pauses = [
            (pause.date_from, pause.date_to or None)
            for pause in (self.pause_ids if limit.terms.pause_reasons else ())
            if pause.reason_id.code in limit.terms.pause_reasons
        ]
        return {
            "case_id": self.id,
            "cycle_no": self.cycle_no,
            "station_id": self.station_id.id,
            "user_id": self.user_id.id,
            "policy_id": limit.id,
            "code": limit.code,
            "kind": limit.terms.kind,
            "snapshot": limit.snapshot,
            "is_reminder": limit.snapshot["reminder"],
            "tells_person": limit.snapshot["tells"],
            "start_at": start,
            "given_day": given,
            **clocks._reckoned(limit.terms, start, pauses=pauses, given=given),
        }

    def _deadline_given(self, code, day, at=None):
        """Start a clock whose date is set by hand: an instruction, an agreement (LIM-11, TRI-10).

        :param code: event that starts the limit
        :return: the clock
        """
        self.ensure_one()
        case = self.sudo()  # the clockwork, for whoever may enter the date
        at = at or fields.Datetime.now()
        book = self.env["rights.deadline.policy"]._book()
        event, _moment = book.events[code]
        for versions in book.started_by.get(event, {}).values():
            limit = choose(versions, china_date(at))
            if limit and limit.terms.amount is None and not limit.terms.times:
                break
        else:
            return self.env["rights.deadline"]
        clock = case.env["rights.deadline"].create(case._deadline_vals(limit, at, given=day))
        if limit.terms.kind == "instruction":
            promises = case.deadline_ids.filtered(
                lambda other: other.kind == "promise" and not other.stopped_at
            )
            clock._stop(dict.fromkeys(promises.ids, "replaced"), at, replaced_by=clock.id)
        else:  # a new agreement takes the place of the one before
            older = case.deadline_ids.filtered(
                lambda other: other.code == clock.code and not other.stopped_at and other != clock
            )
            clock._stop(dict.fromkeys(older.ids, "replaced"), at, replaced_by=clock.id)
        case._deadline_refresh()
        return clock.sudo(False)

    # -- the steps of the line ---------------------------------------------------------------------

    def _deadline_moved(self, step):
        """A step of the case line was made (called by the gate, inside its transaction)."""
        base = self.env["rights.deadline.policy"]._book().steps.get(step.id, ())
        codes_of = {}
        for case in self:
            codes = list(base)
            if step.effect in ("conclude", "transfer", "reject", "no_longer"):
                codes += case.outcome_id.sudo().deadline_event_ids.mapped("code")
            if case._is_live_contact(step):
                codes.append("contact_logged")
            if step.effect == "register":
                codes += case._deadline_spot_codes()
            codes_of[case] = codes
        reopened = step.effect == "reopen"
        at_of = {case: case.cycle_started_at for case in self} if reopened else None
        self._deadline_play(codes_of, at_of)
        if (
            step.effect in ("register", "register_incomplete")
            and step.stage_from_id.code == "draft"
        ):
            self._deadline_joint()  # clocks that begin here know whose they are
        else:
            self._deadline_follow()

    def _is_live_contact(self, step):
        """A conversation at intake is the first contact when the unit keeps the matter (INT-15)."""
        if not self.channel_id.is_live:
            return False
        kept = step.effect == "take" and not self.dispatch_ids
        return kept or (step.effect == "register" and self.user_id == self.registered_by_id)

    def _effect_reopen(self, transition):
        """Every clock starts anew from the follow-up that was dissatisfied, else now (LIM-17)."""
        began = fields.Datetime.now()
        if self.stage_code == "followed_up" and self.followup_ids:
            began = self.followup_ids.sorted("at")[-1:].at or began
        return super()._effect_reopen(transition) | {
            "cycle_started_at": began,
            "result_returned_at": False,
        }

    def _deadline_follow(self):
        """Running clocks belong to the unit and person that have the case now."""
        cases = self.sudo()
        cases.flush_recordset(["station_id", "user_id"])
        self.env.execute_query(
            SQL(
                """
                UPDATE rights_deadline clock
                   SET station_id = rights_case.station_id, user_id = rights_case.user_id
                  FROM rights_case
                 WHERE clock.case_id = rights_case.id AND clock.case_id = ANY(%s)
                   AND clock.stopped_at IS NULL
                   AND (clock.station_id, clock.user_id)
                       IS DISTINCT FROM (rights_case.station_id, rights_case.user_id)
                RETURNING clock.id
                """,
                list(self.ids),
            )
        )
        self.env["rights.deadline"].invalidate_model(["station_id", "user_id"], flush=False)

    # -- cases of a former system (REG-24) ---------------------------------------------------------

    @api.model
    def _import_takeover(self, vals_list):
        """Open cases of a former system get their clocks from the original dates."""
        cases = super()._import_takeover(vals_list)
        cases._deadline_replay()
        return cases

    def _deadline_replay(self):
        """Play the line again that brought these cases where they stand, from the dates they have.

        The dates are those of the case; a step without a date was made at the date before it.
        """
        histories = {case: case._deadline_history() for case in self.sudo()}
        at_of = {case: case.received_at for case in histories}
        for place in range(max(map(len, histories.values()), default=0)):
            codes_of = {}
            for case, history in histories.items():
                if place < len(history):
                    codes_of[case], moment = history[place]
                    at_of[case] = max(moment or at_of[case], at_of[case])
            self._deadline_play(codes_of, at_of)

    def _deadline_history(self):
        """[(event codes, moment or None)] of the steps that this case has behind it, in order."""
        if self.stage_code in ("draft", "void"):
            return []
        received = (["case_received", "direct_received"], self.received_at)
        if self.stage_code == "pending_material":
            return [received, (["registered", "material_asked"], self.registered_at)]
        done = [received, (["registered", "materials_complete"], None)]
        contacts = self.contact_log_ids.filtered(
            lambda contact: contact.whom == "person" and not contact.is_incoming
        )
        if contacts:
            done.append((["contact_logged"], min(contacts.mapped("at"))))
        done += self._deadline_decision()
        if self.stage_code == "transferred":
            done.append((["transferred", "archive_due"], None))
        if self.concluded_at:
            outcome = self.outcome_id.deadline_event_ids.mapped("code")
            codes = ["concluded", "mediation_ended", "filing_decided", *outcome]
            done.append((codes, self.concluded_at))
        if self.replied_at:
            replied = ["result_returned", "reply_delivered", "finding_told"]
            replied += ["reporter_told", "termination_notified"]
            done.append((replied, self.replied_at))
        followups = self.followup_ids.filtered(lambda followup: followup.state != "open")
        if followups:
            done.append((["followed_up", "archive_due"], max(followups.mapped("at"))))
        return done

    def _deadline_decision(self):
        if self.kind != "complaint":
            return []
        if self.decision in ("reject", "no_longer"):
            refused = ["decision_proposed", "decision_delivered", "contact_logged", "archive_due"]
            return [(refused, None)]
        if self.accepted_at:
            return [(["decision_proposed", "decision_delivered", "accepted"], self.accepted_at)]
        return []

"""Which changes make a progress notice, and which papers tell it (HND-06, LIM-14)."""

from odoo import api, fields, models
from odoo.tools import SQL
from odoo.tools.misc import split_every

from ...clock.due import last_day

BATCH = 5000


class RightsCase(models.Model):
    _inherit = "rights.case"

    progress_ids = fields.One2many("rights.case.progress", "case_id", readonly=True)

    def _deadline_moved(self, step):
        """The notice comes before the papers of the step, so that they tell it."""
        result = super()._deadline_moved(step)
        if kind := self.env["rights.progress.kind"]._of_stage(step.sudo().stage_to_id):
            for case in self:
                clock = case._get_told_clock()
                # what was accepted has the date that its decision names
                day = case.promised_date if kind.code == "accepted" else clock.due_day
                case._add_progress(kind, clock=clock, date=day or clock.due_day)
        return result

    def _get_told_clock(self):
        """The running clock whose date the person is told."""
        self.ensure_one()
        clocks = self.sudo().deadline_ids  # the clockwork, for whoever makes the step
        running = clocks.filtered(lambda clock: clock.tells_person and not clock.stopped_at)
        return running.sorted("id")[-1:]

    def _add_progress(self, kind, clock=None, date=None, reason=""):
        """One more line of what the person sees, told at once where that is possible.

        :param kind: ``rights.progress.kind``, or its code
        """
        self.ensure_one()
        if isinstance(kind, str):
            kind = self.env["rights.progress.kind"]._of_code(kind).sudo()
        if not kind.active:
            return self.env["rights.case.progress"]
        names_date = "{日期}" in kind.text
        entry = (
            self.env["rights.case.progress"]
            .sudo()
            .create(
                {
                    "case_id": self.id,
                    "kind_id": kind.id,
                    "at": fields.Datetime.now(),
                    "name": kind.title,
                    "text": kind._fill(date, self.sudo().station_id.name, reason),
                    "deadline_id": clock.id if clock and names_date else False,
                    "date": date if names_date else False,
                }
            )
        )
        self._deadline_event("state_changed")
        entry._tell_at_once()
        return entry.with_env(self.env)

    def _tell_progress(self, document, at, way):
        """A paper for the person tells all that had happened when it was made."""
        untold = self.sudo().progress_ids.filtered(
            lambda entry: not entry.told_at and entry.at <= document.made_at
        )
        untold._set_told(at, way)


class RightsDocumentDelivery(models.Model):
    _inherit = "rights.document.delivery"

    def _set_delivered(self, at):
        result = super()._set_delivered(at)
        for delivery in self.sudo():
            document = delivery.document_id
            if (delivery.addressee or document.template_id.recipient) == "complainant":
                document.case_id.with_env(self.env)._tell_progress(document, at, delivery.way)
        return result


class RightsDeadlinePause(models.Model):
    _inherit = "rights.deadline.pause"

    @api.model_create_multi
    def create(self, vals_list):
        pauses = super().create(vals_list)
        for pause in pauses:
            reason = pause.reason_id.with_env(pause.case_id._in_chinese().env).name
            clock = pause._held().filtered("tells_person")[:1]
            pause.case_id._add_progress("paused", clock, pause.date_from, reason)
        pauses.filtered("date_to")._tell_resumed()
        return pauses

    def action_resume(self, day=None):
        result = super().action_resume(day)
        self._tell_resumed()
        return result

    def _tell_resumed(self):
        for pause in self:
            clock = pause.case_id._get_told_clock() or pause._held()[:1]
            pause.case_id._add_progress("resumed", clock, clock.due_day)


class RightsDeadlineExtension(models.Model):
    _inherit = "rights.deadline.extension"

    def _do_approve(self, note):
        result = super()._do_approve(note)
        clock = self.deadline_id
        if clock.kind != "internal" and not clock.stopped_at and clock.case_id:
            self.case_id._add_progress("extended", clock, clock.due_day)
        return result


class RightsDeadline(models.Model):
    _inherit = "rights.deadline"

    def action_date_told(self):
        result = super().action_date_told()
        entries = self.env["rights.case.progress"].sudo()  # of clocks that were checked above
        untold = entries.search([("deadline_id", "in", self.ids), ("told_at", "=", False)])
        untold._set_told(fields.Datetime.now(), "phone")
        return result

    @api.model
    def _rebase(self, notice, first, last, since=None):
        """Whoever was told a date is told the new one, in one go for many clocks (LIM-07)."""
        moved = super()._rebase(notice, first, last, since=since)
        kind = self.env["rights.progress.kind"]._of_code("date_moved")
        told = self.search([("id", "in", [row[0] for row in moved]), ("tells_person", "=", True)])
        if kind.active and told:
            for batch in split_every(BATCH, told.ids, self.browse):
                self._insert_date_moved(batch, kind)
            self.env.ref("consumer_rights.cron_progress_tell")._trigger()
        return moved

    @api.model
    def _insert_date_moved(self, clocks, kind):
        days = [last_day(clock.due_at) for clock in clocks]
        self.env.execute_query(
            SQL(
                """
                INSERT INTO rights_case_progress
                       (case_id, kind_id, at, name, text, deadline_id, date, next_try_at)
                SELECT clock.case_id, %s, %s, %s, row.text, clock.id, row.day, %s
                  FROM unnest(%s::int[], %s::text[], %s::date[]) AS row (id, text, day)
                  JOIN rights_deadline clock ON clock.id = row.id
                  JOIN rights_case ON rights_case.id = clock.case_id
                 WHERE rights_case.is_anonymous IS NOT TRUE
                RETURNING id
                """,
                kind.id,
                now := fields.Datetime.now(),
                kind.title,
                now,
                clocks.ids,
                [kind._fill(day) for day in days],
                days,
            )
        )
        self.env["rights.case.progress"].invalidate_model()

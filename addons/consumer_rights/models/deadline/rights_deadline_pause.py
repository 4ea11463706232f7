from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.china_time import china_date


class RightsDeadlinePause(models.Model):
    """A time that is not counted, with its legal reason and document (LIM-08, MED-15).

    From the first day up to but not including the day of resumption. It holds the clocks of the
    case whose limit allows the reason; the others run on. An entry stays: it is ended, not edited.
    """

    _name = "rights.deadline.pause"
    _inherit = ["rights.case.part"]
    _description = "Pause of deadlines"
    _order = "case_id, date_from, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    reason_id = fields.Many2one("rights.deadline.pause.reason", required=True, ondelete="restrict")
    date_from = fields.Date("From", required=True, default=lambda self: china_date())
    date_to = fields.Date(
        "Resumed on", help="The first day that counts again; empty while it lasts."
    )
    document = fields.Char(help="Number or name of the entrustment or order.")
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    user_id = fields.Many2one(
        "res.users", "By", default=lambda self: self.env.user, readonly=True, ondelete="restrict"
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A pause cannot end before it begins.",
    )

    @api.depends("reason_id", "date_from", "date_to")
    def _compute_display_name(self):
        for pause in self:
            end = pause.date_to or self.env._("today")
            pause.display_name = f"{pause.reason_id.name}: {pause.date_from} – {end}"

    @api.constrains("document", "file")
    def _check_document(self):
        for pause in self:
            if not (pause.document or "").strip() and not pause.file:
                raise ValidationError(
                    self.env._("A pause needs its document: enter its number or attach it.")
                )

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        today = china_date()
        for pause in self:
            if pause.date_from > today or (pause.date_to and pause.date_to > today):
                raise ValidationError(
                    self.env._("A pause is entered when it has begun or ended, not ahead of time.")
                )

    @api.constrains("case_id", "date_from", "date_to")
    def _check_overlap(self):
        for pause in self:
            for other in pause.case_id.sudo().pause_ids - pause:  # whoever may enter one
                if (not other.date_to or pause.date_from < other.date_to) and (
                    not pause.date_to or other.date_from < pause.date_to
                ):
                    raise ValidationError(
                        self.env._(
                            "The deadlines of %(case)s are paused already in that time: %(pause)s.",
                            case=pause.case_id.sudo().display_name,
                            pause=other.display_name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["user_id"] = self.env.uid
        pauses = super().create(vals_list)
        pauses.case_id._lock()  # the same pause booked at the same moment is refused
        for pause in pauses:
            held = pause._held()
            if not held:
                raise UserError(
                    self.env._(
                        "No running deadline of %(case)s stops for %(reason)s.",
                        case=pause.case_id.display_name,
                        reason=pause.reason_id.name,
                    )
                )
            held._recount()
            pause._note(self.env._("Deadlines paused"))
        return pauses

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("An entry of a pause stays as it is. Resume it instead."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A pause is never deleted: dates were counted by it."))

    def _held(self):
        """Running clocks of the case whose limit allows the reason."""
        self.ensure_one()
        clocks_sudo = self.env["rights.deadline"].sudo()  # the clockwork, for who may enter pauses
        running = clocks_sudo.search(
            [("case_id", "=", self.case_id.id), ("stopped_at", "=", False)]
        )
        return running.filtered(lambda clock: self.reason_id.code in clock._terms().pause_reasons)

    def action_resume(self, day=None):
        """End the pause: the day given, or today, counts again."""
        for pause in self:
            pause.case_id.check_access("write")
            pause.case_id._lock()
            if pause.date_to:
                raise UserError(self.env._("This pause has ended already."))
            pause_sudo = pause.sudo()  # who works on the case resumes its clocks
            pause_sudo.date_to = day or china_date()
            pause_sudo._held()._recount()
            pause._note(self.env._("Deadlines resumed"))
        return True

    def _note(self, what):
        self.case_id._append_events(
            [{"type": "progress", "basis": f"{what}: {self.display_name}", "paper": self.document}]
        )

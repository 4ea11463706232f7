from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...tools.china_time import china_date
from .rights_urge import SUPERVISORS


class RightsCommand(models.Model):
    """An order of the city centre straight to divisions, districts and stations (SUP-05, SUP-06).

    who                                   may
    dispatcher, head of the city centre   draw up, issue
    unit or division commanded            read, acknowledge, report completion
    unit that issued it, and above        read

    It goes past the levels between. Each target acknowledges and files by itself; the command
    closes by itself when the last one is filed. What was issued is not changed any more.
    """

    _name = "rights.command"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Command"
    _order = "issued_at desc nulls first, id desc"

    name = fields.Char("Command no.", readonly=True, copy=False)
    subject = fields.Char("About", required=True)
    content = fields.Text(required=True)
    severity = fields.Selection(
        [("ordinary", "Ordinary"), ("urgent", "Urgent")],
        required=True,
        default="ordinary",
        help="An urgent command is acknowledged within 30 minutes, others on the same day.",
    )
    due_day = fields.Date("Report by", required=True)
    case_id = fields.Many2one("rights.case", index="btree_not_null", ondelete="restrict")
    station_id = fields.Many2one(
        "rights.station",
        "Issued by",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        default=lambda self: self._get_command_centre(),
    )
    issued_at = fields.Datetime("Issued on", readonly=True, copy=False)
    issued_by_id = fields.Many2one(
        "res.users", "Commanded by", readonly=True, copy=False, ondelete="restrict"
    )
    closed_at = fields.Datetime("Closed on", readonly=True, copy=False)
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Being carried out"), ("closed", "All filed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    target_ids = fields.One2many("rights.command.target", "command_id", "Targets", copy=True)
    open_target_count = fields.Integer("Open targets", compute="_compute_open_target_count")

    @api.model
    def _get_command_centre(self):
        """The city centre that the current user belongs to."""
        own = self.env.user.rights_station_ids
        return own.filtered(lambda unit: unit.level == "city_center")[:1]

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for command in self:
            command.display_name = " ".join(filter(None, (command.name, command.subject)))

    @api.depends("target_ids.reported_at")
    def _compute_open_target_count(self):
        for command in self:
            command.open_target_count = len(
                command.target_ids.filtered(lambda target: not target.reported_at)
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_commander()
        centre = self._get_command_centre()
        if not self.env.su:
            system = ("name", "issued_at", "issued_by_id", "closed_at", "state")
            vals_list = [
                {name: value for name, value in vals.items() if name not in system}
                | {"station_id": centre.id}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        fixed = {"subject", "content", "severity", "due_day", "case_id", "target_ids", "station_id"}
        system = {"name", "issued_at", "issued_by_id", "closed_at", "state"}
        if not self.env.su:
            if system.intersection(vals):
                raise AccessError(self.env._("A command is issued and closed by its acts only."))
            if fixed.intersection(vals) and any(command.state != "draft" for command in self):
                raise UserError(self.env._("An issued command stays as it is. Issue another one."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_draft(self):
        if any(command.state != "draft" for command in self):
            raise UserError(self.env._("An issued command is never deleted."))

    def _check_commander(self):
        """SUP-05: the city centre commands."""
        user = self.env.user
        allowed = any(user.has_group(group) for group in SUPERVISORS)
        if not (self.env.su or allowed and self._get_command_centre()):
            raise AccessError(self.env._("The command centre of the city issues commands."))

    def action_issue(self):
        """Send it to its targets: their time for acknowledging and reporting begins."""
        self._check_commander()
        self.check_access("write")
        for command in self:
            if command.state != "draft":
                raise UserError(self.env._("%(command)s is issued.", command=command.display_name))
            if not command.target_ids:
                raise UserError(self.env._("Choose who is commanded."))
            if command.due_day < china_date():
                raise UserError(self.env._("The date of a command lies in the past."))
            command.sudo()._do_issue()
        return True

    def _do_issue(self):
        sequence = self.env["ir.sequence"]
        self.write(
            {
                "name": sequence.next_by_code("rights.command", sequence_date=china_date()),
                "state": "issued",
                "issued_at": fields.Datetime.now(),
                "issued_by_id": self.env.uid,
            }
        )
        self.target_ids._start()
        if self.case_id:
            self.case_id._append_events([{"type": "progress", "basis": self.display_name}])

    def _close_when_filed(self):
        for command in self:
            if command.state == "issued" and not command.open_target_count:
                command.write({"state": "closed", "closed_at": fields.Datetime.now()})

    def action_command_all(self):
        """Every station below the city centre becomes a target."""
        self.ensure_one()
        below = self.station_id.child_ids - self.target_ids.station_id
        self.target_ids = [Command.create({"station_id": unit.id}) for unit in below]
        return True

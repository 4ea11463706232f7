from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

STATES = [
    ("proposed", "Docking proposed"),
    ("sent", "Sent to the court"),
    ("accepted", "Accepted by the court"),
    ("mediation", "Pre-litigation mediation"),
    ("ruled", "Judgment or ruling"),
    ("closed", "Docking closed"),
]
# state -> where it may go on to
NEXT = {
    "proposed": ("sent", "closed"),
    "sent": ("accepted", "closed"),
    "accepted": ("mediation", "ruled", "closed"),
    "mediation": ("ruled", "closed"),
    "ruled": ("closed",),
}
SYSTEM = {"state", "sent_at", "accepted_at", "mediation_at", "ruled_at", "closed_at"}


class RightsDocking(models.Model):
    """A mediation linked to a procedure of a court or an arbitration body (LAW-03).

    who                                         may
    docking officer                             write, own unit
    legal adviser, handler, mediator,           read, of cases they read
    dispatcher, unit head

    The case shows “docking open” until it is closed; each step stands in its process record.
    """

    _name = "rights.docking"
    _inherit = ["rights.legal.record"]
    _description = "Docking with court or arbitration"
    _order = "id desc"

    case_id = fields.Many2one(required=True, index=True)
    origin = fields.Selection(
        [
            ("administrative", "Administrative mediation"),
            ("council", "Consumer-council mediation"),
        ],
        "Linked mediation",
        required=True,
        default="administrative",
    )
    kind = fields.Selection(
        [
            ("confirmation", "Judicial confirmation"),
            ("referral", "Referred to court"),
            ("arbitration", "Arbitration"),
            ("entrusted", "Entrusted by the court"),
        ],
        "Type",
        required=True,
        default="referral",
    )
    body_id = fields.Many2one(
        "rights.partner.body",
        "Court or arbitration body",
        required=True,
        ondelete="restrict",
        domain=[("kind", "in", ["court", "arbitration"])],
    )
    external_number = fields.Char("Number at the court")
    note = fields.Text("What is asked of the court")
    file = fields.Binary("Application or referral", attachment=True, copy=False)
    file_name = fields.Char()
    # the course
    state = fields.Selection(
        STATES, required=True, default="proposed", readonly=True, copy=False, index=True
    )
    sent_at = fields.Datetime("Sent to the court on", readonly=True, copy=False)
    accepted_at = fields.Datetime("Accepted by the court on", readonly=True, copy=False)
    mediation_at = fields.Datetime("Mediation at the court from", readonly=True, copy=False)
    ruled_at = fields.Datetime("Judgment or ruling on", readonly=True, copy=False)
    closed_at = fields.Datetime("Docking closed on", readonly=True, copy=False)
    # what came back
    result = fields.Text("Result reported back")
    result_file = fields.Binary("Judgment, ruling or award", attachment=True, copy=False)
    result_file_name = fields.Char()
    support_ids = fields.One2many("rights.docking.support", "docking_id", "Council support")

    _open_of_case = models.Index("(case_id) WHERE state <> 'closed'")

    @api.depends("case_id", "body_id")
    def _compute_display_name(self):
        for docking in self:
            names = (docking.sudo().case_id.name, docking.body_id.name)
            docking.display_name = " ".join(filter(None, names)) or self.env._("Docking")

    @api.constrains("file", "result_file")
    def _check_file_types(self):
        self._check_files("file", "result_file")

    @api.constrains("case_id")
    def _check_complaint(self):
        for docking in self:
            if docking.case_id.kind != "complaint":
                raise UserError(self.env._("Only a complaint is mediated, and goes on to a court."))

    @api.constrains("body_id", "kind")
    def _check_body(self):
        for docking in self:
            kind = "arbitration" if docking.kind == "arbitration" else "court"
            if docking.body_id.kind != kind:
                raise UserError(
                    self.env._(
                        "%(body)s does not fit: arbitration goes to an arbitration body, the rest"
                        " to a court.",
                        body=docking.body_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(SYSTEM & vals.keys() for vals in vals_list):
            raise AccessError(self.env._("A docking goes on with its buttons."))
        dockings = super().create(vals_list)
        for docking in dockings:
            docking._note()
        return dockings

    def write(self, vals):
        if not self.env.su:
            if SYSTEM & vals.keys():
                raise AccessError(self.env._("A docking goes on with its buttons."))
            if any(docking.state == "closed" for docking in self):
                raise UserError(self.env._("A closed docking stays as it is."))
        return super().write(vals)

    # -- the course -------------------------------------------------------------------------------

    def action_send(self):
        return self._go_on("sent")

    def action_accept(self):
        for docking in self:
            if not (docking.external_number or "").strip():
                raise UserError(self.env._("Enter the number under which the court has it."))
        return self._go_on("accepted")

    def action_mediate(self):
        return self._go_on("mediation")

    def action_rule(self):
        for docking in self:
            if not docking.result_file:
                raise UserError(self.env._("Attach the judgment, ruling or award."))
        return self._go_on("ruled")

    def action_close(self):
        """The result came back: what became of it is written down."""
        for docking in self:
            if not (docking.result or "").strip():
                raise UserError(self.env._("Write down the result that came back first."))
        return self._go_on("closed")

    def _go_on(self, state):
        self.check_access("write")
        labels = dict(self._fields["state"]._description_selection(self.env))
        for docking in self:
            if state not in NEXT.get(docking.state, ()):
                raise UserError(
                    self.env._(
                        "From “%(start)s” a docking does not go on to “%(end)s”.",
                        start=labels[docking.state],
                        end=labels[state],
                    )
                )
        self.sudo().write({"state": state, f"{state}_at": fields.Datetime.now()})  # checked above
        for docking in self:
            docking._note()
        return True

    def _note(self):
        labels = dict(self._fields["state"]._description_selection(self.env))
        basis = self.env._(
            "Docking with %(body)s: %(state)s", body=self.body_id.name, state=labels[self.state]
        )
        self.case_id._append_events([{"type": "progress", "basis": basis}])

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date

CENTRES = ("district_center", "city_center")


class RightsApprovedPaper(models.AbstractModel):
    """A letter, record or recommendation that another leader approves before it takes effect.

    who                     may
    whoever may write it    draw it up and ask for approval
    division head           approve or send back, never the own draft

    Whoever inherits this has a ``state`` that begins draft, to_approve, approved, and a sequence
    with the name of the model. What is readonly follows from the buttons, over RPC as well.
    """

    _name = "rights.approved.paper"
    _inherit = ["rights.own.unit"]
    _description = "Paper with an approval"
    _needed = ()  # what has to be filled in before approval is asked for
    _later = {}  # what is filled in after the draft: {field: states}

    name = fields.Char("Number", readonly=True, copy=False)
    station_id = fields.Many2one(
        "rights.station",
        "Unit",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        copy=False,
    )
    asked_by_id = fields.Many2one(
        "res.users", "Drawn up by", readonly=True, copy=False, ondelete="restrict"
    )
    approved_at = fields.Datetime("Approved at", readonly=True, copy=False)
    approved_by_id = fields.Many2one(
        "res.users", "Approved by (person)", readonly=True, copy=False, ondelete="restrict"
    )
    remark = fields.Char("Why it is sent back", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_course(vals)
        return super().create(
            [{**vals, "station_id": self._unit_of(vals).id} for vals in vals_list]
        )

    def write(self, vals):
        self._check_course(vals)
        if not self.env.su:
            for paper in self:
                paper._check_writable(vals)
        return super().write(vals)

    @api.model
    def _unit_of(self, vals):
        """The unit that a new paper belongs to: the centre above the station of its merchant."""
        merchant = self.env["rights.merchant"].browse(vals.get("merchant_id"))
        return merchant._centre_above(*CENTRES)

    def _check_course(self, names):
        if not self.env.su and any(self._fields[name].readonly for name in names):
            raise AccessError(self.env._("The course of this paper follows its buttons."))

    def _check_writable(self, names):
        open_in = {"remark": ("to_approve",), **self._later}
        if self.state != "draft" and any(self.state not in open_in.get(name, ()) for name in names):
            raise UserError(self.env._("This paper is no draft any more. Send it back first."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("This paper is kept."))

    def _go(self, state, **values):
        """The right to do so was checked; the course is closed to clients."""
        self.sudo().write({"state": state, **values})
        return True

    def _check_in(self, *states):
        self.check_access("write")
        if self.filtered(lambda paper: paper.state not in states):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This is possible only in the state “%(state)s”.",
                    state=" / ".join(labels[state] for state in states),
                )
            )

    def _check_filled(self, *names):
        for paper in self:
            for name in names:
                value = paper[name]
                if not (value.strip() if isinstance(value, str) else value):
                    label = self._fields[name]._description_string(self.env)
                    raise UserError(self.env._("Fill in “%(field)s” first.", field=label))

    def action_ask_approval(self):
        self._check_in("draft")
        self._check_filled(*self._needed)
        return self._go("to_approve", asked_by_id=self.env.uid, remark=False)

    def action_approve(self):
        self._check_in("to_approve")
        self._check_approver()
        number_sudo = self.env["ir.sequence"].sudo()  # whoever approves it numbers it
        for paper in self:
            paper._go(
                "approved",
                name=number_sudo.next_by_code(self._name, sequence_date=china_date()),
                approved_at=fields.Datetime.now(),
                approved_by_id=self.env.uid,
            )
        return True

    def action_refuse(self):
        """Back to the desk that drew it up, with the reason."""
        self._check_in("to_approve")
        self._check_approver()
        self._check_filled("remark")
        return self._go("draft")

    def _check_approver(self):
        if not self.env.user.has_group("consumer_rights.consumer_rights_group_division_head"):
            raise AccessError(self.env._("A division head or unit head approves this paper."))
        if self.filtered(lambda paper: paper.asked_by_id == self.env.user):
            raise UserError(self.env._("Somebody else approves what you drew up."))

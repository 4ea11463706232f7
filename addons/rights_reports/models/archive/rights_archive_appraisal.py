from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import UserError, ValidationError


class RightsArchiveAppraisal(models.Model):
    """Two people appraise expired volumes; what they give up is destroyed before a third (ARC-11).

    who                      may
    archivist                draw it up, destroy what was approved
    division head, head      approve or send back, never the own draft

    Expiry and holds are looked at when approval is asked for, when it is given and when the
    volumes are destroyed.
    """

    _name = "rights.archive.appraisal"
    _inherit = ["rights.approved.paper"]
    _description = "Appraisal of volumes"
    _order = "id desc"
    _needed = ("grounds",)
    _later = {"witness_id": ("approved",), "method": ("approved",)}

    name = fields.Char("Appraisal number")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
            ("done", "Carried out"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    grounds = fields.Text(help="What was looked at, and why it need not be kept.")
    line_ids = fields.One2many("rights.archive.appraisal.line", "appraisal_id", "Volumes")
    volume_count = fields.Integer("Number of volumes", compute="_compute_volume_count")
    # carrying it out
    method = fields.Char("How", help="Such as: shredded at the paper mill.", copy=False)
    witness_id = fields.Many2one(
        "res.users",
        copy=False,
        ondelete="restrict",
        domain=[("share", "=", False)],
    )
    destroyed_by_id = fields.Many2one(
        "res.users", "Carried out by", readonly=True, copy=False, ondelete="restrict"
    )
    destroyed_at = fields.Datetime("Carried out at", readonly=True, copy=False)

    @api.depends("name", "grounds")
    def _compute_display_name(self):
        for appraisal in self:
            appraisal.display_name = appraisal.name or (appraisal.grounds or "")[:40]

    @api.depends("line_ids")
    def _compute_volume_count(self):
        for appraisal in self:
            appraisal.volume_count = len(appraisal.line_ids)

    @api.model
    def _unit_of(self, vals):
        own = self.env.user.rights_station_ids[:1]
        if not own:
            raise UserError(self.env._("You belong to no unit whose archive you appraise."))
        return own

    def action_add_expired(self):
        """Every expired volume that no hold keeps and no other appraisal has."""
        self._check_in("draft")
        for appraisal in self:
            volumes = self.env["rights.archive.volume"].search(
                [
                    ("is_expired", "=", True),
                    ("is_held", "=", False),
                    ("station_id", "child_of", appraisal.station_id.id),
                ],
                order="id",
            )
            lines = self.env["rights.archive.appraisal.line"]
            taken = lines.sudo().search([*lines._open_domain(), ("volume_id", "in", volumes.ids)])
            lines.create(
                [
                    {"appraisal_id": appraisal.id, "volume_id": volume.id}
                    for volume in volumes - taken.volume_id
                ]
            )
        return True

    def action_ask_approval(self):
        for appraisal in self:
            if not appraisal.line_ids:
                raise UserError(self.env._("Add the volumes that are appraised."))
            appraisal.line_ids._check_expired()
        return super().action_ask_approval()

    def action_approve(self):
        self.line_ids._check_expired()
        result = super().action_approve()
        for line in self.line_ids.filtered(lambda one: one.verdict == "keep"):
            # approved by two; the volume's course is closed to clients
            line.volume_id.sudo().kept_longer_until = line.keep_until
            line.volume_id._note("kept", line.note or "", line.appraisal_id.name)
        return result

    def action_drop(self):
        self._check_in("draft", "approved")
        return self._go("dropped")

    def action_destroy(self):
        """Carry out what was approved: a second person is present, a certificate says so."""
        self._check_in("approved")
        for appraisal in self:
            doomed = appraisal.line_ids.filtered(lambda line: line.verdict == "destroy")
            if not doomed:
                appraisal._go("done", destroyed_at=False)
                continue
            self.env.user._rights_check_role("archivist")
            appraisal._check_filled("method", "witness_id")
            if appraisal.witness_id == self.env.user:
                raise UserError(self.env._("The witness is somebody else."))
            # a hold that comes in this moment waits, or comes first and is seen
            doomed.volume_id.sudo().lock_for_update()
            doomed._check_expired()
            appraisal._go("done", destroyed_at=fields.Datetime.now(), destroyed_by_id=self.env.uid)
            appraisal._make_certificate(doomed)
            doomed.volume_id._destroy(appraisal)
        return True


class RightsArchiveAppraisalLine(models.Model):
    """What the two people say about one volume."""

    _name = "rights.archive.appraisal.line"
    _description = "Appraised volume"
    _order = "appraisal_id, id"

    appraisal_id = fields.Many2one(
        "rights.archive.appraisal", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="appraisal_id.state")
    volume_id = fields.Many2one(
        "rights.archive.volume",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_expired", "=", True)],
    )
    class_id = fields.Many2one(related="volume_id.class_id")
    year = fields.Integer(related="volume_id.year", aggregator=None)
    page_count = fields.Integer(related="volume_id.page_count")
    expired_on = fields.Date(related="volume_id.keep_until")
    verdict = fields.Selection(
        [("destroy", "Destroy"), ("keep", "Keep longer")], required=True, default="destroy"
    )
    keep_until = fields.Date("Keep until")
    note = fields.Char()

    _once = models.UniqueIndex("(appraisal_id, volume_id)", "The volume is listed already.")
    _keep_says_until = models.Constraint(
        "CHECK (verdict = 'destroy' OR keep_until IS NOT NULL)",
        "Say until when the volume is kept.",
    )

    @api.model
    def _open_domain(self):
        return [("state", "in", ("draft", "to_approve", "approved"))]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _check_draft(self):
        if not self.env.su and self.filtered(lambda line: line.state != "draft"):
            raise UserError(self.env._("This paper is no draft any more. Send it back first."))

    @api.constrains("volume_id")
    def _check_alone(self):
        for line in self:
            twice = [*self._open_domain(), ("volume_id", "=", line.volume_id.id)]
            if self.sudo().search_count(twice) > 1:
                raise ValidationError(
                    self.env._(
                        "%(volume)s is being appraised already.",
                        volume=line.volume_id.display_name,
                    )
                )

    def _check_expired(self):
        """Refuse what is not to be given up yet (ARC-11)."""
        today = china_date()
        for line in self:
            volume = line.volume_id
            volume.check_access("read")
            # by the class and the limits of today, not by what was stored when it was filed
            until = volume._get_keep_until()
            name = {"volume": volume.display_name}
            if volume.state != "closed":
                raise UserError(self.env._("%(volume)s is not on the shelf.", **name))
            if not until:
                raise UserError(self.env._("%(volume)s is kept without limit.", **name))
            if until >= today:
                raise UserError(self.env._("%(volume)s is kept until %(day)s.", day=until, **name))
            if volume.is_held and line.verdict == "destroy":
                raise UserError(self.env._("%(volume)s is on hold.", **name))
            if line.verdict == "keep" and line.keep_until <= today:
                raise UserError(self.env._("%(volume)s is kept until a day to come.", **name))


class RightsArchiveVolume(models.Model):
    _inherit = "rights.archive.volume"

    def _destroy(self, appraisal):
        """Off the shelf, scans and all; catalogue and ledger still say what it was."""
        volumes_sudo = self.sudo()  # approved by two people; the course is closed to clients
        self.env["rights.archive.transfer.line"]._forget(volumes_sudo.item_ids)
        volumes_sudo.item_ids.write({"file": False})
        volumes_sudo.write(
            {
                "state": "destroyed",
                "box_id": False,
                "destroyed_on": china_date(appraisal.destroyed_at),
                "certificate_number": appraisal.certificate_number,
            }
        )
        self._note("destroyed", appraisal.method, appraisal.certificate_number)

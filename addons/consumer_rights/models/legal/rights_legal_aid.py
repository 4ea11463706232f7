from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.china_time import china_date


class RightsLegalAid(models.Model):
    """Aid or representation in a complex dispute, by the consumer's written authorisation (LAW-04).

    who                  may
    legal adviser        write, own unit
    unit head            read, own unit and below
    """

    _name = "rights.legal.aid"
    _inherit = ["rights.legal.record"]
    _description = "Legal aid"
    _order = "id desc"
    _archive_class = "aid"

    case_id = fields.Many2one(required=True)
    kind = fields.Selection(
        [("aid", "Legal aid"), ("agency", "Representation")], required=True, default="aid"
    )
    reason = fields.Text("Why the dispute is complex", required=True)
    scope = fields.Text("Scope of the authorisation")
    date_from = fields.Date("Authorised from")
    date_to = fields.Date("Authorised until")
    authorisation = fields.Binary("Written authorisation", attachment=True, copy=False)
    authorisation_name = fields.Char()
    result = fields.Text()
    state = fields.Selection(
        [("draft", "Asked for"), ("active", "Active"), ("ended", "Aid ended")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )

    _in_order = models.Constraint(
        "CHECK (date_to >= date_from)", "An authorisation ends after it begins."
    )

    @api.depends("case_id", "kind")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for aid in self:
            aid.display_name = f"{kinds.get(aid.kind)} {aid.sudo().case_id.name or ''}".strip()

    @api.constrains("authorisation")
    def _check_file_types(self):
        self._check_files("authorisation")

    def write(self, vals):
        fixed = {"authorisation", "scope", "date_from", "date_to", "kind", "case_id"}
        if not self.env.su and fixed & vals.keys() and any(aid.state != "draft" for aid in self):
            raise UserError(
                self.env._("An authorisation in force stays as it is. Enter another record.")
            )
        return super().write(vals)

    def action_activate(self):
        """Begin to act for the consumer: not without the paper, its scope and its period."""
        self.check_access("write")
        for aid in self:
            if aid.state != "draft":
                raise UserError(self.env._("%(aid)s is active already.", aid=aid.display_name))
            if not (aid.authorisation and (aid.scope or "").strip() and aid.date_from):
                raise UserError(
                    self.env._(
                        "Attach the written authorisation and enter its scope and period first."
                    )
                )
            if not aid.date_to or aid.date_to < china_date():
                raise UserError(self.env._("The authorisation is not in force: look at its end."))
            aid.state = "active"
        return True

    def action_end(self):
        self.check_access("write")
        for aid in self:
            if aid.state != "active":
                raise UserError(self.env._("Only what is active can end."))
            if not (aid.result or "").strip():
                raise UserError(self.env._("Write down the result first."))
            aid.state = "ended"
            aid._file()
        return True

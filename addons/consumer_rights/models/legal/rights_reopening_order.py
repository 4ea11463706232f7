from base64 import b64decode

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.mimetypes import guess_mimetype

from .rights_legal_record import FILE_TYPES


class RightsReopeningOrder(models.Model):
    """The head's order to take an archived matter up again, with its document (LAW-14, Annex B).

    who                     may
    unit head               enter one in the step that reopens the matter
    reader of the case      read, where the role has the list
    nobody                  change or remove it
    """

    _name = "rights.reopening.order"
    _inherit = ["rights.case.part"]
    _description = "Order to reopen"
    _order = "id desc"
    _rec_name = "number"
    _frozen_with_archive = False  # it is what opens the archive

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", readonly=True)
    ground = fields.Selection(
        [
            ("reconsideration", "Reconsideration"),
            ("court", "Court"),
            ("superior", "Superior unit"),
            ("dissatisfied", "Late dissatisfaction"),
        ],
        required=True,
    )
    number = fields.Char("Number of the document", required=True)
    file = fields.Binary("Document of the order", attachment=True, required=True)
    file_name = fields.Char()
    challenge_id = fields.Many2one(
        "rights.legal.challenge", "Proceedings", readonly=True, ondelete="restrict"
    )
    ordered_by_id = fields.Many2one("res.users", "Ordered by", readonly=True, ondelete="restrict")
    ordered_at = fields.Datetime("Ordered on", readonly=True)

    @api.constrains("file", "number")
    def _check_document(self):
        for order in self:
            content = order.with_context(bin_size=False).file
            if not content or not (order.number or "").strip():
                raise ValidationError(
                    self.env._("An order needs its document: enter its number and attach it.")
                )
            if guess_mimetype(b64decode(content)) not in FILE_TYPES:
                raise ValidationError(
                    self.env._("The document is a PDF or a picture (JPEG, PNG, TIFF).")
                )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.user._rights_check_role("head")
        for vals in vals_list:
            case_sudo = self.env["rights.case"].sudo().browse(vals["case_id"])  # its cycle
            vals.update(
                cycle_no=case_sudo.cycle_no,
                ordered_by_id=self.env.uid,
                ordered_at=fields.Datetime.now(),
            )
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("An order stays as it was given."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("An order stays as it was given."))

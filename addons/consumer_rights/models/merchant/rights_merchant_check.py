from odoo import fields, models
from odoo.exceptions import AccessError, ValidationError

from ...tools.china_time import china_date

CHECKED = frozenset(("result", "note", "photo"))


class RightsMerchantCheck(models.Model):
    """One row of a merchant's compliance card: a duty, its last result, when and by whom (MER-18).

    who                                 may
    staff                               read
    station officer, dispatcher, head   check merchants of the own unit and below
    nobody                              add or remove rows: the size class says which there are

    Each result stays in the merchant's log. A duty that is missed opens a rectification; a smaller
    merchant is advised first (MER-06).
    """

    _name = "rights.merchant.check"
    _description = "Checked duty of a merchant"
    _order = "merchant_id, sequence, id"
    _rec_name = "item_id"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="cascade")
    item_id = fields.Many2one(
        "rights.merchant.check.item", "Checked item", required=True, index=True, ondelete="restrict"
    )
    sequence = fields.Integer(related="item_id.sequence", store=True)
    rule = fields.Char(related="item_id.rule")
    needs_photo = fields.Boolean(related="item_id.needs_photo")
    result = fields.Selection(
        [("open", "Not checked"), ("pass", "Fulfilled"), ("fail", "Not met")],
        required=True,
        default="open",
        index=True,
    )
    note = fields.Char()
    photo = fields.Image(max_width=1920, max_height=1920)
    checked_on = fields.Date("Checked on", readonly=True)
    checked_by_id = fields.Many2one("res.users", "Checked by", readonly=True, ondelete="restrict")
    rectification_ids = fields.One2many("rights.merchant.rectification", "check_id")

    _once = models.UniqueIndex("(merchant_id, item_id)", "The merchant has this duty already.")

    def write(self, vals):
        if not self.env.su and vals.keys() - CHECKED:
            raise AccessError(self.env._("A checked duty takes a result, a note and a photo."))
        if not CHECKED & vals.keys():
            return super().write(vals)
        stamp = {"checked_on": china_date(), "checked_by_id": self.env.uid}
        result = super().write(vals | stamp)
        self._check_photo()
        if "result" in vals:
            self._note_results()
        return result

    def _check_photo(self):
        for check in self:
            if check.result == "pass" and check.needs_photo and not check.photo:
                raise ValidationError(
                    self.env._(
                        "%(duty)s is met only with a photo. Add one, or leave it not checked.",
                        duty=check.item_id.name,
                    )
                )

    def _note_results(self):
        """In the merchant's log; what is not met is to be put right."""
        labels = dict(self._fields["result"]._description_selection(self.env))
        for check in self:
            merchant_sudo = check.merchant_id.sudo()  # the officer may write the card, see above
            merchant_sudo.message_post(
                body=self.env._(
                    "%(duty)s: %(result)s. %(note)s",
                    duty=check.item_id.name,
                    result=labels[check.result],
                    note=check.note or "",
                )
            )
            if check.result == "fail":
                self.env["rights.merchant.rectification"].sudo()._open_for(check)

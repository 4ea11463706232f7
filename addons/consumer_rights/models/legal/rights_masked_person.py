from odoo import api, fields, models

from ...tools import masking


class RightsMaskedPhone(models.AbstractModel):
    """Somebody's telephone: masked for readers, clear for whoever keeps the record (SEC-09).

    A clear value lies in a column that no role reads, and each look at it is noted (SEC-02), as
    with the parties of a case, and so is each export (SEC-05). Nobody becomes a contact by it
    (design D7).
    """

    _name = "rights.masked.phone"
    _inherit = ["rights.export.logged"]
    _description = "Record with a masked telephone"
    _clear = ("phone",)

    phone = fields.Char("Telephone", compute="_compute_clear", inverse="_inverse_clear")
    phone_clear = fields.Char(groups=fields.NO_ACCESS, copy=False)
    phone_masked = fields.Char("Phone ending", compute="_compute_phone_masked", store=True)

    @api.depends("phone_clear")
    @api.depends_context("uid", "su")
    def _compute_clear(self):
        for record in self:
            saved = record._origin  # what a form holds is asked about as it is saved
            may = self.env.su or not saved or saved.has_access("write")
            for name in self._clear:
                record[name] = may and record.sudo()[f"{name}_clear"]

    def _inverse_clear(self):
        for record in self:
            for name in self._clear:
                record.sudo()[f"{name}_clear"] = record[name]

    @api.depends("phone_clear")
    def _compute_phone_masked(self):
        for record in self.sudo():
            record.phone_masked = masking.mask_phone(record.phone_clear) or False

    def _read_format(self, fnames, load="_classic_read"):
        self._log_clear_looks(fnames)
        return super()._read_format(fnames, load)

    def _log_export_looks(self, names):
        self._log_clear_looks(names)

    def _log_clear_looks(self, names):
        """Note the look, as with the parties of a case (SEC-02)."""
        asked = [name for name in names if name in self._clear]
        if asked and not self.env.su:
            for record in self.filtered(lambda one: any(one[name] for name in asked))._origin:
                self.env["rights.audit.log"]._log("look", self._name, record.id)


class RightsMaskedPerson(models.AbstractModel):
    """A member of the public who is no party of a case: name and telephone are masked."""

    _name = "rights.masked.person"
    _inherit = ["rights.masked.phone"]
    _description = "Record of a person"
    _clear = ("person", "phone")

    person = fields.Char("Name of the person", compute="_compute_clear", inverse="_inverse_clear")
    person_clear = fields.Char(groups=fields.NO_ACCESS, copy=False)
    person_masked = fields.Char("Person", compute="_compute_person_masked", store=True)

    @api.depends("person_clear")
    def _compute_clear(self):
        return super()._compute_clear()

    @api.depends("person_clear")
    def _compute_person_masked(self):
        for record in self.sudo():
            record.person_masked = masking.mask_name(record.person_clear) or False

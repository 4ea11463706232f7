from odoo import models


class IrBinary(models.AbstractModel):
    """A signature that is fetched as a file is a look at the person as well (SEC-02)."""

    _inherit = "ir.binary"

    def _record_to_stream(self, record, field_name):
        if record._name == "rights.case" and field_name == "visitor_signature":
            record._log_signature_looks()
        return super()._record_to_stream(record, field_name)

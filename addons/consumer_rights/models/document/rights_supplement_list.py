from odoo import api, models


class RightsDossier(models.Model):
    _inherit = "rights.dossier"

    def _get_supplement_values(self):
        """The list of supplements as plain values; what the reader of the dossier may know."""
        self.ensure_one()
        self.check_access("read")
        dossier = self.sudo()  # the names of whoever sealed and added
        minute = dossier.case_id._china_minute
        return {
            "name": dossier.name,
            "unit": dossier.station_id.name,
            "cause": dossier.subject,
            "sealed_by": dossier.sealed_by_id.name,
            "sealed_at": minute(dossier.sealed_at),
            "sha256": dossier.sha256,
            "supplements": [
                {
                    "name": supplement.name,
                    "at": minute(supplement.added_at),
                    "reason": supplement.reason,
                    "by": supplement.added_by_id.name,
                    "sha256": supplement.sha256,
                }
                for supplement in dossier.supplement_ids.sorted("id")
            ],
        }


class ReportRightsDossierSupplements(models.AbstractModel):
    """Values for the list that is laid behind a dossier (ARC-09)."""

    _name = "report.consumer_rights.report_rights_dossier_supplements"
    _description = "List of supplements"

    @api.model
    def _get_report_values(self, docids, data=None):
        dossiers = self.env["rights.dossier"].browse(docids)
        for dossier in dossiers:
            dossier.sudo().case_id.sudo(False)._log_print(dossier.name)
        return {
            "doc_ids": docids,
            "doc_model": "rights.dossier",
            "docs": [dossier._get_supplement_values() for dossier in dossiers],
        }

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .rights_case_party import CLEAR

SHOWN_FIELDS = 40


class ExportFilter:
    """The filter of an export, handed over by the export routes.

    It is checked by type: a client sends JSON and cannot make one, so it cannot write a filter of
    its own choice into the log.
    """

    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text


def filter_text(domain, ids):
    """A filter as it stands in the log."""
    if ids:
        return f"ids: {', '.join(str(res_id) for res_id in ids[:50])}"
    return repr(list(Domain(domain or [])))


class RightsExportLogged(models.AbstractModel):
    """Rows whose export stands in the audit log: who, how many, which fields, which filter.

    Every export is logged where the rows are read, so it makes no difference whether a client
    uses the export dialog, calls ``export_data``, or reaches the rows from another record
    (SEC-05). Cases that hold state or trade secrets are not exported at all (SEC-12).
    """

    _name = "rights.export.logged"
    _description = "Rows with a log of their exports"

    def export_data(self, fields_to_export):
        # rows inside these rows belong to the same export
        rows = self.with_context(rights_export=ExportFilter(None))
        result = super(RightsExportLogged, rows).export_data(fields_to_export)
        self._log_export(fields_to_export)
        return result

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        if not self.env.su:
            self._check_export_secrets()
            self._log_export_looks({path[0] for path in fields if path})
            if self and not isinstance(self.env.context.get("rights_export"), ExportFilter):
                self._log_export(["/".join(path) for path in fields if path])
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _log_export(self, names):
        shown = list(names)[:SHOWN_FIELDS]
        if len(names) > len(shown):
            shown.append("…")
        export_filter = self.env.context.get("rights_export_filter")
        known = isinstance(export_filter, ExportFilter)
        self.env["rights.audit.log"]._log(
            "export",
            model=self._name,
            res_id=self.id if len(self) == 1 else None,
            count=len(self),
            reason=export_filter.text if known else None,
            detail=", ".join(shown),
        )

    def _get_export_cases(self):
        """The cases these rows are about."""
        return self.env["rights.case"]

    def _check_export_secrets(self):
        cases_sudo = self._get_export_cases().sudo()  # the mark may be hidden from the reader
        secret = cases_sudo.filtered("has_secrets")
        if secret:
            raise UserError(
                self.env._(
                    "These cases hold state or trade secrets and cannot be exported: %(numbers)s."
                    " Leave them out of the selection.",
                    numbers=secret._enumerate(secret[:10].mapped("display_name")),
                )
            )

    def _log_export_looks(self, names):
        """Note whose clear data are in the rows; nobody's, unless the rows are persons."""


class RightsCase(models.Model):
    _name = "rights.case"
    _inherit = ["rights.case", "rights.export.logged"]

    def _get_export_cases(self):
        return self


class RightsCasePart(models.AbstractModel):
    _name = "rights.case.part"
    _inherit = ["rights.case.part", "rights.export.logged"]

    def _get_export_cases(self):
        return self.case_id


class RightsCaseParty(models.Model):
    _inherit = "rights.case.party"

    def _log_export_looks(self, names):
        """A clear name in a file is a look at that person (SEC-02)."""
        asked = sorted(names & set(CLEAR))
        seen = self.filtered(lambda party: any(party[name] for name in asked))
        seen._log_looks(self.env._("Export"))


class RightsCasePartyIdentity(models.Model):
    _inherit = "rights.case.party.identity"

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        """Identities leave through their party, where each look is logged (SEC-02)."""
        if self and not self.env.su:
            raise UserError(
                self.env._("Identities cannot be exported. Export the parties of the cases.")
            )
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)


class RightsAuditLog(models.Model):
    _name = "rights.audit.log"
    _inherit = ["rights.audit.log", "rights.export.logged"]

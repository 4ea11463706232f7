from pathlib import PurePath

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.access import forbid
from ..case.rights_case_kinds import SECRET_KINDS

TELLING = ("identity", "authorisation")  # pieces that say who somebody is


class RightsCaseEvidence(models.Model):
    """Evidence of a report says nothing of the informant to who reads the report (SEC-02).

    A file is often named after the person who handed it in: its own name is kept for the sealed
    volume alone. A piece that proves who somebody is opens like the identity.
    """

    _inherit = "rights.case.evidence"

    given_name = fields.Char("File name as it came", groups=fields.NO_ACCESS, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        cases = self.env["rights.case"].sudo()  # the kind of matter only
        hidden = [self._hide_names(vals, cases.browse(vals.get("case_id"))) for vals in vals_list]
        pieces = super().create(
            [vals | names for vals, names in zip(vals_list, hidden, strict=True)]
        )
        for piece, vals, names in zip(pieces, vals_list, hidden, strict=True):
            if names:
                piece.sudo().given_name = vals["file_name"]  # nobody writes or reads it
        return pieces

    def write(self, vals):
        names = self._hide_names(vals, self.sudo().case_id[:1])  # pieces of one matter
        result = super().write(vals | names)
        if names:
            self.sudo().given_name = vals["file_name"]  # nobody writes or reads it
        return result

    @api.model
    def _hide_names(self, vals, case):
        given = vals.get("file_name")
        neutral = self.env._("Evidence file") + PurePath(given or "").suffix
        if case.kind not in SECRET_KINDS or not given or given == neutral:
            return {}
        names = {"file_name": neutral}
        if vals.get("name"):
            names["name"] = vals["name"].replace(given, neutral)
        return names

    # -- who reads ---------------------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        # who hears the recordings of a case need not read the case
        of_informant = Domain("kind", "in", SECRET_KINDS) & Domain("party_ids", "any!", Domain.TRUE)
        telling = Domain("type", "in", TELLING) & Domain("case_id", "any!", of_informant)
        return super()._get_readable_domain() & (~telling | self._get_open_domain())

    @api.model
    def _get_open_domain(self):
        """Pieces of cases whose persons are open to the user (Annex A2)."""
        identities = self.env["rights.case.party.identity"]
        if not identities.has_access("read"):
            return Domain.FALSE
        open_cases = identities._search([("is_current", "=", True)]).subselect("case_id")
        return Domain("case_id", "in", open_cases)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su:
            return result
        closed = result[0] if result else self.browse()
        telling = (
            (self - closed)
            .sudo()
            .filtered(lambda piece: piece.type in TELLING and piece.case_id.kind in SECRET_KINDS)
        )
        if not telling:
            return result
        readable = telling.sudo(False).search([("id", "in", telling.ids)])
        forbidden = self.browse((telling.sudo(False) - readable).ids)
        return forbid(result, operation, forbidden)


class RightsCase(models.Model):
    _inherit = "rights.case"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("kind") in SECRET_KINDS:  # of a draft
            for piece in self.sudo().evidence_ids.filtered("file_name"):
                piece.write({"name": piece.name, "file_name": piece.file_name})
        return result

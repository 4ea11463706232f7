from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools import chinese_text
from .rights_case_kinds import SECRET_KINDS


class TsVector(fields.Text):
    """A text field kept as PostgreSQL's tsvector: lexemes ready to be matched and indexed."""

    _column_type = ("tsvector", "tsvector")


class RightsCase(models.Model):
    """Search by number, merchant, phone ending and two-character Chinese words (design D10).

    ``search_tokens`` holds what a case is found by, behind a GIN index. The persons of a report,
    of a discipline matter and of a case with a confidential identity are not in it (D7), and
    nobody reads the column itself.
    """

    _inherit = "rights.case"

    search_tokens = TsVector(compute="_compute_search_tokens", store=True, groups=fields.NO_ACCESS)
    search_text = fields.Char("Search", compute="_compute_search_text", search="_search_text")

    _search_tokens_index = models.Index("USING gin (search_tokens)")

    @api.depends(
        "name",
        "external_number",
        "subject",
        "facts",
        "brand",
        "product_model",
        "respondent_name",
        "kind",
        "is_confidential",
        "party_ids.phone_tail",
        "party_ids.identity_ids.name",
    )
    def _compute_search_tokens(self):
        for case in self:
            texts = [
                case.name,
                case.external_number,
                case.subject,
                case.facts,
                case.brand,
                case.product_model,
                case.respondent_name,
            ]
            if case.kind not in SECRET_KINDS and not case.is_confidential:
                for party in case.sudo().party_ids:
                    identity = party.identity_ids.filtered("is_current")
                    texts += [party.phone_tail, *identity.mapped("name")]
            if case.name:  # found by the day and sequence at its end as well
                texts += [case.name[-12:], case.name[-4:]]
            case.search_tokens = chinese_text.to_tsvector_text(" ".join(filter(None, texts)))

    def _compute_search_text(self):
        self.search_text = False

    def _search_text(self, operator, value):
        if operator not in ("ilike", "=", "=ilike", "like"):
            return NotImplemented
        query = chinese_text.to_tsquery(value)
        if not query:
            return Domain.TRUE

        tokens_field = self._fields["search_tokens"]
        is_rare = self._is_rare_prefix(value)

        def to_sql(model, alias, _query):
            if not is_rare:
                column = SQL.identifier(alias, "search_tokens", to_flush=tokens_field)
                return SQL("%s @@ %s::tsquery", column, query)
            column = SQL.identifier("rights_case", "search_tokens", to_flush=tokens_field)
            return SQL(
                "%s = ANY(ARRAY(SELECT id FROM rights_case WHERE %s @@ %s::tsquery))",
                SQL.identifier(alias, "id"),
                column,
                query,
            )

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _is_rare_prefix(self, text):
        """Whether the beginning of a word is looked for that few cases hold.

        PostgreSQL takes every unknown prefix for 2 % of the table and reads a million rows from
        the newest backwards; a rare one is looked up in the index first. Only a unit's code, with
        which its case numbers begin, is common.
        """
        words = [token.lexeme for token in chinese_text.query_tokens(text) if token.is_prefix]
        if not words or len(max(words, key=len)) < 3:
            return False
        codes = self.env["rights.station"].sudo().search_fetch([], ["code"]).mapped("code")
        return not any(
            code.lower().startswith(word) or (word.startswith(code.lower()) and len(word) < 12)
            for word in words
            for code in filter(None, codes)
        )

    @api.model
    def _search_display_name(self, operator, value):
        """Name search in many2one fields looks where the search box looks."""
        if operator in ("ilike", "like") and value:
            return Domain("search_text", "ilike", value)
        return super()._search_display_name(operator, value)

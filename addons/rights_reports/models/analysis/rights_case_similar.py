from odoo import models
from odoo.addons.consumer_rights.tools.chinese_text import tokens
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.chinese_words import alike

LOOKED_AT = 400  # the newest of those that share a class or nature are compared
SHOWN = 20


class RightsCase(models.Model):
    """Matters that read alike, so that whoever analyses or handles one finds the others."""

    _inherit = "rights.case"

    def action_find_similar(self):
        """Matters with a like text, the most alike first, of those that the user reads."""
        self.ensure_one()
        self.check_access("read")
        found = self._find_similar()
        if not found:
            raise UserError(self.env._("No other matter that you may read is like this one."))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Similar matters"),
            "res_model": self._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", found.ids)],
            "context": {"create": False},
        }

    def _find_similar(self):
        """Matters of the same kind and class or nature with a like text, the most alike first."""
        self.ensure_one()
        text = self._get_plain_text()
        same = Domain("id", "!=", self.id) & Domain("kind", "=", self.kind)
        same &= Domain("item_class_id", "=", self.item_class_id.id) | Domain(
            "category_id", "=", self.category_id.id
        )
        # the search index holds the pairs of characters: one of them at least is shared
        shared = [token for token in tokens(text) if len(token) > 1]
        if not shared:
            return self.browse()
        candidates = self.search(
            same & self._shares_tokens(shared), limit=LOOKED_AT, order="received_at desc, id desc"
        )
        likeness = alike(text, {case.id: case._get_plain_text() for case in candidates})
        return self.browse(case_id for case_id, _likeness in likeness[:SHOWN])

    def _shares_tokens(self, shared):
        field = self._fields["search_tokens"]

        def to_sql(_model, alias, _query):
            column = SQL.identifier(alias, "search_tokens", to_flush=field)
            quoted = " | ".join("'" + token.replace("'", "''") + "'" for token in shared)
            return SQL("%s @@ %s::tsquery", column, quoted.replace("\\", "\\\\"))

        return Domain.custom(to_sql=to_sql)

    def _get_plain_text(self):
        return " ".join(filter(None, (self.subject, self.facts)))

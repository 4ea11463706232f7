from collections import defaultdict

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.fields import Domain
from odoo.tools import SQL
from psycopg2.errors import UniqueViolation
from rapidfuzz import fuzz, process

from ...tools.masking import phone_digits
from ...tools.merchant_name import name_key, name_stem
from ...tools.uscc import normalise_uscc

SAME_PHONE_SIMILARITY = 70  # a shared switchboard is no proof: the names must resemble too
CANDIDATE_SIMILARITY = 60


class _Known:
    """Merchants of the register by everything that may identify one of the rows."""

    def __init__(self, merchants, aliases):
        self.by_uscc = {m.uscc: m for m in merchants if m.uscc}
        self.by_name = defaultdict(list)
        self.by_phone = defaultdict(list)
        for merchant in merchants.filtered("active"):
            self.by_name[merchant.name_key].append((merchant, "name"))
            self.by_phone[merchant.phone_digits].append(merchant)
        for alias in aliases:
            self.by_name[alias.name_key].append((alias.merchant_id, "alias"))


class RightsMerchant(models.Model):
    """Finding the merchant of a matter: by code, then by name, then by phone (REG-17).

    A row is a dictionary with any of ``uscc``, ``name``, ``phone``. Rows are matched together: a
    file of a thousand rows costs two queries.
    """

    _inherit = "rights.merchant"

    @api.model
    def _match(self, uscc=None, name=None, phone=None):
        """(merchant or empty, "uscc" | "name" | "alias" | "phone" | "")"""
        return self._match_many([{"uscc": uscc, "name": name, "phone": phone}])[0]

    @api.model
    def _match_many(self, rows):
        rows = [self._match_keys(row) for row in rows]
        known = self._known_merchants(rows)
        return [self._match_row(row, known) for row in rows]

    @staticmethod
    def _match_keys(row):
        return {
            "uscc": normalise_uscc(row.get("uscc")),
            "name": name_key(row.get("name")),
            "stem": name_stem(row.get("name")),
            "phone": phone_digits(row.get("phone")),
        }

    def _known_merchants(self, rows):
        values = {key: list({row[key] for row in rows} - {""}) for key in ("uscc", "name", "phone")}
        merchants = self.browse()
        domain = Domain.OR(
            Domain(field, "in", values[key])
            for key, field in (("uscc", "uscc"), ("name", "name_key"), ("phone", "phone_digits"))
            if values[key]
        )
        if any(values.values()):
            # a code is found on an archived merchant too: it could not be given a second time
            merchants = self.with_context(active_test=False).search_fetch(
                domain, ["uscc", "name_key", "name_stem", "phone_digits", "active"], order="id"
            )
        aliases = self.env["rights.merchant.alias"]
        if values["name"]:
            aliases = aliases.search_fetch(
                [
                    ("name_key", "in", values["name"]),
                    ("kind", "!=", "brand"),
                    ("merchant_id.active", "=", True),
                ],
                ["name_key", "merchant_id"],
                order="merchant_id",
            )
        return _Known(merchants.with_env(self.env(su=merchants.env.su)), aliases)

    def _match_row(self, row, known):
        if row["uscc"] in known.by_uscc:
            return known.by_uscc[row["uscc"]], "uscc"

        def other_code(merchant):
            return row["uscc"] and merchant.uscc and merchant.uscc != row["uscc"]

        named = [pair for pair in known.by_name.get(row["name"], []) if not other_code(pair[0])]
        if row["name"] and named:
            # of several with one name the one with this phone, else the one registered first
            return next((p for p in named if row["phone"] == p[0].phone_digits), named[0])
        phoned = [
            merchant
            for merchant in known.by_phone.get(row["phone"], [])
            if row["phone"] and not other_code(merchant) and self._resembles(row, merchant)
        ]
        return (phoned[0], "phone") if len(phoned) == 1 else (self.browse(), "")

    @staticmethod
    def _resembles(row, merchant):
        return not row["stem"] or (
            fuzz.partial_ratio(row["stem"], merchant.name_stem) >= SAME_PHONE_SIMILARITY
        )

    @api.model
    def _candidates(self, name, limit=5):
        """Merchants whose name, sign or brand resembles what was typed, the nearest first."""
        stem = name_stem(name)
        if not stem:
            return self.browse()
        merchants = self._search([])
        aliases = self.env["rights.merchant.alias"]._search([("merchant_id", "in", merchants)])
        stems = []
        for query, name in ((merchants, "id"), (aliases, "merchant_id")):
            # the rules of the reader join further tables
            columns = [SQL.identifier(query.table, column) for column in (name, "name_stem")]
            stems += self.env.execute_query(query.select(*columns))
        nearest = process.extract(
            stem,
            [row[1] for row in stems],
            scorer=fuzz.WRatio,
            score_cutoff=CANDIDATE_SIMILARITY,
            limit=limit * 3,
        )
        ids = dict.fromkeys(stems[index][0] for _stem, _score, index in nearest)
        return self.browse(list(ids)[:limit])

    @api.model
    def _get_or_create(self, vals):
        """The merchant that the values name, entered when the register has none."""
        return self._get_or_create_many([vals])[0]

    @api.model
    def _get_or_create_many(self, vals_list):
        """One merchant (or an empty record, where there is no name) per row, in order.

        A merchant known by name or phone alone receives the code that a row brings.
        """
        found = []
        to_create = {}
        for vals, (merchant, reason) in zip(vals_list, self._match_many(vals_list), strict=True):
            code = normalise_uscc(vals.get("uscc"))
            if merchant and code and reason != "uscc" and not merchant.uscc:
                merchant.uscc = code
            key = code or name_key(vals.get("name"))
            if not merchant and vals.get("name"):
                to_create.setdefault(key, vals)
            found.append(merchant or key)
        created = dict(zip(to_create, self._create_new(to_create.values()), strict=True))
        return [
            created.get(entry, self.browse()) if isinstance(entry, str) else entry
            for entry in found
        ]

    def _create_new(self, vals_list):
        if not vals_list:
            return self.browse()
        try:
            with self.env.cr.savepoint():
                quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
                merchants = quiet.create(list(vals_list)).with_env(self.env)
                merchants.flush_recordset()
        except UniqueViolation as error:
            # another registration entered the same code a moment ago: begin again and find it
            raise ConcurrencyError("merchant entered twice at once") from error
        return merchants

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.addons.consumer_rights.models.case.rights_case_search import TsVector
from odoo.addons.consumer_rights.tools import chinese_text
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.mimetypes import guess_mimetype

from ...tools import page_text

_logger = logging.getLogger(__name__)
ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=5)
# files that one run notes as waiting; pages that a hit names
NOTED = 2000
NAMED = 10


class RightsDossierReading(models.Model):
    """A sealed file whose text is in the index, or waits for it: a dossier or one supplement.

    No role reads these rows. The volume of an informant is never among them (SEC-02).
    """

    _name = "rights.dossier.reading"
    _description = "Reading of a sealed file"
    _log_access = False

    dossier_id = fields.Many2one("rights.dossier", required=True, index=True, ondelete="restrict")
    supplement_id = fields.Many2one(
        "rights.dossier.supplement", index="btree_not_null", ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("waiting", "Not read yet"),
            ("read", "Indexed"),
            ("none", "No text"),
            ("failed", "Failed"),
        ],
        required=True,
        default="waiting",
    )
    attempts = fields.Integer()
    next_try_at = fields.Datetime()

    _once = models.UniqueIndex("(dossier_id, COALESCE(supplement_id, 0))", "Noted already.")
    _pending = models.Index("(next_try_at NULLS FIRST, id) WHERE state = 'waiting'")

    @api.model
    def _cron_read(self, batch_size=100):
        """Read sealed files into the index. A try is noted before it begins: a file that kills its
        reader waits longer each time and is given up at last."""
        self._note_new()
        now = fields.Datetime.now()
        domain = Domain("state", "=", "waiting") & (
            Domain("next_try_at", "=", False) | Domain("next_try_at", "<=", now)
        )
        jobs = self.env["ir.cron"]
        for reading in jobs._in_turn(self, domain, batch_size, "next_try_at nulls first, id"):
            reading._note_attempt(now)
            if not jobs._commit_progress():
                break
            reading._read_safely()
            self.env.invalidate_all()  # one run of any length stays small

    @api.model
    def _note_new(self):
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO rights_dossier_reading (dossier_id, supplement_id, state, attempts)
                SELECT id, NULL::int, 'waiting', 0 FROM rights_dossier AS file
                 WHERE NOT EXISTS (SELECT FROM rights_dossier_reading
                                    WHERE dossier_id = file.id AND supplement_id IS NULL)
                UNION ALL
                SELECT dossier_id, id, 'waiting', 0 FROM rights_dossier_supplement AS file
                 WHERE NOT EXISTS (SELECT FROM rights_dossier_reading
                                    WHERE supplement_id = file.id)
                 LIMIT %s
                ON CONFLICT DO NOTHING
                """,
                NOTED,
            )
        )

    def _note_attempt(self, now):
        attempts = self.attempts + 1
        self.write(
            {
                "attempts": attempts,
                "next_try_at": now + FIRST_WAIT * 2 ** (attempts - 1),
                # what kills its reader for good is not begun again
                "state": "failed" if attempts > ATTEMPTS else "waiting",
            }
        )

    def _read_safely(self):
        if self.state != "waiting":
            return
        try:
            with self.env.cr.savepoint():
                self._read_file()
        except (page_text.UnreadableError, OSError, MemoryError) as error:
            _logger.warning(
                "The text of reading id %s was not read: %s", self.id, type(error).__name__
            )

    def _read_file(self):
        self.ensure_one()
        content = (self.supplement_id or self.dossier_id).attachment_id.raw or b""
        if guess_mimetype(content) == "application/pdf":
            texts = page_text.read_pages(content)
        else:
            texts = []
        pages = [
            {
                "reading_id": self.id,
                "dossier_id": self.dossier_id.id,
                "number": number,
                "tokens": tokens,
            }
            for number, text in enumerate(texts, 1)
            if (tokens := chinese_text.to_tsvector_text(text))
        ]
        self.env["rights.dossier.page"].create(pages)
        self.state = "read" if pages else "none"


class RightsDossierPage(models.Model):
    """What a page of a sealed file is found by: words, no text. No role reads it (D10)."""

    _name = "rights.dossier.page"
    _description = "Page in the index"
    _log_access = False

    reading_id = fields.Many2one(
        "rights.dossier.reading", required=True, index=True, ondelete="cascade"
    )
    dossier_id = fields.Many2one("rights.dossier", required=True, index=True, ondelete="restrict")
    number = fields.Integer("Page", required=True)
    tokens = TsVector(groups=fields.NO_ACCESS)

    _tokens_index = models.Index("USING gin (tokens)")


class RightsDossier(models.Model):
    """Full-text search inside dossiers and their supplements.

    It narrows the dossiers that the user may read and opens none: every hit is one that the reader
    could have opened. Each word must stand on some page.
    """

    _inherit = "rights.dossier"

    full_text = fields.Char("Text inside", compute="_compute_full_text", search="_search_full_text")
    found_on = fields.Char("Hits on", compute="_compute_found_on")

    def _compute_full_text(self):
        self.full_text = False

    @api.model
    def _text_queries(self, texts):
        """One query a word."""
        words = (word for text in texts for word in str(text or "").split())
        return [query for word in words if (query := chinese_text.to_tsquery(word))]

    def _search_full_text(self, operator, value):
        if operator not in ("ilike", "like", "=", "=ilike") or not isinstance(value, str):
            return NotImplemented
        return Domain.AND(
            Domain.custom(to_sql=self._get_page_condition(query))
            for query in self._text_queries([value])
        )

    def _get_page_condition(self, query):
        pages = self.env["rights.dossier.page"]

        def to_sql(model, alias, _query):
            return SQL(
                "%s IN (SELECT dossier_id FROM %s WHERE %s @@ %s::tsquery)",
                SQL.identifier(alias, "id"),
                SQL.identifier(pages._table),
                SQL.identifier(pages._table, "tokens", to_flush=pages._fields["tokens"]),
                query,
            )

        return to_sql

    @api.depends_context("rights_text_query")
    def _compute_found_on(self):
        """The pages on which a word of the search stands, as the page numbers of the files."""
        asked = self.env.context.get("rights_text_query") or []
        queries = self._text_queries([asked] if isinstance(asked, str) else asked)
        found = self._find_pages(queries) if queries else {}
        for dossier in self:
            parts = []
            for supplement, numbers in found.get(dossier.id, {}).items():
                pages = ", ".join(map(str, numbers[:NAMED]))
                pages += " …" if len(numbers) > NAMED else ""
                if supplement:
                    parts.append(
                        self.env._("Supplement %(name)s: %(pages)s", name=supplement, pages=pages)
                    )
                else:
                    parts.append(self.env._("Page %(pages)s", pages=pages))
            dossier.found_on = "; ".join(parts)

    def _find_pages(self, queries):
        """{dossier id: {name of the supplement or None: page numbers}}"""
        self.check_access("read")
        rows = self.env.execute_query(
            SQL(
                """
                SELECT page.dossier_id, supplement.name, page.number
                  FROM rights_dossier_page AS page
                  JOIN rights_dossier_reading AS reading ON reading.id = page.reading_id
             LEFT JOIN rights_dossier_supplement AS supplement
                    ON supplement.id = reading.supplement_id
                 WHERE page.dossier_id = ANY(%s) AND (%s)
                 ORDER BY page.dossier_id, supplement.id NULLS FIRST, page.number
                """,
                list(self._origin.ids),
                SQL(" OR ").join(SQL("page.tokens @@ %s::tsquery", query) for query in queries),
            )
        )
        found = {}
        for dossier_id, supplement, number in rows:
            found.setdefault(dossier_id, {}).setdefault(supplement, []).append(number)
        return found

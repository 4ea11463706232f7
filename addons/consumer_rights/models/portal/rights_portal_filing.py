import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import SQL

from ...tools import identity_crypt
from .rights_portal_upload import UNFINISHED_DAYS

# no letters and digits that look alike
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 10
KEY_LENGTHS = range(32, 129)
BEGUN_WITHIN = timedelta(hours=1)


class RightsPortalFiling(models.Model):
    """One filing through the public form, from its first file to its cases (INT-13).

    The browser makes the key at random and keeps it; here lies its hash only. Whoever sends the
    same key again gets the same cases and the same query code, and nothing is entered twice. What
    was never sent goes after a day, with its files.
    """

    _name = "rights.portal.filing"
    _description = "Filing through the public form"
    _order = "id desc"
    _rec_name = "id"

    key_hash = fields.Char(required=True, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("open", "Being written"), ("sent", "Sent")], required=True, default="open"
    )
    sent_at = fields.Datetime("Sent")
    upload_ids = fields.One2many("rights.portal.upload", "filing_id")
    case_ids = fields.One2many("rights.case", "filing_id", "Cases")

    _key_unique = models.UniqueIndex("(key_hash)", "This filing exists already.")
    _unfinished = models.Index("(create_date) WHERE state = 'open'")

    # -- keys and codes -------------------------------------------------------------------------

    @api.model
    def _hash_key(self, key):
        return hashlib.sha256(key.encode()).hexdigest()

    @api.model
    def _code_of_key(self, key):
        """The query code of the filing with this key: the same each time, known to nobody else."""
        sealed = identity_crypt.load_cipher().blind_index(key, purpose="query code")
        number = int(sealed.rpartition(":")[2], 16)
        letters = []
        for _place in range(CODE_LENGTH):
            number, letter = divmod(number, len(ALPHABET))
            letters.append(ALPHABET[letter])
        return "".join(letters)

    @api.model
    def _of_key(self, key):
        """The filing with this key, in superuser mode; empty for a key nobody began with."""
        if not isinstance(key, str) or len(key) not in KEY_LENGTHS:
            return self.sudo().browse()
        return self.sudo().search([("key_hash", "=", self._hash_key(key))], limit=1)

    @api.model
    def _begin(self, key, address):
        """The filing with this key, begun if need be; counted for the address.

        :raise UserError: too many filings from this address, or a key that is none
        """
        if not isinstance(key, str) or len(key) not in KEY_LENGTHS or not key.isalnum():
            raise UserError(self.env._("The form is out of date. Load the page again."))
        filing = self._of_key(key)
        if filing:
            return filing
        attempts = self.env["rights.portal.attempt"]
        who = attempts._key_of_address(address)
        most = self.env["rights.network.parameter"]._value("portal_filings_per_hour")
        if attempts._count("begin", who, BEGUN_WITHIN) >= most:
            raise UserError(
                self.env._("Too many filings from your network. Wait an hour, or call 12315.")
            )
        attempts._note("begin", who)
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO rights_portal_filing
                       (key_hash, state, create_uid, create_date, write_uid, write_date)
                VALUES (%(key)s, 'open', %(uid)s, %(now)s, %(uid)s, %(now)s)
                ON CONFLICT (key_hash) DO NOTHING RETURNING id
                """,
                key=self._hash_key(key),
                uid=self.env.uid,
                now=fields.Datetime.now(),
            )
        )
        if not rows:  # begun by another request a moment ago: come again and find it
            raise ConcurrencyError("filing begun twice at once")
        return self.sudo().browse(rows[0][0])

    # -- sending --------------------------------------------------------------------------------

    def _send(self, key, given, channel_code="website", partner=None):
        """Enter the cases of this filing and register them, once.

        :param key: the key of this filing, from which the query code follows
        :param given: what the form says
        :param partner: the account of whoever is logged in as a consumer
        :return: ``{"receipt": ...}`` or ``{"errors": {field: sentence}}``
        """
        self.ensure_one()
        self._lock()
        if self.state == "sent":
            return {"receipt": self._receipt(key)}
        if unfinished := self.upload_ids.filtered(lambda upload: upload.state == "receiving"):
            unfinished.unlink()  # the form sends when its files are through: these were given up
        values, errors = self.env["rights.portal.form"]._read_form(given)
        if errors:
            return {"errors": errors}
        try:
            with self.env.cr.savepoint():
                self._file(key, values, channel_code, partner)
        except UserError as error:
            return {"errors": {"form": str(error)}}
        return {"receipt": self._receipt(key)}

    def _lock(self):
        """Of two senders one waits; Odoo runs its request again, and it finds what was sent."""
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_portal_filing WHERE id IN %s FOR UPDATE", self._ids)
        )

    def _file(self, key, values, channel_code, partner):
        cases = self._online_cases()
        channel = self.env["rights.channel"].sudo().search([("code", "=", channel_code)], limit=1)
        form = self.env["rights.portal.form"]
        cases = cases.create(form._case_vals(values, channel, self._first_station()))
        cases.write({"filing_id": self.id})
        cases._store_query_code(self._code_of_key(key))
        if partner:
            cases._give_access(partner)
        self._give_evidence(cases)
        stage = cases.stage_id
        steps = cases[0]._transitions().sudo()
        cases._move(steps.filtered(lambda step: step.code == "register"), stage)
        for case in cases[1:]:
            self.env["rights.case.link"].with_env(cases.env).create(
                {"case_id": cases[0].id, "other_case_id": case.id, "kind": "related"}
            )
        self.write({"state": "sent", "sent_at": fields.Datetime.now()})

    @api.model
    def _online_cases(self):
        """Cases as the public form enters them: through the gate, by nobody of the staff."""
        user = self.env.ref("consumer_rights.user_online")
        return self.env["rights.case"].with_user(user).sudo().with_context(lang="zh_CN")

    @api.model
    def _first_station(self):
        """The command centre takes what comes in online, and sends it on (TRI-01)."""
        stations = self.env["rights.station"].sudo()
        station = stations.search([("level", "=", "city_center")], order="id", limit=1)
        if not station:
            raise UserError(self.env._("The centre is not set up yet. Call 12315."))
        return station

    def _give_evidence(self, cases):
        evidence = self.env["rights.case.evidence"].with_env(cases.env)
        rows = self.upload_ids._evidence_vals()
        evidence.create([{**vals, "case_id": case.id} for case in cases for vals in rows])

    def _receipt(self, key):
        cases = self.case_ids.sorted("id")
        return {
            "cases": [
                {"number": case.name, "against": case.respondent_name or ""} for case in cases
            ],
            "code": self._code_of_key(key),
            "unit": cases[:1].station_id.name or "",
            "phone": cases[:1].station_id.phone or "12315",
            "received": cases[:1].received_at and cases[0]._china_minute(cases[0].received_at),
        }

    # -- material handed in later ---------------------------------------------------------------

    def _hand_in(self, case_sudo, statement, provider="complainant"):
        """Add the files of this filing and a statement to a case that exists, once.

        :raise UserError: there is nothing to hand in, or the case takes nothing more
        """
        self.ensure_one()
        self._lock()
        if self.state == "sent":
            return
        rows = self.upload_ids._evidence_vals()
        if rows:
            case_sudo._take_material(rows, statement, provider)
        else:
            case_sudo._take_statement(statement, provider)
        self.write({"state": "sent", "sent_at": fields.Datetime.now()})

    # -- cleaning up ----------------------------------------------------------------------------

    @api.model
    def _cron_discard_unfinished(self, batch_size=200):
        """What was not sent within a day goes, and of what was sent the copies of the files."""
        old = fields.Datetime.now() - timedelta(days=UNFINISHED_DAYS)
        commit = self.env["ir.cron"]._commit_progress
        unfinished = self.search([("state", "=", "open"), ("create_date", "<", old)])
        copies = self.env["rights.portal.upload"].search([("filing_id.state", "=", "sent")])
        commit(remaining=len(unfinished) + len(copies))
        for records in (unfinished, copies):
            for start in range(0, len(records), batch_size):
                batch = records[start : start + batch_size].try_lock_for_update()
                if isinstance(batch, type(self)):
                    batch.upload_ids.unlink()
                batch.unlink()
                if not commit(len(batch)):
                    return

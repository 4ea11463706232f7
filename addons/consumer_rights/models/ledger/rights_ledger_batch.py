import hashlib
import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from psycopg2.errors import UniqueViolation

from .rights_merchant_ledger_entry import KEY

MOST_ROWS = 10_000
MOST_ROWS_OF_INTERFACE = 1_000


class RightsLedgerBatch(models.Model):
    """Many entries at once, from a workbook or the interface: all of them, or none (MER-17).

    The key of a batch is good for one content. The same again is answered as the first time and
    adds nothing; another content under the key is refused. Rows with a number of their own are
    known by it, whatever batch brings them.
    """

    _name = "rights.ledger.batch"
    _description = "Many ledger entries at once"
    _order = "id desc"
    _rec_name = "key"

    merchant_id = fields.Many2one("rights.merchant", required=True, index=True, ondelete="restrict")
    key = fields.Char(required=True)
    digest = fields.Char(required=True)
    source = fields.Selection([("workbook", "Workbook"), ("interface", "Interface")], required=True)
    row_count = fields.Integer("Rows")
    created_count = fields.Integer("Entries created")
    known_count = fields.Integer("Known before")

    _once = models.UniqueIndex("(merchant_id, key)", "This batch has arrived already.")

    @api.model
    def _digest(self, rows):
        text = json.dumps(rows, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()

    @api.model
    def _take(self, merchant, key, rows, source):
        """Enter the rows of a batch. Called in superuser mode for a merchant of the account.

        :param rows: [{field: value}], with ``number`` for a row's own number
        :return: {"result": "taken" | "known" | "refused", ...}; refused names the rows
        """
        if not isinstance(key, str) or not KEY.fullmatch(key):
            return self._refuse(
                self.env._("A key of 8 to 80 letters, digits or : _ . - is needed.")
            )
        digest = self._digest(rows)
        known = self.search([("merchant_id", "=", merchant.id), ("key", "=", key)], limit=1)
        if known and known.digest != digest:
            return self._refuse(self.env._("This key was used for other rows. Take a new one."))
        if known:
            return {"result": "known", **known._tell()}
        vals_list, errors = self._read_rows(merchant, key, rows, source)
        if errors:
            return {"result": "refused", "errors": errors}
        return {"result": "taken", **self._store(merchant, key, digest, vals_list, source)._tell()}

    @staticmethod
    def _refuse(sentence):
        return {"result": "refused", "errors": {"batch": sentence}}

    def _tell(self):
        return {
            "rows": self.row_count,
            "created": self.created_count,
            "known_before": self.known_count,
        }

    @api.model
    def _read_rows(self, merchant, key, rows, source):
        """(values of entries, {row number: {field: sentence}})"""
        form = self.env["rights.ledger.form"]
        vals_list, errors, keys = [], {}, {}
        for place, row in enumerate(rows, start=1):
            if not isinstance(row, dict):
                errors[place] = {"row": self.env._("An object with the fields is needed.")}
                continue
            values, wrong = form._read(row)
            row_key, sentence = self._row_key(row, key, place)
            if sentence or row_key in keys:
                wrong["number"] = sentence or self.env._(
                    "Row %(row)s has this number already.", row=keys[row_key]
                )
            if wrong:
                errors[place] = wrong
                continue
            keys[row_key] = place
            vals_list.append(
                {
                    **form._complete(values),
                    "responsible_name": values["responsible_name"] or self.env.user.name,
                    "merchant_id": merchant.id,
                    "client_key": row_key,
                    "source": source,
                }
            )
        return vals_list, errors | self._label_errors(merchant, vals_list, keys)

    @api.model
    def _label_errors(self, merchant, vals_list, places):
        """{row number: {field: sentence}} for labels that stand on other goods already (PRD-08).

        A row that was taken before keeps its label: it adds nothing.

        :param places: {key of a row: its number}
        """
        entries = self.env["rights.merchant.ledger"]
        labelled = [vals for vals in vals_list if vals["resale_label"]]
        if not labelled:
            return {}
        keys = [vals["client_key"] for vals in labelled]
        known = entries.search([("merchant_id", "=", merchant.id), ("client_key", "in", keys)])
        labels = [vals["resale_label"] for vals in labelled]
        taken = entries._taken_labels(merchant, labels, besides=known)
        errors, seen = {}, set(taken)
        for vals in labelled:
            label = vals["resale_label"]
            if label in seen:
                errors[places[vals["client_key"]]] = {
                    "resale_label": self.env["rights.ledger.form"]._say_label_taken()
                }
            seen.add(label)
        return errors

    def _row_key(self, row, key, place):
        """The key of a row, and a sentence when its number cannot be one."""
        number = str(row.get("number") or "").strip()
        if not number:
            return f"{key}:{place}"[-80:], None
        if len(number) > 60:
            return None, self.env._("A number has at most %(count)s characters.", count=60)
        return f"number:{number}", None

    @api.model
    def _store(self, merchant, key, digest, vals_list, source):
        entries = self.env["rights.merchant.ledger"]
        found = entries.search_fetch(
            [
                ("merchant_id", "=", merchant.id),
                ("client_key", "in", [vals["client_key"] for vals in vals_list]),
            ],
            ["client_key"],
        )
        known = set(found.mapped("client_key"))
        fresh = [vals for vals in vals_list if vals["client_key"] not in known]
        try:
            with self.env.cr.savepoint():
                batch = self.create(
                    {
                        "merchant_id": merchant.id,
                        "key": key,
                        "digest": digest,
                        "source": source,
                        "row_count": len(vals_list),
                        "created_count": len(fresh),
                        "known_count": len(known),
                    }
                )
                batch.flush_recordset()
        except UniqueViolation as error:
            raise ConcurrencyError("ledger batch arrived twice at once") from error
        entries._insert(entries._as_confirmed(fresh))._note_waiting()
        return batch


class RightsMerchantLedger(models.Model):
    _inherit = "rights.merchant.ledger"

    @api.model
    def _as_confirmed(self, vals_list):
        """The values with those that are complete and settled confirmed already."""
        now = fields.Datetime.now()
        until = {}
        form = self.env["rights.ledger.form"]
        for vals in vals_list:
            if form._gaps(vals):
                continue
            day = vals["entry_date"]
            until[day] = until.get(day) or self._keep_until(day)
            vals.update(
                state="confirmed",
                keep_until=until[day],
                confirmed_at=now,
                confirmed_by_id=self.env.uid,
            )
        return vals_list

    @api.model
    def submit_rows(self, key, rows, merchant=None):
        """Take rows of the own ledger from another system, all or none (docs/api.md).

        :param key: made by the caller for these rows; the same again adds nothing
        :param rows: up to 1,000 dicts of the fields in docs/api.md
        :param merchant: unified social credit code, for an account of several merchants
        :return: ``{"result": "taken" | "known" | "refused", ...}``
        """
        batches = self.env["rights.ledger.batch"].sudo()  # checked: a merchant of the account
        served_sudo = self.env["rights.merchant"]._served()
        if not served_sudo:
            raise AccessError(self.env._("This account belongs to no merchant."))
        if merchant:
            served_sudo = served_sudo.filtered(lambda one: one.uscc == merchant)
        if len(served_sudo) != 1:
            return batches._refuse(
                self.env._("Name the merchant by its unified social credit code.")
            )
        if not isinstance(rows, list) or not 0 < len(rows) <= MOST_ROWS_OF_INTERFACE:
            return batches._refuse(
                self.env._("Send 1 to %(count)s rows at a time.", count=MOST_ROWS_OF_INTERFACE)
            )
        try:
            with self.env.cr.savepoint():
                return batches._take(served_sudo, key, rows, "interface")
        except UserError as error:
            return batches._refuse(str(error))

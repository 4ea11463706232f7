from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.filing_text import clean_line
from ...tools.flag_search import search_flag
from .rights_merchant_ledger import CAME_BACK

# what may be sold again when it is fit for it; everything else never is (PRD-06)
RESALABLE = ("packaged_food", "daily_goods", "clothing")
QUALITY = ("brand", "batch", "supplier", "quality_problem")
RESALE = frozenset(
    ("disposal", "goods_class", "is_fit_for_resale", "is_quality_return", "resale_label")
)


class RightsLedgerForm(models.AbstractModel):
    """What the form says about goods that came back (PRD-01, PRD-06, PRD-08)."""

    _inherit = "rights.ledger.form"

    @api.model
    def _read(self, given, only=None):
        values, errors = super()._read(given, only)
        if only is None and not errors:
            self._drop_unsaid(values)
            if sentence := self._resale_refusal(values):
                errors["disposal"] = sentence
        return values, errors

    @api.model
    def _drop_unsaid(self, values):
        """A choice that was taken back takes along what was entered below it: a page hides it."""
        if values["returned"] not in CAME_BACK:
            values["disposal"] = False
        if values["disposal"] != "labelled":
            values.update(is_fit_for_resale=False, resale_label=False)

    @api.model
    def _resale_refusal(self, values):
        """Why the goods must not be sold again; None when they may, or are not to be."""
        if values["disposal"] != "labelled":
            return None
        if values["goods_class"] not in RESALABLE:
            return self.env._(
                "Only packaged food, daily goods and clothing are sold again. Bulk and fresh food "
                "goes back to the producer or supplier."
            )
        if values["is_quality_return"]:
            return self.env._("Goods that came back for their quality are not sold again.")
        if not values["is_fit_for_resale"]:
            return self.env._(
                "Only what is intact, complete and within its shelf life is sold again. Say that "
                "it is, or choose another way."
            )
        if not values["resale_label"]:
            return self.env._("Goods that are sold again carry a label: enter its number.")
        return None

    @api.model
    def _gaps(self, values):
        """Goods returned for their quality are registered with what identifies them (PRD-01)."""
        return super()._gaps(values) + self._quality_gaps(values)

    @api.model
    def _quality_gaps(self, values):
        if not values["is_quality_return"] or values["returned"] not in CAME_BACK:
            return []
        return [name for name in QUALITY if not values[name]]

    @api.model
    def _say_label_taken(self):
        return self.env._("The number on the label stands on other goods of yours already.")


class RightsMerchantLedger(models.Model):
    """Returned goods are followed to their end: where they went, and when (PRD-06)."""

    _inherit = "rights.merchant.ledger"

    disposed_on = fields.Date("Goods disposed of on", readonly=True)
    disposal_proof = fields.Char("Receiver or record of the disposal", readonly=True)
    is_goods_open = fields.Boolean(
        "Returned goods not followed to their end",
        compute="_compute_is_goods_open",
        search="_search_is_goods_open",
    )

    @api.depends("returned", "disposed_on")
    def _compute_is_goods_open(self):
        for entry in self:
            entry.is_goods_open = entry.returned in CAME_BACK and not entry.disposed_on

    def _search_is_goods_open(self, operator, value):
        still = Domain("returned", "in", CAME_BACK) & Domain("disposed_on", "=", False)
        return search_flag(still, operator, value)

    def _finish_disposal(self, day, proof):
        """Where the goods went in the end. Called in superuser mode on an entry of the own ledger.

        :raise UserError: nothing came back, it was said before, or something is missing
        """
        self.ensure_one()
        self._lock()
        self.invalidate_recordset(["disposed_on"])
        says = self._current()
        if says["returned"] not in CAME_BACK or not says["disposal"]:
            raise UserError(self.env._("Say first what is to become of the goods."))
        if self.disposed_on:
            raise UserError(self.env._("The goods went on %(day)s already.", day=self.disposed_on))
        values, errors = self.env["rights.ledger.form"]._read(
            {"entry_date": day}, only=("entry_date",)
        )
        proof = clean_line(proof)[:200]
        if errors or values["entry_date"] < self.entry_date:
            raise UserError(
                self.env._("Enter a day from the day of the entry on, and not in the future.")
            )
        if not proof:
            raise UserError(self.env._("Say who received the goods, or how they were disposed of."))
        self.write({"disposed_on": values["entry_date"], "disposal_proof": proof})

    # -- labels (PRD-08) --------------------------------------------------------------------------

    @api.model
    def _taken_labels(self, merchant, labels, besides):
        """Which of the labels stand on goods of the merchant, by an entry or its correction.

        :param besides: entries that may keep theirs
        """
        labels = [label for label in labels if label]
        if not labels:
            return set()
        self.flush_model(["merchant_id", "resale_label"])
        self.env["rights.merchant.ledger.amendment"].flush_model(["entry_id", "corrected"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT entry.resale_label
                  FROM rights_merchant_ledger entry
                 WHERE entry.merchant_id = %(merchant)s AND entry.resale_label IN %(labels)s
                   AND entry.id NOT IN %(besides)s
                 UNION
                SELECT amendment.corrected ->> 'resale_label'
                  FROM rights_merchant_ledger entry
                  JOIN rights_merchant_ledger_amendment amendment ON amendment.entry_id = entry.id
                 WHERE entry.merchant_id = %(merchant)s
                   AND amendment.corrected ->> 'resale_label' IN %(labels)s
                   AND entry.id NOT IN %(besides)s
                """,
                merchant=merchant.id,
                labels=tuple(labels),
                besides=besides._ids or (0,),
            )
        )
        return {row[0] for row in rows}

    def _check_amended_goods(self, after, changes):
        """A correction sells nothing again that an entry could not (PRD-06, PRD-08).

        :raise UserError: it would, or what identifies a quality return is missing
        """
        form = self.env["rights.ledger.form"]
        if RESALE & changes.keys() and (refusal := form._resale_refusal(after)):
            raise UserError(refusal)
        label = changes.get("resale_label")
        if label and self._taken_labels(self.merchant_id, [label], besides=self):
            raise UserError(form._say_label_taken())
        if gaps := form._quality_gaps(after):
            labels = form._labels()
            raise UserError(
                self.env._(
                    "Missing: %(fields)s.",
                    fields=self.env["rights.case"]._enumerate([labels[name] for name in gaps]),
                )
            )


class RightsLedgerInspection(models.Model):
    """An inspection looks at the goods that came back as well (PRD-07)."""

    _inherit = "rights.ledger.inspection"

    returned_count = fields.Integer("Returns in the period", readonly=True)
    is_returns_checked = fields.Boolean("Returned goods checked")
    returns_finding = fields.Text("What was found about returned goods")
    is_incomplete = fields.Boolean(
        "Incomplete", compute="_compute_is_incomplete", search="_search_is_incomplete"
    )

    @api.depends("returned_count", "is_returns_checked")
    def _compute_is_incomplete(self):
        for inspection in self:
            inspection.is_incomplete = (
                inspection.returned_count and not inspection.is_returns_checked
            )

    def _search_is_incomplete(self, operator, value):
        gap = self._incomplete_domain()
        return search_flag(gap, operator, value)

    @api.model
    def _incomplete_domain(self):
        return Domain("returned_count", ">", 0) & Domain("is_returns_checked", "=", False)

    def _draw(self):
        result = super()._draw()
        entries = self.env["rights.merchant.ledger"].sudo()  # of a merchant of the own unit
        domain = entries._book_domain(self.merchant_id, self.day_from, self.day_to)
        self.sudo().returned_count = entries.search_count(
            domain & Domain("returned", "in", CAME_BACK)
        )
        return result

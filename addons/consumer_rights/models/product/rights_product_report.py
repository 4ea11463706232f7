import logging

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

_logger = logging.getLogger(__name__)


class RightsCase(models.Model):
    _inherit = "rights.case"

    product_notice_ids = fields.One2many(
        "rights.product.notice", "report_id", "Notices of problem products", copy=False
    )


class RightsProductNotice(models.Model):
    """With the notice goes the report of the alleged violation, and its paper (PRD-04, DOC-20)."""

    _inherit = "rights.product.notice"

    report_id = fields.Many2one(
        "rights.case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="consumer_rights.consumer_rights_group_staff",
    )
    document_id = fields.Many2one(
        "rights.document", "Notice on paper", readonly=True, copy=False, ondelete="restrict"
    )
    paper_error = fields.Char("Why there is no paper", readonly=True, copy=False)

    def _open_report(self):
        """The office opens it itself: it names no reporter. In superuser mode."""
        reports = self.env["rights.case"].with_context(default_kind="report")
        violation = self.env["rights.violation.class"]._of_code("infringing")
        channel = "superior" if self.source == "own" else "station_referral"
        respondent = {"respondent_name": self.supplier or self.product}
        if self.merchant_id:  # a known one brings its name, phone and address
            respondent = {"respondent_id": self.merchant_id.id}
        self.report_id = reports.create(
            {
                "kind": "report",
                "station_id": self.station_id.id,
                "channel_id": self.env.ref(f"consumer_rights.channel_{channel}").id,
                "is_anonymous": True,
                "received_at": self.reported_at,
                "subject": self.env._("Problem product: %(product)s", product=self.product),
                "facts": self._say_product(),
                **respondent,
                "item_class_id": self.class_ids[:1].id,
                "brand": self.brand,
                "product_model": self.batch,
                "violation_class_ids": [Command.set(violation.ids)],
            }
        )
        self.report_id._register_by_office()
        self._make_notice_paper()

    def _make_notice_paper(self):
        """The paper must not hold up the notice: what is missing is told on it."""
        try:
            with self.env.cr.savepoint():
                template = self.env["rights.document.template"]._of_code("DOC-20")
                if not template.active:
                    raise UserError(self.env._("There is no template %(code)s.", code="DOC-20"))
                self.document_id = self.env["rights.document"]._make(
                    [(self.report_id, template, self.station_id)]
                )
        except UserError as error:
            self.env.invalidate_all()
            self.paper_error = str(error)
            _logger.warning("The paper of notice id %s was not made", self.id, exc_info=True)

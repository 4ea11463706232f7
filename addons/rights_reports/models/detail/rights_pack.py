from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class RightsPack(models.Model):
    """A pack may hold detail lists: each comes as files of its own beside the workbook."""

    _inherit = "rights.pack"

    detail_ids = fields.Many2many(
        "rights.detail.list",
        string="Detail lists",
        help="Whoever answers for the pack must be allowed to read these matters and to export.",
    )

    @api.constrains("active", "detail_ids", "user_id", "station_id")
    def _check_may_export(self):
        """Said when it is defined: the run would fail, and the report with it."""
        exports = self.env["rights.detail.export"]
        for pack in self.filtered(lambda one: one.active and one.detail_ids):
            try:
                exports.with_user(pack.user_id)._check_may_export(pack.station_id)
            except AccessError as error:
                raise ValidationError(
                    self.env._(
                        "Detail lists cannot come with %(pack)s: %(person)s answers for it. "
                        "%(reason)s",
                        pack=pack.name,
                        person=pack.user_id.name,
                        reason=error,
                    )
                ) from None

    def _content_names(self):
        return [*super()._content_names(), "detail_ids"]

    def _list_names(self):
        return [*super()._list_names(), *self.detail_ids.mapped("name")]

    def _runs_in_background(self):
        return bool(self.detail_ids) or super()._runs_in_background()


class RightsPackRun(models.Model):
    _inherit = "rights.pack.run"

    export_ids = fields.One2many("rights.detail.export", "run_id", "Detail lists")

    def _prepare(self):
        """The lists first: they are long, and commit as they go."""
        result = super()._prepare()
        for wanted in self.pack_id.detail_ids:
            self._make_list(wanted)
        return result

    def _make_list(self, wanted):
        exports = self.env["rights.detail.export"]
        export = self.export_ids.filtered(lambda one: one.list_id == wanted)
        if not export:
            asker = self.pack_id.user_id
            export = exports.with_user(asker)._ask(
                wanted.with_user(asker), self.station_id, self._span(), run=self
            )
            export = export.with_env(self.env)
        elif export.state == "failed":
            export.write({"state": "waiting", "attempts": 0})
        self.env[
            "ir.cron"
        ]._commit_progress()  # the export tells its progress in transactions of its own
        export._run()
        export.invalidate_recordset()
        if export.state != "done":
            raise UserError(
                self.env._(
                    "%(list)s: %(reason)s",
                    list=export.display_name,
                    reason=export.message or self.env._("It was cancelled or is not finished."),
                )
            )


class RightsPackDelivery(models.Model):
    _inherit = "rights.pack.delivery"

    export_ids = fields.Many2many(
        "rights.detail.export", string="Detail lists", compute="_compute_export_ids"
    )

    @api.depends("run_id", "part", "user_id", "state")
    def _compute_export_ids(self):
        self.export_ids = False
        for delivery in self.filtered(lambda one: one.part == "workbook"):
            exports_sudo = delivery.sudo().run_id.export_ids  # the recipient reads no runs
            readable = exports_sudo.filtered(
                lambda one, delivery=delivery: delivery.user_id in one.reader_ids
            )
            delivery.export_ids = readable.ids

    @api.model
    def _deliver(self, run, parts):
        """A list goes to those recipients only who may read all of its matters themselves."""
        deliveries = super()._deliver(run, parts)
        with_lists = deliveries.filtered(
            lambda one: one.part == "workbook" and one.state != "refused"
        )
        for delivery in with_lists:
            reasons = []
            for export in run.export_ids:
                reason = export._get_reader_refusal(delivery.user_id)
                if reason:
                    reasons.append(f"{export.display_name}: {reason}")
                else:
                    export.reader_ids |= delivery.user_id
            if reasons:
                delivery.reason = " ".join(reasons)
        return deliveries

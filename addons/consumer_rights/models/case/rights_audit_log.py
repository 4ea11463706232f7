from odoo import api, fields, models


class RightsAuditLog(models.Model):
    """Who looked at, exported or printed personal data, and who was given which rights.

    who        may
    auditor    read
    nobody     write, change or remove (SEC-05, SEC-06)

    It names records by model and id and never holds personal data itself.
    """

    _name = "rights.audit.log"
    _description = "Audit log"
    _inherit = ["rights.append.only"]
    _order = "id desc"
    _rec_name = "type"

    type = fields.Selection(
        [
            ("look", "Look at an identity"),
            ("reveal", "Look at an identity with a reason"),
            ("export", "Export"),
            ("print", "Print"),
            ("grant", "Grant of rights"),
            ("revoke", "Withdrawal of rights"),
            ("code", "Change of executable code"),
            ("config", "Change of configuration"),
            ("refused", "Refused access"),
        ],
        required=True,
        index=True,
    )
    at = fields.Datetime(required=True, default=fields.Datetime.now, index=True)
    user_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict")
    model = fields.Char(string="Technical record type")
    model_name = fields.Char("Record type", compute="_compute_model_name")
    res_id = fields.Integer(string="Record id", index=True)
    count = fields.Integer(default=1)
    reason = fields.Char()
    detail = fields.Char()

    @api.depends("model")
    @api.depends_context("lang")
    def _compute_model_name(self):
        for entry in self:
            entry.model_name = self.env["ir.model"]._get(entry.model).name

    @api.model
    def _log(self, entry_type, model=None, res_id=None, count=1, reason=None, detail=None):
        """Append one entry for the current user (the real one, also under sudo)."""
        return self._append(
            [
                {
                    "type": entry_type,
                    "user_id": self.env.uid,
                    "model": model,
                    "res_id": res_id,
                    "count": count,
                    "reason": reason,
                    "detail": detail,
                }
            ]
        )

    @api.model
    def _log_refused(self, model, res_id, reason=None):
        """Log an access that is about to be refused: the entry outlives the rolled-back request."""
        uid, registry = self.env.uid, self.env.registry
        context = dict(self.env.context)

        def after_rollback():
            with registry.cursor() as cr:
                env = api.Environment(cr, uid, context)
                if env.user.exists():
                    env["rights.audit.log"]._log("refused", model, res_id, reason=reason)

        self.env.cr.postrollback.add(after_rollback)

from odoo import fields, models
from odoo.exceptions import AccessError, UserError

SUPERVISORS = (
    "consumer_rights.consumer_rights_group_head",
    "consumer_rights.consumer_rights_group_dispatcher",
)
# Exceptions that are a breach of the service promise by themselves (REG-06, HND-08)
VIOLATIONS = ("second_notice", "second_request")


class RightsCaseException(models.Model):
    """A supervisor let a case pass a rule, with a reason that stays (REG-06, HND-08, ACC-02).

    Where the rule is a promise to the person, the entry is marked as a violation (PRM-06): that
    mark needs no further act and nobody can take it away.
    """

    _name = "rights.case.exception"
    _inherit = ["rights.append.only", "rights.case.part"]
    _description = "Exception allowed by a supervisor"
    _order = "id desc"
    _rec_name = "kind"
    _frozen_with_archive = False

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", required=True)
    kind = fields.Selection(
        [
            ("second_notice", "Another notice of missing material"),
            ("second_request", "Another list of evidence"),
            ("scope", "Accepted outside the scope"),
        ],
        "What was allowed",
        required=True,
    )
    reason = fields.Char(required=True)
    is_violation = fields.Boolean(
        "Breach of the promise", help="Opens a violation of the service promise (PRM-06)."
    )
    at = fields.Datetime("Allowed on", required=True)
    user_id = fields.Many2one("res.users", "Allowed by", required=True, ondelete="restrict")
    station_id = fields.Many2one("rights.station", "Unit", required=True, ondelete="restrict")


class RightsCase(models.Model):
    _inherit = "rights.case"

    exception_ids = fields.One2many("rights.case.exception", "case_id", "Exceptions", readonly=True)

    def action_allow_exception(self, kind, reason):
        """Let this case pass a rule once.

        who                                     may
        head or dispatcher of the unit or above allow it, with a reason
        """
        self.ensure_one()
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the exception is allowed."))
        if not self._is_supervised():
            raise AccessError(
                self.env._("Only a supervisor of the responsible unit may allow an exception.")
            )
        self._append_exception(kind, reason.strip())
        return True

    def _is_supervised(self):
        """Whether the user is head or dispatcher of the unit of this case, or of one above it."""
        user = self.env.user
        return any(user.has_group(group) for group in SUPERVISORS) and (
            self.sudo().station_id in user.rights_supervised_station_ids
        )

    def _append_exception(self, kind, reason):
        self.env["rights.case.exception"]._append(
            [
                {
                    "case_id": self.id,
                    "cycle_no": self.sudo().cycle_no,
                    "kind": kind,
                    "reason": reason,
                    "is_violation": kind in VIOLATIONS,
                    "at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "station_id": self.sudo().station_id.id,
                }
            ]
        )
        kinds = self.env["rights.case.exception"]._fields["kind"]
        label = dict(kinds._description_selection(self.env))[kind]
        self._append_events([{"type": "exception", "basis": f"{label}: {reason}"}])
        self.invalidate_recordset(["exception_ids"])

    def _count_exceptions(self, kind):
        """How often this was allowed in the present cycle."""
        return len(
            self.sudo().exception_ids.filtered(
                lambda entry: entry.kind == kind and entry.cycle_no == self.sudo().cycle_no
            )
        )

    def action_request_evidence(self, items, override_reason=None):
        """A second list of evidence breaks the promise of no repeated trips (HND-08)."""
        is_second = bool(self.evidence_request)
        result = super().action_request_evidence(items, override_reason)
        if is_second:
            self._append_exception("second_request", override_reason)
        return result


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[("exception", "Exception"), ("group", "Group complaint")],
        ondelete={"exception": lambda events: None, "group": lambda events: None},
    )

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

GROUP = "consumer_rights.consumer_rights_group_"
ASKED = ("case_id", "other_case_id", "reason")


class RightsReportMerge(models.Model):
    """Reports of one person about the same facts, handled as one (ENF-15).

    who                        may
    handler of both reports    ask
    another supervisor         agree, refuse, and take the merger back while the report is open

    Nothing is merged by itself. Each report keeps its number, its words, its clocks and its
    reporter; the merged one is concluded with the other.
    """

    _name = "rights.report.merge"
    _inherit = ["rights.case.part"]
    _description = "Merger of reports"
    _order = "id desc"
    _rec_name = "other_case_id"

    case_id = fields.Many2one(
        "rights.case", "Handled as", required=True, index=True, ondelete="restrict"
    )
    other_case_id = fields.Many2one(
        "rights.case", "Repeated report", required=True, index=True, ondelete="restrict"
    )
    reason = fields.Char("Why they are the same", required=True)
    state = fields.Selection(
        [
            ("asked", "Consent asked for"),
            ("merged", "Merged"),
            ("refused", "Refused"),
            ("undone", "Taken back"),
        ],
        readonly=True,
        default="asked",
        index=True,
    )
    asked_by_id = fields.Many2one("res.users", "Asked by", readonly=True, ondelete="restrict")
    asked_at = fields.Datetime("Asked on", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime("Decided on", readonly=True)
    may_decide = fields.Boolean(compute="_compute_may_decide")

    _one_open = models.UniqueIndex(
        "(other_case_id) WHERE state IN ('asked', 'merged')",
        "This report is merged already, or consent is asked for.",
    )
    _not_itself = models.Constraint(
        "CHECK (case_id <> other_case_id)", "A report is not merged with itself."
    )

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        for merge in self:
            merge.may_decide = (
                merge.state in ("asked", "merged") and merge._get_decide_refusal() is None
            )

    @api.model_create_multi
    def create(self, vals_list):
        entered = []
        for vals in vals_list:
            pair = self.env["rights.case"].browse([vals["case_id"], vals["other_case_id"]])
            pair.check_access("write")
            pair[0]._check_may_merge(pair[1])
            entered.append(
                {name: vals.get(name) for name in ASKED}
                | {"asked_by_id": self.env.uid, "asked_at": fields.Datetime.now()}
            )
        return super().create(entered)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A merger is agreed to or refused, not changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What was asked stays in the record."))

    # -- the supervisor's consent ------------------------------------------------------------------

    def _get_decide_refusal(self):
        """Why the current user may not decide; None when allowed."""
        user = self.env.user
        if not any(user.has_group(GROUP + role) for role in ("dispatcher", "division_head")):
            return self.env._("A supervisor agrees to a merger.")
        if self.sudo().case_id.station_id not in user.rights_supervised_station_ids:
            return self.env._("The case lies with another unit.")
        if self.sudo().asked_by_id == user:
            return self.env._("Nobody decides the own request. Ask a colleague.")
        return None

    def _check_decide(self, *states):
        self.check_access("read")
        for merge in self:
            if refusal := merge._get_decide_refusal():
                raise AccessError(refusal)
            if merge.state not in states:
                raise UserError(self.env._("This is decided already."))

    def action_agree(self):
        self._check_decide("asked")
        for merge in self.sudo():  # checked above
            merge.case_id._check_may_merge(merge.other_case_id)
            merge.other_case_id.merged_into_id = merge.case_id
            merge._decide("merged")
            self.env["rights.case.link"].sudo().create(
                {
                    "case_id": merge.other_case_id.id,
                    "other_case_id": merge.case_id.id,
                    "kind": "merged",
                    "reason": merge.reason,
                }
            )
        return True

    def action_refuse(self):
        self._check_decide("asked")
        self.sudo()._decide("refused")  # checked above
        return True

    def action_undo(self):
        """Both go their own way again; what was done together stays in both records."""
        self._check_decide("merged")
        for merge in self.sudo():  # checked above
            other = merge.other_case_id
            if other.stage_code != "handling":
                raise UserError(
                    self.env._("%(report)s is concluded already.", report=other.display_name)
                )
            other.merged_into_id = False
            other.link_ids.filtered(lambda link: link.kind == "merged").action_unlink_cases()
            merge._decide("undone")
        return True

    def _decide(self, state):
        self.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )


class RightsCase(models.Model):
    _inherit = "rights.case"

    merge_ids = fields.One2many("rights.report.merge", "case_id", "Mergers", copy=False)
    merged_into_id = fields.Many2one(
        "rights.case", "Handled with", readonly=True, copy=False, index="btree_not_null"
    )
    merged_report_ids = fields.One2many("rights.case", "merged_into_id", "Merged reports")

    def _check_create_vals(self, vals):
        self._check_merged(vals)
        return super()._check_create_vals(vals)

    def _check_write_vals(self, vals):
        self._check_merged(vals)
        return super()._check_write_vals(vals)

    def _check_merged(self, vals):
        if "merged_into_id" in vals and not self.env.su:
            raise AccessError(self.env._("Reports are merged with a supervisor's consent only."))

    def _check_may_merge(self, other):
        """ENF-15: two open reports of one unit, of the same person, about the same accused."""
        pair = self | other
        sentence = None
        if any(case.kind != "report" or case.stage_code != "handling" for case in pair):
            sentence = self.env._("Only two reports in handling are merged.")
        elif len(pair.station_id) > 1:
            sentence = self.env._("The two reports lie with different units.")
        elif self.merged_into_id or other.merged_into_id or other.merged_report_ids:
            sentence = self.env._("One of them is merged already. Merge with the first report.")
        elif not self._is_same_accused(other):
            sentence = self.env._("The two reports are about different accused.")
        elif not self.sudo()._is_same_reporter(other.sudo()):
            sentence = self.env._("The two reports are not known to be of the same person.")
        if sentence:
            raise ValidationError(sentence)

    def _is_same_accused(self, other):
        if self.respondent_id or other.respondent_id:
            return self.respondent_id == other.respondent_id
        return (self.respondent_name or "").strip() == (other.respondent_name or "").strip()

    def _is_same_reporter(self, other):
        """By the blind indexes of phone and ID number: nobody reads who it is."""
        keys = []
        for case in (self, other):
            rows = case.party_ids.filtered(lambda party: party.role == "reporter").identity_ids
            rows = rows.filtered("is_current")
            keys.append(
                {
                    (name, row[name])
                    for row in rows
                    for name in ("phone_index", "id_number_index")
                    if row[name]
                }
            )
        return bool(keys[0] & keys[1])

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        concludes = transition.sudo().effect == "conclude"
        if concludes and self.merged_into_id and not self.env.su:
            # not the name of a field, so that no dialog offers to fill it in
            missing["merged"] = self.env._(
                "It is handled with %(report)s and concluded with it.",
                report=self.merged_into_id.display_name,
            )
        return missing

    def _after_conclude(self, transition):
        """Merged reports end as the one they are handled with; each reporter is told apart."""
        result = super()._after_conclude(transition)
        for case in self.sudo():
            for other in case.merged_report_ids.filtered(
                lambda other: other.stage_id == transition.stage_from_id
            ):
                other.write({"outcome_id": case.outcome_id.id, "result_text": case.result_text})
                other._move(
                    transition,
                    expected_stage=other.stage_id,
                    basis=self.env._("Concluded with %(report)s", report=case.display_name),
                )
        return result

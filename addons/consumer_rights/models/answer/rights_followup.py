from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

GRADES = [
    ("satisfied", "Satisfied"),
    ("basic", "Basically satisfied"),
    ("dissatisfied", "Dissatisfied"),
]
GRADE_FIELDS = ("sat_attitude", "sat_result", "sat_overall")
FOLLOWUP = "consumer_rights.consumer_rights_group_followup"


class RightsFollowup(models.Model):
    """A follow-up of a case: who asked how, reached or not, and three grades (RPL-04 to RPL-07).

    ``purpose`` tells the service follow-up, one for each replied case, from the assessment call
    of a drawn case (RPL-09). Officers enter results through ``_enter``; the person, by a link or
    in the portal, through ``_take_rating``. Both end in ``_note_result``.
    """

    _name = "rights.followup"
    _inherit = ["rights.case.part"]
    _description = "Follow-up"
    _order = "case_id, id"
    _rec_name = "state"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    is_report = fields.Boolean("Of a report", compute="_compute_is_report", store=True)
    cycle_no = fields.Integer("Cycle", readonly=True)
    station_id = fields.Many2one(
        "rights.station", "Unit", readonly=True, index=True, help="That was responsible then."
    )
    purpose = fields.Selection(
        [("service", "Service follow-up"), ("sample", "Assessment call")],
        default="service",
        required=True,
    )
    user_id = fields.Many2one(
        "res.users",
        "Follow-up officer",
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("unreachable", "Unreachable")],
        default="done",
        required=True,
    )
    at = fields.Datetime("Time", default=fields.Datetime.now)
    way = fields.Selection(
        [("phone", "Phone"), ("sms", "Text message"), ("portal", "Portal")], default="phone"
    )
    sat_attitude = fields.Selection(GRADES, "Attitude")
    sat_result = fields.Selection(GRADES, "Result")
    sat_overall = fields.Selection(GRADES, "Overall")
    is_dissatisfied = fields.Boolean(compute="_compute_is_dissatisfied", store=True)
    comment = fields.Text("Comments")
    suggestion = fields.Text("Suggestions")
    suggestion_case_id = fields.Many2one(
        "rights.case", "Suggestion matter", readonly=True, ondelete="restrict"
    )
    attempt_ids = fields.One2many("rights.followup.attempt", "followup_id", "Failed attempts")

    _one_open = models.UniqueIndex(
        "(case_id, purpose) WHERE state = 'open'", "This case has an open follow-up already."
    )
    _by_month = models.Index("(station_id, at) WHERE state <> 'open'")

    # -- who reads --------------------------------------------------------------------------------

    @api.model
    def _get_readable_domain(self):
        """Officers keep what they recorded in view when the case is no longer with them (RPL-04).

        Not of reports, which Annex A2 shows them only while the follow-up is open.
        """
        own = Domain("user_id", "=", self.env.uid) & Domain("is_report", "=", False)
        return super()._get_readable_domain() | own

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if operation != "read" or not result or not self._is_readable_model():
            return result
        own = self.sudo().filtered(lambda row: row.user_id == self.env.user and not row.is_report)
        forbidden = result[0] - own.sudo(False)
        return (forbidden, result[1]) if forbidden else None

    def _is_readable_model(self):
        return self.env["ir.model.access"].check(self._name, "read", raise_exception=False)

    @api.depends("case_id.kind")
    def _compute_is_report(self):
        for followup in self:
            followup.is_report = followup.case_id.kind == "report"

    @api.depends("sat_result", "sat_overall")
    def _compute_is_dissatisfied(self):
        for followup in self:
            grades = (followup.sat_result, followup.sat_overall)
            followup.is_dissatisfied = "dissatisfied" in grades

    @api.constrains("state", *GRADE_FIELDS)
    def _check_grades(self):
        for followup in self:
            if followup.state == "done" and not all(followup[name] for name in GRADE_FIELDS):
                raise ValidationError(self.env._("Enter all three grades of satisfaction."))

    @api.constrains("user_id", "case_id", "state")
    def _check_independent(self):
        """RPL-05: a dedicated officer who neither handled nor mediated the case."""
        for followup in self.filtered("user_id"):
            if followup.user_id in followup.case_id._get_not_independent():
                raise ValidationError(
                    self.env._(
                        "Whoever handled or mediated a case cannot follow it up. Ask a colleague."
                    )
                )
            if followup.state == "open" and not followup.user_id.has_group(FOLLOWUP):
                raise ValidationError(
                    self.env._("%(user)s is no follow-up officer.", user=followup.user_id.name)
                )

    @api.constrains("state")
    def _check_unreachable(self):
        """RPL-10: so many failed attempts, on so many different days."""
        value = self.env["rights.network.parameter"]._value
        attempts, days = value("followup_attempts"), value("followup_attempt_days")
        for followup in self.filtered(lambda row: row.state == "unreachable"):
            tried = followup._get_attempts()
            if len(tried) < attempts or len(set(tried.mapped("day"))) < days:
                raise ValidationError(
                    self.env._(
                        "A person counts as unreachable after %(attempts)s failed attempts on "
                        "%(days)s different days. Log each attempt.",
                        attempts=attempts,
                        days=days,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            case = self.env["rights.case"].browse(vals.get("case_id")).sudo()
            vals.setdefault("cycle_no", case.cycle_no)
            vals.setdefault("station_id", case.station_id.id)
        followups = super().create(vals_list)
        followups.filtered(lambda row: row.state != "open")._note_result()
        return followups

    def _check_not_archived(self):
        """The call of an assessment comes after the archive and is no part of the dossier."""
        return super(
            RightsFollowup, self.filtered(lambda row: row.purpose == "service")
        )._check_not_archived()

    # -- opening and assigning ---------------------------------------------------------------------

    @api.model
    def _open(self, case, purpose="service", user=None):
        """A follow-up that waits for its result; in superuser mode."""
        return self.sudo().create(
            {
                "case_id": case.id,
                "purpose": purpose,
                "state": "open",
                "at": False,
                "user_id": (user or self._pick_officer(case)).id,
            }
        )

    @api.model
    def _pick_officer(self, case):
        """The dedicated officer of the nearest unit that has one, the one with least open calls."""
        station, excluded = case.sudo().station_id, case._get_not_independent()
        group = self.env.ref(FOLLOWUP)
        while station:
            people = station.post_ids.filtered("active").user_id.filtered("active")
            people = people.filtered(lambda user: group in user.all_group_ids) - excluded
            if people:
                return people.sorted(lambda user: (self._count_open(user), user.id))[0]
            station = station.parent_id
        return self.env["res.users"]

    @api.model
    def _count_open(self, user):
        return self.sudo().search_count([("user_id", "=", user.id), ("state", "=", "open")])

    # -- results -----------------------------------------------------------------------------------

    def _enter(self, vals):
        """End an open follow-up with its result, and move the case on.

        :param vals: state, way, the three grades, comment, suggestion
        """
        self.ensure_one()
        if self.state != "open":
            raise UserError(self.env._("This follow-up has its result already."))
        self.sudo().write({"at": fields.Datetime.now(), **vals})
        self.sudo()._note_result()
        case = self.case_id
        if self.purpose == "service":
            step = case._transitions().filtered(lambda row: row.sudo().effect == "follow_up")
            # of the person who rates no role is asked
            case._move(step[:1].with_env(case.env), expected_stage=case.stage_id)
        return True

    @api.model
    def _take_rating(self, case, grades, comment="", suggestion="", way="portal"):
        """The person rates the own matter, by a link (``sms``) or in the ``portal`` (RPL-06).

        Both the slim page and the portal come here, after they made sure who rates.

        :param grades: {sat_attitude, sat_result, sat_overall: a grade of RPL-07}
        :return: the follow-up
        :raise UserError: nothing waits for a rating, or a grade is missing
        """
        case = case.sudo()  # the caller knows that it is the person's own case
        known = dict(GRADES)
        if set(grades) != set(GRADE_FIELDS) or any(one not in known for one in grades.values()):
            raise UserError(self.env._("Enter all three grades of satisfaction."))
        case._lock()
        if case.stage_code != "replied":
            raise UserError(self.env._("This matter does not wait for a rating."))
        followup = case._get_followups().filtered(lambda row: row.state == "open")
        followup = followup or self._open(case)
        # the record names the officer in charge, and says that the person rated
        actor = followup.user_id or self.env.user
        followup.with_user(actor).sudo()._enter(
            {
                "state": "done",
                "way": way,
                "comment": (comment or "").strip()[:2000],
                "suggestion": (suggestion or "").strip()[:2000],
                **grades,
            }
        )
        case.with_user(actor).sudo()._append_events(
            [{"type": "progress", "basis": self.env._("The person rated the matter")}]
        )
        return followup

    def _note_result(self):
        """What a result brings about; the clocks hear of it too (models/deadline)."""
        for followup in self:
            case = followup.case_id
            if followup.purpose == "sample":
                still_open = case.sudo().followup_ids.filtered(
                    lambda row: row.purpose == "sample" and row.state == "open"
                )
                case._gate_write({"sampled": bool(still_open)})
            elif followup.is_dissatisfied:
                self.env["rights.reopening"].sudo()._open(followup)

    @api.model
    def _complete_old(self):
        """Results entered before there was this room, or by the demonstration: unit and cycle,
        and for the dissatisfied that nobody took up the way to do so."""
        self.flush_model()
        self.env.execute_query(
            SQL(
                """
                UPDATE rights_followup
                   SET station_id = coalesce(rights_followup.station_id, rights_case.station_id),
                       cycle_no = coalesce(rights_followup.cycle_no, rights_case.cycle_no)
                  FROM rights_case
                 WHERE rights_case.id = case_id
                   AND (rights_followup.station_id IS NULL OR rights_followup.cycle_no IS NULL)
                RETURNING rights_followup.id
                """
            )
        )
        self.invalidate_model()
        waiting = self.sudo().search(
            [
                ("is_dissatisfied", "=", True),
                ("purpose", "=", "service"),
                ("case_id.stage_code", "=", "followed_up"),
                ("case_id.reopening_ids", "=", False),
            ]
        )
        for followup in waiting:
            if followup.cycle_no == followup.case_id.cycle_no:
                self.env["rights.reopening"]._open(followup)

    # -- suggestions (RPL-12) ----------------------------------------------------------------------

    def action_make_suggestion(self):
        """Turn the suggestion into a matter of its own, without the person's data."""
        self.ensure_one()
        self.check_access("read")
        if not self.suggestion:
            raise UserError(self.env._("This follow-up holds no suggestion."))
        if self.suggestion_case_id:
            raise UserError(
                self.env._(
                    "The suggestion became %(case)s already.",
                    case=self.suggestion_case_id.sudo().display_name,
                )
            )
        if not self.env.user.has_group(FOLLOWUP):
            raise UserError(self.env._("Suggestions are handed on by the follow-up officer."))
        matter = self.env["rights.case"]._register_suggestion(
            self.suggestion, station=self.case_id.sudo()._get_reception()
        )
        self.sudo().suggestion_case_id = matter
        return True


class RightsCase(models.Model):
    _inherit = "rights.case"

    @api.model
    def _register_suggestion(self, text, station, channel="phone"):
        """A registered suggestion matter of a unit, from a follow-up or a box (RPL-12, OPN-09)."""
        channel = self.env["rights.channel"].sudo().search([("code", "=", channel)], limit=1)
        # the officer who hands it on need not be one who registers
        matter = self.sudo().create(
            {
                "kind": "suggestion",
                "subject": text.strip().splitlines()[0][:40],
                "facts": text.strip(),
                "station_id": station.id,
                "channel_id": channel.id,
            }
        )
        step = matter._transitions().filtered(lambda row: row.effect == "register")[:1]
        matter._move(step.sudo(), expected_stage=matter.stage_id)
        return matter

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

MODES = [
    ("phone", "Telephone"),
    ("video", "Video"),
    ("sms", "Text message"),
    ("onsite", "On site"),
    ("three_way", "Three-way call"),
    ("written", "Written exchange"),
]
SIDES = [("consumer", "Consumer"), ("merchant", "Merchant")]
COOPERATION = [
    ("active", "Cooperates actively"),
    ("passive", "Cooperates passively"),
    ("refusing", "Refuses to cooperate"),
]
LEVELS = {
    "service_point": "service_station",
    "service_station": "service_station",
    "local_station": "local_station",
    "district_center": "district",
    "city_center": "city_exception",
}
CHANGED_BY_HAND = {
    "mediator_id",
    "cooperation",
    "consent_ids",
    "meeting_ids",
    "recusal_ids",
}


class RightsMediation(models.Model):
    """One mediation of a complaint: at one level, in one round (MED-01, MED-09, MED-13).

    who                     may
    handler, mediator       set the mediator and the grade of cooperation, of what the unit has
    unit head               the same, for the unit and below
    whoever reads the case  reads it; consumer and merchant never do

    The step into mediation opens it, whatever leaves the stage closes it; a closed one stays.
    """

    _name = "rights.mediation"
    _inherit = ["rights.case.part"]
    _description = "Mediation"
    _order = "case_id, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    cycle_no = fields.Integer("Cycle", required=True, readonly=True)
    level = fields.Selection(
        [
            ("service_station", "Service station"),
            ("local_station", "Local station"),
            ("district", "District"),
            ("city_exception", "City, by way of exception"),
        ],
        required=True,
        readonly=True,
    )
    round = fields.Integer(required=True, readonly=True, help="Counted at each level of a case.")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    mediator_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("open", "In mediation"),
            ("settled", "Settled by mediation"),
            ("failed", "Mediation failed"),
            ("terminated", "Mediation terminated"),
            ("withdrawn", "Withdrawn or stopped"),
        ],
        default="open",
        required=True,
        readonly=True,
        index=True,
    )
    started_at = fields.Datetime("Began", required=True, readonly=True)
    ended_at = fields.Datetime("Ended", readonly=True)
    consent_ids = fields.One2many("rights.mediation.consent", "mediation_id", "Consents")
    meeting_ids = fields.One2many("rights.mediation.meeting", "mediation_id", "Meetings")
    recusal_ids = fields.One2many("rights.mediation.recusal", "mediation_id", "Recusals")
    cooperation = fields.Selection(
        COOPERATION,
        "Cooperation of the merchant",
    )
    exception_id = fields.Many2one(
        "rights.case.exception",
        "Approved exception",
        readonly=True,
        ondelete="restrict",
        help="The head's approval for the city level, with its reason (MED-13).",
    )

    _one_open = models.UniqueIndex(
        "(case_id) WHERE state = 'open'", "This case is in mediation already."
    )
    _round_once = models.UniqueIndex(
        "(case_id, level, round)", "This round of the mediation exists already."
    )
    _ends_once = models.Constraint(
        "CHECK ((state = 'open') = (ended_at IS NULL))", "A mediation that ended says when."
    )

    @api.depends("case_id", "level", "round")
    def _compute_display_name(self):
        levels = dict(self._fields["level"]._description_selection(self.env))
        for mediation in self:
            mediation.display_name = self.env._(
                "%(case)s: %(level)s, round %(round)s",
                case=mediation.case_id.display_name,
                level=levels.get(mediation.level, ""),
                round=mediation.round,
            )

    def write(self, vals):
        if not self.env.su:
            if set(vals) - CHANGED_BY_HAND:
                raise AccessError(self.env._("A mediation is opened and closed by its steps."))
            self._check_open()
            if "mediator_id" in vals:
                self._check_no_recusal()
                self._check_mediator(self.env["res.users"].browse(vals["mediator_id"]))
        return super().write(vals)

    def _check_open(self):
        for mediation in self:
            if mediation.state != "open":
                raise UserError(
                    self.env._(
                        "The mediation of %(case)s has ended and stays as it is.",
                        case=mediation.case_id.display_name,
                    )
                )

    def _check_no_recusal(self):
        """MED-05: while a request is open, nothing is decided and nobody steps aside quietly."""
        if self.sudo().recusal_ids.filtered(lambda recusal: recusal.state == "open"):
            raise UserError(
                self.env._("A request for recusal is open. The head of the unit decides it first.")
            )

    def _check_mediator(self, user):
        """A mediator has a post at the unit, or at one above it."""
        for mediation in self:
            if mediation.station_id not in user.sudo().rights_supervised_station_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s has no post at %(unit)s or above it. Choose somebody who has.",
                        user=user.sudo().name,
                        unit=mediation.sudo().station_id.name,
                    )
                )

    @api.model
    def _open_for(self, case, mediator=None):
        """Open the next mediation of a case at its unit, and take over the consents given."""
        case_sudo = case.sudo()  # the step into mediation checked who may
        level = LEVELS[case_sudo.station_id.level]
        mediations = self.sudo()
        earlier = mediations.search_count([("case_id", "=", case.id), ("level", "=", level)])
        exceptions = case_sudo.exception_ids.filtered(
            lambda row: row.kind == "city_mediation" and row.cycle_no == case_sudo.cycle_no
        )
        mediation = mediations.create(
            {
                "case_id": case.id,
                "cycle_no": case_sudo.cycle_no,
                "level": level,
                "round": earlier + 1,
                "station_id": case_sudo.station_id.id,
                "mediator_id": (mediator or self.env.user).id,
                "started_at": fields.Datetime.now(),
                "exception_id": exceptions[:1].id if level == "city_exception" else False,
            }
        )
        case_sudo._get_waiting_consents().mediation_id = mediation
        return mediation.with_env(self.env)

    def _close(self, state, at=None):
        """The one way out: what leaves the stage says how it ended and when."""
        at = at or fields.Datetime.now()
        for mediation in self.sudo().filtered(lambda row: row.state == "open"):
            mediation.meeting_ids.filtered(lambda row: row.state == "planned")._cancel()
            mediation.write({"state": state, "ended_at": max(at, mediation.started_at)})
            mediation.flush_recordset(["state"])  # the index lets only one be open

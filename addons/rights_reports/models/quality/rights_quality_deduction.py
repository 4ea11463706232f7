from odoo import api, fields, models
from odoo.addons.consumer_rights.models.case.rights_case_kinds import SECRET_KINDS
from odoo.addons.consumer_rights.tools.china_time import china_date
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# points are lost in these states; a contested one counts until it is decided otherwise
COUNTED = ("confirmed", "contested")
ENTERED = frozenset(
    ("bulletin_id", "station_id", "studio_id", "item_id", "occurred_on", "evidence", "case_number")
)
CORRECTED = frozenset(("cause_id", "evidence", "dismiss_reason"))
NOT_OURS = ("discipline",)  # a matter that is not named here (SEC-08)


class RightsQualityDeduction(models.Model):
    """Points that a unit loses in a month: for what, by which rule, in which matter, with what
    evidence (QUA-03, QUA-14, QUA-16).

    who                              may
    system                           open candidates from missed limits and other signals, once each
    quality officer                  enter what an on-site check found; confirm or dismiss
    unit                             read its own from the review on, object, correct
    another officer, division head   decide the objection
    head                             read whose it was (``rights.quality.person``)

    The points are those of the list when it was found. What was found is never deleted: dismissed,
    it counts nothing.
    """

    _name = "rights.quality.deduction"
    _inherit = ["rights.deadline.owner"]
    _description = "Quality deduction"
    _order = "month desc, station_id, id"
    _rec_name = "item_id"

    bulletin_id = fields.Many2one(
        "rights.quality.bulletin", required=True, index=True, ondelete="restrict"
    )
    month = fields.Date("Month of the assessment", required=True, readonly=True)
    bulletin_state = fields.Selection(related="bulletin_id.state", string="Bulletin is")
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, index=True, ondelete="restrict"
    )
    studio_id = fields.Many2one(
        "rights.studio",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('station_id', '=', station_id)]",
    )
    # for what
    item_id = fields.Many2one(
        "rights.quality.item", "Deducted for", required=True, index=True, ondelete="restrict"
    )
    part_id = fields.Many2one(
        "rights.quality.part", readonly=True, required=True, ondelete="restrict"
    )
    cause_id = fields.Many2one(
        "rights.quality.cause", "Assessment cause", required=True, ondelete="restrict"
    )
    rule = fields.Char(readonly=True, required=True)
    points = fields.Float(readonly=True, required=True, digits=(5, 1))
    source = fields.Selection(
        [("system", "System data"), ("on_site", "On-site check")],
        "Source of the finding",
        required=True,
        default="on_site",
        readonly=True,
    )
    # with what
    occurred_on = fields.Date("Happened on", required=True, default=lambda self: china_date())
    evidence = fields.Text(required=True, help="What shows it. Name no person and no phone.")
    case_number = fields.Char(
        "Matter",
        compute="_compute_case_number",
        search="_search_case_number",
        readonly=False,  # an officer names the matter of an on-site check by its number
        help="A report stands here for those who may read it.",
    )
    case_id = fields.Many2one(
        "rights.case", index="btree_not_null", ondelete="restrict", groups=fields.NO_ACCESS
    )
    breach_id = fields.Many2one(
        "rights.deadline.breach", readonly=True, ondelete="restrict", groups=fields.NO_ACCESS
    )
    fact_ref = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    repeats_id = fields.Many2one(
        "rights.quality.deduction", "Not corrected", readonly=True, ondelete="restrict"
    )
    entered_by_id = fields.Many2one("res.users", "Entered by", readonly=True, ondelete="restrict")
    # the officer's word
    state = fields.Selection(
        [
            ("candidate", "Candidate"),
            ("confirmed", "Deducted"),
            ("contested", "Contested"),
            ("revoked", "Revoked on objection"),
            ("dismissed", "Not deducted"),
        ],
        required=True,
        default="candidate",
        readonly=True,
        index=True,
    )
    confirmed_at = fields.Datetime("Decided on", readonly=True)
    confirmed_by_id = fields.Many2one("res.users", "Decided by", readonly=True, ondelete="restrict")
    dismiss_reason = fields.Char("Why it is not deducted")

    _breach_once = models.UniqueIndex(
        "(breach_id) WHERE breach_id IS NOT NULL", "This missed limit is deducted already."
    )
    _fact_once = models.UniqueIndex(
        "(fact_ref) WHERE fact_ref IS NOT NULL", "This was deducted already."
    )
    _evidence_there = models.Constraint(
        "CHECK (btrim(evidence) <> '')", "A deduction without evidence is refused (QUA-03)."
    )
    _by_unit = models.Index("(bulletin_id, station_id, studio_id)")

    @api.depends("item_id.name", "case_number")
    @api.depends_context("uid")
    def _compute_display_name(self):
        for deduction in self:
            words = (deduction.item_id.sudo().name, deduction.case_number)
            deduction.display_name = " · ".join(filter(None, words))

    @api.depends("case_id.name")
    @api.depends_context("uid")
    def _compute_case_number(self):
        """Every matter by its number; a report only to who may read it (SEC-02)."""
        cases_sudo = self.sudo().case_id  # numbers of the others are printed for all staff
        secret = cases_sudo.filtered(lambda case: case.kind in SECRET_KINDS).with_env(self.env)
        closed = secret - secret._filtered_access("read")
        for deduction in self:
            case_sudo = deduction.sudo().case_id
            deduction.case_number = case_sudo.id not in closed._ids and case_sudo.name

    @api.model
    def _search_case_number(self, operator, value):
        """Nobody finds by its number what does not show it."""
        if operator not in ("in", "ilike", "like", "=ilike", "=like"):
            return NotImplemented
        cases = self.env["rights.case"]
        asked = Domain("name", operator, value)
        found_sudo = cases.sudo()._search(asked & Domain("kind", "not in", SECRET_KINDS))
        shown = Domain("case_id", "in", found_sudo)
        if cases.has_access("read"):
            shown |= Domain("case_id", "in", cases._search(asked))
        if operator == "in" and False in value:
            shown |= Domain("case_id", "=", False)
        return Domain("id", "in", self.sudo()._search(shown))  # which matter stays closed

    # -- entering ----------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.su:
            return super().create(vals_list)
        self.env.user._rights_check_role("quality")
        self.check_access("create")
        vals_list = [self._get_entered_vals(vals) for vals in vals_list]
        # the matter and its person are closed to the officer, who may enter by the checks above
        deductions = super(RightsQualityDeduction, self.sudo()).create(vals_list)
        deductions._note_persons()
        return deductions.with_env(self.env)

    @api.model
    def _get_entered_vals(self, vals):
        """What an officer found on the spot, with what the list says of it (QUA-14)."""
        entered = {name: value for name, value in vals.items() if name in ENTERED}
        if not (entered.get("evidence") or "").strip():
            raise UserError(self.env._("A deduction without evidence is refused (QUA-03)."))
        item = self.env["rights.quality.item"].browse(entered.get("item_id"))
        bulletin = self.env["rights.quality.bulletin"].browse(entered.get("bulletin_id"))
        bulletin.check_access("read")
        if bulletin.state != "draft" or bulletin.submitted_at:
            raise UserError(self.env._("This month is handed in. Enter it in an open month."))
        case = self._find_case(entered.pop("case_number", False))
        if item.needs_case and not case:
            raise UserError(
                self.env._("“%(item)s” names the matter in which it happened.", item=item.name)
            )
        return entered | {
            **item._get_deduction_vals(),
            "month": bulletin.month,
            "case_id": case.id,
            "source": "on_site",
            "entered_by_id": self.env.uid,
        }

    @api.model
    def _find_case(self, number):
        """The matter with this number; those about staff are not named here."""
        cases_sudo = self.env["rights.case"].sudo()  # asked for by number: no content is shown
        case_sudo = number and cases_sudo.search([("name", "=", number.strip())], limit=1)
        if number and (not case_sudo or case_sudo.kind in NOT_OURS):
            raise UserError(self.env._("There is no matter with the number %(no)s.", no=number))
        return case_sudo or cases_sudo.browse()

    def write(self, vals):
        if not self.env.su:
            self._check_corrected(vals)
        return super().write(vals)

    def _check_corrected(self, vals):
        """Until it is handed in, the officer mends cause and evidence; the rest follows acts."""
        if set(vals) - CORRECTED:
            raise AccessError(self.env._("A deduction goes on by its buttons only."))
        self.env.user._rights_check_role("quality")
        self._check_open()

    def _check_open(self):
        for deduction in self:
            bulletin = deduction.bulletin_id
            if bulletin.state != "draft" or bulletin.submitted_at:
                raise UserError(
                    self.env._(
                        "%(month)s is handed in: the division head may send it back.",
                        month=bulletin.display_name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A deduction is never deleted. Dismiss it with a reason."))

    # -- deciding ----------------------------------------------------------------------------------

    def _check_officer(self, *states):
        self.env.user._rights_check_role("quality")
        self.check_access("read")
        self._check_open()
        if any(deduction.state not in states for deduction in self):
            raise UserError(self.env._("This was decided already. Open it again and look."))

    def _decide(self, state):
        self.sudo().write(  # the officer was checked
            {
                "state": state,
                "confirmed_at": fields.Datetime.now(),
                "confirmed_by_id": self.env.uid,
            }
        )
        return True

    def action_confirm(self):
        """It happened, and it is deducted; several at once from the list."""
        self._check_officer("candidate", "dismissed")
        return self._decide("confirmed")

    def action_dismiss(self):
        """Not the unit's fault, or it did not happen: it stays and counts nothing."""
        self._check_officer("candidate", "confirmed")
        for deduction in self:
            if not (deduction.dismiss_reason or "").strip():
                raise UserError(self.env._("Say why it is not deducted."))
        return self._decide("dismissed")


class RightsQualityItem(models.Model):
    _inherit = "rights.quality.item"

    def _get_deduction_vals(self):
        """What a deduction takes from its line of the list, as it is now."""
        self.ensure_one()
        return {
            "item_id": self.id,
            "part_id": self.part_id.id,
            "cause_id": self.cause_id.id,
            "rule": self.rule,
            "points": self.points,
        }

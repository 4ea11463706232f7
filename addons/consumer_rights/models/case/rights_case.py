from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from .rights_append_only import Pass
from .rights_case_kinds import KIND_LETTER, KINDS, SECRET_KINDS
from .unit_set import IdArray, UnitSet

# Set by the gate, the dispatch chain and the clockwork only, never by a plain write.
GUARDED = frozenset(
    (
        "name stage_id kind station_id handled_station_ids chain_station_ids registered_at "
        "registered_by_id accepted_at dispatched_at concluded_at replied_at archived_at "
        "decision decided_by_id cycle_no is_history event_count event_hash evidence_request "
        "evidence_request_at"
    ).split()
)
# Facts of the registration: each change after registration keeps old and new value (REG-05).
REGISTERED = (
    "channel_id external_number received_at subject facts request item_class_id category_id brand "
    "product_model purchase_date purchase_place amount_dispute claim_ids respondent_id "
    "respondent_name respondent_phone respondent_address respondent_contact is_anonymous "
    "is_confidential is_agri_input publication_consent entrusted_consent application_form "
    "handling_mode outcome_id result_text amount_recovered properties user_id joint_station_ids "
    "joint_body_ids joint_deadline joint_agreement needs_site_visit complexity presumed_nature "
    "planned_route promised_date trade_channel platform_id address_verified keep_reason_id "
    "is_consumer_matter is_on_the_spot mode_change_reason violation_class_ids performed_on"
).split()


class RightsCase(models.Model):
    """One matter: a consultation, complaint, report, suggestion or staff-discipline report.

    who                  may (Annex A2; the record rules carry it)
    intake staff         enter cases; read their own entries and the chain of their unit
    handler, mediator    read the chain of their unit; reports only when named as handler
    dispatcher, head     read their unit and all below
    enforcement officer  read the reports of the unit
    archivist            read archived cases
    auditor, business administrator   read no case

    The stage changes through ``_move`` alone (rights_case_gate.py).
    """

    _name = "rights.case"
    _description = "Case"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _mail_post_access = "read"

    # identification
    name = fields.Char("Number", readonly=True, copy=False, index=True)
    kind = fields.Selection(KINDS, required=True, default="complaint", index=True)
    stage_id = fields.Many2one(
        "rights.case.stage",
        required=True,
        index=True,
        copy=False,
        ondelete="restrict",
        group_expand="_group_expand_stage",
        default=lambda self: self.env["rights.case.stage"]._of_code("draft"),
    )
    stage_code = fields.Char(related="stage_id.code", store=True, string="Stage code")
    is_closed = fields.Boolean(related="stage_id.is_closed", store=True)
    cycle_no = fields.Integer("Cycle", default=1, readonly=True, copy=False)
    is_history = fields.Boolean("History", readonly=True, copy=False)
    is_incomplete = fields.Boolean("Incomplete", readonly=True, copy=False)
    priority = fields.Selection([("0", "Normal"), ("1", "Urgent")], default="0")

    # arrival
    channel_id = fields.Many2one(
        "rights.channel",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("consumer_rights.channel_phone", False),
    )
    external_source = fields.Char(help="Where the external number comes from.", copy=False)
    external_number = fields.Char(copy=False)
    received_at = fields.Datetime("Received", default=fields.Datetime.now, required=True)
    application_form = fields.Selection(
        [("oral", "Oral"), ("written", "Written")], default="oral", string="Application"
    )
    registered_at = fields.Datetime("Registered", readonly=True, copy=False)
    registered_by_id = fields.Many2one(
        "res.users",
        "Registrant",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )

    # whose it is
    station_id = fields.Many2one(
        "rights.station",
        "Responsible unit",
        required=True,
        index=True,
        copy=False,
        ondelete="restrict",
        default=lambda self: self.env.user.rights_station_ids[:1],
    )
    user_id = fields.Many2one("res.users", "Handler", index=True, copy=False, ondelete="restrict")
    handled_station_ids = UnitSet(
        "rights.station",
        "rights_case_handled_station_rel",
        "case_id",
        "station_id",
        column="handled_units",
        string="Units that have or had it",
        readonly=True,
        copy=False,
    )
    chain_station_ids = UnitSet(
        "rights.station",
        "rights_case_chain_station_rel",
        "case_id",
        "station_id",
        column="chain_units",
        string="Chain",
        readonly=True,
        copy=False,
        help="Units that have or had the case, and every unit above them: they decide who reads.",
    )
    handled_units = IdArray(compute="_compute_units", store=True, groups=fields.NO_ACCESS)
    chain_units = IdArray(compute="_compute_units", store=True, groups=fields.NO_ACCESS)
    joint_station_ids = fields.Many2many(
        "rights.station", "rights_case_joint_station_rel", string="Handled jointly with"
    )
    joint_deadline = fields.Date("Joint deadline")

    # the matter
    subject = fields.Char(required=True)
    facts = fields.Text()
    request = fields.Text("Claim in words")
    item_class_id = fields.Many2one(
        "rights.category",
        "Goods or service class",
        index=True,
        ondelete="restrict",
        domain=[("kind", "in", ("goods", "service"))],
    )
    category_id = fields.Many2one(
        "rights.category",
        "Problem nature",
        index=True,
        ondelete="restrict",
        domain=[("kind", "=", "nature")],
    )
    brand = fields.Char()
    product_model = fields.Char("Model")
    purchase_date = fields.Date()
    purchase_place = fields.Char()
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env["ir.model.data"]._xmlid_to_res_id("base.CNY"),
    )
    amount_dispute = fields.Monetary("Amount in dispute")
    claim_ids = fields.Many2many("rights.claim", string="Claims")
    is_agri_input = fields.Boolean("Agricultural inputs")
    properties = fields.Properties(
        "Further details", definition="item_class_id.property_definition", copy=True
    )

    # the other side
    respondent_id = fields.Many2one("rights.merchant", "Merchant", index=True, ondelete="restrict")
    respondent_name = fields.Char(
        compute="_compute_respondent", store=True, readonly=False, string="Respondent"
    )
    respondent_phone = fields.Char(compute="_compute_respondent", store=True, readonly=False)
    respondent_address = fields.Char(compute="_compute_respondent", store=True, readonly=False)
    respondent_contact = fields.Char()

    # persons and secrecy
    party_ids = fields.One2many("rights.case.party", "case_id", "Parties", copy=False)
    party_masked = fields.Char(
        "Party", compute="_compute_party_masked", store=True, help="Masked for lists and boards."
    )
    is_anonymous = fields.Boolean("Anonymous")
    is_confidential = fields.Boolean("Confidential identity")
    publication_consent = fields.Boolean("Agrees to publication")
    entrusted_consent = fields.Boolean("Agrees to entrusted mediation")
    access_ids = fields.One2many("rights.case.access", "case_id", copy=False)
    has_secrets = fields.Boolean("State or trade secrets", copy=False)

    # decision
    decision = fields.Selection(
        [("accept", "Accepted"), ("reject", "Not accepted"), ("no_longer", "No longer accepted")],
        readonly=True,
        copy=False,
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    accepted_at = fields.Datetime("Accepted", readonly=True, copy=False)
    reject_reason_id = fields.Many2one(
        "rights.reject.reason",
        "Reason for non-acceptance",
        copy=False,
        ondelete="restrict",
        domain=[("is_in_force", "=", True)],
    )
    competent_body_id = fields.Many2one(
        "rights.partner.body",
        "Competent authority",
        copy=False,
        ondelete="restrict",
        help="Where the person is sent, with its telephone (ACC-04).",
    )
    handling_mode = fields.Selection(
        [("immediate", "Immediate"), ("agency", "Agency"), ("assist", "Assistance")], copy=False
    )
    presumed_nature = fields.Selection(
        [
            ("contract", "Contract dispute"),
            ("tort", "Infringement dispute"),
            ("after_sales", "After-sales dispute"),
            ("price", "Price dispute"),
            ("other", "Other dispute"),
        ],
        "Presumed nature of the dispute",
        copy=False,
    )
    planned_route = fields.Selection(
        [
            ("own", "Own handling"),
            ("down", "Send down"),
            ("merchant", "Merchant first"),
            ("transfer", "Transfer"),
        ],
        copy=False,
    )
    promised_date = fields.Date("Promised date", copy=False)
    complexity = fields.Selection(
        [("simple", "Simple"), ("ordinary", "Ordinary"), ("complex", "Complex"), ("major", "Major")]
    )
    is_direct = fields.Boolean(
        "Accepted directly",
        compute="_compute_is_direct",
        store=True,
        precompute=True,  # it must be known before a registration in the same request
        readonly=False,
    )

    # dispatch
    dispatch_to_id = fields.Many2one("rights.station", "Send to", copy=False, ondelete="restrict")
    dispatch_requirement = fields.Text("Handling requirements", copy=False)
    return_reason_id = fields.Many2one("rights.return.reason", copy=False, ondelete="restrict")
    dispatched_at = fields.Datetime("First dispatched", readonly=True, copy=False)
    dispatch_ids = fields.One2many("rights.case.dispatch", "case_id", copy=False)

    # handling
    contact_log_ids = fields.One2many("rights.contact.log", "case_id", copy=False)
    visit_ids = fields.One2many("rights.site.visit", "case_id", copy=False)
    needs_site_visit = fields.Boolean("Needs a site visit")
    facts_clear = fields.Boolean("Facts are clear")
    is_simple = fields.Boolean("Simple procedure", copy=False)
    evidence_request = fields.Text(
        "Evidence asked for", readonly=True, copy=False, help="One list, once (HND-08)."
    )
    evidence_request_at = fields.Datetime("Evidence asked on", readonly=True, copy=False)
    return_count = fields.Integer("Returns", compute="_compute_return_count", store=True)
    appointment_ids = fields.One2many("rights.appointment", "case_id", copy=False)
    evidence_ids = fields.One2many("rights.case.evidence", "case_id", copy=False)
    evidence_count = fields.Integer(compute="_compute_counts")
    link_ids = fields.One2many("rights.case.link", "case_id", copy=False)
    link_count = fields.Integer(compute="_compute_counts")

    # result
    outcome_id = fields.Many2one("rights.outcome", "Result", copy=False, ondelete="restrict")
    result_text = fields.Text("Result in words", copy=False)
    amount_recovered = fields.Monetary("Recovered loss", copy=False)
    concluded_at = fields.Datetime("Concluded", readonly=True, copy=False)
    reply_text = fields.Text("Reply", copy=False)
    reply_way = fields.Selection(
        [
            ("phone", "Phone"),
            ("sms", "Text message"),
            ("email", "E-mail"),
            ("portal", "Portal"),
            ("letter", "Letter"),
            ("in_person", "In person"),
        ],
        copy=False,
    )
    replied_at = fields.Datetime("Replied", readonly=True, copy=False)
    reply_ids = fields.One2many("rights.reply", "case_id", "Replies", copy=False)
    followup_ids = fields.One2many("rights.followup", "case_id", copy=False)
    archived_at = fields.Datetime("Archived", readonly=True, copy=False)

    # process record
    event_ids = fields.One2many("rights.case.event", "case_id", readonly=True, copy=False)
    event_count = fields.Integer(readonly=True, copy=False)
    event_hash = fields.Char(readonly=True, copy=False)

    _name_unique = models.UniqueIndex("(name) WHERE name IS NOT NULL", "The number is taken.")
    _external_unique = models.UniqueIndex(
        "(external_source, external_number) WHERE external_number IS NOT NULL "
        "AND external_source IS NOT NULL",
        "This source already has a case with this external number.",
    )
    _open_by_unit = models.Index("(station_id, stage_id, id DESC) WHERE is_closed IS NOT TRUE")
    # Counts of a board come from this index alone, the record rule included.
    _open_by_stage = models.Index(
        "(kind, stage_id, id DESC) INCLUDE (chain_units, handled_units) WHERE is_closed IS NOT TRUE"
    )
    _chain_units_index = models.Index("USING gin (chain_units)")
    _handled_units_index = models.Index("USING gin (handled_units)")
    _returned = models.Index("(return_count) WHERE return_count > 1")
    _amounts_positive = models.Constraint(
        "CHECK (amount_dispute >= 0 AND amount_recovered >= 0)", "Amounts cannot be negative."
    )

    # -- computes ---------------------------------------------------------------------------

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for case in self:
            case.display_name = case.name or self.env._("Draft")

    @api.depends("handled_station_ids", "chain_station_ids")
    def _compute_units(self):
        for case in self:
            case.handled_units = sorted(case.handled_station_ids.ids)
            case.chain_units = sorted(case.chain_station_ids.ids)

    @api.depends("respondent_id")
    def _compute_respondent(self):
        for case in self:
            merchant = case.respondent_id
            case.respondent_name = merchant.name or case.respondent_name
            case.respondent_phone = merchant.phone or case.respondent_phone
            case.respondent_address = merchant.business_address or case.respondent_address

    @api.depends("party_ids.name_masked", "party_ids.role", "kind")
    def _compute_party_masked(self):
        for case in self:
            main = case.party_ids.filtered(lambda party: party.role != "proxy")[:1]
            secret = case.kind in SECRET_KINDS
            case.party_masked = False if secret else main.name_masked

    @api.depends("station_id", "channel_id")
    def _compute_is_direct(self):
        """A matter that a unit below the city took in itself is marked direct (HND-16)."""
        for case in self:
            if not case.registered_at:
                case.is_direct = case.station_id.level not in ("city_center", False)

    @api.depends("dispatch_ids.returned_at")
    def _compute_return_count(self):
        for case in self:
            case.return_count = len(case.dispatch_ids.filtered("returned_at"))

    def _compute_counts(self):
        evidence = dict(
            self.env["rights.case.evidence"]._read_group(
                [("case_id", "in", self.ids)], ["case_id"], ["__count"]
            )
        )
        links = {}
        for side in ("case_id", "other_case_id"):  # a link shows on both cases
            links[side] = dict(
                self.env["rights.case.link"]._read_group(
                    [(side, "in", self.ids)], [side], ["__count"]
                )
            )
        for case in self:
            case.evidence_count = evidence.get(case, 0)
            case.link_count = sum(counts.get(case, 0) for counts in links.values())

    def _group_expand_stage(self, stages, domain):
        """Columns of a board: all stages of its kind; on a board of several kinds those where its
        cases stand and where the user may bring them, so that every move can be a drag."""
        kind = self.env.context.get("rights_board_kind")
        if kind:
            return self.env["rights.case.stage"]._of_kind(kind)
        steps = self.env["rights.case.transition"].sudo()  # the line is no secret
        onward = steps.search(
            [
                ("stage_from_id", "in", stages.ids),
                ("group_ids", "in", self.env.user.all_group_ids.ids),
            ]
        ).stage_to_id.sudo(False)
        return (stages | onward).sorted("sequence")

    # -- constraints ------------------------------------------------------------------------

    @api.constrains("is_anonymous", "kind")
    def _check_anonymous(self):
        for case in self:
            if case.is_anonymous and case.kind != "report":
                raise ValidationError(
                    self.env._(
                        "Only a report may be anonymous. Register a report instead, or enter "
                        "who complains."
                    )
                )

    @api.constrains("item_class_id", "category_id")
    def _check_codes(self):
        for case in self:
            if case.category_id and case.category_id.kind != "nature":
                raise ValidationError(self.env._("Choose a problem nature, not a class."))
            if case.item_class_id and case.item_class_id.kind == "nature":
                raise ValidationError(self.env._("Choose a goods or service class, not a nature."))

    @api.constrains("received_at")
    def _check_received_at(self):
        for case in self:
            if case.received_at > fields.Datetime.now():
                raise ValidationError(self.env._("The time of receipt lies in the future."))

    @api.constrains("is_simple", "amount_dispute", "facts_clear")
    def _check_simple(self):
        """The simple procedure is for small amounts and clear facts (HND-07)."""
        ceiling = self._simple_ceiling()
        for case in self:
            if case.is_simple and not (case.facts_clear and case.amount_dispute <= ceiling):
                raise ValidationError(
                    self.env._(
                        "The simple procedure is for clear facts and amounts up to %(ceiling)s "
                        "yuan.",
                        ceiling=f"{ceiling:g}",
                    )
                )

    @api.model
    def _simple_ceiling(self):
        """Highest amount in dispute, in yuan, that the simple procedure takes (HND-07)."""
        parameter = self.env["ir.config_parameter"].sudo()
        return float(parameter.get_param("consumer_rights.simple_ceiling", 1000))

    @api.constrains("joint_station_ids", "joint_deadline")
    def _check_joint_deadline(self):
        for case in self:
            if case.joint_station_ids and not case.joint_deadline:
                raise ValidationError(
                    self.env._("Joint handling needs a deadline that the units agreed on.")
                )

    # -- create, write, delete ---------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        gated = Pass.use(self.env.context.get("rights_gate"))
        if not gated:
            vals_list = [self._check_create_vals(vals) for vals in vals_list]
        self._add_chain_vals(vals_list)
        cases = super(
            RightsCase, self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        ).create(vals_list)
        cases = cases.with_env(self.env)
        if not gated:
            cases._append_events([{"type": "opened"} for _case in cases])
        return cases

    def _check_create_vals(self, vals):
        """Outside the gate a case begins as a draft of a unit of its registrant."""
        refused = GUARDED.intersection(vals) - {"kind", "station_id"}
        if refused:
            raise AccessError(
                self.env._(
                    "These fields are set by the case line only: %(fields)s.",
                    fields=self._enumerate([self._fields[name].string for name in sorted(refused)]),
                )
            )
        return {**vals, "registered_by_id": self.env.uid}

    @api.model
    def _add_chain_vals(self, vals_list):
        """The chain of a new case: its unit, and the units above for reading (D4)."""
        default_station = None
        for vals in vals_list:
            station_id = vals.get("station_id")
            if not station_id:
                if default_station is None:
                    default_station = self.default_get(["station_id"]).get("station_id")
                station_id = vals["station_id"] = default_station
            if not station_id:
                raise UserError(
                    self.env._("You have no post at a unit today, so no unit can take this case.")
                )
            station = self.env["rights.station"].sudo().browse(station_id)
            vals.setdefault("handled_station_ids", [fields.Command.set(station.ids)])
            vals.setdefault("chain_station_ids", [fields.Command.set(station._with_above().ids)])

    def write(self, vals):
        if not Pass.use(self.env.context.get("rights_gate")):
            self._check_write_vals(vals)
        audited = self.filtered("registered_at") if self._is_audited(vals) else self.browse()
        before = audited._registered_values(vals)
        result = super().write(vals)
        if audited:
            audited._append_changes(before, vals)
        return result

    def _check_write_vals(self, vals):
        refused = GUARDED.intersection(vals)
        if refused and not (
            refused <= {"kind", "station_id"} and all(case.stage_code == "draft" for case in self)
        ):
            raise AccessError(
                self.env._(
                    "These fields are set by the case line only: %(fields)s.",
                    fields=self._enumerate([self._fields[name].string for name in sorted(refused)]),
                )
            )
        if "station_id" in vals:
            self._add_chain_vals([vals])
        archived = self.filtered(lambda case: case.stage_code == "archived")
        if archived and set(vals) - self._get_open_after_archive():
            raise UserError(
                self.env._(
                    "Case %(number)s is archived. Add a supplement to its dossier instead.",
                    number=archived[0].display_name,
                )
            )

    @api.model
    def _get_open_after_archive(self):
        """Names of the fields that the archive leaves open; other rooms add theirs."""
        return {"message_follower_ids", "activity_ids", "message_ids"}

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("Cases are never deleted. Discard a draft that was not submitted.")
        )

    # -- registered facts keep their history (REG-05) ------------------------------------------

    @api.model
    def _is_audited(self, vals):
        return any(name in REGISTERED for name in vals)

    def _registered_values(self, vals):
        names = [name for name in REGISTERED if name in vals]
        return {case: {name: case._display_value(name) for name in names} for case in self}

    def _display_value(self, name):
        """The value of a field as a reader of the process record should see it (JSON-able)."""
        value, field = self[name], self._fields[name]
        if field.relational:
            return self._enumerate(value.mapped("display_name"))
        if field.type == "properties":
            return {
                entry["string"]: entry.get("value") or False for entry in self.read([name])[0][name]
            }
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, False)
        if isinstance(value, (str, bool, int, float)):
            return value
        return str(value) if value else False

    @api.model
    def _enumerate(self, names):
        """Names one after the other, with the punctuation of the user's language."""
        line = names[0] if names else ""
        for name in names[1:]:
            line = self.env._("%(before)s, %(after)s", before=line, after=name)
        return line

    def _append_changes(self, before, vals):
        changed = self.browse()
        entries = []
        for case, old in before.items():
            new = case._registered_values(vals)[case]
            changes = {
                name: {"old": old[name], "new": new[name]} for name in old if old[name] != new[name]
            }
            if changes:
                changed |= case
                entries.append({"type": "changed", "changes": changes})
        changed._append_events(entries)

    # -- numbers --------------------------------------------------------------------------------

    def _assign_numbers(self):
        """Numbers for cases that have none yet, from the day of receipt in China (REG-04).

        :return: {case: number}
        """
        unnumbered = self.filtered(lambda case: not case.name)
        numbers = self.env["rights.case.number"]._allocate(
            [
                (case.station_id.code, KIND_LETTER[case.kind], case.received_at)
                for case in unnumbered
            ]
        )
        return dict(zip(unnumbered, numbers, strict=True))

    @api.model
    def _kind_letter(self, kind):
        return KIND_LETTER[kind]

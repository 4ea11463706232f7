from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError

from ...tools.china_time import china_date
from ..case.rights_append_only import Pass


class RightsCase(models.Model):
    """What a channel asks of a matter that came by it: the sender's number, the receptionist, the
    visitor's signature, and whether it was entered in time (INT-01, INT-12, REG-20)."""

    _inherit = "rights.case"

    channel_gives_number = fields.Boolean(related="channel_id.gives_number")
    channel_has_visitor = fields.Boolean(related="channel_id.has_visitor")
    receptionist_id = fields.Many2one(
        "res.users",
        "Received by",
        compute="_compute_receptionist_id",
        store=True,
        precompute=True,
        readonly=False,
        copy=False,
        ondelete="restrict",
        help="Who received the visitor at the desk (INT-12).",
    )
    visitor_signature = fields.Binary(
        "Signature of the visitor",
        compute="_compute_visitor_signature",
        inverse="_inverse_visitor_signature",
        help="Kept with the identity of the first party, and seen by who may see that.",
    )
    entry_delay = fields.Integer(
        "Working days too late",
        readonly=True,
        copy=False,
        help="A matter that a unit took in itself is entered within one working day (REG-20). "
        "A later entry counts in the assessment of the data.",
    )
    arrival_ids = fields.One2many("rights.arrival", "case_id", groups=fields.NO_ACCESS)

    arrival_count = fields.Integer(compute="_compute_arrival_count")

    _entered_late = models.Index("(station_id) WHERE entry_delay > 0")

    @api.model
    def _get_todo_pages(self):
        pages = super()._get_todo_pages()
        arrivals = self.env["rights.arrival"]
        if arrivals.has_access("write"):
            waiting = arrivals.search_count([("state", "in", ("new", "triage"))])
            pages.append(("consumer_rights.rights_arrival_action", waiting))
        return pages

    @api.depends("channel_id")
    def _compute_receptionist_id(self):
        for case in self:
            clerk = case.receptionist_id
            # an import or the system received nobody
            if not (clerk or case.import_id or self.env.uid == SUPERUSER_ID):
                clerk = self.env.user
            case.receptionist_id = case.channel_id.has_visitor and clerk

    def _compute_arrival_count(self):
        arrivals_sudo = self.env["rights.arrival"].sudo()  # that a mail is there is no secret
        counts = dict(
            arrivals_sudo._read_group([("case_id", "in", self.ids)], ["case_id"], ["__count"])
        )
        for case in self:
            case.arrival_count = counts.get(case.sudo(), 0)

    # -- signature (INT-12) -----------------------------------------------------------------

    def _signing_identity(self):
        return self.party_ids[:1]._get_identity()

    @api.depends("party_ids")
    @api.depends_context("uid")
    def _compute_visitor_signature(self):
        for case in self:
            open_to_me = case._is_signer_open()
            case.visitor_signature = open_to_me and case._signing_identity().signature

    def _is_signer_open(self):
        """By the rules of the identity: what a form holds about access is the client's word."""
        party = self.party_ids[:1]
        return bool(party) and party._get_identity_access()[party] == "clear"

    def _inverse_visitor_signature(self):
        for case in self:
            if not case._is_signer_open():
                raise AccessError(self.env._("This identity is closed to you."))
            identity = case._signing_identity().with_context(rights_identity=Pass())
            identity.write({"signature": case.visitor_signature})

    def _read_format(self, fnames, load="_classic_read"):
        if "visitor_signature" in fnames:
            self._log_signature_looks()
        return super()._read_format(fnames, load)

    def _log_export_looks(self, names):
        if "visitor_signature" in names:
            self._log_signature_looks()
        return super()._log_export_looks(names)

    def _log_signature_looks(self):
        """Whoever sees the signature looks at the person (SEC-02)."""
        if not self.env.su:
            for case in self.filtered("visitor_signature"):
                case.party_ids[:1]._log_looks()

    # -- who writes the mark --------------------------------------------------------------------

    def _check_create_vals(self, vals):
        self._check_entry_delay(vals)
        return super()._check_create_vals(vals)

    def _check_write_vals(self, vals):
        self._check_entry_delay(vals)
        return super()._check_write_vals(vals)

    def _check_entry_delay(self, vals):
        if "entry_delay" in vals:
            raise AccessError(self.env._("The delay of an entry is counted by the system."))

    # -- registration -------------------------------------------------------------------------

    def _check_register(self, transition):
        missing = super()._check_register(transition)
        if self.channel_id.gives_number and not self.external_number:
            missing["external_number"] = self.env._(
                "Enter the number that %(channel)s gave the matter.", channel=self.channel_id.name
            )
        return missing

    @api.model_create_multi
    def create(self, vals_list):
        cases = super().create(vals_list)
        cases._name_source()
        return cases

    def write(self, vals):
        result = super().write(vals)
        if "external_number" in vals or "channel_id" in vals:
            self._name_source()
        return result

    def _name_source(self):
        """A number of a sender is unique for its channel, however the matter was entered."""
        for case in self:
            named = case.external_source or case.is_history
            if case.external_number and not named and case.channel_id.gives_number:
                case.external_source = case.channel_id._get_source_name()

    def _run_reactions(self, transition):
        if transition.sudo().effect in ("register", "register_incomplete"):
            self.filtered("is_direct")._mark_late_entry()
        return super()._run_reactions(transition)

    def _mark_late_entry(self):
        """The mark of a late entry, from the clock that the registration stopped (TL-24)."""
        clocks = self.env["rights.deadline"].sudo()  # the mark is the system's
        late = clocks.search(
            [("case_id", "in", self.ids), ("code", "=", "TL-24"), ("outcome", "=", "late")]
        )
        days = self.env["rights.calendar.day"]._day_table()
        for clock in late:
            entered = china_date(clock.stopped_at).toordinal()
            delay = days.between(clock.due_day.toordinal(), entered)
            clock.case_id._gate_write({"entry_delay": max(delay, 1)})

    # -- what arrived ---------------------------------------------------------------------------

    def action_open_arrival(self):
        """Open what the case was made of, as it came; what came later is evidence."""
        self.ensure_one()
        self._check_arrival_open()
        arrival_sudo = self.sudo().arrival_ids.sorted("id")[:1]  # checked above
        return {
            "type": "ir.actions.act_url",
            "url": f"/rights/arrival/{arrival_sudo.id}",
            "target": "self",
        }

    def _check_arrival_open(self):
        """What came names its sender, so it opens like the identity of the parties."""
        self.check_access("read")
        if any(access != "clear" for access in self.party_ids._get_identity_access().values()):
            raise AccessError(self.env._("This identity is closed to you."))


class RightsChannel(models.Model):
    _inherit = "rights.channel"

    def _get_source_name(self):
        """How files and people of this country name the source of a number."""
        return self.with_context(lang="zh_CN").name


class RightsCasePartyIdentity(models.Model):
    _inherit = "rights.case.party.identity"

    signature = fields.Binary(attachment=True, groups=fields.NO_ACCESS)

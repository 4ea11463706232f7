from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...tools import masking
from .rights_case_kinds import SECRET_KINDS

CLEAR = ("name", "phone", "address", "postcode", "email", "id_type", "id_number")


class RightsCaseParty(models.Model):
    """A person in a case, without the person's data: that lies in the identity (design D7).

    ``name_masked`` and ``phone_masked`` are what boards, lists and papers for others show
    (SEC-09). The clear fields are filled for those whom the identity's rules let read it, empty
    for everybody else; each look is logged, and others who may look give a reason (SEC-02).
    """

    _name = "rights.case.party"
    _inherit = ["rights.case.part"]
    _description = "Party"
    _order = "case_id, sequence, id"
    _rec_name = "name_masked"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="cascade")
    sequence = fields.Integer(default=10)
    role = fields.Selection(
        [
            ("complainant", "Complainant"),
            ("reporter", "Reporter"),
            ("inquirer", "Inquirer"),
            ("proxy", "Proxy"),
            ("guardian", "Guardian"),
        ],
        required=True,
        default=lambda self: self._default_role(),
    )
    is_representative = fields.Boolean("Representative")
    name_masked = fields.Char("Person", readonly=True)
    phone_masked = fields.Char("Phone ending", readonly=True)
    phone_tail = fields.Char(readonly=True, index=True)
    earlier_count = fields.Integer(compute="_compute_earlier_count", string="Earlier matters")

    # clear data: read from and written to the identity
    identity_ids = fields.One2many("rights.case.party.identity", "party_id", "Identity versions")
    identity_access = fields.Selection(
        [("clear", "Open to me"), ("reason", "Open with a reason"), ("none", "Closed")],
        compute="_compute_clear",
        string="Identity",
    )
    name = fields.Char(compute="_compute_clear", inverse="_inverse_clear")
    phone = fields.Char(compute="_compute_clear", inverse="_inverse_clear")
    address = fields.Char(compute="_compute_clear", inverse="_inverse_clear")
    postcode = fields.Char(compute="_compute_clear", inverse="_inverse_clear")
    email = fields.Char("E-mail", compute="_compute_clear", inverse="_inverse_clear")
    id_type = fields.Selection(
        [
            ("id_card", "Resident identity card"),
            ("passport", "Passport"),
            ("permit", "Travel permit"),
            ("other", "Other"),
        ],
        "Kind of ID",
        compute="_compute_clear",
        inverse="_inverse_clear",
    )
    id_number = fields.Char("ID number", compute="_compute_clear", inverse="_inverse_clear")

    @api.model
    def _default_role(self):
        kind = self.env.context.get("default_kind") or self.env.context.get("rights_kind")
        return {
            "report": "reporter",
            "discipline": "reporter",
            "consultation": "inquirer",
        }.get(kind, "complainant")

    # -- who may see ----------------------------------------------------------------------------

    def _get_identity_access(self):
        """{party: clear | reason | none} for the current user (Annex A2)."""
        if self.env.su:
            return dict.fromkeys(self, "clear")
        identities = self._get_identity().sudo(False)
        readable = identities._filtered_access("read").sudo().party_id
        access = {}
        for party in self:
            saved = party._origin.sudo()
            if saved in readable or not saved.identity_ids:
                access[party] = "clear"
            elif saved._may_ask():
                access[party] = "reason"
            else:
                access[party] = "none"
        return access

    def _get_identity(self):
        """Who they are, as saved, in superuser mode: what a form holds leads to nobody else."""
        return self._origin.sudo().identity_ids.filtered("is_current")

    def _may_ask(self):
        """Whether the user may look with a reason: the supervisor of the handler, the handler
        once the case is closed, and for complaints without a request for secrecy also the staff
        of the chain."""
        user, case = self.env.user, self.case_id
        if not self.sudo(False).case_id.has_access("read"):
            return False
        if case.user_id == user:
            return True
        if user.has_group("consumer_rights.consumer_rights_group_head") or user.has_group(
            "consumer_rights.consumer_rights_group_dispatcher"
        ):
            return case.station_id in user.rights_supervised_station_ids
        if case._is_secret_kind() or case.is_confidential:
            return False
        return bool(case.handled_station_ids & user.rights_station_ids)

    @api.depends("identity_ids.name", "identity_ids.phone", "case_id.station_id")
    @api.depends_context("uid", "su")
    def _compute_clear(self):
        access = self._get_identity_access()
        for party in self:
            party.identity_access = access[party]
            # the access was decided above, by the identity's own rules
            identity = party._get_identity()
            for name in CLEAR:
                party[name] = identity[name] if access[party] == "clear" else False

    def _read_format(self, fnames, load="_classic_read"):
        """Log the look: whoever reads a clear field through a view or RPC is noted (SEC-02)."""
        asked = [name for name in fnames if name in CLEAR]
        if asked and not self.env.su:
            self.filtered(lambda party: any(party[name] for name in asked))._log_looks()
        return super()._read_format(fnames, load)

    def _log_looks(self, reason=False):
        """Note that the user has seen these persons; one in a form is the one that is saved."""
        seen = self._origin
        if seen:
            self.env["rights.audit.log"]._append(
                [
                    {
                        "type": "look",
                        "user_id": self.env.uid,
                        "model": self._name,
                        "res_id": party.id,
                        "reason": reason,
                        "detail": party.sudo().case_id.name,
                    }
                    for party in seen
                ]
            )

    def action_open_reveal(self):
        """Ask for the reason; the dialog then shows what ``action_reveal`` returns."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Reveal the identity"),
            "res_model": "rights.identity.reveal",
            "view_mode": "form",
            "target": "new",
            "context": {"default_party_id": self.id},
        }

    def action_reveal(self, reason):
        """The clear data for one who must give a reason; logged with it (SEC-02).

        :return: dict of the clear fields
        """
        self.ensure_one()
        if not (reason or "").strip():
            raise UserError(self.env._("Say why you need to see this person's data."))
        if self._get_identity_access()[self] == "none":
            self.env["rights.audit.log"]._log_refused(self._name, self.id, reason=reason)
            raise AccessError(self.env._("This identity is closed to you."))
        self.env["rights.audit.log"]._log("reveal", self._name, self.id, reason=reason)
        identity = self._get_identity()
        return {name: identity[name] for name in CLEAR}

    # -- writing --------------------------------------------------------------------------------

    def _inverse_clear(self):
        """One identity row a version: what was entered before stays (REG-05)."""
        for party in self:
            values = {name: party[name] for name in CLEAR}
            party._store_identity(values)

    @api.model_create_multi
    def create(self, vals_list):
        identities = [{name: vals.get(name) for name in CLEAR} for vals in vals_list]
        for vals, identity in zip(vals_list, identities, strict=True):
            case_sudo = self.env["rights.case"].sudo().browse(vals.get("case_id"))  # its kind only
            vals.update(self._masked_vals(identity, case_sudo))
        parties = super().create(
            [{key: value for key, value in vals.items() if key not in CLEAR} for vals in vals_list]
        )
        self.env["rights.case.party.identity"]._store_many(parties, identities)
        parties._check_representatives()
        return parties

    def write(self, vals):
        clear = {name: vals[name] for name in CLEAR if name in vals}
        if clear and any(access != "clear" for access in self._get_identity_access().values()):
            raise AccessError(self.env._("This identity is closed to you."))
        other = {name: value for name, value in vals.items() if name not in CLEAR}
        result = super().write(other) if other else True
        if clear:
            for party in self:
                identity = party._get_identity()
                party._store_identity({name: identity[name] for name in CLEAR} | clear)
        self._check_representatives()
        return result

    def _store_identity(self, values):
        self.ensure_one()
        identity = self._get_identity()
        old = {name: identity[name] for name in CLEAR}
        if identity and all((old[name] or "") == (values[name] or "") for name in CLEAR):
            return
        self.check_access("write")
        self.env["rights.case.party.identity"]._store_many(self, [values])
        masked = self._masked_vals(values, self.case_id)
        super().write(masked)  # pylint: disable=super-method-mismatch
        if self.case_id.registered_at:
            changed = [name for name in CLEAR if (old[name] or "") != (values[name] or "")]
            labels = [self._fields[n].get_description(self.env)["string"] for n in changed]
            basis = self.env["rights.case"]._enumerate(labels)
            self.case_id._append_events([{"type": "party", "basis": basis}])

    @api.model
    def _masked_vals(self, identity, case):
        """Of an informant nothing shows, not even surname and last digits (Annex A2)."""
        if case.kind in SECRET_KINDS:
            return dict.fromkeys(("name_masked", "phone_masked", "phone_tail"), False)
        return {
            "name_masked": masking.mask_name(identity["name"]) if identity["name"] else False,
            "phone_masked": masking.mask_phone(identity["phone"]) if identity["phone"] else False,
            "phone_tail": masking.phone_tail(identity["phone"]) if identity["phone"] else False,
        }

    def _check_representatives(self):
        """At most two representatives in a joint complaint (REG-15)."""
        for case in self.case_id:
            if len(case.sudo().party_ids.filtered("is_representative")) > 2:
                raise ValidationError(
                    self.env._("A joint complaint has at most two representatives.")
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_registered(self):
        for party in self:
            if party.case_id.registered_at:
                raise UserError(
                    self.env._("A party of a registered case stays. Correct the entry instead.")
                )

    # -- questions ------------------------------------------------------------------------------

    def _get_identity_gaps(self):
        """A sentence on what a complaint's complainant still lacks (REG-01); empty when whole."""
        mains = self.filtered(lambda party: party.role == "complainant")
        if not mains:
            return self.env._("Enter the complainant: name, phone and address.")
        # whether something is there may be told to whoever may not read it
        lacking = {
            name
            for party in mains.sudo()
            for name in ("name", "phone", "address")
            if not party[name]
        }
        labels = [self._fields[name].get_description(self.env)["string"] for name in lacking]
        return labels and self.env._(
            "The complainant still lacks: %(fields)s.",
            fields=self.env["rights.case"]._enumerate(sorted(labels)),
        )

    def _compute_earlier_count(self):
        for party in self:
            party.earlier_count = len(party._find_earlier_cases())

    def _find_earlier_cases(self):
        """Other cases of the same person that the user may read, matched by the blind indexes."""
        self.ensure_one()
        identity = self._get_identity()
        cases = self.env["rights.case.party.identity"]._find_cases(
            phone=identity.phone, id_number=identity.id_number
        )
        return cases - self.case_id


class RightsCase(models.Model):
    _inherit = "rights.case"

    def write(self, vals):
        result = super().write(vals)
        if "kind" in vals:  # of a draft
            for party in self.sudo().party_ids:
                party.write(party._masked_vals(party._get_identity(), party.case_id))
        return result

    def web_read(self, specification):
        return super().web_read(specification)

    # the form shows persons and notes the look: Odoo need not try it on a replica first
    web_read._readonly = False

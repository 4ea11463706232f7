from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.masking import phone_digits
from ...tools.merchant_name import name_key, name_stem
from ...tools.uscc import normalise_uscc, uscc_error

# What the staff may set on the company contact behind a merchant. Nothing else of a contact can
# be reached through the register: it writes to the contact without the user's own rights.
CONTACT_FIELDS = frozenset(("name", "phone", "email", "website", "image_1920"))


class RightsMerchant(models.Model):
    """A business that cases are about (MER-01). It is a company contact with a register of its own.

    who                                       may
    every member of staff                     read
    operator, office, handler, dispatcher     enter and correct (and the roles above them)
    nobody                                    delete: a merchant is archived

    Staff have no rights on contacts. The register creates and changes the contact for them, and
    reaches ``CONTACT_FIELDS`` only.
    """

    _name = "rights.merchant"
    _description = "Merchant"
    _inherit = ["mail.thread", "rights.export.logged"]
    _inherits = {"res.partner": "partner_id"}
    _parent_name = "host_id"
    _parent_store = True
    _order = "id desc"
    _rec_names_search = ["name", "uscc", "alias_ids.name"]

    partner_id = fields.Many2one(
        "res.partner", "Company contact", required=True, ondelete="restrict"
    )
    active = fields.Boolean(default=True, tracking=True)

    # identification
    uscc = fields.Char(
        "Unified social credit code",
        copy=False,
        tracking=True,
        help="18 characters on the business licence; the last one checks the others.",
    )
    merchant_type = fields.Selection(
        [
            ("supermarket", "Supermarket"),
            ("mall", "Shopping mall"),
            ("farmers_market", "Farmers' market"),
            ("wholesale_market", "Professional wholesale market"),
            ("shop", "Shop"),
            ("scenic_spot", "Scenic spot"),
            ("online_platform", "Online platform"),
            ("other", "Other business"),
        ],
        "Type",
        index=True,
        tracking=True,
    )
    alias_ids = fields.One2many("rights.merchant.alias", "merchant_id", "Other names and brands")
    name_key = fields.Char(
        compute="_compute_name_key", store=True, index=True, precompute=True, copy=False
    )
    name_stem = fields.Char(
        compute="_compute_name_key", store=True, index=True, precompute=True, copy=False
    )
    phone_digits = fields.Char(
        compute="_compute_phone_digits",
        store=True,
        index="btree_not_null",
        precompute=True,
        copy=False,
    )

    # place
    business_address = fields.Char(help="Where customers find it.")
    registered_address = fields.Char(help="As on the business licence.")
    area_sqm = fields.Float("Business area (m²)", digits=(12, 2))
    station_id = fields.Many2one(
        "rights.station",
        "Supervising station",
        compute="_compute_station_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        ondelete="restrict",
    )
    territory_id = fields.Many2one("rights.territory", index="btree_not_null", ondelete="restrict")
    host_id = fields.Many2one(
        "rights.merchant",
        "Host venue",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        help="The market, mall or platform in which this merchant is a tenant.",
    )
    parent_path = fields.Char(index=True)
    tenant_ids = fields.One2many("rights.merchant", "host_id", "Tenants")

    # people
    principal = fields.Char(help="Person in charge of the business.")
    contact_person = fields.Char(help="Customer-service staff to talk to about a complaint.")

    # cases
    case_ids = fields.One2many("rights.case", "respondent_id", "Cases", readonly=True)
    case_count = fields.Integer("Number of cases", compute="_compute_case_count")

    _partner_unique = models.Constraint(
        "UNIQUE (partner_id)", "This contact is already in the register of merchants."
    )
    _uscc_unique = models.UniqueIndex(
        "(uscc) WHERE uscc IS NOT NULL",
        "A merchant with this unified social credit code is already in the register.",
    )
    _area_not_negative = models.Constraint(
        "CHECK (area_sqm >= 0)", "The business area cannot be negative."
    )

    # -- computes ---------------------------------------------------------------------------

    @api.depends("partner_id.name")
    def _compute_name_key(self):
        for merchant in self:
            merchant.name_key = name_key(merchant.name)
            merchant.name_stem = name_stem(merchant.name)

    @api.depends("territory_id", "host_id")
    def _compute_station_id(self):
        """The unit of the territory, or of the host, unless another one was chosen (TRI-04)."""
        for merchant in self:
            merchant.station_id = (
                merchant.station_id
                or merchant.territory_id.station_id
                or merchant.host_id.station_id
            )

    @api.depends("partner_id.phone")
    def _compute_phone_digits(self):
        for merchant in self:
            merchant.phone_digits = phone_digits(merchant.phone) or False

    @api.depends("case_ids")
    @api.depends_context("uid")
    def _compute_case_count(self):
        """Cases that the user may see; for a role without cases there are none."""
        cases = self.env["rights.case"]
        counts = {}
        if cases.has_access("read"):
            counts = dict(
                cases._read_group(
                    [("respondent_id", "in", self.ids)], ["respondent_id"], ["__count"]
                )
            )
        for merchant in self:
            merchant.case_count = counts.get(merchant, 0)

    # -- constraints ------------------------------------------------------------------------

    @api.constrains("uscc")
    def _check_uscc(self):
        messages = {
            "length": self.env._("it has 18 characters"),
            "format": self.env._("it has digits and capital letters without I, O, S, V and Z"),
            "checksum": self.env._("its last character does not fit the others"),
        }
        for merchant in self:
            error = merchant.uscc and uscc_error(merchant.uscc)
            if error:
                raise ValidationError(
                    self.env._(
                        "%(code)s is not a unified social credit code: %(reason)s. "
                        "Compare it with the business licence.",
                        code=merchant.uscc,
                        reason=messages[error],
                    )
                )

    # -- create and write -------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        vals_list = [self._clean_vals(vals) for vals in vals_list]
        contacts = [
            {name: vals.pop(name) for name in CONTACT_FIELDS & vals.keys()} for vals in vals_list
        ]
        self._check_given_contacts(vals_list)
        new = [index for index, vals in enumerate(vals_list) if not vals.get("partner_id")]
        partners = self._contacts_sudo().create(
            [contacts[index] | {"is_company": True} for index in new]
        )
        for index, partner in zip(new, partners, strict=True):
            vals_list[index]["partner_id"] = partner.id
        merchants = super().create(vals_list)
        for index, merchant in enumerate(merchants):
            if index not in new and contacts[index]:
                merchant._write_contact(contacts[index])
        return merchants

    def _prepare_create_values(self, vals_list):
        """The contact exists by now and has its defaults: leave alone what was not asked for."""
        prepared = super()._prepare_create_values(vals_list)
        for vals, asked in zip(prepared, vals_list, strict=True):
            for name in vals.keys() - asked.keys():
                if name in self._fields and self._fields[name].inherited:
                    del vals[name]
        return prepared

    def write(self, vals):
        vals = self._clean_vals(vals)
        self._check_given_contacts([vals])
        contact = {name: vals.pop(name) for name in CONTACT_FIELDS & vals.keys()}
        if contact:
            self.check_access("write")
            self._write_contact(contact)
        return super().write(vals) if vals else True

    @staticmethod
    def _clean_vals(vals):
        return vals | ({"uscc": normalise_uscc(vals["uscc"]) or False} if "uscc" in vals else {})

    def _contacts_sudo(self):
        # safe: only CONTACT_FIELDS reach it, and no default_* of the caller's context does
        env = self.env(context={"tracking_disable": True}, su=True)
        return env["res.partner"]

    def _check_given_contacts(self, vals_list):
        """Only who may change contacts may choose one: else any person's contact could be taken
        over by making a merchant of it."""
        if any(vals.get("partner_id") for vals in vals_list) and not self.env.su:
            self.env["res.partner"].check_access("write")

    def _write_contact(self, vals):
        partners_sudo = self._contacts_sudo().browse(self.partner_id.ids)
        if "email" in vals and partners_sudo.user_ids and not self.env.is_admin():
            raise UserError(
                self.env._(
                    "%(merchant)s signs in to the portal with its e-mail address. "
                    "Ask the platform administrator to change it.",
                    merchant=partners_sudo.filtered("user_ids")[0].name,
                )
            )
        partners_sudo.write(vals)

    # -- actions ----------------------------------------------------------------------------

    def action_view_cases(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cases about %(merchant)s", merchant=self.name),
            "res_model": "rights.case",
            "view_mode": "list,kanban,form",
            "domain": [("respondent_id", "=", self.id)],
            "context": {"create": False},
        }

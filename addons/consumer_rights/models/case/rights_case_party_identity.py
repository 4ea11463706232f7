from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ...tools import identity_crypt, masking
from .rights_append_only import Pass
from .rights_case_kinds import SECRET_KINDS


class RightsCasePartyIdentity(models.Model):
    """Who a party is: name, phone, address and ID number of a person (design D7).

    who                       may read
    current actor             the registrant until dispatch, then the handler until the case is
                              closed, and with a reason afterwards; logged
    follow-up officer         while the own follow-up is open
    others                    nothing here; with a reason through ``party.action_reveal``

    Nobody reads the data here: it is shown through the party, where each look is logged. The ID
    number is encrypted with a key outside the database; phone and ID number have a blind
    index (HMAC), so that persons match without being readable. A correction adds a row and marks
    the one before as superseded.
    """

    _name = "rights.case.party.identity"
    _description = "Identity of a party"
    _order = "id desc"
    _rec_name = "id"

    party_id = fields.Many2one("rights.case.party", required=True, index=True, ondelete="cascade")
    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="cascade")
    is_current = fields.Boolean(default=True)
    superseded_at = fields.Datetime()
    superseded_by_id = fields.Many2one("res.users", ondelete="restrict")
    name = fields.Char(groups=fields.NO_ACCESS)
    phone = fields.Char(groups=fields.NO_ACCESS)
    address = fields.Char(groups=fields.NO_ACCESS)
    postcode = fields.Char(groups=fields.NO_ACCESS)
    email = fields.Char("E-mail", groups=fields.NO_ACCESS)
    id_type = fields.Selection(
        [
            ("id_card", "Resident identity card"),
            ("passport", "Passport"),
            ("permit", "Travel permit"),
            ("other", "Other"),
        ],
        "Kind of ID",
        groups=fields.NO_ACCESS,
    )
    id_number = fields.Char("ID number", compute="_compute_id_number", groups=fields.NO_ACCESS)
    id_number_cipher = fields.Char(groups=fields.NO_ACCESS)
    id_number_index = fields.Char(index="btree_not_null", groups=fields.NO_ACCESS)
    phone_index = fields.Char(index="btree_not_null", groups=fields.NO_ACCESS)

    _current_unique = models.UniqueIndex(
        "(party_id) WHERE is_current", "A party has one current identity."
    )

    @api.depends("id_number_cipher")
    def _compute_id_number(self):
        for identity in self:
            cipher = identity.sudo().id_number_cipher
            identity.id_number = identity_crypt.load_cipher().decrypt(cipher) if cipher else False

    @api.model_create_multi
    def create(self, vals_list):
        if not Pass.use(self.env.context.get("rights_identity")):
            raise AccessError(self.env._("Identities are entered through the party."))
        return super().create(vals_list)

    def write(self, vals):
        if self and not Pass.use(self.env.context.get("rights_identity")):
            raise AccessError(self.env._("Identities are corrected through the party."))
        return super().write(vals)

    @api.model
    def _store_many(self, parties, values_list):
        """Store one identity a party in superuser mode, superseding the one before."""
        old = parties.sudo().identity_ids.filtered("is_current")
        if old:
            old.with_context(rights_identity=Pass()).write(
                {
                    "is_current": False,
                    "superseded_at": fields.Datetime.now(),
                    "superseded_by_id": self.env.uid,
                }
            )
            old.flush_recordset()  # before the new row: one current identity a party
        cipher = identity_crypt.load_cipher()
        rows = []
        for party, values in zip(parties, values_list, strict=True):
            id_number = identity_crypt.normalise_id(values.get("id_number"))
            digits = masking.phone_digits(values.get("phone"))
            row = {name: values.get(name) for name in values if name != "id_number"}
            row.update(
                party_id=party.id,
                case_id=party.case_id.id,
                id_number_cipher=cipher.encrypt(id_number),
                id_number_index=cipher.blind_index(id_number),
                phone_index=cipher.blind_index(digits, purpose="phone"),
            )
            rows.append(row)
        return self.sudo().with_context(rights_identity=Pass()).create(rows)

    @api.model
    def _find_cases(self, phone=None, id_number=None):
        """Cases that a person of this phone or ID number filed, as far as the user may read them.

        Informants stay out unless the user may read that identity.
        """
        cipher = identity_crypt.load_cipher()
        phones = cipher.blind_indexes(masking.phone_digits(phone), purpose="phone")
        id_numbers = cipher.blind_indexes(id_number)
        if not (phones or id_numbers):
            return self.env["rights.case"]
        keys = Domain("phone_index", "in", phones) | Domain("id_number_index", "in", id_numbers)
        # the blind index is closed to users; the cases found are filtered by the user's rights
        found_sudo = self.sudo().search(keys)
        open_kinds = found_sudo.filtered(
            lambda row: row.case_id.kind not in SECRET_KINDS and not row.case_id.is_confidential
        )
        secret = (found_sudo - open_kinds).sudo(False)._filtered_access("read").sudo()
        cases = (open_kinds | secret).case_id.sudo(False).with_user(self.env.user)
        return cases.with_context(active_test=False)._filtered_access("read")

from odoo import api, fields, models
from odoo.addons.consumer_rights.tools.merchant_name import name_stem
from odoo.exceptions import AccessError, UserError

from ...tools.anonymise import Persons, anonymise, remains

GROUP = "consumer_rights.consumer_rights_group_"
REPORTERS = ("archivist", "dispatcher", "division_head")


class RightsTypicalCase(models.Model):
    """An archived case as others may read it: without its persons and businesses (ARC-12).

    who                                   may
    archivist, dispatcher                 mark an archived case, edit the text, ask for approval,
                                          report an approved one upward
    division head, unit head              approve what somebody else drew up
    statistician                          read what is approved, for bulletins and submissions

    Neither approval nor export nor reporting passes while the text holds anything of its parties.
    """

    _name = "rights.typical.case"
    _inherit = ["rights.approved.paper"]
    _description = "Typical case"
    _order = "id desc"
    _rec_name = "title"
    _needed = ("title", "text")

    name = fields.Char("Paper number")
    case_id = fields.Many2one(
        "rights.case", required=True, readonly=True, index=True, ondelete="restrict"
    )
    title = fields.Char(required=True)
    text = fields.Text("Anonymised text", required=True)
    lesson = fields.Text("Its lesson")
    category_id = fields.Many2one(
        "rights.category", "Goods or services", readonly=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("to_approve", "To approve"),
            ("approved", "Approved"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        index=True,
    )
    leak = fields.Char("Still in the text", compute="_compute_leak")
    item_ids = fields.One2many("rights.information.item", "typical_id", "Reported upward")

    _once = models.UniqueIndex("(case_id)", "This case is marked as typical already.")

    @api.depends("title", "text", "lesson")
    def _compute_leak(self):
        for typical in self:
            typical.leak = "、".join(typical._get_leaks())

    @api.model
    def _unit_of(self, vals):
        # who marks it was checked on the case
        return self.env["rights.case"].sudo().browse(vals["case_id"]).station_id.sudo(False)

    # -- marking -----------------------------------------------------------------------------------

    @api.model
    def _mark(self, case):
        """The draft of an archived case, with its persons masked."""
        case_sudo = case.sudo()  # who marks it was checked; the text leaves without the persons
        persons = case_sudo._get_persons_to_mask()
        parts = [
            (self.env._("Facts"), case_sudo.facts),
            (self.env._("What was asked for"), case_sudo.request),
            (self.env._("Result"), case_sudo.result_text or case_sudo.outcome_id.name),
        ]
        text = "\n\n".join(f"{label}：\n{part}" for label, part in parts if part)
        typical_sudo = self.sudo().create(
            {
                "case_id": case.id,
                "title": anonymise(case_sudo.subject, persons) or case_sudo.item_class_id.name,
                "text": anonymise(text, persons),
                "category_id": case_sudo.item_class_id.id,
            }
        )
        return typical_sudo.sudo(False)

    # -- nothing personal leaves (ARC-12) ----------------------------------------------------------

    def _get_leaks(self):
        """What of the parties the text still holds, in words that do not repeat it."""
        self.ensure_one()
        if not self.case_id:
            return []
        persons = self.case_id.sudo()._get_persons_to_mask()  # to look for them, not to show them
        kinds = remains("\n".join(filter(None, (self.title, self.text, self.lesson))), persons)
        labels = {
            "name": self.env._("a name"),
            "business": self.env._("the name of a business"),
            "phone": self.env._("a telephone number"),
            "address": self.env._("an address"),
            "number": self.env._("the number of an ID, an account or an order, or a mail address"),
        }
        return [labels[kind] for kind in kinds]

    def _check_clean(self):
        """:raise UserError: the text would tell who the case is about"""
        for typical in self:
            if leaks := typical._get_leaks():
                raise UserError(
                    self.env._(
                        "The text of the typical case still holds %(what)s. Take it out first.",
                        what="、".join(leaks),
                    )
                )
        return True

    def action_ask_approval(self):
        self._check_clean()
        return super().action_ask_approval()

    def action_approve(self):
        self._check_clean()
        return super().action_approve()

    def action_mask_again(self):
        """Mask what somebody typed in afterwards."""
        self._check_in("draft")
        for typical in self:
            persons = typical.case_id.sudo()._get_persons_to_mask()
            for name in ("title", "text", "lesson"):
                if typical[name]:
                    typical[name] = anonymise(typical[name], persons)
        return True

    def _check_may_leave(self):
        """An export or a report upward: approved, and looked through again."""
        for typical in self:
            if typical.state != "approved":
                raise UserError(self.env._("Only an approved typical case leaves the unit."))
        return self._check_clean()

    def action_report_upward(self):
        """Hand it to the superior unit as an information item (STA-11)."""
        self.ensure_one()
        self.check_access("read")
        if not any(self.env.user.has_group(GROUP + role) for role in REPORTERS):
            raise AccessError(
                self.env._("Typical cases are reported by archivists, dispatchers and heads.")
            )
        self._check_may_leave()
        if self.sudo().item_ids:
            raise UserError(self.env._("This typical case was reported already."))
        # the unit reports, whoever of it presses the button
        item_sudo = (
            self.env["rights.information.item"]
            .sudo()
            .create(
                {
                    "station_id": self.station_id.id,
                    "kind": "typical",
                    "title": self.title,
                    "text": "\n\n".join(filter(None, (self.text, self.lesson))),
                    "typical_id": self.id,
                }
            )
        )
        return item_sudo.sudo(False)._open()


class RightsCase(models.Model):
    _inherit = "rights.case"

    typical_ids = fields.One2many("rights.typical.case", "case_id", "Marked as typical")
    is_typical = fields.Boolean(
        "Typical case", compute="_compute_is_typical", search="_search_is_typical"
    )

    @api.depends("typical_ids")
    def _compute_is_typical(self):
        for case in self:
            case.is_typical = bool(case.sudo().typical_ids)  # a mark, no content

    def _search_is_typical(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("typical_ids", "!=" if True in value else "=", False)]

    def action_mark_typical(self):
        """Make an anonymised text of an archived case (ARC-12)."""
        self.ensure_one()
        self.check_access("read")
        if not any(self.env.user.has_group(GROUP + role) for role in REPORTERS):
            raise AccessError(self.env._("An archivist or dispatcher marks typical cases."))
        if self.stage_code != "archived" or self.kind == "discipline":
            raise UserError(
                self.env._("Only an archived case that is no staff-discipline matter is typical.")
            )
        typical = self.env["rights.typical.case"].sudo().search([("case_id", "=", self.id)])
        typical = typical.sudo(False) or self.env["rights.typical.case"]._mark(self)
        return {
            "type": "ir.actions.act_window",
            "res_model": typical._name,
            "res_id": typical.id,
            "view_mode": "form",
        }

    def _get_persons_to_mask(self):
        """Everybody whose data must not stand in an anonymised text, in superuser mode: parties of
        the case and of those linked to it, present and superseded, and the businesses."""
        linked = self | self.link_ids.other_case_id
        linked |= self.env["rights.case.link"].search([("other_case_id", "in", self.ids)]).case_id
        known = linked.party_ids.identity_ids
        merchants = linked.respondent_id
        businesses = {
            *linked.mapped("respondent_name"),
            *merchants.mapped("name"),
            *merchants.alias_ids.filtered(lambda one: one.kind != "brand").mapped("name"),
        }
        businesses = {name for name in businesses if name}
        # the firm without its legal form, as people say it
        stems = {name_stem(name) for name in businesses}
        return Persons(
            names=_texts(known.mapped("name"), linked.mapped("respondent_contact")),
            businesses=_texts(businesses, (stem for stem in stems if len(stem) > 3)),
            phones=_texts(known.mapped("phone"), linked.mapped("respondent_phone")),
            addresses=_texts(known.mapped("address"), linked.mapped("respondent_address")),
            numbers=_texts(
                known.mapped("id_number"), known.mapped("email"), merchants.mapped("uscc")
            ),
        )


def _texts(*lists):
    return frozenset(text.strip() for texts in lists for text in texts if text and text.strip())

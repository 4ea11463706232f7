from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.flag_search import search_flag

# what goes along; cards, ledgers and receipts of notices stay with the entry that is put aside
MOVED = (
    ("rights.case", "respondent_id"),
    ("rights.case", "platform_id"),
    ("rights.case.referral", "merchant_id"),
    ("rights.three.way.call", "merchant_id"),
    ("rights.mediation.event", "merchant_id"),
    ("rights.contact.book", "merchant_id"),
    ("rights.merchant.person", "merchant_id"),
    ("rights.merchant.promise", "merchant_id"),
)
# what the kept entry takes over where it says nothing itself; never written over
FILLED = (
    "merchant_type phone email website business_address registered_address area_sqm territory_id "
    "station_id host_id principal contact_person opening_hours uscc"
).split()


class RightsMerchantMerger(models.Model):
    """Two entries of the register that were one business, put together, and how to take that back.

    who                          may
    staff                        read
    station officer, dispatcher  merge and undo, merchants of the own unit and below

    The entry that goes is archived, not removed. Cases point at the kept one and say what they
    said: names and addresses on them stay. What moved and what was filled in is kept here, so that
    ``_undo`` brings back exactly that; cases that came later stay where they are.
    """

    _name = "rights.merchant.merger"
    _description = "Merged merchants"
    _order = "id desc"
    _rec_name = "merged_id"

    kept_id = fields.Many2one(
        "rights.merchant", "Entry that stays", required=True, index=True, ondelete="restrict"
    )
    merged_id = fields.Many2one(
        "rights.merchant", "Entry put aside", required=True, index=True, ondelete="restrict"
    )
    reason = fields.Char(required=True)
    user_id = fields.Many2one(
        "res.users",
        "Merged by",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    at = fields.Datetime("Merged on", required=True, default=fields.Datetime.now)
    state = fields.Selection(
        [("done", "Merged"), ("undone", "Undone")], required=True, default="done"
    )
    undone_at = fields.Datetime("Undone on")
    undone_by_id = fields.Many2one("res.users", "Undone by", ondelete="restrict")
    case_count = fields.Integer("Cases that went along")
    # {"model.field": ids}, {field: value that was filled in}
    moved = fields.Json(groups=fields.NO_ACCESS)
    filled = fields.Json(groups=fields.NO_ACCESS)
    alias_ids = fields.Many2many("rights.merchant.alias", groups=fields.NO_ACCESS)

    _once = models.UniqueIndex("(merged_id) WHERE state = 'done'", "It is merged already.")

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Merge merchants with the button of the register."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise AccessError(self.env._("A merger is undone, not changed."))
        return super().write(vals)

    # -- may they be merged? ----------------------------------------------------------------------

    @api.model
    def _refusal(self, kept, merged):
        """Why two entries are not put together; empty when they may be."""
        units = self.env.user.rights_supervised_station_ids
        if not kept or not merged or kept == merged:
            return self.env._("Choose two entries of the register.")
        names = {"kept": kept.name, "merged": merged.name}
        if not kept.active or not merged.active:
            return self.env._("An archived entry is not merged. Bring it back first.")
        if (kept | merged).station_id - units:
            return self.env._("One of them is supervised by another unit. Ask the unit above.")
        if kept.uscc and merged.uscc:
            return self.env._(
                "%(kept)s and %(merged)s have different credit codes: they are two businesses.",
                **names,
            )
        if kept.host_id == merged or merged.host_id == kept:
            return self.env._("A venue and its tenant are two businesses.")
        merged_sudo = merged.sudo()  # only whether there is something
        if merged_sudo._keeps_books():
            return self.env._(
                "%(merged)s keeps a ledger or has accounts in the portal. Keep this entry, and "
                "merge the other one into it.",
                **names,
            )
        if merged_sudo.rectification_ids.filtered(lambda row: row.state != "closed"):
            return self.env._(
                "%(merged)s has something to put right. Close that first, or keep this entry.",
                **names,
            )
        return ""

    # -- merging ----------------------------------------------------------------------------------

    @api.model
    def _merge(self, kept, merged, reason):
        """Put ``merged`` aside and let everything about it count for ``kept``.

        :raise UserError: they are not to be merged
        """
        (kept | merged)._lock_entries()
        if refusal := self._refusal(kept, merged):
            raise UserError(refusal)
        merger_sudo = self.sudo().create(  # the right and the units were checked
            {"kept_id": kept.id, "merged_id": merged.id, "reason": reason}
        )
        merger_sudo._do_merge()
        return merger_sudo.sudo(False)

    def _do_merge(self):
        kept, merged = self.kept_id, self.merged_id
        filled = self._get_fill()
        tenants = merged.tenant_ids
        aliases = self._copy_names()
        merged.write({"active": False, "merged_into_id": kept.id, "uscc": False})
        merged.flush_recordset()  # the code is free for the kept entry
        kept.write(
            filled | {"class_ids": [fields.Command.link(one) for one in filled["class_ids"]]}
        )
        tenants.host_id = kept
        moved = {f"{model}.{name}": self._point(model, name, merged, kept) for model, name in MOVED}
        self.write(
            {
                "moved": moved | {"rights.merchant.host_id": tenants.ids},
                "filled": filled,
                "alias_ids": [fields.Command.set(aliases.ids)],
                "case_count": len(moved["rights.case.respondent_id"]),
            }
        )
        self._note_in_cases(moved["rights.case.respondent_id"], merged, kept)
        body = self.env._(
            "%(merged)s was merged into %(kept)s: %(reason)s",
            merged=merged.name,
            kept=kept.name,
            reason=self.reason,
        )
        for merchant in kept | merged:
            merchant.message_post(body=body)

    def _get_fill(self):
        """{field: value as it is written} of what the kept entry does not say itself."""
        kept, merged = self.kept_id, self.merged_id
        names = [name for name in FILLED if merged[name] and not kept[name]]
        if kept.partner_id.user_ids and "email" in names:
            names.remove("email")  # the account signs in with it
        filled = {
            name: merged[name].id if merged._fields[name].relational else merged[name]
            for name in names
        }
        return filled | {"class_ids": (merged.class_ids - kept.class_ids).ids}

    def _copy_names(self):
        """The names of the other entry find the kept one from now on (REG-17)."""
        kept, merged = self.kept_id, self.merged_id
        known = {kept.name_key, *kept.alias_ids.mapped("name_key")}
        vals_list = []
        for name, key, kind in (
            (merged.name, merged.name_key, "former"),
            *((alias.name, alias.name_key, alias.kind) for alias in merged.alias_ids),
        ):
            if key and key not in known:
                known.add(key)
                vals_list.append({"merchant_id": kept.id, "name": name, "kind": kind})
        return self.env["rights.merchant.alias"].create(vals_list)

    def _point(self, model, name, source, target, ids=None):
        """Let the rows that point at one entry point at the other; what else they say stays.

        :return: their ids
        """
        rows = self.env[model]
        rows.flush_model([name])
        found = self.env.execute_query(
            SQL(
                "UPDATE %(table)s SET %(column)s = %(target)s WHERE %(column)s = %(source)s%(only)s"
                " RETURNING id",
                table=SQL.identifier(rows._table),
                column=SQL.identifier(name),
                source=source.id,
                target=target.id,
                only=SQL() if ids is None else SQL(" AND id = ANY(%s)", list(ids)),
            )
        )
        rows.invalidate_model([name])
        (source | target).invalidate_recordset()
        return [row[0] for row in found]

    def _note_in_cases(self, ids, before, after):
        """REG-05: whom a registered case is about keeps its old and its new value."""
        cases = self.env["rights.case"].browse(ids).filtered("registered_at")
        change = {"old": before.display_name, "new": after.display_name}
        cases._append_events(
            [{"type": "changed", "changes": {"respondent_id": change}} for _case in cases]
        )

    # -- undoing ----------------------------------------------------------------------------------

    def action_undo(self):
        """Both entries stand in the register again, each with what it had."""
        self.ensure_one()
        self.check_access("write")
        (self.kept_id | self.merged_id)._lock_entries()
        self.invalidate_recordset(["state"])
        if self.state != "done":
            raise UserError(self.env._("This was undone already."))
        if (self.kept_id | self.merged_id).station_id - self.env.user.rights_supervised_station_ids:
            raise UserError(
                self.env._("One of them is supervised by another unit. Ask the unit above.")
            )
        if self.kept_id.merged_into_id:
            raise UserError(
                self.env._(
                    "%(kept)s was merged into %(other)s later. Undo that first.",
                    kept=self.kept_id.name,
                    other=self.kept_id.merged_into_id.name,
                )
            )
        self.sudo()._undo()  # the right and the units were checked
        return self.merged_id.get_formview_action()

    def _undo(self):
        kept, merged = self.kept_id, self.merged_id
        moved = dict(self.moved)
        back = {}
        tenants = self.env["rights.merchant"].browse(moved.pop("rights.merchant.host_id")).exists()
        for path, ids in moved.items():
            model, _dot, name = path.rpartition(".")
            back[path] = self._point(model, name, kept, merged, ids)
        filled = dict(self.filled)
        classes = filled.pop("class_ids")
        same = [name for name, value in filled.items() if self._raw(kept, name) == value]
        kept.write(
            dict.fromkeys(same, False)
            | {"class_ids": [fields.Command.unlink(one) for one in classes]}
        )
        kept.flush_recordset()  # the code is free again
        code = {"uscc": filled["uscc"]} if "uscc" in same else {}
        merged.write({"active": True, "merged_into_id": False, **code})
        tenants.filtered(lambda tenant: tenant.host_id == kept).host_id = merged
        self.alias_ids.unlink()
        self.write(
            {"state": "undone", "undone_at": fields.Datetime.now(), "undone_by_id": self.env.uid}
        )
        self._note_in_cases(back["rights.case.respondent_id"], kept, merged)
        body = self.env._("%(merged)s stands for itself again.", merged=merged.name)
        for merchant in kept | merged:
            merchant.message_post(body=body)

    @staticmethod
    def _raw(record, name):
        return record[name].id if record._fields[name].relational else record[name]


class RightsMerchant(models.Model):
    """An entry that was merged stays archived; two entries of one business are found."""

    _inherit = "rights.merchant"

    merged_into_id = fields.Many2one(
        "rights.merchant",
        "Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    merger_ids = fields.One2many("rights.merchant.merger", "kept_id", "Merged entries")
    merger_count = fields.Integer("Number of merged entries", compute="_compute_merger_count")
    has_twin = fields.Boolean(
        "Possibly entered twice",
        compute="_compute_has_twin",
        search="_search_has_twin",
        help="Another entry has the same name or phone, and one of them has no credit code.",
    )

    _merged_is_archived = models.Constraint(
        "CHECK (merged_into_id IS NULL OR active IS NOT TRUE)", "A merged entry stays archived."
    )

    @api.depends("merger_ids")
    def _compute_merger_count(self):
        counts = dict(
            self.env["rights.merchant.merger"]._read_group(
                [("kept_id", "in", self.ids), ("state", "=", "done")], ["kept_id"], ["__count"]
            )
        )
        for merchant in self:
            merchant.merger_count = counts.get(merchant, 0)

    def _compute_has_twin(self):
        twins = self.search([("id", "in", self.ids), ("has_twin", "=", True)])
        for merchant in self:
            merchant.has_twin = merchant in twins

    def _search_has_twin(self, operator, value):
        self.flush_model(["name_stem", "phone_digits", "uscc", "active"])
        twins = SQL(" UNION ").join(
            SQL(
                """
                SELECT id
                  FROM (SELECT id, COUNT(*) OVER same AS entries, COUNT(uscc) OVER same AS codes
                          FROM rights_merchant
                         WHERE active AND %(column)s <> ''
                        WINDOW same AS (PARTITION BY %(column)s)) entry
                 WHERE entries > 1 AND codes < entries
                """,
                column=SQL.identifier(name),
            )
            for name in ("name_stem", "phone_digits")
        )
        domain = Domain("id", "in", twins)
        return search_flag(domain, operator, value)

    def write(self, vals):
        if "merged_into_id" in vals and not self.env.su:
            raise AccessError(self.env._("Merge merchants with the button of the register."))
        if vals.get("active") and "merged_into_id" not in vals and self.merged_into_id:
            raise UserError(
                self.env._(
                    "%(merchant)s was merged into %(kept)s. Undo that instead.",
                    merchant=self.filtered("merged_into_id")[0].name,
                    kept=self.merged_into_id[0].name,
                )
            )
        return super().write(vals)

    def _keeps_books(self):
        """Whether the merchant has entries in a ledger of its own, or people with accounts."""
        mine = [("merchant_id", "=", self.id)]
        return bool(
            self.member_ids.filtered(lambda row: not row.ended_at)
            or self.env["rights.merchant.ledger"].search_count(mine, limit=1)
            or self.env["rights.ledger.quarter"].search_count(mine, limit=1)
        )

    def _lock_entries(self):
        """Of two who merge or undo at once one waits, and then reads what the other did."""
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_merchant WHERE id IN %s ORDER BY id FOR UPDATE", self._ids)
        )
        self.invalidate_recordset(["active", "merged_into_id", "uscc"])

    def action_view_mergers(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merged into %(merchant)s", merchant=self.name),
            "res_model": "rights.merchant.merger",
            "view_mode": "list,form",
            "domain": [("kept_id", "=", self.id)],
            "context": {"create": False},
        }

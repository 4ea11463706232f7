import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...tools.merchant_name import name_key
from ...tools.uscc import normalise_uscc

DECISIONS = [
    ("create", "Enter it"),
    ("update", "Complete the entry"),
    ("skip", "Leave it out"),
]
# in the order in which a person looks at them
KINDS = [
    ("wrong", "To correct"),
    ("doubt", "To decide"),
    ("change", "Changes an entry"),
    ("new", "New"),
    ("same", "Nothing new"),
]
RANK = {kind: rank for rank, (kind, _label) in enumerate(KINDS)}


class RightsMerchantImport(models.TransientModel):
    """A workbook of merchants: read, shown with what each row would do, then entered (MER-01).

    Rows are found in the register by code, name and phone (REG-17); what the phone alone found is
    for a person to decide. Rows that are wrong stay out and come back in a workbook.
    """

    _name = "rights.merchant.import"
    _description = "Import of merchants"

    file = fields.Binary("Workbook or CSV", attachment=False)
    file_name = fields.Char()
    template = fields.Binary(compute="_compute_template")
    template_name = fields.Char(compute="_compute_template")
    state = fields.Selection(
        [("choose", "File"), ("preview", "Preview"), ("done", "Entered")], default="choose"
    )
    line_ids = fields.One2many("rights.merchant.import.line", "import_id", "Rows")
    left_columns = fields.Char("Columns that are not taken", readonly=True)
    new_count = fields.Integer("New", compute="_compute_counts")
    change_count = fields.Integer("Changes an entry", compute="_compute_counts")
    same_count = fields.Integer("Nothing new", compute="_compute_counts")
    doubt_count = fields.Integer("To decide", compute="_compute_counts")
    wrong_count = fields.Integer("To correct", compute="_compute_counts")
    errors = fields.Binary("Rows to correct", readonly=True, attachment=False)
    errors_name = fields.Char(readonly=True)
    result = fields.Char(readonly=True)

    def _compute_template(self):
        self.template = base64.b64encode(self.env["rights.merchant.sheet"]._write())
        self.template_name = self.env._("Merchants") + ".xlsx"

    @api.depends("line_ids.kind")
    def _compute_counts(self):
        for wizard in self:
            kinds = wizard.line_ids.mapped("kind")
            for kind, _label in KINDS:
                wizard[f"{kind}_count"] = kinds.count(kind)

    def action_template(self):
        self.ensure_one()
        address = f"/web/content/{self._name}/{self.id}/template/{self.template_name}?download=true"
        return {"type": "ir.actions.act_url", "url": address, "target": "download"}

    # -- preview ----------------------------------------------------------------------------------

    def action_read(self):
        """Show what each row would do; nothing is entered yet."""
        self.ensure_one()
        self._check_may_import()
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        sheet = self.env["rights.merchant.sheet"].with_context(rights_sheet_lists={})
        rows, others = sheet._read(base64.b64decode(self.file))
        vals_list = self._judge_rows(sheet, rows)
        names = list(sheet._columns())
        shown = sorted(vals_list, key=lambda vals: (RANK[vals["kind"]], vals["number"]))
        wrong = [
            ([cells.get(name, "") for name in names], vals["message"])
            for (_number, cells), vals in zip(rows, vals_list, strict=True)
            if vals["kind"] == "wrong"
        ]
        errors = wrong and sheet._write([row for row, _why in wrong], [why for _row, why in wrong])
        self.write(
            {
                "state": "preview",
                "line_ids": [Command.clear(), *map(Command.create, shown)],
                "left_columns": self.env["rights.case"]._enumerate(others) or False,
                "errors": base64.b64encode(errors) if errors else False,
                "errors_name": self.env._("Rows to correct") + ".xlsx",
            }
        )
        return self._show()

    def _judge_rows(self, sheet, rows):
        """What is to become of each row: the values of its line."""
        read = [sheet._values(cells) for _number, cells in rows]
        found = self.env["rights.merchant"]._match_many([values for values, _errors in read])
        hosts = self._hosts([values for values, _errors in read])
        own = {name_key(values.get("name")) for values, _errors in read}
        own |= {values.get("uscc") for values, _errors in read}
        places, taken, vals_list = self._places_in_sheet(sheet, rows, read), {}, []
        for (number, _cells), (values, errors), match in zip(rows, read, found, strict=True):
            merchant, reason = match
            first = places.get(sheet._key(values), number)
            if first != number:
                errors.append(self.env._("Row %(row)s names the same merchant.", row=first))
            elif merchant and taken.setdefault(merchant, number) != number:
                errors.append(
                    self.env._("Row %(row)s names the same merchant.", row=taken[merchant])
                )
            errors += self._check_host(values, own, hosts)
            if merchant and not merchant.active:
                errors.append(
                    self.env._(
                        "%(merchant)s is archived. Bring it back first.", merchant=merchant.name
                    )
                )
            vals_list.append(
                {
                    "number": number,
                    "name": values.get("name") or "—",
                    "uscc": values.get("uscc"),
                    "values": values,
                    **self._judge(values, errors, merchant, reason, hosts),
                }
            )
        return vals_list

    @staticmethod
    def _places_in_sheet(sheet, rows, read):
        """{key of a merchant: number of the first row that names it}"""
        places = {}
        for (number, _cells), (values, _errors) in zip(rows, read, strict=True):
            places.setdefault(sheet._key(values), number)
        places.pop("", None)
        return places

    def _hosts(self, values_list):
        """{what a row calls its venue: the venue of the register, if it is there}"""
        names = list({values["host"] for values in values_list if values.get("host")})
        found = self.env["rights.merchant"]._match_many(map(self._host_values, names))
        return dict(zip(names, (merchant for merchant, _reason in found), strict=True))

    @staticmethod
    def _host_values(host):
        """A venue is named by its code or its name."""
        is_code = len(host) == 18 and host.isascii()
        return {"uscc" if is_code else "name": host}

    def _check_host(self, values, own, hosts):
        """The venue of a row stands in the register, or in the sheet itself.

        :param own: codes of the sheet, and its names as they are compared
        """
        host = values.get("host")
        if not host or hosts[host] or {normalise_uscc(host), name_key(host)} & own:
            return []
        return [
            self.env._(
                "%(host)s is neither in the register nor in the sheet. Enter the venue first.",
                host=host,
            )
        ]

    def _judge(self, values, errors, merchant, reason, hosts):
        if errors:
            return {"kind": "wrong", "decision": "skip", "message": "\n".join(errors)}
        if not merchant:
            return {"kind": "new", "decision": "create", "message": False}
        if reason == "phone":
            return {
                "kind": "doubt",
                "decision": "skip",
                "merchant_id": merchant.id,
                "message": self.env._(
                    "%(merchant)s has the same phone. Decide whether it is the same business.",
                    merchant=merchant.name,
                ),
            }
        changes = merchant._sheet_changes(values, hosts)
        return {
            "kind": "change" if changes else "same",
            "decision": "update" if changes else "skip",
            "merchant_id": merchant.id,
            "message": merchant._say_changes(changes),
        }

    # -- entering ---------------------------------------------------------------------------------

    def action_enter(self):
        """Enter and complete what was decided; all of it, or nothing."""
        self.ensure_one()
        self._check_may_import()
        lines = self.line_ids.filtered(lambda line: line.kind != "wrong")
        merchants = self.env["rights.merchant"]
        new = lines.filtered(lambda line: line.decision == "create")
        updated = lines.filtered(lambda line: line.decision == "update")
        for line in updated:
            if not line.merchant_id:
                raise UserError(
                    self.env._("Row %(row)s: choose the entry to complete.", row=line.number)
                )
        entered = merchants._create_new([merchants._sheet_vals(line.values) for line in new])
        for line, merchant in zip(new, entered, strict=True):
            line.merchant_id = merchant
        hosts = self._hosts((new | updated).mapped("values"))  # those of the sheet are entered now
        for line in new | updated:
            if changes := line.merchant_id._sheet_changes(line.values, hosts):
                line.merchant_id._take_sheet(changes)
        self.write(
            {
                "state": "done",
                "file": False,
                "result": self.env._(
                    "%(new)s entered, %(changed)s completed, %(left)s left out, "
                    "%(wrong)s to correct.",
                    new=len(new),
                    changed=len(updated),
                    left=len(lines - new - updated),
                    wrong=len(self.line_ids - lines),
                ),
            }
        )
        return self._show()

    def action_back(self):
        """Choose another file."""
        self.ensure_one()
        self.write({"state": "choose", "file": False, "line_ids": [Command.clear()]})
        return self._show()

    def _check_may_import(self):
        self.env["rights.merchant"].check_access("create")

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import merchants"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }


class RightsMerchantImportLine(models.TransientModel):
    """One row of the sheet, and what a person decides about it."""

    _name = "rights.merchant.import.line"
    _description = "Row of an import of merchants"
    _order = "import_id, id"

    import_id = fields.Many2one("rights.merchant.import", required=True, ondelete="cascade")
    number = fields.Integer("Row", readonly=True)
    name = fields.Char("Merchant's name", readonly=True)
    uscc = fields.Char("Unified social credit code", readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    decision = fields.Selection(DECISIONS, "What to do", required=True)
    merchant_id = fields.Many2one("rights.merchant", "Entry of the register", ondelete="cascade")
    message = fields.Text("What it changes, or what is wrong", readonly=True)
    values = fields.Json(readonly=True)


class RightsMerchant(models.Model):
    _inherit = "rights.merchant"

    @api.model
    def _sheet_vals(self, values):
        """Values of a new entry from those of a row; the venue is set when all are entered."""
        vals = {name: value for name, value in values.items() if name not in ("host", "signs")}
        if "class_ids" in vals:
            vals["class_ids"] = [Command.set(vals["class_ids"])]
        return vals

    def _sheet_changes(self, values, hosts):
        """What a row says otherwise than this entry.

        A code that the entry has already is never replaced, a name of another spelling becomes
        one of its names, and lists grow.

        :param hosts: {what a row calls its venue: the venue}
        """
        self.ensure_one()
        changes = {}
        host = hosts.get(values.get("host"))
        for name, value in (values | ({"host_id": host.id} if host else {})).items():
            if name in ("host", "signs", "name", "class_ids") or (name == "uscc" and self.uscc):
                continue
            if value != (self[name].id if self._fields[name].relational else self[name]):
                changes[name] = value
        if more := set(values.get("class_ids", ())) - set(self.class_ids.ids):
            changes["class_ids"] = sorted(more)
        if signs := self._new_signs([*values.get("signs", ()), values.get("name")]):
            changes["signs"] = signs
        return changes

    def _new_signs(self, names):
        known = {self.name_key, *self.alias_ids.mapped("name_key")}
        signs = {name_key(name): name for name in filter(None, names)}
        return [name for key, name in signs.items() if key not in known]

    def _take_sheet(self, changes):
        changes = dict(changes)
        signs = changes.pop("signs", [])
        if "class_ids" in changes:
            changes["class_ids"] = [Command.link(one) for one in changes["class_ids"]]
        if changes:
            self.write(changes)
        self.env["rights.merchant.alias"].create(
            [{"merchant_id": self.id, "name": name, "kind": "sign"} for name in signs]
        )

    def _say_changes(self, changes):
        """The changes in words, for the preview."""
        columns = self.env["rights.merchant.sheet"]._columns()
        parts = []
        for name, value in changes.items():
            if name in ("signs", "class_ids"):
                rows = value if name == "signs" else self.class_ids.browse(value).mapped("name")
                says = "+ " + self.env["rights.case"]._enumerate(rows)
            else:
                says = self.env._(
                    "%(before)s → %(after)s",
                    before=self._say_sheet(name, self[name]) or self.env._("empty"),
                    after=self._say_sheet(name, value),
                )
            parts.append(f"{columns[name]}: {says}")
        return "\n".join(parts) or False

    @api.model
    def _say_sheet(self, name, value):
        field = self._fields[name]
        if field.relational:
            record = value if isinstance(value, models.BaseModel) else self[name].browse(value)
            return record.display_name
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value)
        return f"{value:g}" if field.type == "float" and value else value

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.import_guess import fold, word_key

# what a column can become; the code lists among them are read through the values below
TARGETS = [
    ("external_number", "Number at the source"),
    ("received_at", "Received"),
    ("kind", "Kind of matter"),
    ("stage", "Stage of the matter"),
    ("subject", "Subject"),
    ("facts", "Facts"),
    ("request", "Claim in words"),
    ("nature", "Problem nature"),
    ("item_class", "Goods or service class"),
    ("brand", "Brand"),
    ("product_model", "Model"),
    ("purchase_date", "Purchase date"),
    ("purchase_place", "Purchase place"),
    ("amount_dispute", "Amount in dispute"),
    ("respondent_name", "Merchant: name"),
    ("respondent_uscc", "Merchant: credit code"),
    ("respondent_phone", "Merchant: phone"),
    ("respondent_address", "Merchant: address"),
    ("respondent_contact", "Merchant: contact person"),
    ("complainant_name", "Person: name"),
    ("complainant_phone", "Person: phone"),
    ("complainant_address", "Person: address"),
    ("complainant_postcode", "Person: postcode"),
    ("complainant_email", "Person: e-mail"),
    ("complainant_id_number", "Person: ID number"),
    ("channel", "Channel"),
    ("station", "Unit"),
    ("handler", "Handler"),
    ("days_used", "Working days used"),
    ("accepted_at", "Accepted"),
    ("concluded_at", "Concluded"),
    ("replied_at", "Replied"),
    ("archived_at", "Archived"),
    ("outcome", "Result"),
    ("result_text", "Result in words"),
    ("amount_recovered", "Recovered loss"),
]
# target: (field of the value that holds its meaning)
MEANINGS = {
    "kind": "kind",
    "stage": "stage_id",
    "nature": "category_id",
    "item_class": "item_class_id",
    "channel": "channel_id",
    "station": "station_id",
    "handler": "user_id",
    "outcome": "outcome_id",
}
MODES = [("history", "History"), ("takeover", "Open cases of a former system")]


class RightsImportMapping(models.Model):
    """What the columns and words of a source mean, kept for its next file (REG-23, INT-14).

    It is found again by the set of column names, in whatever order they stand. It holds the words
    of code lists, never the content of a row.
    """

    _name = "rights.import.mapping"
    _description = "Import mapping"
    _order = "write_date desc, id desc"

    name = fields.Char(required=True)
    source_name = fields.Char("Source", required=True)
    mode = fields.Selection(MODES, required=True)
    signature = fields.Char(required=True, readonly=True)
    column_names = fields.Char("Columns", readonly=True)
    line_ids = fields.One2many("rights.import.mapping.line", "mapping_id", "Column mapping")
    value_ids = fields.One2many("rights.import.mapping.value", "mapping_id", "Values")
    kind_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "kind")]
    )
    stage_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "stage")]
    )
    nature_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "nature")]
    )
    item_class_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "item_class")]
    )
    channel_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "channel")]
    )
    station_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "station")]
    )
    handler_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "handler")]
    )
    outcome_value_ids = fields.One2many(
        "rights.import.mapping.value", "mapping_id", domain=[("target", "=", "outcome")]
    )

    _signature_unique = models.Constraint(
        "UNIQUE (mode, source_name, signature)", "This source has a mapping for these columns."
    )

    @api.model
    def _signature_of(self, names):
        """The same for the same set of columns, whatever their order, case and spaces."""
        return hashlib.sha256("\n".join(sorted(fold(name) for name in names)).encode()).hexdigest()

    @api.model
    def _find(self, mode, source_name, names):
        """The mapping of this source for these columns, else that of another source."""
        found = self.search([("mode", "=", mode), ("signature", "=", self._signature_of(names))])
        own = found.filtered(lambda mapping: mapping.source_name == source_name)
        return own[:1] or found[:1]

    def _for_source(self, source_name):
        """This mapping, or a copy of it when it is another source's."""
        if not self or self.source_name == source_name:
            return self
        mapping = self.copy({"source_name": source_name, "name": source_name})
        for lines in (self.line_ids, self.value_ids):
            for line in lines:
                line.copy({"mapping_id": mapping.id})
        return mapping

    def _value_table(self, target):
        """{folded word: our key or id} of one code list; patterns keep their star."""
        field = MEANINGS[target]
        values = self.value_ids.filtered(lambda value: value.target == target and value[field])
        return {value.key: value[field] if field == "kind" else value[field].id for value in values}

    def _check_not_running(self):
        running = (
            self.env["rights.import"]
            .sudo()
            .search([("mapping_id", "in", self.ids), ("state", "=", "running")], limit=1)
        )
        if running:
            raise UserError(
                self.env._(
                    "The import %(name)s is running with this mapping. Wait until it is done, or "
                    "stop it first.",
                    name=running.name,
                )
            )


class RightsImportMappingLine(models.Model):
    """What one column becomes. Texts may be put together from several columns."""

    _name = "rights.import.mapping.line"
    _description = "Column of an import mapping"
    _order = "mapping_id, sequence, id"
    _rec_name = "column_name"

    mapping_id = fields.Many2one(
        "rights.import.mapping", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    column_name = fields.Char("Column", required=True)
    target = fields.Selection(TARGETS, "Becomes", help="Empty: the column is not imported.")
    date_order = fields.Selection(
        [
            ("ymd", "Year, month, day"),
            ("mdy", "Month, day, year"),
            ("dmy", "Day, month, year"),
        ],
        "Order of dates",
        help="Empty: decided by the values of the column.",
    )
    is_date = fields.Boolean(compute="_compute_is_date")
    examples = fields.Char(compute="_compute_examples")

    @api.depends("target")
    def _compute_is_date(self):
        for line in self:
            line.is_date = (line.target or "").endswith(("_at", "_date"))

    @api.depends("column_name", "mapping_id")
    @api.depends_context("rights_import_id", "uid")
    def _compute_examples(self):
        """Values of the file at hand, for the person who uploaded it and nobody else."""
        imports = self.env["rights.import"]
        shown = imports.browse(self.env.context.get("rights_import_id") or [])
        self.examples = False
        for mapping, lines in self.grouped("mapping_id").items():
            record = shown
            if not record:  # the own file that was mapped last
                record = imports.search(
                    [("mapping_id", "=", mapping.id), ("create_uid", "=", self.env.uid)], limit=1
                )
            columns = record._own_profile()
            for line in lines:
                examples = columns.get(line.column_name, {}).get("examples", [])
                line.examples = " · ".join(example[:40] for example in examples) or False

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.mapping_id._check_not_running()
        return lines

    def write(self, vals):
        self.mapping_id._check_not_running()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        self.mapping_id._check_not_running()


class RightsImportMappingValue(models.Model):
    """What one word of a foreign code list means. A pattern such as H* stands for a whole group."""

    _name = "rights.import.mapping.value"
    _description = "Value of an import mapping"
    _order = "mapping_id, target, source_value, id"
    _rec_name = "source_value"

    mapping_id = fields.Many2one(
        "rights.import.mapping", required=True, index=True, ondelete="cascade"
    )
    target = fields.Selection(
        [(key, label) for key, label in TARGETS if key in MEANINGS], required=True
    )
    source_value = fields.Char("In the file", required=True)
    key = fields.Char(compute="_compute_key", store=True, precompute=True)
    # the meaning: one of these, by the target
    kind = fields.Selection(selection="_selection_kind", string="Kind of matter")
    stage_id = fields.Many2one("rights.case.stage", ondelete="restrict")
    category_id = fields.Many2one(
        "rights.category", "Problem nature", ondelete="restrict", domain=[("kind", "=", "nature")]
    )
    item_class_id = fields.Many2one(
        "rights.category",
        "Goods or service class",
        ondelete="restrict",
        domain=[("kind", "in", ("goods", "service"))],
    )
    channel_id = fields.Many2one("rights.channel", ondelete="restrict")
    station_id = fields.Many2one("rights.station", "Unit", ondelete="restrict")
    user_id = fields.Many2one("res.users", "Handler", ondelete="restrict")
    outcome_id = fields.Many2one("rights.outcome", "Result", ondelete="restrict")

    _key_unique = models.Constraint(
        "UNIQUE (mapping_id, target, key)", "This word has its meaning already."
    )

    @api.depends("source_value")
    def _compute_key(self):
        for value in self:
            value.key = word_key(value.source_value or "")

    @api.model
    def _selection_kind(self):
        return self.env["rights.case"]._fields["kind"]._description_selection(self.env)

    def _without_meaning(self):
        return self.filtered(lambda value: not value[MEANINGS[value.target]])

    def write(self, vals):
        self.mapping_id._check_not_running()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_running(self):
        self.mapping_id._check_not_running()

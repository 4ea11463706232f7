from markupsafe import Markup
from odoo import api, fields, models

from ...tools import identity_crypt

# what a takeover cannot do without (REG-24)
TAKEOVER_NEEDS = ("external_number", "received_at", "station", "stage", "days_used")


class RightsImport(models.Model):
    """What is still missing before an import may start, and what the person should know."""

    _inherit = "rights.import"

    hints = fields.Html(compute="_compute_hints", sanitize=False)

    @api.depends(
        "state",
        "source_name",
        "station_id",
        "channel_id",
        "received_on",
        "mapping_line_ids.target",
        "mapping_line_ids.date_order",
        "stage_value_ids.stage_id",
        "kind_value_ids.kind",
    )
    def _compute_hints(self):
        for record in self:
            sentences = record._get_hints() if record.state == "mapped" else []
            record.hints = (
                Markup("<ul class='mb-0'>%s</ul>")
                % Markup().join(Markup("<li>%s</li>") % sentence for sentence in sentences)
                if sentences
                else False
            )

    def _mapped_targets(self):
        return set(self.mapping_line_ids.mapped("target")) - {False}

    def _get_cannot_start_reasons(self):
        """Sentences on what is still missing; empty when the import may start."""
        self.ensure_one()
        if self.state != "mapped":
            return [self.env._("Upload a file and map its columns first.")]
        targets = self._mapped_targets()
        labels = dict(self.mapping_line_ids._fields["target"]._description_selection(self.env))
        reasons = []
        if not self.source_name:
            reasons.append(self.env._("Name the source of the file."))
        if not self.total_count:
            reasons.append(self.env._("The file has no rows below the names of its columns."))
        if not self.station_id and "station" not in targets:
            reasons.append(self.env._("Choose the unit that becomes responsible."))
        if not self.channel_id:
            reasons.append(self.env._("Choose the channel that the cases came in by."))
        if "received_at" not in targets and not self.received_on:
            reasons.append(
                self.env._("Map a column to the date of receipt, or enter one date for all rows.")
            )
        if self.mode == "takeover":
            missing = [labels[name] for name in TAKEOVER_NEEDS if name not in targets]
            if missing:
                reasons.append(
                    self.env._(
                        "Open cases also need columns for: %(columns)s.",
                        columns=", ".join(missing),
                    )
                )
        if any(target.startswith("complainant_") for target in targets):
            try:
                identity_crypt.load_cipher()
            except identity_crypt.IdentityKeyError:
                reasons.append(
                    self.env._(
                        "Persons cannot be stored: the identity key is missing. Ask the platform "
                        "administrator to restore it."
                    )
                )
        return reasons

    def _get_hints(self):
        """What the person should know before the start: reasons against it, then warnings."""
        hints = self._get_cannot_start_reasons()
        targets = self._mapped_targets()
        if "external_number" not in targets and self.mode == "history":
            hints.append(
                self.env._(
                    "No column holds the number at the source. Rows are then told apart by their "
                    "content: two equal rows become one case."
                )
            )
        columns = self._own_profile()
        for line in self.mapping_line_ids:
            is_open = columns.get(line.column_name, {}).get("is_undecided")
            if line.is_date and is_open and not line.date_order:
                hints.append(
                    self.env._(
                        "Day and month of %(column)s cannot be told apart. Choose their order.",
                        column=line.column_name,
                    )
                )
        values = self.stage_value_ids | self.kind_value_ids | self.station_value_ids
        for target in ("stage", "kind", "station"):
            if target not in targets:
                continue
            open_values = values.filtered(lambda v, t=target: v.target == t)._without_meaning()
            if open_values:
                hints.append(
                    self.env._(
                        "Not mapped yet, so rows with it become errors: %(values)s.",
                        values=", ".join(open_values.mapped("source_value")),
                    )
                )
        return hints

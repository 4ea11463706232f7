from odoo import api, models

# Long values (a script, a text) are cut in the log: it says that and where, not everything.
LOGGED_LENGTH = 300


class RightsConfigured(models.AbstractModel):
    """Settings whose every change stands in the audit log, whoever makes it (Annex A).

    A model that inherits this says with ``_rights_log_type`` what a change of it is: of
    configuration, of rights, or of executable code. What an addon defines while it is installed
    or updated is nobody's change and is not logged.
    """

    _name = "rights.configured"
    _description = "Settings with a record of their changes"

    _rights_log_type = "config"
    _rights_unlogged = frozenset()
    # fields that a new record is logged with, where its name alone does not say what it does
    _rights_quoted = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        logged = records.filtered(lambda record: record._rights_is_logged())
        logged._rights_log_config(
            {
                record: "; ".join(
                    (
                        self.env._("Added: %(name)s", name=record.display_name),
                        *record.sudo()._rights_quote(),
                    )
                )
                for record in logged
            }
        )
        return records

    def _rights_quote(self):
        return [
            f"{self._rights_label(name)}: {self._rights_config_text(name)}"
            for name in self._rights_quoted
            if self[name]
        ]

    def _rights_label(self, name):
        return self._fields[name].get_description(self.env, ["string"])["string"]

    def write(self, vals):
        if not self._rights_is_logged():
            return super().write(vals)
        before = self._rights_config_values(vals)
        result = super().write(vals)
        self._rights_log_config(self._rights_config_diff(before, self._rights_config_values(vals)))
        return result

    def unlink(self):
        logged = self.filtered(lambda record: record._rights_is_logged())
        names = {record.id: record.display_name for record in logged}
        result = super().unlink()
        self._rights_log_config(
            {
                self.browse(res_id): self.env._("Removed: %(name)s", name=name)
                for res_id, name in names.items()
            }
        )
        return result

    def update_field_translations(self, field_name, translations, source_lang=""):
        result = super().update_field_translations(field_name, translations, source_lang)
        if self._rights_is_logged():
            detail = self.env._(
                "%(field)s: wording in %(languages)s",
                field=self._rights_label(field_name),
                languages=", ".join(sorted(translations)),
            )
            self._rights_log_config({record: detail for record in self})
        return result

    # -- what changed -------------------------------------------------------------------------

    def _rights_is_logged(self):
        return self.env.registry.ready

    def _rights_config_values(self, vals):
        """{record: {field name: text}} of the fields that ``vals`` names."""
        names = [
            name
            for name in vals
            if name in self._fields
            and name not in self._rights_unlogged
            # lines log themselves
            and self._fields[name].type not in ("one2many", "properties", "properties_definition")
        ]
        # the log must be complete, whatever the writer may read
        return {
            record: {name: record._rights_config_text(name) for name in names}
            for record in self.sudo()
        }

    def _rights_config_text(self, name):
        field, value = self._fields[name], self[name]
        if field.relational:
            text = ", ".join(value.mapped("display_name"))
        elif field.type == "selection":
            text = dict(field._description_selection(self.env)).get(value, value)
        elif field.type == "binary":
            text = self.env._("a file") if value else ""
        else:
            text = "" if value is False and field.type != "boolean" else str(value)
        text = text or ""
        return text if len(text) <= LOGGED_LENGTH else f"{text[:LOGGED_LENGTH]}…"

    def _rights_config_diff(self, before, after):
        details = {}
        for record, old in before.items():
            changes = [
                f"{self._rights_label(name)}: {old[name] or '–'} → {after[record][name] or '–'}"
                for name in old
                if old[name] != after[record][name]
            ]
            if changes:
                details[record] = f"{record.display_name}: {'; '.join(changes)}"
        return details

    def _rights_log_config(self, details):
        """Append one entry a record, for the current user.

        :param details: {record: what happened}
        """
        if not details:
            return
        self.env["rights.audit.log"]._append(
            [
                {
                    "type": self._rights_log_type,
                    "user_id": self.env.uid,
                    "model": self._name,
                    "res_id": record.id,
                    "detail": detail,
                }
                for record, detail in details.items()
            ]
        )

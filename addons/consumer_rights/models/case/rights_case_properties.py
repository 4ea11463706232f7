from odoo import api, fields, models
from odoo.exceptions import ValidationError

# property type -> what a stored value of it looks like
VALUE_TYPES = {
    "char": str,
    "text": str,
    "selection": str,
    "date": str,
    "boolean": bool,
    "integer": int,
    "float": (int, float),
}


class RightsCase(models.Model):
    """The details that the class of a case asks for (design D13): required ones and right ones."""

    _inherit = "rights.case"

    def onchange(self, values, field_names, fields_spec):
        """Show the details of a class as soon as it is chosen.

        Odoo reports changed values only, and details that are all empty look like no details.
        """
        result = super().onchange(values, field_names, fields_spec)
        if "item_class_id" in field_names and "properties" in fields_spec:
            case = self.new({"item_class_id": values["item_class_id"]})
            [details] = case.web_read({"properties": fields_spec["properties"]})
            result["value"].setdefault("properties", details["properties"])
        return result

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        if transition.sudo().effect == "register":
            labels = self._get_missing_details()
            if labels:
                missing["properties"] = self.env._(
                    "Further details are missing: %(fields)s.", fields=self._enumerate(labels)
                )
        return missing

    def _get_missing_details(self):
        """Labels of the class's fields that must be filled and are not."""
        # a clerk without a right on classes is asked for their fields all the same
        wanted = self.sudo().item_class_id.field_ids.filtered("is_required")
        stored = self._get_stored_details()
        return [field.name for field in wanted if stored.get(field.key) in (None, False, "")]

    def _get_stored_details(self):
        self.ensure_one()
        return {
            entry["name"]: entry.get("value")
            for entry in self._fields["properties"].convert_to_read(
                self.properties, self, use_display_name=False
            )
            or []
        }

    @api.constrains("properties")
    def _check_properties(self):
        """What a client sends for a detail fits its kind, else the form could not show it again."""
        for case in self:
            values = case.properties._values or {}
            for definition in case.item_class_id.sudo().property_definition or []:
                value = values.get(definition["name"])
                if value is None or value is False or value == "":
                    continue
                if not case._is_detail_valid(definition, value):
                    raise ValidationError(
                        self.env._(
                            "%(value)s is no valid entry for %(field)s.",
                            value=str(value)[:50],
                            field=definition["string"],
                        )
                    )

    @api.model
    def _is_detail_valid(self, definition, value):
        kind = definition["type"]
        if not isinstance(value, VALUE_TYPES.get(kind, object)):
            return False
        if isinstance(value, bool):
            return kind == "boolean"
        if kind == "selection":
            return value in [option[0] for option in definition["selection"]]
        if kind == "date":
            try:
                fields.Date.from_string(value)
            except ValueError:
                return False
        return True

    def _registered_values(self, vals):
        """Another class drops the details of the former one: the process record keeps them."""
        if "item_class_id" in vals and "properties" not in vals:
            vals = {**vals, "properties": None}
        return super()._registered_values(vals)

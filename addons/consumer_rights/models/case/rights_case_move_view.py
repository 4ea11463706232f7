from lxml import etree
from odoo import models
from odoo.exceptions import UserError

from .rights_case_gate import EITHER

# How the lines of a case are entered inside the dialog of a move: [(field, attributes)]
LINES = {
    "party_ids": [
        ("identity_access", {"column_invisible": "1"}),
        ("name", {"readonly": "identity_access not in (False, 'clear')"}),
        ("phone", {"readonly": "identity_access not in (False, 'clear')"}),
        ("address", {"readonly": "identity_access not in (False, 'clear')"}),
        ("role", {}),
        ("joint_consent", {"column_invisible": "not parent.is_joint"}),
    ],
    "followup_ids": [
        ("sat_attitude", {"readonly": "id", "required": "state == 'done'"}),
        ("sat_result", {"readonly": "id", "required": "state == 'done'"}),
        ("sat_overall", {"readonly": "id", "required": "state == 'done'"}),
        ("comment", {"readonly": "id"}),
        ("suggestion", {"readonly": "id"}),
        ("state", {"readonly": "id"}),
        ("way", {"readonly": "id"}),
        ("at", {"readonly": "id"}),
    ],
    "visit_ids": [
        ("place", {"readonly": "id"}),
        ("findings", {"readonly": "id"}),
        ("officer_ids", {"readonly": "id", "widget": "many2many_tags"}),
        ("at", {"readonly": "id"}),
    ],
    "evidence_ids": [
        ("type", {"readonly": "id"}),
        ("name", {"readonly": "id"}),
        ("provider", {"readonly": "id"}),
        ("file", {"readonly": "id", "filename": "file_name"}),
        ("file_name", {"column_invisible": "1"}),
    ],
    "mediation_consent_ids": [
        ("side", {"readonly": "id"}),
        ("agreed", {"readonly": "id"}),
        ("mode", {"readonly": "id"}),
        ("way", {"readonly": "id"}),
        ("at", {"readonly": "id"}),
    ],
    "contact_log_ids": [
        ("whom", {"readonly": "id"}),
        ("way", {"readonly": "id"}),
        ("reached", {"readonly": "id"}),
        ("note", {"readonly": "id"}),
        ("at", {"readonly": "id"}),
    ],
    "reopening_order_ids": [
        ("ground", {"readonly": "id"}),
        ("number", {"readonly": "id"}),
        ("file", {"readonly": "id", "filename": "file_name"}),
        ("file_name", {"column_invisible": "1"}),
    ],
}
NUMBERS = ("monetary", "float", "integer")
# What a dialog offers for a field, narrower than the field itself
DOMAINS = {
    "user_id": "[('rights_post_ids.station_id', '=', station_id)]",
    "dispatch_to_id": "[('id', 'child_of', station_id), ('id', '!=', station_id)]",
    "outcome_id": "[('kinds', 'like', kind)]",
    "reject_reason_id": "[('is_in_force', '=', True)]",
}
# Fields that may be entered on the spot when the list does not have them
CREATABLE = ("respondent_id",)


class RightsCase(models.Model):
    """The form inside the dialog of a move: exactly what the move asks for (design D4).

    It is no view of the database: what a move asks depends on the case, and the caches of views,
    on the server and on the client's disk, must not keep it.
    """

    _inherit = "rights.case"

    def move_form(self, transition_id):
        """Describe the dialog of one move of one case; the answers go to ``action_move``.

        :return: dict of ``arch`` and ``models`` as ``get_views`` has them, and what to send back:
            ``asked`` fields, of which ``numbers`` are sent even when left at 0
        :raise UserError: the user may not make this move
        """
        self.ensure_one()
        self.check_access("read")
        transition = self.env["rights.case.transition"].browse(transition_id)
        refusal = transition._get_refusal(self)
        if refusal:
            raise UserError(refusal)
        step = transition.sudo()  # what it asks for is no secret to who may make it
        missing = self._get_missing(step)
        named = set(step.required_field_ids.mapped("technical_name"))
        # what the step's own fields lack is plain to see; the others say what they want
        hints = self._get_move_notes(step)
        hints += [text for name, text in missing.items() if name not in named]
        title = self.env._("%(move)s: %(case)s", move=step.name, case=self.display_name)
        names = self._get_asked_fields(step)
        return self._describe_move(step, names, named | set(missing), hints) | {"title": title}

    def _get_move_notes(self, transition):
        """Sentences that the dialog of a move shows first, such as why a unit is proposed."""
        return []

    def _describe_move(self, step, names, required, hints=()):
        form = etree.Element("form", js_class="rights_move_form", **{"class": "o_rights_move_form"})
        for text, level in [(step.confirm, "secondary"), ("\n".join(hints), "info")]:
            if text:
                note = etree.SubElement(
                    form, "div", role="note", **{"class": f"o_rights_move_note alert alert-{level}"}
                )
                for line in text.splitlines():
                    etree.SubElement(note, "div").text = line
        # for domains, amounts and the details of the class
        for name in ("kind", "station_id", "currency_id", "item_class_id", "is_joint"):
            if name not in names:
                etree.SubElement(form, "field", name=name, invisible="1", readonly="1")
        group = etree.SubElement(form, "group")
        for name in names:
            if name in LINES:
                self._add_move_lines(form, name, name in required)
            else:
                self._add_move_field(group, step, name, name in required)
        self._require_either(group, step, required)
        if not len(group):
            form.remove(group)
        self._add_move_buttons(form, step)
        arch, used = self.env["ir.ui.view"].postprocess_and_fields(form, model=self._name)
        attributes = self._get_view_field_attributes()
        return {
            "arch": arch,
            "models": {
                model: {"fields": self.env[model].fields_get(list(fields), attributes)}
                for model, fields in self._get_view_fields("form", used).items()
            },
            "asked": names,
            "numbers": [name for name in names if self._fields[name].type in NUMBERS],
            "is_wide": any(name in LINES for name in names),
        }

    def _add_move_field(self, group, step, name, required):
        """The element of one field of the dialog, added to the group."""
        field = self._fields[name]
        node = etree.SubElement(group, "field", name=name)
        if required and field.type not in ("boolean", "properties", *NUMBERS):
            node.set("required", "1")
        if name == "checklist_done_ids":
            node.attrib.pop("required", None)  # the gate says which points are not ticked yet
            node.set("widget", "many2many_checkboxes")
            node.set("domain", f"[('transition_id', '=', {step.id})]")
        elif field.type == "properties":
            node.attrib.update({"nolabel": "1", "colspan": "2", "columns": "1"})
        elif field.type == "many2many":
            node.set("widget", "many2many_tags")
            node.set("options", "{'no_create': True}")
        elif field.type == "many2one":
            if name not in CREATABLE:
                node.set("options", "{'no_create': True, 'no_open': True}")
            if name in DOMAINS:
                node.set("domain", DOMAINS[name])
        return node

    def _require_either(self, group, step, required):
        """Of two fields that stand for each other the dialog insists on one only."""
        named = set(step.required_field_ids.mapped("technical_name"))
        for name, other in EITHER.items():
            if name in required and not named & {name, other}:
                group.find(f"field[@name='{name}']").set("required", f"not {other}")
                group.find(f"field[@name='{other}']").set("required", f"not {name}")

    def _add_move_lines(self, form, name, required):
        label = self._fields[name].get_description(self.env)["string"]
        etree.SubElement(form, "separator", string=label)
        node = etree.SubElement(form, "field", name=name, widget="rights_lines", nolabel="1")
        if required:
            node.set("required", "1")
        if name == "party_ids":
            node.set("context", "{'default_kind': kind, 'rights_kind': kind}")
        lines = etree.SubElement(
            node, "list", editable="bottom", delete="0", **{"class": "o_rights_lines"}
        )
        for line_name, attributes in LINES[name]:
            etree.SubElement(lines, "field", name=line_name, **attributes)

    def _add_move_buttons(self, form, step):
        footer = etree.SubElement(form, "footer")
        etree.SubElement(
            footer,
            "button",
            special="save",
            string=step.name,
            **{"class": "btn-primary o_rights_move_save", "data-hotkey": "q"},
        )
        etree.SubElement(
            footer,
            "button",
            special="cancel",
            string=self.env._("Cancel"),
            **{"class": "btn-secondary o_rights_move_cancel", "data-hotkey": "x"},
        )

"""Settings that came with the decisions, where the centre has its own copy of them (noupdate)."""

from xml.etree import ElementTree

from odoo import SUPERUSER_ID, api
from odoo.tools import file_open

KEYS = {
    "transition_complaint_pending_material_reject": "x",
    "transition_complaint_registered_reject": "x",
    "transition_complaint_registered_no_longer": "l",
}
RULES = (
    "rights_case_rule_intake_read",
    "rights_case_rule_discipline_read",
    "rights_case_rule_discipline_write",
)


def migrate(cr, version):
    env = api.Environment(cr, SUPERUSER_ID, {})
    for name, values in _read("security/case_rules.xml").items():
        if name in RULES and (rule := _find(env, name)):
            rule.domain_force = values["domain_force"].strip()
    for name, values in _read("data/case/rights_reject_reason.xml").items():
        if reason := _find(env, name):
            reason.is_not_consumer = "is_not_consumer" in values
            reason.explanation = reason.explanation or values.get("explanation")
    for name, key in KEYS.items():
        if (step := _find(env, name)) and not step.hotkey:
            step.hotkey = key
    if category := _find(env, "category_goods_agricultural"):
        category.is_agri_input = True


def _read(path):
    """{name of a record: {field: text}} of a data file."""
    with file_open(f"consumer_rights/{path}") as file:
        root = ElementTree.parse(file).getroot()
    return {
        record.get("id"): {field.get("name"): field.text for field in record.iter("field")}
        for record in root.iter("record")
    }


def _find(env, name):
    return env.ref(f"consumer_rights.{name}", raise_if_not_found=False)

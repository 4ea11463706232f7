import importlib.util
from pathlib import Path

from odoo.fields import Command
from odoo.tests import TransactionCase, tagged

SCRIPTS = Path(__file__).parents[1] / "migrations/19.0.1.2.0"
# what version 19.0.1.1.0 delivered of the settings that changed since: {record: values}
FORMER = {
    "policy_tl_20": {"tells_person": False},
    "policy_tl_25": {"exempt_event_ids": [Command.clear()]},
    "policy_tl_26": {"exempt_event_ids": [Command.clear()]},
    "policy_tl_38": {
        "domain": "['|', ('kind', '=', 'complaint'), '&', ('kind', '=', 'report'),"
        " ('is_anonymous', '=', False)]"
    },
    "transition_complaint_registered_reject": {"hotkey": False},
    "transition_complaint_pending_material_reject": {"hotkey": False},
    "transition_complaint_registered_no_longer": {"hotkey": False},
    "reject_reason_m2026_3": {"is_not_consumer": False, "explanation": False},
    "reject_reason_im2020_1": {"explanation": False},
    "category_goods_agricultural": {"is_agri_input": False},
    "channel_letter": {"has_visitor": False, "gives_number": False},
    "channel_visit": {"has_visitor": False},
    "channel_national_platform": {"gives_number": False},
    "rights_case_rule_discipline_read": {"domain_force": "[('kind', '=', 'discipline')]"},
}
# a value that is missing in what was delivered then: {record: (field, the value)}
ADDED = {
    "policy_tl_39": ("exempt_event_ids", "deadline_event_reopening_refused"),
    "transition_complaint_concluded_reply": ("optional_field_ids", "case_field_reply_comment"),
    "transition_report_concluded_reply": ("optional_field_ids", "case_field_reply_comment"),
}
LOST = {"rights_board_menu": "quality", "rights_archive_menu": "clerk"}


@tagged("post_install", "-at_install")
class TestMigration(TransactionCase):
    """Arrivals, decisions, routing and answers on the settings of a centre of before (design D14).

    ``noupdate`` records of a centre stay as they are on an upgrade: what the new rooms need of
    them is brought by the scripts, once, and nothing that the centre changed is lost.
    """

    def setUp(self):
        super().setUp()
        self.delivered = {name: self.read_of(name, vals) for name, vals in FORMER.items()}
        for name, vals in FORMER.items():
            self.of(name).write(vals)
        for name, (field, value) in ADDED.items():
            self.of(name)[field] -= self.of(value)
        for name, group in LOST.items():
            self.of(name).group_ids |= self.of(f"consumer_rights_group_{group}")

    def of(self, name):
        return self.env.ref(f"consumer_rights.{name}")

    def read_of(self, name, vals):
        [values] = self.of(name).read(list(vals), load=False)
        return values

    def upgrade(self):
        for path in sorted(SCRIPTS.glob("p*.py"), key=lambda path: path.name[:3] != "pre"):
            spec = importlib.util.spec_from_file_location(path.stem, path)
            script = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(script)
            self.env.flush_all()
            script.migrate(self.env.cr, "19.0.1.1.0")
            self.env.flush_all()
        self.env.invalidate_all()

    def test_settings_of_before_learn_what_the_rooms_need(self):
        """ACC-03, TRI-07, TRI-10, RPL-05, RPL-10: as a new centre has them."""
        template = self.of("document_template_assignment")
        promised = (
            "{% if 案件.承诺办结日期 %}{{ 案件.承诺办结日期 }}"
            "{% else %}{{ 发文.回复期限 | 必填 }}{% endif %}"
        )
        delivered = template.text
        template.text = delivered.replace("{{ 分派.办结期限 | 必填 }}", promised)
        self.assertNotEqual(template.text, delivered)
        self.upgrade()
        for name, vals in FORMER.items():
            self.assertEqual(self.read_of(name, vals), self.delivered[name], name)
        for name, (field, value) in ADDED.items():
            self.assertIn(self.of(value), self.of(name)[field], name)
        for name, group in LOST.items():
            self.assertNotIn(self.of(f"consumer_rights_group_{group}"), self.of(name).group_ids)
        self.assertEqual(template.text, delivered)

    def test_what_the_centre_changed_stays(self):
        own = {
            "policy_tl_38": {"domain": "[('kind', '=', 'complaint')]"},
            "transition_complaint_registered_reject": {"hotkey": "q"},
            "reject_reason_im2020_1": {"explanation": "本市的说明"},
            "policy_tl_25": {"exempt_event_ids": self.of("deadline_event_withdrawn").ids},
        }
        for name, vals in own.items():
            self.of(name).write(vals)
        changed = {name: self.read_of(name, vals) for name, vals in own.items()}
        self.upgrade()
        self.upgrade()
        for name, vals in own.items():
            self.assertEqual(self.read_of(name, vals), changed[name], name)

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .supervision_common import SupervisionCommon


@tagged("post_install", "-at_install")
class TestSupervisionCommand(SupervisionCommon):
    """Commands past the levels between, and their completion (SUP-05, SUP-06)."""

    def command(self, login="dispatcher", targets=("district_a", "station_b1"), **values):
        targets = [Command.create({"station_id": self.stations[key].id}) for key in targets]
        return self.as_user(login, self.env["rights.command"]).create(
            {
                "subject": "农资专项执法",
                "content": "立即检查辖区农资门店",
                "due_day": "2026-03-10",
                "target_ids": targets,
                **values,
            }
        )

    def issued(self, **values):
        with self.at("2026-03-04 09:00"):
            command = self.command(**values)
            command.action_issue()
        return command

    def target(self, command, key):
        return command.target_ids.filtered(lambda row: row.station_id == self.stations[key])

    def report(self, login, target, text="已检查，无异常"):
        wizard = self.as_user(login, self.env["rights.command.report"])
        wizard.create({"target_id": target.id, "report": text}).action_confirm()

    def told(self, command):
        return command.sudo().activity_ids.mapped("summary")

    def test_only_the_city_centre_commands(self):
        """SUP-05: dispatcher or head of the city centre, to any unit; nobody else."""
        for login in ("dispatcher_a", "clerk", "station_a1", "business_admin"):
            with self.refused(error=AccessError):
                self.command(login)
        command = self.issued()
        self.assertEqual(command.station_id, self.stations["city"])
        self.assertTrue(command.name)
        with self.refused("stays as it is"):
            command.content = "改"
        with self.refused("its acts only", AccessError):
            command.state = "closed"
        with self.refused("never deleted"):
            command.sudo().unlink()

    def test_who_reads_a_command(self):
        """SUP-05: the commanded units and those above; no other, and no draft."""
        with self.at("2026-03-04 09:00"):
            draft = self.command()
        found = self.env["rights.command"]
        self.assertFalse(self.as_user("station_b1", found).search([("id", "=", draft.id)]))
        command = self.issued()
        for login in ("station_b1", "dispatcher_b", "dispatcher_a", "head"):
            self.assertTrue(self.as_user(login, found).search([("id", "=", command.id)]), login)
        for login in ("station_a1", "station_a2"):
            self.assertFalse(self.as_user(login, found).search([("id", "=", command.id)]), login)

    def test_silent_targets_are_told_to_the_commander(self):
        """SUP-05: urgent after 30 minutes, otherwise at service close like TL-23."""
        urgent, ordinary = self.issued(severity="urgent"), self.issued()
        with self.at("2026-03-04 09:10"):
            self.as_user("station_b1", self.target(urgent, "station_b1")).action_acknowledge()
        with self.at("2026-03-04 09:29"):
            self.sweep()
            self.assertFalse(self.told(urgent))
        with self.at("2026-03-04 09:30"):
            self.sweep()
            self.sweep()
        self.assertEqual(len(self.told(urgent)), 1)
        self.assertIn(self.stations["district_a"].name, self.told(urgent)[0])
        self.assertFalse(self.told(ordinary))
        with self.at("2026-03-04 17:30"):
            self.sweep()
        self.assertEqual(len(self.told(ordinary)), 2)

    def test_closes_when_all_are_filed(self):
        """SUP-06: each target files by itself; the open ones are listed; the last one closes it."""
        command = self.issued()
        first, last = self.target(command, "district_a"), self.target(command, "station_b1")
        with self.at("2026-03-05 10:00"):
            with self.refused("was commanded", AccessError):
                self.report("dispatcher", first)
            self.report("dispatcher_a", first)
            self.assertTrue(first.acknowledged_at, "who reports has acknowledged")
            self.assertEqual((command.state, command.open_target_count), ("issued", 1))
            with self.refused("filed already"):
                self.report("dispatcher_a", first)
        with self.at("2026-03-11 00:00"):
            self.sweep()
        self.assertTrue(any("测试station_b1" in text for text in self.told(command)))
        breach = self.env["rights.deadline.breach"].search(
            [("deadline_id", "in", last.sudo().clock_ids.ids), ("code", "=", "SUP-06")]
        )
        self.assertEqual(len(breach), 1, "the accountability candidate has its record")
        with self.at("2026-03-11 10:00"):
            self.report("station_b1", last)
        self.assertEqual(command.state, "closed")
        self.assertEqual(set(command.target_ids.clock_ids.mapped("outcome")), {"met", "late"})

    def test_a_division_answers_by_its_head(self):
        """SUP-05: straight to a division, whose head acknowledges."""
        division = self.env["rights.division"].create(
            {"name": "网监处", "code": "t_net", "head_id": self.users["enforcement_a"].id}
        )
        with self.at("2026-03-04 09:00"):
            command = self.command(
                targets=(), target_ids=[Command.create({"division_id": division.id})]
            )
            command.action_issue()
        target = command.target_ids
        self.assertEqual(target.station_id, self.stations["city"])
        with self.at("2026-03-04 10:00"):
            with self.refused("was commanded", AccessError):
                self.as_user("clerk", target).action_acknowledge()
            self.as_user("enforcement_a", target).action_acknowledge()
        self.assertEqual(target.acknowledged_by_id, self.users["enforcement_a"])

    def test_commands_stand_on_the_todo_page(self):
        """Design D14: a command waits in sight until it is filed."""
        page = "consumer_rights.rights_command_action_mine"
        cases = self.as_user("station_b1", self.env["rights.case"])

        def waiting():
            return {row["action"]: row["count"] for row in cases.get_todo_pages()}.get(page, 0)

        before = waiting()
        command = self.issued()
        self.assertEqual(waiting(), before + 1)
        with self.at("2026-03-05 10:00"):
            self.report("station_b1", self.target(command, "station_b1"))
        self.assertEqual(waiting(), before)

    def test_doc28_on_paper(self):
        """DOC-28: the order with its targets."""
        command = self.issued()
        html = (
            self.env["ir.actions.report"]
            ._render_qweb_html("consumer_rights.report_rights_command", command.ids)[0]
            .decode()
        )
        for words in ("指挥调度指令", command.name, "立即检查辖区农资门店", "测试station_b1"):
            self.assertIn(words, html)

    def test_all_units_below(self):
        with self.at("2026-03-04 09:00"):
            command = self.command(targets=())
            with self.refused("who is commanded"):
                command.action_issue()
            command.action_command_all()
        self.assertEqual(
            command.target_ids.station_id, self.stations["district_a"] | self.stations["district_b"]
        )

from .supervision_common import SupervisionCommon


class DisciplineCommon(SupervisionCommon):
    """Violations and faults of a handler of the city centre, judged by its officer and head."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["officer_2"] = cls._create_person("officer_2", "discipline", "city")
        cls.users["officer_b"] = cls._create_person("officer_b", "discipline", "district_b")
        cls.violations = cls.env["rights.promise.violation"]
        cls.records = cls.env["rights.accountability"]

    def candidates(self, case):
        return self.violations.search([("case_id", "=", case.id)], order="id")

    def late_contact(self):
        """SC-18: nobody contacts the person, the limit passes on 28 April 2025."""
        case = self.received("2025-04-25 09:00")
        with self.at("2025-04-25 09:05"):
            self.move(case, "register", "clerk")
            case.sudo().user_id = self.users["handler"]
        with self.at("2025-04-29 00:01"):
            self.sweep()
        return case

    def violation(self, day, login="handler", promise="result", **values):
        """A candidate entered by the officer; the person keeps silent until three days later."""
        with self.at(f"{day} 09:00"):
            return self.as_user("discipline", self.violations).create(
                {
                    "user_id": self.users[login].id,
                    "promise_id": self.env.ref(f"consumer_rights.promise_{promise}").id,
                    "facts": "逾期未办",
                    **values,
                }
            )

    def confirmed(self, day, confirm_day, **values):
        violation = self.violation(day, **values)
        with self.at(f"{confirm_day} 10:00"):
            self.as_user("discipline", violation).action_confirm()
        return violation

    def fault(self, cause="b1", login="handler", **values):
        values.setdefault("case_id", self.registered_case().id)
        return (
            self.as_user("head", self.records)
            .create(
                {
                    "user_id": self.users[login].id,
                    "cause_id": self.env.ref(f"consumer_rights.fault_cause_{cause}").id,
                    "facts": "交办事项拖延",
                    **values,
                }
            )
            .with_env(self.env)
        )

    def state(self, record, login, text="当时在处理另一起突发事件", kind="contest"):
        """The person states an objection or asks for a review, by the dialog."""
        action = getattr(self.as_user(login, record), f"action_open_{kind}")()
        wizard = self.env["rights.discipline.statement"].with_user(self.users[login])
        wizard.with_context(**action["context"]).create({"text": text}).action_confirm()

    def sanctions(self, *codes):
        return [(6, 0, self.env["rights.sanction"].search([("code", "in", codes)]).ids)]

    def decide(self, record, *codes, login="discipline", **values):
        record = self.as_user(login, record)
        record.write(
            {"sanction_ids": self.sanctions(*codes), "hearing_note": "当面听取意见", **values}
        )
        record.action_decide()

    def codes(self, sanctions):
        return set(sanctions.mapped("code"))

from .deadline_common import DeadlineCommon


class SupervisionCommon(DeadlineCommon):
    """Cases that run late, and the urges that follow."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["head_a"] = cls._create_person("head_a", "head", "district_a")
        cls.users["handler"] = cls._create_person("handler", "handler", "city")

    def run_job(self, name):
        """Run a scheduled job as the server does."""
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref(f"consumer_rights.{name}").method_direct_trigger()
        self.env.invalidate_all()

    def urges(self, case, level=None):
        urges = self.env["rights.urge"].search([("case_id", "=", case.id)], order="id")
        return urges.filtered(lambda urge: level is None or urge.level == level)

    def urge(self, login, case, **values):
        return self.as_user(login, self.env["rights.urge"]).create({"case_id": case.id, **values})

    def answer(self, login, urge, cause="人手不足", plan="明日上门调解"):
        wizard = self.as_user(login, self.env["rights.urge.answer"]).create(
            {"urge_id": urge.id, "cause": cause, "plan": plan}
        )
        wizard.action_confirm()

    def in_handling(self, day="2026-03-04"):
        """A complaint that the city centre handles from this Wednesday on."""
        with self.at(f"{day} 09:00"):
            return self.case_at("handling")

    def dispatched(self, day="2026-03-04"):
        """A complaint that the city centre sent to district A, not received yet."""
        with self.at(f"{day} 09:00"):
            case = self.case_at("accepted")
            self.move(
                case, "dispatch", "dispatcher", {"dispatch_to_id": self.stations["district_a"].id}
            )
        return case

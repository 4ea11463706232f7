"""Cases in mediation at district A, for the tests of the mediation room."""

from odoo.fields import Command

from .deadline_common import DeadlineCommon

MEETING = "rights.mediation.meeting"


class MediationCommon(DeadlineCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head_a = cls._create_person("head_a", "head", "district_a")
        cls.second_a = cls._create_person("second_a", "mediator", "district_a")
        cls.users |= {"head_a": cls.head_a, "second_a": cls.second_a}
        cls.room = cls.env["rights.mediation.room"].create(
            {
                "name": "一号调解室",
                "station_id": cls.stations["district_a"].id,
                "address": "测试路8号",
            }
        )

    @classmethod
    def in_handling(cls, unit="district_a", login="mediator_a", **values):
        """A complaint that this unit received from the city and handles."""
        case = cls.case_at("accepted", "clerk", **values)
        target = {"dispatch_to_id": cls.stations[unit].id, "complexity": "ordinary"}
        cls.move(case, "dispatch", "dispatcher", target)
        return cls.move(case, "receive", login).with_env(cls.env)

    @classmethod
    def in_mediation(cls, *modes, unit="district_a", login="mediator_a", **values):
        case = cls.in_handling(unit, login, **values)
        cls.move(case, "mediate", login, {"mediation_consent_ids": cls.consents(*modes)})
        return case

    def plan(self, case, mode="onsite", login="mediator_a", **values):
        """A meeting that is still to come."""
        return self.as_user(login, self.env[MEETING]).create(
            {
                "mediation_id": case.mediation_id.id,
                "mode": mode,
                "planned_start": "2026-03-12 01:00",
                **values,
            }
        )

    def conclude(self, case, login="mediator_a", outcome="settled", **values):
        result = self.env["rights.outcome"].search([("code", "=", outcome)])
        vals = {"outcome_id": result.id, "result_text": "已办结", "amount_recovered": 680, **values}
        return self.move(case, "conclude", login, vals)

    @classmethod
    def attended(cls, **times):
        return [
            Command.create({"side": side, "person": side, **times})
            for side in ("consumer", "merchant", "mediator")
        ]

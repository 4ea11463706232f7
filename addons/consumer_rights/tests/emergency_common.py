"""Food matters, a standby team and what it brings from the scene, for the tests of emergencies."""

import base64

from odoo.fields import Command

from .duty_common import DutyCommon

PHOTO = base64.b64encode(b"photo of the shelf")


class EmergencyCommon(DutyCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        category = cls.env["rights.category"]._of_code
        cls.food, cls.safety = category("food", "goods"), category("safety", "nature")
        cls.users["head_a"] = cls._create_person("head_a", "division_head", "district_a")

    # -- matters ----------------------------------------------------------------------------------

    @classmethod
    def food_case(cls, login="clerk", **values):
        """A registered complaint coded food and safety."""
        values = {
            "subject": "熟食变质",
            "facts": "购买的熟食有异味",
            "item_class_id": cls.food.id,
            "category_id": cls.safety.id,
            **values,
        }
        return cls.registered_case(login, **values)

    def response(self, case):
        response = self.env["rights.quick.response"].search([("case_id", "=", case.id)])
        self.assertEqual(len(response), 1)
        return response

    @classmethod
    def joint(cls, count):
        """Commands for so many complainants who all agreed."""
        return [
            command
            for number in range(count)
            for command in cls.person(
                name=f"王{number}",
                phone=f"1380000{number:04}",
                joint_consent=True,
                is_representative=number == 0,
            )
        ]

    # -- at the scene -----------------------------------------------------------------------------

    @classmethod
    def prove(cls, login, response, result="suspect", shelf=True):
        """Test, certificates and the photo, as the people at the scene enter them."""
        rows = [
            {"kind": "test", "name": "亚硝酸盐速测", "result": result},
            {"kind": "certificate", "name": "进货票据", "result": "clear"},
        ]
        if shelf:
            rows.append({"kind": "shelf", "name": "空货架", "file": PHOTO})
        cls.as_user(login, response).write({"proof_ids": [Command.create(row) for row in rows]})

    @classmethod
    def patrol(cls, login, response, result="clear"):
        for line in cls.as_user(login, response).patrol_line_ids:
            line.result = result

    def act(self, login, response, at, *names):
        with self.at(at):
            for name in names:
                getattr(self.as_user(login, response), f"action_{name}")()

import base64
import io
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command, Domain
from PIL import Image

from ..tools.china_time import china_date
from .rights_demo_network import MERCHANT_ACCOUNT

FOOD_MATTERS = (
    ("购买的熟食变质发酸", "在熟食柜购买的酱牛肉有异味，切开后发黏"),
    ("面包发霉仍在售卖", "货架上的面包已发霉，标签日期有涂改"),
)


class RightsDemo(models.AbstractModel):
    """Two quick responses, a major matter and the contact platform (EMG-01 to EMG-10)."""

    _inherit = "rights.demo"

    def _load_emergencies(self):
        self._load_contact_book()
        self._load_quick_responses()
        self._load_incident()

    def _load_contact_book(self):
        """Three kinds of contact for some territories; one was not verified for long."""
        people = (
            ("officer", "赵示明", "16900009101", 0),
            ("head", "钱示华", "16900009102", 20),
            ("supplier", "孙示平", "16900009103", 120),
        )
        food = self.env["rights.category"]._of_code("food", "goods")
        self.env["rights.contact.book"].create(
            [
                {
                    "name": name,
                    "role": role,
                    "phone": phone,
                    "station_id": territory.station_id.id,
                    "territory_id": territory.id,
                    "class_ids": [Command.set(food.ids)],
                    "verified_on": china_date() - timedelta(days=days),
                }
                for territory in self.env["rights.territory"].search([], limit=4)
                for role, name, phone, days in people
            ]
        )

    def _get_open_complaints(self, domain, limit):
        return self.env["rights.case"].search(
            Domain("kind", "=", "complaint")
            & Domain("is_history", "=", False)
            & Domain("stage_code", "in", ("registered", "accepted", "handling"))
            & Domain("quick_response_ids", "=", False)
            & Domain("incident_id", "=", False)
            & Domain(domain),
            order="received_at desc",
            limit=limit,
        )

    def _load_quick_responses(self):
        """One at the scene with its proof, one whose command is not issued yet."""
        responses = self._register_food_matters().quick_response_ids.sorted("id")
        for response in responses[:1]:
            response.command_id.with_user(self._user("dispatcher")).sudo()._do_issue()
            person = response.station_id.post_ids.filtered("active").user_id[:1]
            if not person:
                continue
            lead = response.with_user(person)
            lead.action_arrive()
            proofs = (
                {"kind": "test", "name": "亚硝酸盐速测：阳性", "result": "suspect"},
                {"kind": "certificate", "name": "未能提供进货票据", "result": "suspect"},
                {"kind": "shelf", "name": "熟食柜已清空并封存", "file": self._get_shelf_photo()},
            )
            lead.write(
                {
                    "proof_ids": [Command.create(values) for values in proofs],
                    "delisted_quantity": "18千克",
                }
            )
            lead.action_delist()

    def _register_food_matters(self):
        """Two calls of this hour; registered, they are recognised as emergencies (EMG-01)."""
        code = self.env["rights.category"]._of_code
        cases = self.env["rights.case"].with_user(self._user("operator"))
        for number, (subject, facts) in enumerate(FOOD_MATTERS, 1):
            merchant = self.env["rights.merchant"].search(
                [("station_id", "!=", False), ("name", "like", "超市")], limit=1, offset=number
            )
            person = {"role": "complainant", "name": "何示丽", "address": "云川市澜桥区"}
            case = cases.create(
                {
                    "kind": "complaint",
                    "subject": subject,
                    "facts": facts,
                    "request": "要求退款并查处",
                    "respondent_id": merchant.id,
                    "item_class_id": code("food", "goods").id,
                    "category_id": code("safety", "nature").id,
                    "amount_dispute": 86,
                    "party_ids": [Command.create(person | {"phone": f"1690000920{number}"})],
                    "duplicate_choice": "new",
                }
            )
            self._number_one(case)
            step = case._transitions().filtered(lambda one: one.code == "register")
            case.action_move(step.id, case.stage_id.id)
            cases |= case
        return cases.sudo()

    def _get_shelf_photo(self):
        stream = io.BytesIO()
        Image.new("RGB", (320, 240), "#d9dee3").save(stream, "PNG")
        return base64.b64encode(stream.getvalue())

    def _load_incident(self):
        """A matter that was reported upward and is not closed.

        Never about the merchant with an account: what is published about it would be held back.
        """
        shown = self._merchant(MERCHANT_ACCOUNT)
        large = [("amount_dispute", ">", 5000), ("respondent_id", "!=", shown.id)]
        for case in self._get_open_complaints(large, 1):
            incident = self.env["rights.incident"]._begin(case, "群众反映强烈，媒体关注")
            reporter = case.registered_by_id or self._user("dispatcher")
            self.env["rights.incident.report"].create(
                {
                    "incident_id": incident.id,
                    "content": "多名消费者反映同一商户停业无法退款，现场秩序平稳，已约谈负责人。",
                    "user_id": reporter.id,
                    "at": fields.Datetime.now(),
                }
            )
            incident.severity = "larger"

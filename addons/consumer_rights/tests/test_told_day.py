"""Days that merchants and departments were told move with the calendar, never to an earlier day."""

import base64
from datetime import date

from freezegun import freeze_time
from odoo.fields import Datetime
from odoo.tests import tagged

from .product_common import ProductCommon
from .test_clock_days import SHORT_2027

# invented: the whole first week of 2027 is free
FREE_WEEK = SHORT_2027 + "".join(f"2027-01-{day:02},holiday,元旦\n" for day in range(4, 9))


@tagged("post_install", "-at_install")
class TestToldDay(ProductCommon):
    def publish(self, text):
        notice = (
            self.env["rights.calendar.notice"]
            .with_user(self.users["business_admin"])
            .create(
                {
                    "year": 2027,
                    "document": "国办发明电〔2026〕9号",
                    "file": base64.b64encode(text.encode()),
                }
            )
        )
        self.assertFalse(notice.problems)
        notice.action_publish()
        return notice

    def owed(self):
        """What is owed into the new year: [(row, name of its day)]."""
        row = self.register()
        notice = self.notice()
        notice.action_send()
        now, mall = Datetime.now(), self.mall.id
        interviews = self.env["rights.interview"].create(
            [
                {"merchant_id": mall, "state": "held", "held_at": now},
                {"merchant_id": mall, "state": "held", "held_at": now},
            ]
        )
        interviews[1].is_extended = True
        for interview in interviews:
            interview.due_on = interview._reckon_told_day(now)
        letters = self.as_user("head", self.env["rights.suggestion.letter"]).sudo()
        letter = letters.create({"subject": "测试建议", "state": "delivered"})
        letter.write({"delivered_at": now, "answer_due_on": letter._reckon_told_day(now)})
        rectification = self.env["rights.merchant.rectification"]._open_for_finding(
            self.mall, "测试问题", {}
        )
        quarter = self.env["rights.ledger.quarter"]._of_merchant(self.mall, 2026, 4)
        return [
            (row, "demand_due_on"),
            (notice.sudo(), "receipt_due_on"),
            (self.receipt(notice, self.kiosk), "due_on"),
            *((interview, "due_on") for interview in interviews),
            (letter, "answer_due_on"),
            (rectification, "due_on"),
            (quarter, "due_on"),
        ]

    def test_lim_07_what_is_owed_moves_to_the_later_day(self):
        """LIM-07, TL-67, TL-74: by the days of the notice; what is done or missed stays."""
        with freeze_time("2026-12-22 02:00:00"):
            missed = self.notice(product="旧电吹风")
            missed.action_send()
        with freeze_time("2026-12-31 02:00:00"):
            done = self.register()
            done._demand_test("测试电器厂")
            owed = self.owed()
            told = {(row, name): row[name] for row, name in owed}
            still = (missed.receipt_due_on, done.demand_due_on)
            notice = self.publish(FREE_WEEK)
        later = {(row, name): row[name] for row, name in owed}
        for place, day in told.items():
            with self.subTest(model=place[0]._name, day=place[1]):
                self.assertGreater(later[place], day)
                self.assertNotIn(later[place], [date(2027, 1, day) for day in range(1, 9)])
        self.assertEqual(later[owed[1]], date(2027, 1, 11))
        self.assertEqual((missed.receipt_due_on, done.demand_due_on), still)
        self.assertEqual(notice.moved_day_count, len(owed) - 1)  # receipts go with their notice

    def test_lim_07_no_day_becomes_an_earlier_one(self):
        """LIM-07: a weekend that becomes a working day takes nothing back from anybody."""
        with freeze_time("2026-12-31 02:00:00"):
            owed = self.owed()
            told = [row[name] for row, name in owed]
            notice = self.publish(f"{SHORT_2027}2027-01-02,make_up,元旦\n2027-01-03,make_up,元旦\n")
        self.assertEqual([row[name] for row, name in owed], told)
        self.assertFalse(notice.moved_day_count)

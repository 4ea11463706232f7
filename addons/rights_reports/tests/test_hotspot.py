"""Hot spots that explain themselves, and what is made of them (DIS-07, DIS-08)."""

from datetime import date

from freezegun import freeze_time
from odoo.addons.consumer_rights.tests.deadline_common import china
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from ..tools import chinese_words
from .figures_common import FiguresCommon

TEXTS = (
    "健身房倒闭预付卡不退费",
    "办了预付卡才两个月，健身房关门",
    "预付卡余额商家拒绝退还",
    "健身房搬走，预付卡无法使用",
    "商家拖延，预付卡退费三次被拒",
    "预付卡转让被商家收手续费",
)


class HotspotCommon(FiguresCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users["statistician_a"] = cls._create_person(
            "statistician_a", "statistician", "district_a"
        )
        categories = cls.env["rights.category"]
        cls.fitness, cls.phones = (
            categories.create({"name": name, "code": code, "kind": "service"})
            for name, code in (("测试健身", "t_fit"), ("测试通信", "t_tel"))
        )
        cls.gym = cls.env["rights.merchant"].create({"name": "测试健身馆"})
        for place, text in enumerate(TEXTS):
            cls.matter(
                f"2026-02-0{place + 1} 10:00",
                item_class_id=cls.fitness.id,
                respondent_id=cls.gym.id,
                subject=text[:8],
                facts=text,
            )
        for day in (5, 6, 7, 8):
            for month in ("01", "02"):
                cls.matter(
                    f"2026-{month}-0{day} 10:00",
                    item_class_id=cls.phones.id,
                    subject="乱收费",
                    facts="手机套餐扣费",
                )
        cls.matter("2026-01-10 10:00", item_class_id=cls.fitness.id, facts="器械损坏")

    @classmethod
    def report(cls, login="statistician", **values):
        return cls.as_user(login, cls.env["rights.analysis.report"]).create(
            {"kind": "month", "date_from": "2026-02-01", "date_to": "2026-02-28", **values}
        )

    def spots(self, login="statistician"):
        with freeze_time(china("2026-03-02 10:00")):
            report = self.report(login)
            report.action_take_figures()
        items = report.hotspot_ids.filtered(lambda spot: spot.dimension == "item")
        return {spot.category_id: spot for spot in items}


@tagged("post_install", "-at_install")
class TestHotspot(HotspotCommon):
    def test_dis_07_most_and_growing(self):
        """DIS-07: six after one grows by 500 %; four after four stands among the most only."""
        spots = self.spots()
        gym, phones = spots[self.fitness], spots[self.phones]
        self.assertEqual((gym.count, gym.count_before, gym.growth), (6, 1, 500))
        self.assertTrue(gym.is_top and gym.is_growing)
        self.assertEqual((phones.count, phones.count_before), (4, 4))
        self.assertTrue(phones.is_top)
        self.assertFalse(phones.is_growing)

    def test_dis_07_limits_are_data(self):
        """DIS-07: ten, 50 % and 5 are parameters."""
        for code, value in (("top", 1), ("growth", 501)):
            self.env.ref(f"rights_reports.network_parameter_hotspot_{code}").value = value
        spots = self.spots()
        self.assertEqual(list(spots), [self.fitness])
        self.assertFalse(spots[self.fitness].is_growing)

    def test_dis_07_few_cases_do_not_grow(self):
        """DIS-07: from none to four is no growth, from none to five is; there is no percentage."""
        new = self.env["rights.category"].create(
            {"name": "测试新品", "code": "t_new", "kind": "goods"}
        )
        for day in range(10, 14):
            self.matter(f"2026-02-{day} 10:00", item_class_id=new.id)
        self.env.ref("rights_reports.network_parameter_hotspot_top").value = 0
        self.assertNotIn(new, self.spots())
        self.matter("2026-02-15 10:00", item_class_id=new.id)
        with freeze_time(china("2026-03-02 10:00")):
            report = self.env["rights.analysis.report"].search(
                [("station_id", "=", self.stations["city"].id)]
            )
            report._propose_hotspots()
        spot = report.hotspot_ids.filtered(lambda one: one.category_id == new)
        self.assertTrue(spot.is_new and spot.is_growing)
        self.assertIn("—", spot.explanation)

    def test_dis_07_it_says_why(self):
        """What rose, against what, by how much, on which matters, in which words."""
        spot = self.spots()[self.fitness]
        self.assertIn(
            "6 complaints; 1 the period before (+500.00%), 0 the year before (—)", spot.explanation
        )
        self.assertIn("测试健身馆 6 (before 0)", spot.explanation)
        self.assertIn("测试district_a 6 (before 1)", spot.explanation)
        self.assertIn("预付卡", spot.words)
        self.assertNotIn("扣费", spot.words)

    def test_dis_07_number_opens_its_matters(self):
        """STA-05, Annex A2: the list behind the number holds what was counted."""
        spot = self.spots()[self.fitness]
        action = self.as_user("head", spot).action_open_cases()
        cases = self.env["rights.case"].search(action["domain"])
        self.assertEqual(len(cases), 6)
        typical = self.as_user("head", spot).action_open_typical()
        found = self.env["rights.case"].search(typical["domain"])
        self.assertEqual(len(found), 5)
        self.assertLessEqual(found, cases)

    def test_dis_07_of_own_units_and_below(self):
        spot = self.spots()[self.fitness]
        self.assertFalse(self.as_user("statistician_a", spot).has_access("read"))
        own = self.spots("statistician_a")[self.fitness]
        self.assertEqual(own.count, 6)
        self.assertTrue(self.as_user("statistician", own).has_access("read"))
        self.assertFalse(self.as_user("dispatcher_b", own).has_access("read"))
        with self.assertRaises(AccessError):
            self.as_user("statistician", own).write({"count": 1})

    def test_words_of_a_few_persons_are_not_shown(self):
        """A name that many texts hold is no word of theirs, nor is what few wrote."""
        named = [f"{text}。张测试" for text in TEXTS]
        known = chinese_words.vocabulary([*named, *["手机碎屏"] * 6])
        found = [
            [word for word, *_rest in chinese_words.rising(named, [], known, 5, excluded)]
            for excluded in ((), {"张测试"})
        ]
        self.assertTrue([word for word in found[0] if "测试" in word])
        self.assertFalse([word for word in found[1] if "张" in word or "测试" in word])
        known = chinese_words.vocabulary(TEXTS)
        self.assertFalse(chinese_words.rising(TEXTS[:4], [], known, 5))

    def test_dis_07_words_are_whole_and_no_names(self):
        """DIS-07: what a manager reads are words, and none that only a person bears."""
        cards = ("年卡", "私教卡", "次卡", "月卡", "季卡", "双人卡")
        texts = [f"王小明因身体原因要求退{card}，扣除百分之三十违约金" for card in cards]
        others = [f"手机{part}损坏，返修三次" for part in ("屏幕", "电池", "主板", "听筒", "按键")]
        known = chinese_words.vocabulary([*texts, *others])
        words = {word for word, *_rest in chinese_words.rising(texts, others, known, 5)}
        self.assertIn("违约金", "".join(words))
        self.assertLessEqual(words, {"身体", "扣除", "违约金", "扣除违约金"})

    def test_inc_04_candidate_for_a_letter(self):
        """DIS-07, INC-04: one button, once; the letter says what the hot spot says."""
        spot = self.spots("statistician_a")[self.fitness]
        spot.action_make_candidate()
        with self.assertRaises(UserError):
            spot.action_make_candidate()
        candidate = spot.sudo().candidate_ids
        self.assertEqual(candidate.station_id, self.stations["city"])
        self.assertEqual((candidate.month, candidate.state), (date(2026, 2, 1), "open"))
        own = self.as_user("dispatcher", candidate)
        letter = own.env["rights.suggestion.letter"].browse(own.action_start_letter()["res_id"])
        self.assertIn("测试健身", letter.subject)
        self.assertIn("测试健身馆 6", letter.content)
        self.assertEqual(candidate.state, "letter")
        with self.assertRaises(AccessError):
            self.as_user("station_a1", spot).action_make_candidate()

    def test_every_role_opens_its_forms(self):
        """Who may read a record opens its form, whatever else stands there (D14)."""
        spot = self.spots()[self.fitness]
        with freeze_time(china("2026-03-15 10:00")):
            spot.action_make_candidate()
            spot.action_add_to_focus()
            lists = spot.sudo().focus_line_ids.list_id
            own = self.report("station_a1")
            own.action_take_figures()
            Form(own)
            for record, logins in (
                (spot, ("statistician", "dispatcher", "head", "quality")),
                (spot.report_id, ("statistician", "dispatcher", "head", "quality", "auditor")),
                (lists, ("statistician", "dispatcher", "clerk", "handler_a")),
            ):
                for login in logins:
                    with self.subTest(model=record._name, login=login):
                        Form(self.as_user(login, record))

    def test_dis_05_draft_of_a_warning(self):
        """DIS-05, DIS-07: the figures go into the draft, no merchant does."""
        spot = self.as_user("statistician", self.spots()[self.fitness])
        if "rights.disclosure" not in self.env:
            with self.assertRaises(UserError):
                spot.action_make_warning()
            return
        warning = self.env["rights.disclosure"].browse(spot.action_make_warning()["res_id"])
        self.assertEqual((warning.kind, warning.state), ("warning", "draft"))
        self.assertEqual(warning.category_ids, self.fitness)
        self.assertIn("6 complaints", warning.hot_spot)
        self.assertNotIn(self.gym.name, warning.hot_spot)

    def test_dis_07_used_ones_stay(self):
        """Taking the figures anew keeps what letters and lists refer to."""
        spot = self.spots()[self.fitness]
        spot.action_add_to_focus()
        report = spot.report_id
        report._propose_hotspots()
        self.assertTrue(spot.exists())
        same = report.hotspot_ids.filtered(
            lambda one: (one.dimension, one.category_id) == ("item", self.fitness)
        )
        self.assertEqual(same, spot)


@tagged("post_install", "-at_install")
class TestFocusList(HotspotCommon):
    def focus(self, login="statistician", **line):
        return self.as_user(login, self.env["rights.focus.list"]).create(
            {
                "kind": "industry",
                "date_from": "2026-03-01",
                "date_to": "2026-03-31",
                "line_ids": [(0, 0, line or {"category_id": self.fitness.id})],
            }
        )

    def shown(self, case, login="dispatcher_a"):
        case.invalidate_recordset()
        return self.as_user(login, case).focus_text

    def test_dis_08_shown_while_it_is_in_force(self):
        """DIS-08: on the matters it names, from its first day to its last, and not after."""
        with freeze_time(china("2026-03-01 10:00")):
            self.focus()
            case = self.matter(item_class_id=self.fitness.id)
            other = self.matter()
            self.assertIn("Industries", self.shown(case))
            self.assertFalse(self.shown(other))
        for moment, shows in (
            ("2026-02-28 23:30", False),
            ("2026-03-31 23:30", True),
            ("2026-04-01 00:30", False),
        ):
            with freeze_time(china(moment)):
                self.assertEqual(bool(self.shown(case)), shows, moment)

    def test_dis_08_expired_is_hidden(self):
        with freeze_time(china("2026-03-15 10:00")):
            focus = self.focus()
            self.assertTrue(self.as_user("handler_a", focus).has_access("read"))
            self.assertTrue(self.as_user("handler_a", focus.line_ids).has_access("read"))
        with freeze_time(china("2026-04-02 10:00")):
            self.env.invalidate_all()
            self.env.registry.clear_cache()
            self.assertFalse(self.as_user("handler_a", focus).has_access("read"))
            self.assertFalse(self.as_user("handler_a", focus.line_ids).has_access("read"))
            self.assertTrue(self.as_user("statistician", focus).has_access("read"))

    def test_dis_08_merchant_and_area(self):
        """DIS-08: an entry that names a merchant in an area is about both."""
        with freeze_time(china("2026-03-15 10:00")):
            self.focus(merchant_id=self.gym.id, station_id=self.stations["district_a"].id)
            near = self.matter(unit="station_a1", respondent_id=self.gym.id)
            far = self.matter(unit="city", respondent_id=self.gym.id)
            self.assertTrue(self.shown(near, "head"))
            self.assertFalse(self.shown(far, "head"))

    def test_dis_08_a_unit_keeps_its_own(self):
        with freeze_time(china("2026-03-15 10:00")):
            focus = self.focus("statistician_a")
            with self.assertRaises(AccessError):
                self.as_user("dispatcher_b", focus).read(["kind"])
            with self.assertRaises(AccessError):
                self.as_user("statistician", focus).write({"date_to": "2026-05-01"})
            with self.assertRaises(AccessError):
                focus.station_id = self.stations["city"]


@tagged("post_install", "-at_install")
class TestSimilarCases(HotspotCommon):
    def test_similar_matters_in_chinese(self):
        """Matters that read alike come first; of the own chain only (Annex A2)."""
        case = self.env["rights.case"].search([("facts", "=", TEXTS[0])])
        found = case._find_similar()
        self.assertTrue(found)
        self.assertIn(found[0].facts, TEXTS[1:])
        self.assertNotIn("手机套餐扣费", found.mapped("facts"))
        self.assertNotIn(case, found)
        with self.assertRaises(AccessError):
            self.as_user("dispatcher_b", case).action_find_similar()

"""The invented staff of 云川市 and the portal users, one line a person.

Every given name begins with 示 (as in 演示, demonstration), which no real name here does: so a
person of the demonstration data is recognised at sight, without brackets on every screen.
"""

from typing import NamedTuple

from .portraits import Features

DEMO_PASSWORD = "demo2026"  # known to everybody: these accounts exist with demonstration data only


class Person(NamedTuple):
    login: str
    label: str  # role as the list of accounts shows it
    name: str
    unit: str  # unit code
    posts: tuple  # post templates; the first is the main one
    studio: str | None  # kind of studio of the first post
    since: str
    face: Features


# fmt: off
STAFF = (
    Person("head", "中心主任", "沈示衡", "YC", ("head",), None, "2021-03-01",
           Features("side", "grey", 0, "suit", True, 3)),
    Person("operator", "话务员", "林示语", "YC", ("operator",), "reception", "2023-06-05",
           Features("tail", "black", 2, "blouse", False, -3)),
    Person("clerk", "受理接待工作室人员", "周示敏", "YC", ("clerk",), "reception", "2022-02-14",
           Features("bob", "black", 0, "shirt", True, 0)),
    Person("office", "办公室人员", "何示文", "YC", ("office",), None, "2022-09-01",
           Features("short", "black", 1, "shirt", True, -2)),
    Person("dispatcher", "市级分派员", "陈示远", "YC", ("dispatcher",), None, "2021-07-12",
           Features("side", "black", 0, "uniform", False, 1)),
    Person("handler", "维权服务工作室人员", "赵示诚", "YC", ("handler", "mediator"), "rights",
           "2020-11-02", Features("short", "brown", 1, "uniform", False, 4)),
    Person("legal", "法律服务工作室人员", "顾示律", "YC", ("legal",), "legal", "2023-01-09",
           Features("side", "brown", 2, "suit", True, -1)),
    Person("docking", "诉调对接工作室人员", "唐示和", "YC", ("docking",), "docking", "2022-05-16",
           Features("long", "brown", 0, "suit", False, -2)),
    Person("enforcement", "执法办案人员", "秦示刚", "YC", ("enforcement",), None, "2020-08-03",
           Features("crew", "black", 3, "uniform", False, 5)),
    Person("followup", "回访员", "许示晴", "YC", ("followup",), None, "2024-03-18",
           Features("long", "black", 2, "blouse", False, -1)),
    Person("archivist", "档案员", "方示简", "YC", ("archivist",), None, "2019-04-22",
           Features("bun", "grey", 0, "blouse", True, 0)),
    Person("quality", "质量考核员", "钱示量", "YC", ("quality",), None, "2022-10-10",
           Features("receding", "black", 1, "suit", False, 2)),
    Person("statistician", "统计分析员", "江示数", "YC", ("statistician",), None, "2024-07-01",
           Features("bob", "brown", 2, "suit", False, 1)),
    Person("discipline", "监察员", "石示清", "YC", ("discipline",), None, "2021-09-06",
           Features("short", "grey", 3, "suit", False, 3)),
    Person("auditor", "审计员", "严示明", "YC", ("auditor",), None, "2023-03-20",
           Features("crew", "brown", 0, "suit", True, 0)),
    Person("admin_biz", "业务管理员", "程示序", "YC", ("business_admin",), None, "2022-01-04",
           Features("side", "black", 2, "shirt", True, -4)),
    Person("district", "区县分派员", "陆示航", "LL", ("dispatcher",), None, "2021-05-10",
           Features("short", "black", 2, "uniform", True, 2)),
    Person("mediator", "调解员", "苏示安", "LL", ("mediator", "handler"), None, "2020-06-15",
           Features("bun", "black", 1, "uniform", False, 0)),
    Person("district2", "区县分派员（青屿区）", "罗示川", "QY", ("dispatcher", "enforcement"),
           None, "2022-08-08", Features("receding", "grey", 0, "uniform", True, 4)),
    Person("mediator2", "调解员（青屿区）", "叶示宁", "QY", ("mediator", "handler"), None,
           "2023-11-13", Features("tail", "brown", 0, "uniform", False, -2)),
    Person("district3", "区县分派员（松野区）", "郑示山", "SY",
           ("dispatcher", "enforcement", "handler", "mediator"), None, "2019-12-02",
           Features("crew", "grey", 1, "uniform", False, 5)),
    Person("station", "基层所人员（澜桥）", "王示平", "LL01", ("station",), None, "2021-01-11",
           Features("short", "black", 0, "uniform", False, 0)),
    Person("station2", "基层所人员（东埠）", "李示华", "LL02", ("station",), None, "2023-02-20",
           Features("bob", "black", 1, "uniform", False, -3)),
    Person("station3", "基层所人员（锦塘）", "孙示楠", "LL03", ("station",), None, "2024-01-08",
           Features("side", "brown", 3, "uniform", False, 2)),
    Person("station4", "基层所人员（港湾）", "吴示海", "QY01", ("station",), None, "2020-03-09",
           Features("crew", "black", 1, "uniform", True, 3)),
    Person("station5", "基层所人员（白鹭）", "徐示岚", "QY02", ("station",), None, "2022-06-27",
           Features("long", "black", 3, "uniform", False, 0)),
    Person("station6", "基层所人员（望岭）", "朱示峰", "QY03", ("station",), None, "2021-10-18",
           Features("receding", "brown", 2, "uniform", False, 1)),
    Person("station7", "基层所人员（松野）", "马示青", "SY01", ("station",), None, "2023-08-14",
           Features("tail", "black", 1, "uniform", True, -1)),
    Person("station8", "基层所人员（泉湾）", "胡示松", "SY02", ("station",), None, "2020-09-21",
           Features("short", "grey", 2, "uniform", True, -3)),
    Person("station9", "基层所人员（云坪）", "郭示禾", "SY03", ("station",), None, "2022-04-11",
           Features("bun", "brown", 3, "uniform", False, 2)),
)
# fmt: on

# What some of them did before: posts that have ended (login, template, unit, first day, last day)
FORMER_POSTS = (
    ("head", "dispatcher", "QY", "2017-05-02", "2021-02-28"),
    ("clerk", "operator", "YC", "2019-07-01", "2022-02-13"),
    ("station4", "station", "LL03", "2016-11-07", "2020-03-08"),
)


class PortalPerson(NamedTuple):
    login: str
    label: str
    name: str
    group: str


# Whoever is at a merchant belongs to the merchant's contact, see the loader
PORTAL = (
    PortalPerson("consumer", "消费者", "白示雨", "consumer"),
    PortalPerson("merchant", "经营者用户", "蒋示店", "merchant_user"),
    PortalPerson("liaison", "服务站联络员", "梁示桥", "liaison"),
    PortalPerson("supervisor", "社会义务监督员", "丁示正", "social_supervisor"),
    PortalPerson("volunteer", "志愿者、专家、消保委用户", "韩示春", "assigned_helper"),
)

"""Every page of ours that a browser opens: axe, one heading, nothing sideways, nothing foreign.

The pages are those of the matrix of routes: one that nobody names here fails the test.
"""

import csv
import re
from pathlib import Path

import pytest
from accessibility import check_page
from cases import PASSWORD

ROUTES = Path(__file__).parents[1] / "security/routes.csv"
SIZES = ({"width": 320, "height": 568}, {"width": 1280, "height": 800})
# words in Latin letters that a Chinese page may show: formats and addresses
LATIN = re.compile(r"[A-Z]?[a-z]{3,}")
KNOWN = {"English", "Excel", "jpg", "docx", "xlsx", "pptx", "http", "https"}

MERCHANT = """SELECT member.merchant_id FROM rights_merchant_member member
    JOIN res_users account ON account.id = member.user_id AND account.login = 'merchant'
    WHERE member.ended_at IS NULL ORDER BY member.merchant_id LIMIT 1"""
ENTRY = (
    f"SELECT max(id) FROM rights_merchant_ledger WHERE state = '%s' AND merchant_id = ({MERCHANT})"
)
STATION = """SELECT member.profile_id FROM rights_station_member member
    JOIN res_users account ON account.id = member.user_id AND account.login = 'liaison'"""
OF_STATION = f"""SELECT max(one.id) FROM rights_case one
    JOIN rights_station_profile profile ON profile.station_id = one.station_id
    WHERE profile.id = ({STATION})"""
REFERRAL = f"""SELECT max(one.id) FROM rights_case_referral one
    JOIN rights_station_profile profile ON profile.station_id = one.station_id
    WHERE profile.id = ({STATION}) AND one.ended_at IS NULL"""
OPENED = """SELECT max(opened.case_id) FROM rights_case_access opened
    JOIN rights_case one ON one.id = opened.case_id AND one.kind = 'complaint'
    WHERE opened.role = '%s'"""
MINE = f"{OPENED % 'merchant'} AND one.respondent_id IN ({MERCHANT.replace(' LIMIT 1', '')})"
CONSUMER = f"""{OPENED % "consumer"} AND opened.partner_id =
    (SELECT partner_id FROM res_users WHERE login = 'consumer')"""
PATROL = """SELECT max(one.id) FROM rights_inspection one
    JOIN res_users officer ON officer.id = one.user_id AND officer.login = 'station'
    WHERE one.state = 'planned'"""
VISIT = "SELECT max(id) FROM rights_covert_visit WHERE state = 'assigned'"
HALL = "SELECT code FROM rights_station WHERE level = 'city_center' LIMIT 1"
# {route: (login, [what stands in its place for a number or code])}
M, S = "/my/merchant/<int:merchant_id>", "/my/station/<int:profile_id>"
NOBODY = None
PAGES = {
    "/my/cases": ("consumer", []),
    "/my/merchant": ("merchant", []),
    M: ("merchant", [MERCHANT]),
    **{
        f"{M}/{place}": ("merchant", [MERCHANT])
        for place in "disclosures duties figures keys ledger ledger/new people products".split()
    },
    f"{M}/ledger/<int:entry_id>": ("merchant", [MERCHANT, ENTRY % "confirmed"]),
    f"{M}/quarters": ("merchant", [MERCHANT]),
    f"{M}/training": ("merchant", [MERCHANT]),
    f"{M}/workbook": ("merchant", [MERCHANT]),
    "/my/patrols": ("station", []),
    "/my/patrols/<int:patrol_id>": ("station", [PATROL]),
    "/my/station": ("liaison", []),
    S: ("liaison", [STATION]),
    **{
        f"{S}/{place}": ("liaison", [STATION])
        for place in "check file log offence opinions report take".split()
    },
    f"{S}/cases/<int:case_id>": ("liaison", [STATION, OF_STATION]),
    f"{S}/referrals/<int:referral_id>": ("liaison", [STATION, REFERRAL]),
    "/my/visits": ("supervisor", []),
    "/my/visits/<int:visit_id>": ("supervisor", [VISIT]),
    "/rights": (NOBODY, []),
    **{
        f"/rights/{place}": (NOBODY, [])
        for place in (
            "account check disclosures file guide knowledge law promises staff staff-complaint"
            " subscribe suggest track training"
        ).split()
    },
    "/rights/case/<int:case_id>": ("consumer", [CONSUMER]),
    "/rights/disclosures/<string:code>": (
        NOBODY,
        ["SELECT code FROM rights_disclosure WHERE kind = 'figures' AND state = 'live' LIMIT 1"],
    ),
    "/rights/guide/<string:code>": (
        NOBODY,
        ["SELECT code FROM rights_public_service WHERE state = 'live' LIMIT 1"],
    ),
    "/rights/law/<string:code>": (
        NOBODY,
        ["SELECT code FROM rights_public_article WHERE kind = 'law' AND state = 'live' LIMIT 1"],
    ),
    "/rights/merchant": ("merchant", []),
    "/rights/merchant/<int:case_id>": ("merchant", [MINE]),
    "/rights/staff/<string:code>": (NOBODY, [HALL]),
    # a link that opens nothing any more: what is said then
    **{
        f"/rights/{place}/<string:{name}>": (NOBODY, [])
        for place, name in (
            ("join", "secret"),
            ("meeting", "token"),
            ("paper", "token"),
            ("rate", "token"),
            ("station/join", "secret"),
            ("subscribe", "token"),
            ("survey", "token"),
            ("training", "token"),
            ("training/paper", "token"),
            ("unsubscribe", "token"),
        )
    },
}
# files and data; what the staff opens in the web client; screens in a hall, which turn by
# themselves and have nobody at a keyboard; addresses that act and lead on
NO_PAGES = re.compile(
    r"/worker\.js$|/(paper|receipt|template|package|errors|data|data\.\w+|csv|xlsx|preview|certificate|token)$"
    r"|/(paper|photo|delivery|arrival|look)/<int|/(wall|health|hall|wechat)"
    r"|<any\((case,merchant|reply|reach)"
)


def pages_of_the_matrix():
    with ROUTES.open(encoding="utf-8") as file:
        return [
            row["route"]
            for row in csv.DictReader(file)
            if row["route"].startswith(("/my", "/rights"))
            and row["anonymous"] != "405"
            and not NO_PAGES.search(row["route"])
        ]


def test_d12_every_page_is_named_here():
    """D12: a new page is looked at by somebody, here."""
    routes = set(pages_of_the_matrix())
    assert routes - PAGES.keys() == set()
    assert PAGES.keys() - routes == set()


@pytest.mark.parametrize(
    "login", [None, "consumer", "merchant", "liaison", "supervisor", "station"]
)
def test_d12_every_page_is_for_everybody(served, new_page, log_in, login):
    """D12, D9: on a narrow phone and at a desk, with axe; in Chinese."""
    page = new_page()
    if login:
        log_in(login, PASSWORD, page=page)
    paths = []
    for route, (who, places) in PAGES.items():
        if who == login:
            values = [served.sql(place)[0][0] for place in places]
            assert all(values), f"the invented year has nothing for {route}"
            numbers = iter(values or ["nothing"])
            paths.append(re.sub(r"<[^>]+>", lambda _match, n=numbers: str(next(n)), route))
    for size in SIZES:
        page.set_viewport_size(size)
        for path in paths:
            page.goto(served.url + path)
            check_page(page)
            foreign = set(LATIN.findall(page.inner_text("main"))) - KNOWN
            assert not foreign, (path, foreign)

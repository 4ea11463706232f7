"""A notice of a problem product to 200 and to 20,000 merchants: written, queued, mailed (PRD-04).

Run in an Odoo shell on a database of its own. Each size has a unit of its own, so that the smaller
notice does not reach the merchants of the larger one.
"""

import time

SIZES = (200, 20_000)
CHUNK = 1_000
# ruff: noqa: F821 - env comes from the shell
env = env(context=dict(env.context, lang="en_US", tracking_disable=True))
GROUP = "consumer_rights.consumer_rights_group_merchant_user"


def make_unit(code, parent=None):
    return env["rights.station"].create(
        {
            "name": f"压测{code}",
            "code": code,
            "level": "district_center" if parent else "city_center",
            "parent_id": parent and parent.id,
        }
    )


def fill(unit, count, user):
    """Merchants of a unit, each with an account that has an address; not measured."""
    for start in range(0, count, CHUNK):
        merchants = env["rights.merchant"].create(
            [
                {"name": f"压测店{unit.code}{start + n}", "station_id": unit.id}
                for n in range(min(CHUNK, count - start))
            ]
        )
        env["rights.merchant.member"].create(
            [
                {"merchant_id": merchant.id, "user_id": user.id, "role": "manager"}
                for merchant in merchants
            ]
        )
        env.cr.commit()


def measure(act):
    start = time.perf_counter()
    act()
    env.flush_all()
    return time.perf_counter() - start


def main():
    stations = env["rights.station"]
    city = stations.search([("level", "=", "city_center")], limit=1) or make_unit("YCC")
    user = env["res.users"]._open_portal_account("bench_merchant", "压测", "bench-merchant", GROUP)
    user.email = "bench@example.com"
    print("| notice of a problem product | merchants | written and queued, s | mails written, s |")
    print("| --- | ---: | ---: | ---: |")
    for place, count in enumerate(SIZES):
        unit = make_unit(f"YC{place}", city)
        fill(unit, count, user)
        notice = env["rights.product.notice"].create(
            {"product": "电吹风", "problem": "耐热不合格", "station_id": unit.id}
        )
        seconds = measure(notice._send)
        assert notice.receipt_count == count, notice.receipt_count
        mails = measure(env["rights.product.receipt"]._cron_tell)
        print(f"| {unit.name} | {count:,} | {seconds:.2f} | {mails:.1f} |")


main()

"""A merchant's ledger: a workbook of 10,000 rows; its pages with 10,000 and 2,000,000 entries.

Run in an Odoo shell on a database of its own. Both sizes have the same merchant with the same
entries of its own: what grows is what stands beside them.
"""

import io
import statistics
import time

import xlsxwriter

OWN = 1_000
SMALL, LARGE = 10_000, 2_000_000
TURNS = 15
# ruff: noqa: F821 - env comes from the shell
env = env(context=dict(env.context, lang="en_US", tracking_disable=True))
GROUP = "consumer_rights.consumer_rights_group_merchant_user"


def make_merchant(name):
    return env["rights.merchant"].create(
        {"name": name, "merchant_type": "supermarket", "area_sqm": 8000}
    )


def workbook(count):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    labels = env["rights.ledger.workbook"]._columns()
    names = list(labels)[:11]
    sheet.write_row(0, 0, [labels[name] for name in names])
    for line in range(1, count + 1):
        row = [f"N{line}", "2026-03-02", "孙示测", f"1690000{line % 10000:04d}", "褪色，要求退货"]
        row += ["男式衬衫", 268, 1, "returned", "producer", "settled"]
        sheet.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def fill(merchants, count):
    """Entries of merchants, straight into the table: the time of making them is not measured."""
    env.flush_all()
    env.cr.execute(
        """
        INSERT INTO rights_merchant_ledger
               (merchant_id, client_key, source, state, entry_date, name_masked, phone_masked,
                content, goods_name, price, quantity, returned, outcome, current_outcome,
                level_reached, wait_minutes, amount_paid, amendment_count, keep_until, create_date,
                consumer_name, consumer_phone)
        SELECT (%s)[1 + n %% %s], 'bench:' || n || ':' || txid_current(), 'workbook', 'confirmed',
               current_date - (n / %s) %% 700, '孙**', '169****0000', '褪色，要求退货', '男式衬衫',
               268, 1, 'none', 'settled', 'settled', '1', 0, 0, 0, current_date + 400, now(),
               '孙示测', '16900000000'
          FROM generate_series(0, %s) n""",
        [merchants.ids, len(merchants), len(merchants), count - 1],
    )
    env.cr.execute("ANALYZE rights_merchant_ledger")


def milliseconds(act):
    times = []
    for _turn in range(TURNS):
        env.invalidate_all()
        start = time.perf_counter()
        act()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times[2:])


def measure(merchant):
    figures = env["rights.ledger.figure"]
    return (
        milliseconds(lambda: [row._portal_row() for row in merchant._book_page("", "", 30)[0]]),
        milliseconds(lambda: merchant._portal_summary()),
        milliseconds(lambda: figures._dashboard(merchant)),
    )


def main():
    target = make_merchant("压测示范超市")
    content = workbook(10_000)
    start = time.perf_counter()
    answer, _back = target._take_workbook(content)
    env.flush_all()
    seconds = time.perf_counter() - start
    assert answer["created"] == 10_000, answer
    print("| ledger from a workbook | rows | seconds |\n| --- | ---: | ---: |")
    print(f"| taken, all confirmed | 10,000 | {seconds:.1f} |")
    rows, cells = env["rights.ledger.workbook"]._read(workbook(9_999))
    for row in rows[::10]:
        row["price"] = "x"
    start = time.perf_counter()
    _vals, errors = env["rights.ledger.batch"]._read_rows(target, "bench-01", rows, "workbook")
    env["rights.ledger.workbook"]._errors_back(cells, errors)
    seconds = time.perf_counter() - start
    print(f"| refused, {len(errors):,} rows to correct | 9,999 | {seconds:.1f} |")

    own = make_merchant("压测示范商场")
    fill(own, OWN)
    few = env["rights.merchant"].union(*(make_merchant(f"压测小店{n}") for n in range(9)))
    fill(few, SMALL - OWN)
    env["rights.ledger.figure"]._cron_count()
    before = measure(own)
    many = env["rights.merchant"].union(*(make_merchant(f"压测店{n}") for n in range(1_991)))
    fill(many, LARGE - SMALL)
    start = time.perf_counter()
    env["rights.ledger.figure"]._cron_count()
    night = time.perf_counter() - start
    after = measure(own)
    print("\n| page of a merchant, ms | 10,000 entries | 2,000,000 entries | ratio |")
    print("| --- | ---: | ---: | ---: |")
    for name, one, other in zip(("ledger", "start", "figures"), before, after, strict=True):
        print(f"| {name} | {one:.1f} | {other:.1f} | {other / one:.2f} |")
    print(f"| figures of the peers at night, seconds | | {night:.1f} | |")


main()

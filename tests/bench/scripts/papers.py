# ruff: noqa: F821 - `env` comes from the Odoo shell
"""Papers: one, five hundred in a run, a dossier of 200 pages, one among 1,000,000."""

import itertools
import logging
import statistics
import threading
import time
from pathlib import Path

import fill
from table import row, timed

for name in ("weasyprint", "odoo.addons.consumer_rights"):
    logging.getLogger(name).setLevel(logging.ERROR)
PAGE = 4096
MILLION = 1_000_000
PEOPLE = itertools.count()  # nobody comes twice: that would be a suspected duplicate (INT-11)
LIMITS = {"number and code": "100", "its file": ""}


def resident():
    """Megabytes that this process holds now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE / 1e6


class Peak(threading.Thread):
    """The most memory held while a block runs."""

    def __enter__(self):
        self.most, self.stop = resident(), threading.Event()
        self.start()
        return self

    def run(self):
        while not self.stop.wait(0.02):
            self.most = max(self.most, resident())

    def __exit__(self, *error):
        self.stop.set()
        self.join()


def accepted(count):
    """Accepted complaints of one unit, with their acceptance notices waiting for their files."""
    vals = {
        "kind": "complaint",
        "channel_id": env["rights.channel"].search([], limit=1).id,
        "subject": "手机屏幕碎裂",
        "facts": "买了三天屏幕自行碎裂，与商家交涉未果。" * 8,
        "request": "要求退货",
        "respondent_name": "演示商户",
        "respondent_phone": "025-84000001",
        "respondent_id": merchant.id,
        "item_class_id": goods.id,
        "category_id": nature.id,
        "amount_dispute": 680,
    }
    people = [
        {"name": "张演示", "phone": f"138{next(PEOPLE):08d}", "address": "演示街2号"}
        for _person in range(count)
    ]
    batch = (
        env["rights.case"]
        .with_user(clerk)
        .create(
            [
                {**vals, "party_ids": [(0, 0, {"role": "complainant", **person})]}
                for person in people
            ]
        )
    )
    register = env.ref("consumer_rights.transition_complaint_draft_register")
    accept = env.ref("consumer_rights.transition_complaint_registered_accept")
    batch.action_move(register.id, batch[0].stage_id.id)
    batch.action_move(
        accept.id,
        batch[0].stage_id.id,
        {
            "presumed_nature": "contract",
            "handling_mode": "agency",
            "planned_route": "own",
            "promised_date": "2030-01-10",
        },
    )
    return batch.sudo()


def notices(cases):
    return cases.document_ids.filtered(lambda paper: paper.template_id.code == "DOC-04")


def beside(paper, count):
    """Many papers like one that is there, each with the row of its file, by set-based SQL."""
    env.flush_all()
    columns = [column for column in table_columns("rights_document") if column != "id"]
    own = {
        "number": "'BNC计时〔2000〕' || n || '号'",
        "check_code": "upper(left(md5(n::text), 12))",
        "body": "NULL",
    }
    env.cr.execute(
        f"""
        INSERT INTO rights_document ({", ".join(columns)})
        SELECT {", ".join(own.get(column, column) for column in columns)}
          FROM rights_document, generate_series(1, %s) AS n WHERE id = %s
        """,
        [count, paper.id],
    )
    columns = [column for column in table_columns("rights_document_file") if column != "id"]
    own = {"document_id": "made.id", "sha256": "md5(made.number) || md5(made.number)"}
    env.cr.execute(
        f"""
        INSERT INTO rights_document_file ({", ".join(columns)})
        SELECT {", ".join(own.get(column, f"one.{column}") for column in columns)}
          FROM rights_document_file AS one, rights_document AS made
         WHERE one.id = %s AND made.number LIKE 'BNC计时%%'
        """,
        [paper.file_ids.id],
    )
    for name in ("rights_document", "rights_document_file"):
        env.cr.execute(f"ANALYZE {name}")
    env.cr.commit()
    env.invalidate_all()


def table_columns(name):
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s", [name]
    )
    return [column for (column,) in env.cr.fetchall()]


def checks(paper):
    """Milliseconds of a check by number and code, and of one by the file."""
    visitors = env["rights.document"].with_user(env.ref("base.public_user"))
    number, code, content = paper.number, paper.check_code, paper.file_ids.attachment_id.raw

    def fresh(call):
        env.invalidate_all()
        assert call()["state"] == "genuine"

    return {
        "number and code": timed(
            lambda: fresh(lambda: visitors._check_by_code(number, code, "192.0.2.1"))
        ),
        "its file": timed(lambda: fresh(lambda: visitors._check_by_file(content, "192.0.2.1"))),
    }


stations = fill.network(env)
clerk = fill.person(env, "clerk", stations["BNC"])
merchant = env["rights.merchant"].create({"name": "演示商户", "phone": "025-84000001"})
goods = env["rights.category"].search([("kind", "=", "goods")], limit=1)
nature = env["rights.category"].search([("kind", "=", "nature")], limit=1)
row("papers", "value", "limit")
row("---", "---:", "---:")

# one paper, once warm
times = []
for paper in notices(accepted(16)):
    start = time.perf_counter()
    paper._ensure_file()
    times.append(time.perf_counter() - start)
row(
    "s for one acceptance notice, median of 15 once warm",
    f"{statistics.median(times[1:]):.2f}",
    "1.00",
)
row("KB of its file", f"{len(paper.file_ids.attachment_id.raw) / 1000:.0f}", "")

# what its seal adds, and what it takes to check it by number and code
certificates = env["rights.signing.certificate"]
report = env.ref("consumer_rights.rights_document_report").sudo()
bare = report._render_weasyprint(report, paper.ids).content
sealing = timed(lambda: certificates._seal_pdf(paper.station_id, bare, "文书签发"))
row("s that its seal adds, median of 7", f"{sealing / 1000:.2f}", "0.30")
few = checks(paper)
for how, checking in few.items():
    row(f"ms to check it by {how}", f"{checking:.1f}", LIMITS[how])
env.cr.commit()

# five hundred in one run
waiting = notices(accepted(500))
env["rights.document"].sudo().search(
    [("state", "=", "to_render"), ("id", "not in", waiting.ids)]
).write({"next_try_at": "2100-01-01"})
env.cr.commit()
memory, done, start = [], 0, time.perf_counter()
while (
    env["rights.document"]
    .sudo()
    .search_count([("id", "in", waiting.ids), ("state", "=", "to_render")])
):
    env["rights.document"].sudo()._cron_render(batch_size=50)
    env.invalidate_all()
    memory.append(resident())
seconds = time.perf_counter() - start
row("s for 500 acceptance notices in one run", f"{seconds:.0f}", "")
row(
    "MB held after the first 100 and after all 500",
    f"{memory[1]:.0f} → {memory[-1]:.0f}",
    "no growth",
)

# a dossier of 200 pages
case = accepted(1)
template = env.ref("consumer_rights.document_template_acceptance")
papers = env["rights.document"]._make([(case, template, stations["BNC"])] * 120)
(papers | case.document_ids)._ensure_file()
for place in range(1000):
    case._append_events(
        [{"type": "progress", "basis": f"第{place}次联系经营者，约定补充材料。" * 2}]
    )
env.flush_all()
with Peak() as peak:
    before, start = resident(), time.perf_counter()
    bound = case._in_chinese()._bind_dossier()
    seconds = time.perf_counter() - start
row("pages of the long dossier", bound.page_count, "200")
row("s to bind it", f"{seconds:.1f}", "20.0")
row("MB of the whole process at most", f"{peak.most:.0f}", "500")
row("MB added by binding", f"{peak.most - before:.0f}", "")
row("MB of its file", f"{len(bound.content) / 1e6:.1f}", "")

# the same paper among a million
beside(paper, MILLION)
for how, checking in checks(paper).items():
    ratio = checking / few[how]
    figure = f"{checking:.1f} ({ratio:.2f} ×)"
    row(f"ms to check it by {how}, among 1,000,000", figure, LIMITS[how])
sealing = timed(lambda: certificates._seal_pdf(paper.station_id, bare, "文书签发"))
row("s that its seal adds, among 1,000,000", f"{sealing / 1000:.2f}", "0.30")

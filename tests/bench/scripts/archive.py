# ruff: noqa: F821 - `env` comes from the Odoo shell
"""Full-text search inside dossiers: 1,000 and 100,000 pages of text, as an archivist."""

import random

import fill
from odoo.addons.consumer_rights.tools import chinese_text
from table import row, timed

WORDS = (
    "投诉 举报 消费者 经营者 商品 服务 质量 问题 退货 退款 更换 维修 "
    "三包 保修 发票 合同 预付卡 健身 美容 家电 手机 电脑 汽车 食品 "
    "过期 变质 标签 价格 欺诈 虚假 宣传 网购 平台 直播 快递 物流 "
    "配件 屏幕 电池 发动机 漏水 噪音 异味 安装 检测 鉴定 调解 和解 "
    "赔偿 协议 履行 终止 受理 登记 回访 满意 "
).split()
RARE = "内胆穿孔"
PAGES = 5  # of a dossier
LINE = {"name": {}, "subject": {}, "station_id": {"fields": {"display_name": {}}}, "found_on": {}}


def texts(count, seed):
    """Pages of about 550 characters: each of WORDS on every fifth page, the rest of 3,000 others;
    one in five hundred holds the rare word."""
    draw = random.Random(seed)
    others = [
        "".join(chr(0x4E00 + draw.randrange(1500)) for _char in "ab") for _word in range(3000)
    ]
    share = len(WORDS) // 5
    for number in range(count):
        words = draw.sample(WORDS, share) * 3 + draw.choices(others, k=230)
        draw.shuffle(words)
        yield "".join(words) + (RARE if number % 500 == 7 else "")


def fill_texts(first, last):
    """Dossiers of archived cases with their pages, by set-based SQL; each text its own."""
    env.flush_all()
    cr = env.cr
    cr.execute(
        """
        INSERT INTO rights_dossier (case_id, cycle_no, name, page_count, sealed_at, sealed_by_id,
                                    sha256, attachment_id)
        SELECT id, 1, name || '-01', %s, now(), 1, md5(name), %s FROM
               (SELECT c.id, c.name FROM rights_case c
                 WHERE c.stage_code = 'archived' AND c.kind = 'complaint'
                   AND NOT EXISTS (SELECT FROM rights_dossier WHERE case_id = c.id)
                 ORDER BY c.id LIMIT %s) AS taken
        RETURNING id
        """,
        [PAGES, attachment.id, (last - first) // PAGES],
    )
    dossiers = [dossier for (dossier,) in cr.fetchall()]
    cr.execute(
        """
        INSERT INTO rights_dossier_reading (dossier_id, state, attempts)
        SELECT unnest(%s), 'read', 1 RETURNING id, dossier_id
        """,
        [dossiers],
    )
    readings = cr.fetchall()
    pages = iter(texts(last - first, first))
    for begin in range(0, len(readings), 200):
        rows = [
            (reading, dossier, number, chinese_text.to_tsvector_text(next(pages)))
            for reading, dossier in readings[begin : begin + 200]
            for number in range(1, PAGES + 1)
        ]
        cr.execute(
            "INSERT INTO rights_dossier_page (reading_id, dossier_id, number, tokens) VALUES "
            + ", ".join(["(%s, %s, %s, %s::tsvector)"] * len(rows)),
            [value for values in rows for value in values],
        )
    # what autovacuum does in the hours that such a filling takes otherwise
    cr.execute("SELECT gin_clean_pending_list('rights_dossier_page_tokens_index')")
    for table in ("rights_dossier", "rights_dossier_reading", "rights_dossier_page"):
        cr.execute(f"ANALYZE {table}")
    cr.commit()
    env.invalidate_all()
    return len(readings) * PAGES


stations = fill.network(env)
archivist = fill.person(env, "archivist", stations["BNC"])
attachment = env["ir.attachment"].create({"name": "bench.pdf", "raw": b"%PDF-1.4 bench"})
env.cr.commit()


def look(text):
    dossiers = env["rights.dossier"].with_user(archivist).with_context(rights_text_query=[text])

    def call():
        env.invalidate_all()
        domain = [("full_text", "ilike", text)]
        return dossiers.web_search_read(domain, LINE, limit=80, count_limit=10001)

    return call


LOOKS = {
    "a rare word": look(RARE),
    "a common word": look("退款"),
    "two common words": look("退款 预付卡"),
    "a word that is nowhere": look("飞行器"),
}
sizes = (1_000, 100_000)
figures = []
done = 0
for size in sizes:
    archived = env["rights.case"].search_count([("stage_code", "=", "archived")])
    if archived < size // PAGES:
        fill.fill(env, stations, size // PAGES - archived + 1, 1)  # one is open
    done += fill_texts(done, size)
    hits = {name: call()["length"] for name, call in LOOKS.items()}
    figures.append(({name: timed(call) for name, call in LOOKS.items()}, hits, done))
row(
    "dossiers with a word, ms",
    *(f"{done:,} pages" for _ms, _hits, done in figures),
    "ratio",
    "hits",
)
row("---", *["---:"] * 4)
(small, _few, _done), (large, many, _all) = figures
for name in LOOKS:
    row(
        name,
        f"{small[name]:.1f}",
        f"{large[name]:.1f}",
        f"{large[name] / small[name]:.2f}",
        many[name],
    )

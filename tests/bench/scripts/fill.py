"""Fills a database with many cases by set-based SQL, for the figures only.

The rows look like the gate's own to every query that is measured: stage, unit, chain, handled
units, search tokens and the clocks of open cases are set; parties, identities and process records
are left out.
"""

import json

SUBJECTS = (
    "手机屏幕碎裂要求退货",
    "空调不制冷多次维修",
    "健身卡停业不退费",
    "汽车变速箱异响拒绝保修",
    "食品过期要求赔偿",
    "装修工程漏水拖延",
    "培训机构拒绝退课",
    "网购衣服色差拒退",
    "电动车电池虚标",
    "酒店预订取消不退",
)


def network(env):
    """One city, three districts, nine stations; returns {code: station}."""
    stations = {}
    tree = [("BNC", "city_center", None)]
    tree += [(f"BND{i}", "district_center", "BNC") for i in range(3)]
    tree += [(f"BND{i}S{j}", "local_station", f"BND{i}") for i in range(3) for j in range(3)]
    for code, level, parent in tree:
        known = env["rights.station"].search([("code", "=", code)])
        stations[code] = known or env["rights.station"].create(
            {
                "name": code,
                "code": code,
                "level": level,
                "parent_id": parent and stations[parent].id,
            }
        )
    return stations


def fill(env, stations, cases, open_cases):
    """Insert ``cases`` complaints spread over the nine stations, ``open_cases`` of them open."""
    from odoo.addons.consumer_rights.tools import chinese_text

    cr = env.cr
    env.flush_all()
    below = [unit.id for code, unit in sorted(stations.items()) if "S" in code]
    stage = {s.code: s.id for s in env["rights.case.stage"].search([])}
    open_stages = [
        stage[c] for c in ("registered", "accepted", "dispatched", "handling", "replied")
    ]
    codes = ["registered", "accepted", "dispatched", "handling", "replied"]
    tokens = [chinese_text.to_tsvector_text(text) for text in SUBJECTS]
    cr.execute("SELECT coalesce(max(id), 0) FROM rights_case")
    start = cr.fetchone()[0]
    cr.execute(
        """
        INSERT INTO rights_case (id, name, kind, stage_id, stage_code, is_closed, cycle_no,
            station_id, subject, currency_id, channel_id, received_at, registered_at,
            registered_by_id, create_uid, write_uid, create_date, write_date, party_masked,
            respondent_name, search_tokens, amount_dispute, is_history, priority,
            handled_units, chain_units)
        SELECT %(start)s + n,
            'BNCT' || to_char(received, 'YYYYMMDD') || lpad((%(start)s + n)::text, 8, '0'),
            'complaint',
            CASE WHEN is_open THEN (%(open_stages)s)[1 + n %% 5] ELSE %(archived)s END,
            CASE WHEN is_open THEN (%(codes)s)[1 + n %% 5] ELSE 'archived' END,
            NOT is_open, 1, (%(below)s)[1 + n %% 9], (%(subjects)s)[1 + (n / 7) %% 10],
            %(currency)s, %(channel)s, received, received, 1, 1, 1, received, received,
            '张**', '演示商户' || n %% 2000,
            ((%(tokens)s)[1 + (n / 7) %% 10] || format(' bnct%%s%%s %%s %%s',
                to_char(received, 'YYYYMMDD'), lpad((%(start)s + n)::text, 8, '0'),
                right(lpad((%(start)s + n)::text, 12, '0'), 12),
                right(lpad((%(start)s + n)::text, 4, '0'), 4)))::tsvector,
            n %% 5000, false, '0',
            ARRAY[unit.id],
            string_to_array(trim(both '/' from unit.parent_path), '/')::int4[]
        FROM (
            SELECT n, n %% %(every)s = 0 AS is_open,
                timestamp '2026-06-01' - make_interval(mins => n %% 1000000) AS received
            FROM generate_series(1, %(cases)s) AS n) AS numbered
        JOIN rights_station AS unit ON unit.id = (%(below)s)[1 + n %% 9]
        """,
        {
            "start": start,
            "cases": cases,
            "every": max(cases // open_cases, 1),
            "open_stages": open_stages,
            "codes": codes,
            "archived": stage["archived"],
            "below": below,
            "subjects": list(SUBJECTS),
            "tokens": tokens,
            "currency": env.ref("base.CNY").id,
            "channel": env["rights.channel"].search([], limit=1).id,
        },
    )
    cr.execute(
        "INSERT INTO rights_case_handled_station_rel (case_id, station_id) "
        "SELECT id, station_id FROM rights_case WHERE id > %s",
        [start],
    )
    cr.execute(
        """
        INSERT INTO rights_case_chain_station_rel (case_id, station_id)
        SELECT rights_case.id, above::int FROM rights_case
        JOIN rights_station ON rights_station.id = rights_case.station_id,
        unnest(string_to_array(trim(both '/' from parent_path), '/')) AS above
        WHERE rights_case.id > %s
        """,
        [start],
    )
    cr.execute("SELECT setval('rights_case_id_seq', (SELECT max(id) FROM rights_case))")
    clocks(env, start)
    cr.commit()
    env.invalidate_all()
    for table in (
        "rights_case",
        "rights_case_handled_station_rel",
        "rights_case_chain_station_rel",
        "rights_deadline",
    ):
        cr.execute(f"ANALYZE {table}")
    cr.commit()


# limits that run on an open case, and how many days later than the first one each is due
CLOCKS = {"TL-12": 0, "TL-08": 5, "TL-16": 40}


def clocks(env, after=0):
    """Start the clocks of the open cases behind an id; one in eight of them is missed by now."""
    limit_on = env["rights.deadline.policy"]._limit_on
    limits = [limit_on(code, env.cr.now()) for code in CLOCKS]
    env.cr.execute(
        """
        INSERT INTO rights_deadline (case_id, cycle_no, station_id, policy_id, code, kind,
            snapshot, is_reminder, tells_person, start_at, due_at, warn_at, sweep_at,
            is_provisional, is_paused, extended)
        SELECT rights_case.id, 1, station_id, lim.id, lim.code, lim.kind, lim.snapshot, FALSE,
            FALSE, received_at, due, due - interval '1 day', due - interval '1 day', FALSE,
            FALSE, 0
        FROM (SELECT *, row_number() OVER (ORDER BY id)::int AS place FROM rights_case
               WHERE id > %s AND is_closed IS NOT TRUE AND deadline_next_id IS NULL) AS rights_case
        CROSS JOIN unnest(%s, %s, %s, %s::jsonb[], %s) AS lim (id, code, kind, snapshot, later),
        LATERAL (SELECT current_date + interval '16 hours'
                        + make_interval(days => place %% 24 - 3 + later) AS due) AS dated
        """,
        [
            after,
            [limit.id for limit in limits],
            [limit.code for limit in limits],
            [limit.terms.kind for limit in limits],
            [json.dumps(limit.snapshot) for limit in limits],
            list(CLOCKS.values()),
        ],
    )
    env.cr.execute("ANALYZE rights_case, rights_deadline")
    env.cr.execute("SELECT id FROM rights_case WHERE id > %s AND is_closed IS NOT TRUE", [after])
    env["rights.case"].browse([row[0] for row in env.cr.fetchall()])._deadline_refresh()


def person(env, role, station):
    """A user with one role and a post at a unit, as the appointment form makes them."""
    group = env.ref(f"consumer_rights.consumer_rights_group_{role}")
    user = env["res.users"].search([("login", "=", f"bench_{role}")])
    if user:
        return user
    user = user.create({"name": f"bench {role}", "login": f"bench_{role}"})
    template = (
        env["rights.post.template"]
        .search([("group_ids", "in", group.ids)])
        .sorted(lambda template: len(template.group_ids))[0]
    )
    env["rights.post"].create(
        {
            "user_id": user.id,
            "station_id": station.id,
            "role_id": template.id,
            "date_from": "2020-01-01",
        }
    )
    return user

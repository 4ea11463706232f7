"""The addon installs, is upgraded on a filled database, and goes again (design D14)."""

import json
import re
import subprocess
from types import SimpleNamespace

import pytest

from centre.site import ADDONS, PROJECT, our_addons

RENAMED = (
    "rights.case.stage",
    "rights.case.transition",
    "rights.category",
    "rights.channel",
    "rights.claim",
    "rights.outcome",
    "rights.reject.reason",
    "rights.return.reason",
)
# What a centre does to the settings that came with the addon: another name in both languages,
# another figure, ground and key, a required field less, a channel away and one of its own.
EDIT = f"""
user = env["res.users"].search([("login", "=", "admin_biz")])
biz = env(user=user, context={{"lang": "zh_CN", "active_test": False}})
for model in {RENAMED!r}:
    record = biz[model].search([], limit=1)
    assert record.get_external_id()[record.id].startswith("consumer_rights."), record
    record.write({{"name": "本市改过的名称"}})
    record.with_context(lang="en_US").write({{"name": "Renamed here"}})
biz["rights.network.parameter"].search([], limit=1).value = 37
biz["rights.reject.reason"].search([], limit=1).write({{"law": "本市规定第九条"}})
move = biz["rights.case.transition"].search([("required_field_ids", "!=", False)], limit=1)
move.write({{"hotkey": "q", "required_field_ids": [(5,)]}})
biz["rights.channel"].search([], limit=1, order="id desc").active = False
biz["rights.channel"].create({{"name": "本市渠道", "code": "own_channel"}})
env.ref("consumer_rights.rights_import_cron").interval_number = 17
env.cr.commit()
"""
# A number is taken for good, so each call must give the one after the last.
READ = f"""
import datetime, json
here = env(context={{"lang": "zh_CN", "active_test": False}})
cases = here["rights.case"].search([])
channels = here["rights.channel"]
print("READ " + json.dumps({{
    "renamed": {{
        model: [
            here[model].search_count([("name", "=", "本市改过的名称")]),
            here[model].with_context(lang="en_US").search_count([("name", "=", "Renamed here")]),
        ]
        for model in {RENAMED!r}
    }},
    "parameter": here["rights.network.parameter"].search([], limit=1).value,
    "ground": here["rights.reject.reason"].search_count([("law", "=", "本市规定第九条")]),
    "key": here["rights.case.transition"].search([("hotkey", "=", "q")]).mapped("name"),
    "required": here["rights.case.transition"].search([("hotkey", "=", "q")])
        .required_field_ids.ids,
    "channels": channels.search_count([("active", "=", True)]),
    "own channel": channels.search_count([("code", "=", "own_channel")]),
    "job": env.ref("consumer_rights.rights_import_cron").interval_number,
    "cases": len(cases),
    "broken": [case.id for case in cases._verify_events()],
    "number": env["rights.case.number"]._allocate(
        [("CITY", "T", datetime.datetime(2026, 3, 4))])[0],
}}))
"""
UNINSTALL = """
env["ir.module.module"].search([("name", "in", {names!r})]).button_immediate_uninstall()
print("GONE", sorted(name for name in env.registry.models if name.startswith("rights.")))
"""
# What Odoo writes anew by itself and what is no content of the centre: built scripts, live
# messages, wake-ups of jobs, the definitions that come from the code of the addons.
PASSING = ("bus_", "ir_", "orm_signaling_", "rights_case_number")
VOLATILE = {"ir_attachment", "ir_cron_trigger", "bus_bus"}
VOLATILE |= {"orm_signaling_registry", "orm_signaling_assets"}
STAMPS = ["write_date", "write_uid"]


def rows(site):
    """{table: (rows, hash of their content)} of a whole database, without time stamps."""
    tables = site.server.sql(
        "SELECT relname FROM pg_class WHERE relkind = 'r' "
        "AND relnamespace = 'public'::regnamespace ORDER BY 1",
        site.database,
    )
    one = (
        "SELECT '{0}', count(*), md5(string_agg(content, '|' ORDER BY content)) FROM "
        f'(SELECT (to_jsonb(t) - ARRAY{STAMPS})::text AS content FROM "{{0}}" t) AS lines'
    )
    found = site.server.sql(" UNION ALL ".join(one.format(n) for (n,) in tables), site.database)
    return {table: (int(count), digest) for table, count, digest in found}


def columns(site):
    where = "FROM information_schema.columns WHERE table_schema = 'public'"
    found = site.server.sql(f"SELECT table_name, column_name {where}", site.database)
    return {tuple(column) for column in found}


def content(tables):
    """The part of it that belongs to the centre."""
    return {name: value for name, value in tables.items() if not name.startswith(PASSING)}


def differences(before, after):
    return {n: (before.get(n), after.get(n)) for n in {**before, **after}
            if before.get(n) != after.get(n)}  # fmt: skip


def counters(site):
    """How far Odoo's numbering sequences have run, in both of their forms, by their names."""
    kept = "SELECT code || id, number_next::text FROM ir_sequence"
    running = "SELECT sequencename, last_value::text FROM pg_sequences"
    return dict(
        site.server.sql(
            f"{kept} UNION {running} WHERE sequencename SIMILAR TO 'ir_sequence_[0-9]+%'",
            site.database,
        )
    )


def read(site):
    output = site.odoo("shell", text=READ)
    line = next(line for line in output.splitlines() if line.startswith("READ "))
    return json.loads(line.removeprefix("READ "))


def errors(site, since=0):
    log = site.log.read_text(encoding="utf-8")[since:]
    return re.findall(r"^.* (?:ERROR|CRITICAL) .*$", log, re.MULTILINE)


def log_end(site):
    return len(site.log.read_text(encoding="utf-8")) if site.log.exists() else 0


def previous_addons(folder):
    """The addons of the last tag before this commit, unpacked; None while there is no tag."""
    git = ["git", "-c", "safe.directory=*", "-C", PROJECT]
    describe = [*git, "describe", "--tags", "--abbrev=0", "HEAD^"]
    found = subprocess.run(describe, capture_output=True, text=True, check=False)
    if found.returncode:
        return None
    archive = [*git, "archive", found.stdout.strip(), "addons"]
    packed = subprocess.run(archive, capture_output=True, check=True).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=packed, check=True)
    return folder / "addons"


@pytest.fixture(scope="module")
def upgraded(workshop, tmp_path_factory):
    """A filled and edited database of the previous version (of this one while there is no tag),
    upgraded, and upgraded once more."""
    former = previous_addons(tmp_path_factory.mktemp("former"))
    kind = "base" if former else "demo"
    site = workshop.copy(workshop.template(kind), "upgraded")
    try:
        if former:
            site.addons = former
            site.configure()
            site.install_ours(demo=True)
        site.odoo("shell", text=EDIT)
        seen = SimpleNamespace(
            site=site, same_version=not former, before=rows(site), read_before=read(site),
            counters_before=counters(site), log_before=log_end(site),
        )  # fmt: skip
        site.addons = ADDONS
        site.configure()
        site.upgrade()
        seen.once, seen.counters_once = rows(site), counters(site)
        site.odoo("server", "-u", ",".join(our_addons()), "--stop-after-init")
        seen.twice, seen.counters_twice = rows(site), counters(site)
        seen.read_after = read(site)
        seen.errors = errors(site, seen.log_before)
        yield seen
    finally:
        site.drop()


def test_an_upgrade_logs_no_error(upgraded):
    assert upgraded.errors == []


def test_an_upgrade_loses_no_row_of_the_centre(upgraded):
    """Another version may add rows and columns; what was there stays."""
    before, after = content(upgraded.before), content(upgraded.once)
    assert before["rights_case"][0] > 1000
    fewer = {n: (b, after.get(n)) for n, b in before.items() if after.get(n, (0,))[0] < b[0]}
    assert fewer == {}
    if upgraded.same_version:
        assert differences(before, after) == {}


def test_settings_that_the_centre_edited_stay_as_it_left_them(upgraded):
    before, after = dict(upgraded.read_before), dict(upgraded.read_after)
    numbers = [int(seen.pop("number").removeprefix("CITYT20260304")) for seen in (before, after)]
    assert numbers[1] == numbers[0] + 1
    assert before == after
    assert set(map(tuple, after["renamed"].values())) == {(1, 1)}
    assert (after["parameter"], after["job"], after["own channel"]) == (37, 17, 1)
    assert after["ground"] == 1 and len(after["key"]) == 1 and after["required"] == []


def test_every_process_record_still_holds(upgraded):
    assert upgraded.read_after["cases"] == upgraded.before["rights_case"][0]
    assert upgraded.read_after["broken"] == []


def test_numbering_goes_on_where_it_was(upgraded):
    """A version may bring sequences of its own; those that ran go on."""
    assert upgraded.counters_once.items() >= upgraded.counters_before.items()
    assert upgraded.counters_twice == upgraded.counters_once
    assert upgraded.same_version or upgraded.counters_once


def test_a_second_upgrade_changes_nothing(upgraded):
    assert differences(content(upgraded.once), content(upgraded.twice)) == {}
    counts = [
        {name: rows for name, (rows, _hash) in tables.items() if name not in VOLATILE}
        for tables in (upgraded.once, upgraded.twice)
    ]
    assert counts[0] == counts[1]


def test_it_goes_without_a_trace_where_it_came_on_an_empty_database(workshop):
    """Installed beside Odoo's core addons, then uninstalled: no error, no table, no record."""
    site = workshop.copy(workshop.template("base"), "uninstalled")
    try:
        before, began, names = columns(site), log_end(site), our_addons()
        site.odoo("server", "-i", ",".join(names), "--stop-after-init")
        assert len(columns(site) - before) > 300
        output = site.odoo("shell", text=UNINSTALL.format(names=names))
        assert "GONE []" in output
        site.odoo("server", "--stop-after-init")  # what is left starts without us
        assert errors(site, began) == []
        assert columns(site) == before
        left = f"SELECT count(*) FROM ir_model_data WHERE module IN ({str(names)[1:-1]})"
        assert site.server.sql(left, site.database) == [["0"]]
    finally:
        site.drop()

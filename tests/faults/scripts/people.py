"""Committed people and cases for the scripts, and threads with connections of their own."""

import threading
import time

from odoo.api import Environment
from odoo.service.model import retrying


def make(env):
    """(clerk, channel id, vals of a complaint) at one city centre; committed."""
    env["res.lang"]._activate_lang("en_US")
    station = env["rights.station"].search([("code", "=", "FLT")]) or env["rights.station"].create(
        {"name": "故障测试中心", "code": "FLT", "level": "city_center"}
    )
    clerks = person(env, station, "fault_clerk_0") | person(env, station, "fault_clerk_1")
    category = env["rights.category"]
    merchant = env["rights.merchant"].search([("name", "=", "演示故障商户")]) or env[
        "rights.merchant"
    ].create({"name": "演示故障商户", "phone": "025-84000001"})
    vals = {
        "kind": "complaint",
        "channel_id": env["rights.channel"].search([], limit=1).id,
        "subject": "并发",
        "duplicate_choice": "new",
        "facts": "并发测试",
        "request": "退货",
        "respondent_id": merchant.id,
        "item_class_id": category.search([("kind", "=", "goods")], limit=1).id,
        "category_id": category.search([("kind", "=", "nature")], limit=1).id,
        "party_ids": [
            (
                0,
                0,
                {"role": "complainant", "name": "张并", "phone": "13800000000", "address": "街1"},
            )
        ],
    }
    env.cr.commit()
    return clerks, vals


def person(env, station, login, role="clerk"):
    """Somebody with a post of this role at the unit."""
    user = env["res.users"].search([("login", "=", login)])
    if user:
        return user
    user = user.create({"name": login, "login": login, "lang": "en_US"})
    group = env.ref(f"consumer_rights.consumer_rights_group_{role}")
    templates = env["rights.post.template"].search([("group_ids", "in", group.ids)])
    env["rights.post"].create(
        {
            "user_id": user.id,
            "station_id": station.id,
            "role_id": templates[0].id,
            "date_from": "2020-01-01",
        }
    )
    return user


def together(env, calls):
    """Run each ``call(env of its own)`` in a thread, all starting at once, as requests do.

    :return: per call its result or the exception it ended with
    """
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def work(index, user, call):
        threading.current_thread().dbname = env.cr.dbname
        try:
            with env.registry.cursor() as cr:
                own = Environment(cr, user.id, {})

                def request():
                    return call(own)

                barrier.wait()
                results[index] = retrying(request, own)
        except Exception as error:
            results[index] = error

    threads = [
        threading.Thread(target=work, args=(index, user, call))
        for index, (user, call) in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def for_a_while(env, user, call, workers, seconds):
    """Let ``workers`` threads repeat ``call(env of its own)``, each time as a request of its own.

    :return: (seconds that each call took, errors, results)
    """
    took, errors, results = [], [], []
    end = time.monotonic() + seconds

    def request():
        with env.registry.cursor() as cr:
            own = Environment(cr, user.id, {})
            return retrying(lambda: call(own), own)

    def work():
        threading.current_thread().dbname = env.cr.dbname
        while time.monotonic() < end:
            start = time.monotonic()
            try:
                results.append(request())
            except Exception as error:
                errors.append(error)
            took.append(time.monotonic() - start)

    threads = [threading.Thread(target=work) for _worker in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return took, errors, results

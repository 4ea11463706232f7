# ruff: noqa: F821 - `env` comes from the Odoo shell
"""Two people, or a person and a cron, at one clock in the same second (LIM-07 to LIM-09, LIM-15).

Whoever comes second is told or comes after; no clock is doubled, and the ledgers agree.
"""

import base64
from datetime import timedelta

import people
from odoo import fields
from odoo.exceptions import UserError
from odoo.tools import SQL, file_open

NOTICE = file_open("consumer_rights/tests/data/notice_2027.csv", "rb").read()
ROUNDS = 6

clerks, vals = people.make(env)
station = env["rights.station"].search([("code", "=", "FLT")])
head = people.person(env, station, "fault_head", "head")
admin = people.person(env, station, "fault_admin", "business_admin")
root = env.user  # as whom the crons run
transition = "consumer_rights.transition_complaint_"
register = env.ref(f"{transition}draft_register")
accept = env.ref(f"{transition}registered_accept")
withdraw = env.ref(f"{transition}accepted_withdraw")
outcome = env["rights.outcome"].search([("code", "=", "withdrawn")])
ACCEPT = {
    "presumed_nature": "contract",
    "handling_mode": "agency",
    "planned_route": "own",
    "promised_date": "2030-01-10",
    "told_now": True,
}
WITHDRAW = {
    "outcome_id": outcome.id,
    "result_text": "撤回",
    "amount_recovered": 0,
    "move_basis": "本人撤回",
}


def registered():
    case = env["rights.case"].with_user(clerks[0]).create(vals)
    case.action_move(register.id, case.stage_id.id)
    env.cr.commit()
    return case


def accepted():
    case = registered()
    case.action_move(accept.id, case.stage_id.id, ACCEPT)
    env.cr.commit()
    return case


def clock_of(case, code):
    clock = case.sudo().deadline_ids.filtered(lambda clock: clock.code == code)
    assert len(clock) == 1, (code, clock)
    return clock


def move(case, step, values):
    case_id, seen = case.id, case.stage_id.id

    def call(own):
        return own["rights.case"].browse(case_id).action_move(step.id, seen, values)

    return call


def meet(*calls):
    """The results of all calls, run at once; what is read afterwards is what they left."""
    results = people.together(env, list(calls))
    env.cr.commit()
    env.invalidate_all()
    return results


def told(results):
    """(those that won, sentences told to those that lost); anything else is a fault."""
    lost = [str(result) for result in results if isinstance(result, UserError)]
    faults = [r for r in results if isinstance(r, Exception) and not isinstance(r, UserError)]
    assert not faults, faults
    return len(results) - len(lost), lost


def assert_sound(case):
    """No limit runs twice, the record holds, the nearest clock is the nearest."""
    case = case.sudo()
    running = case.deadline_ids.filtered(lambda clock: not clock.stopped_at)
    codes = running.mapped("code")
    assert len(codes) == len(set(codes)), codes
    assert not case._verify_events()
    due = [clock.due_at for clock in running if clock.due_at]
    assert case.deadline_next_at == (min(due) if due else False), (case.deadline_next_at, due)


# two clerks accept one case: one set of clocks
for _round in range(ROUNDS):
    case = registered()
    won, lost = told(meet(*[(clerk, move(case, accept, ACCEPT)) for clerk in clerks]))
    assert (won, len(lost)) == (1, 1) and "has moved on" in lost[0], lost
    codes = case.sudo().deadline_ids.mapped("code")
    assert sorted(codes) == sorted(set(codes)) and "TL-12" in codes, codes
    assert_sound(case)


# a head approves an extension while the case is withdrawn
for _round in range(ROUNDS):
    case = accepted()
    clock = clock_of(case, "TL-12")
    due = clock.due_at
    request = env["rights.deadline.extension"].with_user(clerks[0])
    request = request.create({"deadline_id": clock.id, "reason": "案情复杂"})
    env.cr.commit()

    def approve(own, request_id=request.id):
        return own["rights.deadline.extension"].browse(request_id).action_approve()

    results = meet((head, approve), (clerks[1], move(case, withdraw, WITHDRAW)))
    assert results == [True, True], results
    assert request.sudo().state == "approved"
    assert (clock.outcome, clock.extended) == ("exempt", 7), (clock.outcome, clock.extended)
    assert clock.due_at > due and clock.due_at == request.sudo().new_due_at
    assert not clock.breach_ids
    assert_sound(case)


# a pause is booked twice
for _round in range(ROUNDS):
    case = accepted()

    def pause(own, case_id=case.id):
        return own["rights.deadline.pause"].create(
            {
                "case_id": case_id,
                "reason_id": own.ref("consumer_rights.pause_reason_testing").id,
                "document": "检委1",
            }
        )

    won, lost = told(meet(*[(clerk, pause) for clerk in clerks]))
    assert (won, len(lost)) == (1, 1) and "paused already" in lost[0], lost
    assert len(case.sudo().pause_ids) == 1
    assert clock_of(case, "TL-12").state == "paused"
    assert_sound(case)


# an extension is asked twice
case = accepted()
clock = clock_of(case, "TL-12")


def ask(own, clock_id=clock.id):
    return own["rights.deadline.extension"].create({"deadline_id": clock_id, "reason": "案情复杂"})


won, lost = told(meet(*[(clerk, ask) for clerk in clerks]))
assert (won, len(lost)) == (1, 1) and "asked already" in lost[0], lost


# the sweep runs twice, and a clerk withdraws a case that it records
for _round in range(ROUNDS):
    case, other = accepted(), accepted()
    late = clock_of(case, "TL-12") | clock_of(other, "TL-12")
    past = fields.Datetime.now() - timedelta(hours=1)
    env.execute_query(
        SQL(
            "UPDATE rights_deadline SET due_at = %s, sweep_at = %s WHERE id = ANY(%s) RETURNING 1",
            past,
            past,
            late.ids,
        )
    )
    env.cr.commit()

    def sweep(own):
        return own["rights.deadline.breach"]._cron_sweep()

    told(meet((root, sweep), (root, sweep), (clerks[0], move(case, withdraw, WITHDRAW))))
    told(meet((root, sweep)))  # what was held a moment ago
    assert [len(clock.breach_ids) for clock in late] == [1, 1], late.mapped("breach_ids")


# a notice is published twice, while the sweep runs and a clerk registers and withdraws
case, other = accepted(), accepted()
near, far = clock_of(case, "TL-12"), clock_of(other, "TL-16")
# both lean on the provisional year: one is missed by now, one is not
env.execute_query(
    SQL(
        "UPDATE rights_deadline SET start_at = '2027-01-05', is_provisional = TRUE, "
        "due_at = CASE WHEN id = %s THEN %s ELSE timestamp '2027-02-22 16:00' END, "
        "sweep_at = now() AT TIME ZONE 'UTC' "
        "WHERE id = ANY(%s) RETURNING 1",
        near.id,
        fields.Datetime.now() - timedelta(minutes=1),
        (near | far).ids,
    )
)
env.invalidate_all()
(case | other).sudo()._deadline_refresh()
notice = env["rights.calendar.notice"].create(
    {"year": 2027, "document": "演示", "file": base64.b64encode(NOTICE)}
)
env.cr.commit()


def publish(own):
    return own["rights.calendar.notice"].browse(notice.id).action_publish()


def register_one(own):
    late = own["rights.case"].create(vals)
    return late.action_move(register.id, late.stage_id.id)


won, lost = told(
    meet(
        (admin, publish),
        (admin, publish),
        (root, sweep),
        (clerks[0], register_one),
        (clerks[1], move(other, withdraw, WITHDRAW)),
    )
)
assert len(lost) == 1 and "published already" in lost[0], lost
told(meet((root, sweep)))
assert notice.state == "published"
assert len(far.rebase_ids) <= 1 and len(near.rebase_ids) <= 1
for clock in near | far:
    # a clock is on record as missed with the date it has, or was moved in time: never both
    assert all(breach.due_at == clock.due_at for breach in clock.breach_ids), clock
    if clock.rebase_ids:
        assert clock.rebase_ids.new_due_at == clock.due_at
loose = env["rights.deadline"].search(
    [
        ("is_provisional", "=", True),
        ("stopped_at", "=", False),
        ("due_at", "<", "2027-12-31"),
        ("breach_ids", "=", False),  # what was missed keeps its date
    ]
)
assert not loose, loose
assert_sound(case)
assert_sound(other)
print("DONE")

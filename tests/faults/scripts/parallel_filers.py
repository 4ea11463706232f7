# ruff: noqa: F821 - `env` comes from the Odoo shell
import people

clerks, vals = people.make(env)
register = env.ref("consumer_rights.transition_complaint_draft_register")


def file_one(own):
    case = own["rights.case"].create(vals)
    case.action_move(register.id, case.stage_id.id)
    return case.name


def file_and_fail(own):
    file_one(own)
    raise ZeroDivisionError


numbers, failed = [], 0
for _round in range(3):
    calls = [(clerks[n % 2], file_one) for n in range(19)] + [(clerks[0], file_and_fail)]
    for result in people.together(env, calls):
        if isinstance(result, ZeroDivisionError):
            failed += 1
        else:
            assert isinstance(result, str), result
            numbers.append(result)
assert failed == 3
assert len(set(numbers)) == len(numbers) == 57
env.cr.commit()
counter = env["rights.case.number"].search([("prefix", "=", numbers[0][:-4])])
stored = env["rights.case"].search([("name", "=like", f"{counter.prefix}%")]).mapped("name")
assert set(numbers) <= set(stored)
used = {int(name[-4:]) for name in stored}
void = {int(number) for number in counter.void_numbers.split(", ")}
assert len(void) >= 3 and used | void == set(range(1, counter.last + 1)), (counter.last, void)
print("DONE")

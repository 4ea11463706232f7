# ruff: noqa: F821 - `env` comes from the Odoo shell
import people
from table import row

SECONDS = 60
clerks, vals = people.make(env)
register = env.ref("consumer_rights.transition_complaint_draft_register")


def file_one(own):
    case = own["rights.case"].create(vals)
    case.action_move(register.id, case.stage_id.id)
    return case.name


figures = {}
for filers in (1, 50):
    took, errors, numbers = people.for_a_while(env, clerks[0], file_one, filers, SECONDS)
    assert not errors, errors[:3]
    assert len(set(numbers)) == len(numbers)
    figures[filers] = (len(numbers), sorted(took))
env.cr.commit()
env.cr.execute("SELECT count(*), count(DISTINCT name) FROM rights_case WHERE name IS NOT NULL")
total, distinct = env.cr.fetchone()
assert total == distinct == sum(count for count, _took in figures.values())
row("filers for a minute", "1", "50", "ratio")
row("---", "---:", "---:", "---:")
one, many = figures[1], figures[50]
row("registrations", one[0], many[0], f"{many[0] / one[0]:.2f}")
for what, part in (("median", 0.5), ("95th percentile", 0.95)):
    a, b = (took[int(len(took) * part)] * 1000 for _count, took in (one, many))
    row(f"ms a registration, {what}", f"{a:.0f}", f"{b:.0f}", f"{b / a:.1f}")
row("errors, doubled numbers", 0, 0, "")

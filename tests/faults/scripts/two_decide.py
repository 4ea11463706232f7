# ruff: noqa: F821 - `env` comes from the Odoo shell
import people
from odoo.exceptions import UserError

clerks, vals = people.make(env)
register = env.ref("consumer_rights.transition_complaint_draft_register")
accept = env.ref("consumer_rights.transition_complaint_registered_accept")
reject = env.ref("consumer_rights.transition_complaint_registered_reject")
reason = env["rights.reject.reason"].search(
    [("is_in_force", "=", True), ("number", "=", 4)], limit=1
)
winners = set()

for number in range(10):
    case = env["rights.case"].with_user(clerks[0]).create(vals)
    case.action_move(register.id, case.stage_id.id)
    env.cr.commit()
    seen = case.stage_id.id

    def decide(transition, values, case_id=case.id, seen=seen):
        def call(own):
            return own["rights.case"].browse(case_id).action_move(transition.id, seen, values)

        return call

    calls = [
        (clerks[0], decide(accept, {})),
        (clerks[1], decide(reject, {"reject_reason_id": reason.id, "result_text": "超过三年"})),
    ]
    results = people.together(env, calls[:: 1 if number % 2 else -1])
    env.cr.commit()
    env.invalidate_all()
    told = [result for result in results if isinstance(result, UserError)]
    assert results.count(True) == 1 and len(told) == 1, results
    assert "has moved on" in str(told[0]), told
    case = case.sudo()
    winners.add(case.decision)
    expected = {"accept": ("accepted", "DOC-04"), "reject": ("rejected", "DOC-05")}[case.decision]
    papers = case.document_ids.template_id.filtered(lambda one: one.dossier_part == "decision")
    assert (case.stage_code, *papers.mapped("code")) == expected, papers
    assert bool(case.reject_reason_id) == (case.decision == "reject")
    assert bool(case.accepted_at) == (case.decision == "accept")
    assert not case._verify_events()
print("won:", *sorted(winners))
print("DONE")

# ruff: noqa: F821 - `env` comes from the Odoo shell
import people
from odoo.exceptions import UserError

clerks, vals = people.make(env)
register = env.ref("consumer_rights.transition_complaint_draft_register")
withdraw = env.ref("consumer_rights.transition_complaint_registered_withdraw")
reject = env.ref("consumer_rights.transition_complaint_registered_reject")
reason = env["rights.reject.reason"].search(
    [("is_in_force", "=", True), ("number", "=", 3)], limit=1
)
outcome = env["rights.outcome"].search([("code", "=", "withdrawn")])

for _round in range(10):
    case = env["rights.case"].with_user(clerks[0]).create(vals)
    case.action_move(register.id, case.stage_id.id)
    env.cr.commit()
    seen = case.stage_id.id

    def move(transition, values, case_id=case.id, seen=seen):
        def call(own):
            return own["rights.case"].browse(case_id).action_move(transition.id, seen, values)

        return call

    results = people.together(
        env,
        [
            (
                clerks[0],
                move(
                    withdraw,
                    {
                        "outcome_id": outcome.id,
                        "result_text": "撤回",
                        "amount_recovered": 0,
                        "move_basis": "本人撤回",
                    },
                ),
            ),
            (clerks[1], move(reject, {"reject_reason_id": reason.id, "result_text": "不受理"})),
        ],
    )
    env.cr.commit()
    env.invalidate_all()
    won = [result for result in results if result is True]
    told = [result for result in results if isinstance(result, UserError)]
    assert len(won) == 1 and len(told) == 1, results
    assert "has moved on" in str(told[0]), told
    case = case.sudo()
    assert case.stage_code == ("concluded" if results[0] is True else "rejected")
    moves = case.event_ids.filtered(lambda event: event.stage_from_id.code == "registered")
    assert len(moves) == 1, moves
    assert not case._verify_events()
print("DONE")

# ruff: noqa: F821 - `env` comes from the Odoo shell
"""A renderer that is killed and a disk that is full: the step stands, the paper is made again."""

import os
import signal

import people
from odoo.addons.consumer_rights.tools import pdf_renderer
from processes import ended, fill_the_disk, fork

clerks, vals = people.make(env)
register = env.ref("consumer_rights.transition_complaint_draft_register")


def registered():
    case = env["rights.case"].with_user(clerks[0]).create(vals)
    case.action_move(register.id, case.stage_id.id)
    env.cr.commit()
    return case, case.sudo().document_ids


def in_another_process(before):
    """Run the cron in a process of its own, after ``before``; returns how it ended."""

    def work(own):
        before()
        own["rights.document"]._cron_render()

    return ended(fork(env, work))


def state_of(papers):
    env.cr.rollback()
    env.invalidate_all()
    return sorted(set(papers.mapped("state")))


def die_while_rendering():
    lay_out = pdf_renderer._lay_out

    def killed(*args):
        lay_out(*args)  # the work is done, the file is not stored yet
        os.kill(os.getpid(), signal.SIGKILL)

    pdf_renderer._lay_out = killed


def find_no_room():
    fill_the_disk(8_000)


# papers that other scripts left wait for another day
left = env["rights.document"].search([("state", "=", "to_render")])
left.write({"next_try_at": "2099-01-01"})
case, papers = registered()
status = in_another_process(die_while_rendering)
assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL, status
assert state_of(papers) == ["to_render"]
assert case.stage_code == "registered", "the step is not lost"
tried = papers.filtered("attempts")
assert len(tried) == 1 and tried.next_try_at, "the attempt was noted before it began"
assert not papers.file_ids

# the next run makes the others first, and this one when its time has come
env["rights.document"]._cron_render()
env.cr.commit()
assert tried.state == "to_render" and (papers - tried).state == "ready"
tried.next_try_at = False
env.cr.commit()
env["rights.document"]._cron_render()
env.cr.commit()
assert state_of(papers) == ["ready"]
assert not papers.file_ids._get_file_faults()
assert not case._verify_events()

case, papers = registered()
assert in_another_process(find_no_room) == 0
assert state_of(papers) == ["to_render"]
assert all("OSError" in (paper.render_error or "") for paper in papers), papers.mapped(
    "render_error"
)
papers.write({"next_try_at": False})
env.cr.commit()
env["rights.document"]._cron_render()
env.cr.commit()
assert state_of(papers) == ["ready"]
assert not papers.file_ids._get_file_faults()
print("DONE")

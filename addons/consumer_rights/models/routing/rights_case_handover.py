from types import SimpleNamespace

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

BLOCKED = ("accept", "reject", "no_longer", "dispatch", "take", "transfer", "answer")
GROUP = "consumer_rights.consumer_rights_group_"


class RightsCaseHandover(models.Model):
    """A transfer between departments of one unit, recorded by both sides (TRI-07, TRI-08).

    Until the other side confirms, the sender remains responsible. Written by the methods below
    only. Between units a case is dispatched and returned, never handed over sideways (TRI-12).
    """

    _name = "rights.case.handover"
    _inherit = ["rights.case.part"]
    _description = "Handover between departments"
    _order = "case_id, id"

    case_id = fields.Many2one("rights.case", required=True, index=True, ondelete="restrict")
    division_from_id = fields.Many2one(
        "rights.division", "From", required=True, ondelete="restrict"
    )
    division_to_id = fields.Many2one("rights.division", "To", required=True, ondelete="restrict")
    reason = fields.Char(required=True)
    papers = fields.Text(required=True, help="One line for each paper.")
    sent_by_id = fields.Many2one("res.users", required=True, ondelete="restrict")
    sent_at = fields.Datetime(required=True)
    ended_by_id = fields.Many2one("res.users", "Answered by", ondelete="restrict")
    ended_at = fields.Datetime("Answered")
    state = fields.Selection(
        [("sent", "Unconfirmed"), ("confirmed", "Confirmed"), ("refused", "Refused")],
        required=True,
        default="sent",
    )
    refusal = fields.Char("Why refused")

    _one_open = models.UniqueIndex(
        "(case_id) WHERE state = 'sent'", "A handover of this case is not confirmed yet."
    )
    _two_sides = models.Constraint(
        "CHECK (division_from_id <> division_to_id AND sent_by_id <> ended_by_id)",
        "The two sides of a handover are two departments and two persons.",
    )

    # -- the receiving side ----------------------------------------------------------------------

    def action_confirm(self):
        """The receiving department takes over; the record of both sides is made (DOC-08)."""
        for handover in self:
            handover._check_receiver()
            handover._end("confirmed")
            case = handover.sudo().case_id
            to = handover.sudo().division_to_id
            case._gate_write({"department_id": False if to.part == "dispatch" else to.id})
            case._deadline_event("handover_confirmed")
            handover._make_record()
        return True

    def action_refuse(self, reason):
        """The receiving department does not take the case: it stays with the sender."""
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the case is not taken over."))
        for handover in self:
            handover._check_receiver()
            handover._end("refused", reason.strip())
        return True

    def _check_receiver(self):
        self.ensure_one()
        case = self.sudo().case_id
        case._lock()
        self.invalidate_recordset(["state"])
        handover_sudo = self.sudo()
        if handover_sudo.state != "sent":
            raise UserError(
                self.env._(
                    "%(user)s answered this handover already.",
                    user=handover_sudo.ended_by_id.name,
                )
            )
        user = self.env.user
        if (
            handover_sudo.sent_by_id == user
            or case.station_id not in user.rights_station_ids
            or not handover_sudo.division_to_id._takes_over(user)
        ):
            raise AccessError(
                self.env._(
                    "The handover is confirmed by another person, of %(department)s.",
                    department=handover_sudo.division_to_id.name,
                )
            )

    def _end(self, state, refusal=None):
        handover_sudo = self.sudo()  # whoever receives was checked
        handover_sudo.write(
            {
                "state": state,
                "ended_by_id": self.env.uid,
                "ended_at": fields.Datetime.now(),
                "refusal": refusal,
            }
        )
        said = dict(self._fields["state"]._description_selection(self.env))[state]
        handover_sudo.case_id.sudo(False)._append_events(
            [
                {
                    "type": "handover",
                    "basis": self.env._(
                        "%(sender)s → %(receiver)s: %(state)s",
                        sender=handover_sudo.division_from_id.name,
                        receiver=handover_sudo.division_to_id.name,
                        state=f"{said} {refusal or ''}".strip(),
                    ),
                }
            ]
        )

    def _make_record(self):
        """The written record with persons and times of both sides (DOC-08)."""
        row = self.sudo().with_context(lang=self.case_id._paper_language())
        sides = SimpleNamespace(
            station_from_id=row.division_from_id,
            station_to_id=row.division_to_id,
            sent_by_id=row.sent_by_id,
            sent_at=row.sent_at,
            received_by_id=row.ended_by_id,
            received_at=row.ended_at,
            requirement=row.reason,
            due_date=False,
        )
        self.case_id._make_handover_record(sides, row.papers)


class RightsCaseEvent(models.Model):
    _inherit = "rights.case.event"

    # append-only lines stay as they are, also when their kind is taken away
    type = fields.Selection(
        selection_add=[("handover", "Handover")], ondelete={"handover": lambda events: None}
    )


class RightsCase(models.Model):
    _inherit = "rights.case"

    handover_ids = fields.One2many("rights.case.handover", "case_id", "Handovers", copy=False)
    department_id = fields.Many2one(
        "rights.division",
        "With department",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="Empty while the case is with the complaint centre of its unit.",
    )
    is_consumer_matter = fields.Boolean(
        "Consumer matter",
        default=True,
        help="Other matters of the hotline go to the general office (TRI-07).",
    )
    is_handover_mine = fields.Boolean(compute="_compute_is_handover_mine")

    @api.depends("handover_ids.state")
    @api.depends_context("uid")
    def _compute_is_handover_mine(self):
        user = self.env.user
        for case in self:
            waiting = case.sudo()._open_handover()
            case.is_handover_mine = (
                bool(waiting)
                and waiting.sent_by_id != user
                and waiting.division_to_id._takes_over(user)
                and case.sudo().station_id in user.rights_station_ids
            )

    @api.model
    def _paper_language(self):
        """Papers are Chinese, whoever makes them."""
        return self.env["res.lang"].sudo()._get_data(code="zh_CN").code or self.env.lang

    def _make_handover_record(self, sides, papers):
        """DOC-08: who gave what to whom, and when.

        :param sides: object with the attributes of a dispatch
        """
        self.ensure_one()
        template = self.env["rights.document.template"].sudo().search([("code", "=", "DOC-08")])
        if not template:
            raise UserError(self.env._("The template of the handover record (DOC-08) is missing."))
        self.env["rights.document"]._make(
            [(self.sudo(False), template, self.sudo().station_id.sudo(False))],
            basis=papers,
            dispatch=sides,
        )

    def _open_handover(self):
        return self.sudo().handover_ids.filtered(lambda row: row.state == "sent")

    # -- the sending side ------------------------------------------------------------------------

    def _hand_over(self, division, reason, papers=None):
        """Hand the case to another department of the unit; it confirms, or refuses.

        :param division: ``rights.division`` record
        """
        self.ensure_one()
        self.check_access("write")
        if self.stage_code in ("draft", "archived", "void"):
            raise UserError(self.env._("This case cannot be handed over at its stage."))
        sender = self._present_department()
        if division == sender:
            raise UserError(
                self.env._("The case is with %(department)s.", department=division.name)
            )
        if division.station_id and division.station_id != self.station_id:
            raise UserError(
                self.env._(
                    "%(department)s belongs to another unit. Between units a case is sent down or"
                    " returned, it is not handed over sideways (TRI-12).",
                    department=division.name,
                )
            )
        self._send_handover(sender, division, reason, papers)
        return True

    def _present_department(self):
        return self.sudo().department_id or self.env["rights.division"]._of_part("dispatch")

    def _send_handover(self, sender, receiver, reason, papers=None):
        case_sudo = self.sudo()  # who may hand over was checked by the caller
        case_sudo._lock()
        case_sudo.handover_ids.flush_recordset()  # an answer of before goes first (_one_open)
        case_sudo.env["rights.case.handover"].create(
            {
                "case_id": self.id,
                "division_from_id": sender.id,
                "division_to_id": receiver.id,
                "reason": reason,
                "papers": papers or self._usual_papers(),
                "sent_by_id": self.env.uid,
                "sent_at": fields.Datetime.now(),
            }
        )
        self._append_events(
            [
                {
                    "type": "handover",
                    "basis": self.env._(
                        "%(sender)s → %(receiver)s: sent, %(reason)s",
                        sender=sender.name,
                        receiver=receiver.name,
                        reason=reason,
                    ),
                }
            ]
        )

    def _usual_papers(self):
        names = [self.env._("Registration form and process record")]
        names += self.sudo().evidence_ids.mapped("name")
        names += (
            self.sudo()
            .document_ids.filtered(lambda paper: paper.state != "void")
            .mapped("display_name")
        )
        return "\n".join(names)

    # -- office and complaint centre (TRI-07) ----------------------------------------------------

    def _deadline_moved(self, step):
        result = super()._deadline_moved(step)
        if step.effect in ("register", "register_incomplete"):
            for case in self.filtered(lambda case: not case.handover_ids):
                case._hand_over_misdirected()
        return result

    def _hand_over_misdirected(self):
        """The office hands over consumer matters, the centre the others (TL-25, TL-26)."""
        by_office = self._is_registered_by_office()
        if not by_office and (self.is_consumer_matter or not self.channel_id.hotline):
            return
        divisions = self.env["rights.division"]
        office, centre = divisions._of_part("office"), divisions._of_part("dispatch")
        if not (office and centre):
            return
        if by_office:
            self._gate_write({"department_id": office.id})
        if by_office and self.kind in ("complaint", "report") and self.is_consumer_matter:
            self._deadline_event("office_registered")
            self._send_handover(office, centre, self.env._("Consumer matter"))
        elif not by_office:
            self._deadline_event("centre_registered")
            self._send_handover(centre, office, self.env._("No consumer matter"))

    def _is_registered_by_office(self):
        user = self.env.user
        return user.has_group(f"{GROUP}office") and not (
            user.has_group(f"{GROUP}operator") or user.has_group(f"{GROUP}dispatcher")
        )

    def _get_missing(self, transition):
        missing = super()._get_missing(transition)
        waiting = self._open_handover()
        if waiting and transition.sudo().effect in BLOCKED:
            # no name of a field, so that no dialog offers to fill it in
            missing["handover"] = self.env._(
                "%(receiver)s has not confirmed the handover yet; %(sender)s remains responsible.",
                receiver=waiting.division_to_id.name,
                sender=waiting.division_from_id.name,
            )
        return missing

    def action_confirm_handover(self):
        return self._open_handover().sudo(False).action_confirm()

    # -- set by handovers only -------------------------------------------------------------------

    def _check_create_vals(self, vals):
        self._check_department(vals)
        return super()._check_create_vals(vals)

    def _check_write_vals(self, vals):
        self._check_department(vals)
        return super()._check_write_vals(vals)

    @api.model
    def _check_department(self, vals):
        if "department_id" in vals:
            raise AccessError(self.env._("A case changes its department by a handover only."))

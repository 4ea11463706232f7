from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.china_time import china_date
from ...tools.filing_text import clean_line, clean_text
from .rights_covert_line import RESULTS
from .rights_covert_visit import RELEASE_LIMIT

LONGEST_NOTE = 500


class RightsCovertVisit(models.Model):
    """The visits on the pages of a social supervisor.

    Accounts of the portal have no rights on the models: a page asks ``_own`` which visits the
    account has, and calls the acts below on one of them in superuser mode.
    """

    _inherit = "rights.covert.visit"

    @api.model
    def _own(self, visit_id=None):
        """Visits of the current account, as long as its term lasts; with an id, that one or none.

        In superuser mode.
        """
        domain = [
            ("supervisor_id.user_id", "=", self.env.uid),
            ("supervisor_id.is_in_force", "=", True),
            ("state", "!=", "cancelled"),
        ]
        if visit_id is not None:
            domain.append(("id", "=", visit_id))
        return self.sudo().search(domain)  # the domain is what the account may see

    def _hand_in(self, given, photos=()):
        """Hand the record in, once. Called in superuser mode on a visit of the own.

        :param given: {"remark": text, "visited_on": date, item: result, "<item>_note": text}
        :param photos: pictures that were checked, in base64, with the place: [(image, place)]
        :raise UserError: an item is empty, or the record was handed in before
        """
        self.ensure_one()
        # of two that arrive at once one waits, and then finds it handed in
        self.env.execute_query(
            SQL("SELECT 1 FROM rights_covert_visit WHERE id = %s FOR UPDATE", self.id)
        )
        if self.state != "assigned":
            raise UserError(self.env._("This record was handed in already. Nothing is missing."))
        for line in self.line_ids:
            line.write(self._read_line(line, given))
        day = given.get("visited_on")
        if not day or day > china_date():
            raise UserError(self.env._("Enter the day of the visit."))
        now = fields.Datetime.now()
        self.env["rights.inspection.photo"].create(
            [{"visit_id": self.id, "image": image, "place": place} for image, place in photos]
        )
        self.write(
            {
                "remark": clean_text(given.get("remark"))[:2000] or False,
                "visited_on": day,
                "state": "submitted",
                "submitted_at": now,
                "release_due_on": self.env["rights.deadline.policy"]._due_day(RELEASE_LIMIT, now),
            }
        )

    def _read_line(self, line, given):
        labels = dict(line._fields["item"]._description_selection(self.env))
        result = given.get(line.item)
        note = clean_line(given.get(f"{line.item}_note"))[:LONGEST_NOTE]
        if result not in dict(RESULTS):
            raise UserError(
                self.env._("Fill in every item. Empty: %(item)s.", item=labels[line.item])
            )
        if result == "fault" and not note:
            raise UserError(self.env._("Say what was found: %(item)s.", item=labels[line.item]))
        return {"result": result, "note": note or False}

    def _declare_conflict(self, reason):
        """The supervisor has an interest in the merchant: the visit is called off (INS-10).

        Called in superuser mode on a visit of the own.
        """
        self.ensure_one()
        reason = clean_line(reason)[:LONGEST_NOTE]
        if self.state != "assigned":
            raise UserError(self.env._("This record was handed in already. Nothing is missing."))
        if not reason:
            raise UserError(self.env._("Say what the interest is."))
        known = self.supervisor_id.conflict_ids.merchant_id
        if self.merchant_id not in known:
            self.env["rights.supervisor.conflict"].create(
                {
                    "supervisor_id": self.supervisor_id.id,
                    "merchant_id": self.merchant_id.id,
                    "reason": reason,
                }
            )
        self.write({"state": "cancelled"})


class RightsMerchant(models.Model):
    _inherit = "rights.merchant"

    def _released_findings(self):
        """[(day of the release, [(item, result, note)])] for the people of the merchant.

        Nothing tells who came, or when: visits stay anonymous (INS-06).
        """
        visits_sudo = self.env["rights.covert.visit"].sudo()  # of this merchant, and released
        visits = visits_sudo.search(
            [("merchant_id", "in", self.ids), ("state", "=", "released")],
            order="released_at desc",
            limit=20,
        )
        lines = self.env["rights.covert.line"]
        items = dict(lines._fields["item"]._description_selection(self.env))
        results = dict(lines._fields["result"]._description_selection(self.env))
        return [
            (
                china_date(visit.released_at),
                [
                    (items[line.item], results[line.result], line.note or "")
                    for line in visit.line_ids
                ],
            )
            for visit in visits
        ]

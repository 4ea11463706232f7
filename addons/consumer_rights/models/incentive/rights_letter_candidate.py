from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ...tools.china_time import china_date


class RightsLetterCandidate(models.Model):
    """A merchant that a suggestion letter should be written about (INC-04).

    who                                   may
    dispatcher, head of the city centre   start the letter, or ignore it with a reason
    the system                            list them when a month is over

    Listed are merchants among the ten with most complaints in three months one after another, and
    those that put nothing right after an interview (INC-03).
    """

    _name = "rights.letter.candidate"
    _description = "Candidate for a suggestion letter"
    _order = "month desc, complaint_count desc, id"
    _rec_name = "merchant_id"

    merchant_id = fields.Many2one(
        "rights.merchant", required=True, readonly=True, index=True, ondelete="restrict"
    )
    station_id = fields.Many2one(
        "rights.station",
        "City centre",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    interview_id = fields.Many2one(
        "rights.interview",
        "Interview of the merchant",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    complaint_count = fields.Integer("Complaints of the month", readonly=True)
    letter_ids = fields.One2many("rights.suggestion.letter", "candidate_id", "Letters")
    reason = fields.Char("Why no letter is written")
    state = fields.Selection(
        [("open", "To decide"), ("letter", "Letter started"), ("ignored", "No letter")],
        required=True,
        default="open",
        readonly=True,
        index=True,
    )

    _once = models.UniqueIndex("(merchant_id, month)", "The merchant is listed for this month.")

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - {"reason"}:
                raise AccessError(self.env._("Start a letter, or say why there is none."))
            self._check_open()
        return super().write(vals)

    def _check_open(self):
        if self.filtered(lambda row: row.state != "open"):
            raise UserError(self.env._("This candidate is decided already."))

    def action_start_letter(self):
        self.ensure_one()
        self.check_access("write")
        self._check_open()
        letter = self.env["rights.suggestion.letter"].create(
            {
                "merchant_id": self.merchant_id.id,
                "subject": self.env._("Complaints about %(who)s", who=self.merchant_id.name),
            }
        )
        # closed to clients; checked above
        letter.sudo().candidate_id = self
        self.sudo().write({"state": "letter"})
        return {
            "type": "ir.actions.act_window",
            "res_model": letter._name,
            "res_id": letter.id,
            "view_mode": "form",
        }

    def action_ignore(self):
        self.check_access("write")
        self._check_open()
        if self.filtered(lambda row: not (row.reason or "").strip()):
            raise UserError(self.env._("Say why no letter is written."))
        self.sudo().write({"state": "ignored"})  # closed to clients; checked above
        return True

    # -- listing ----------------------------------------------------------------------------------

    @api.model
    def _add_interview(self, interview):
        """One candidate a merchant and month, whatever it is listed for."""
        month = china_date().replace(day=1)
        rows_sudo = self.sudo()  # the city centre's list, filled from the districts
        known = rows_sudo.search(
            [("merchant_id", "=", interview.merchant_id.id), ("month", "=", month)]
        )
        if known:
            known.interview_id = interview
            return
        rows_sudo.create(
            {
                "merchant_id": interview.merchant_id.id,
                "station_id": interview.merchant_id._centre_above("city_center").id,
                "month": month,
                "interview_id": interview.id,
            }
        )

    @api.model
    def _cron_list(self):
        """Who stood in the top list of the month that ended and of those before it."""
        value = self.env["rights.network.parameter"]._value
        last = china_date().replace(day=1) - relativedelta(months=1)
        months = [
            last - relativedelta(months=back) for back in range(max(value("letter_months"), 1))
        ]
        tops = [
            self.env["rights.merchant"]._most_complained(
                month, month + relativedelta(months=1), value("letter_top")
            )
            for month in months
        ]
        again = [merchant for merchant in tops[0] if all(merchant in top for top in tops)]
        known = self.search([("month", "=", last)]).merchant_id
        self.create(
            [
                {
                    "merchant_id": merchant.id,
                    "station_id": merchant._centre_above("city_center").id,
                    "month": last,
                    "complaint_count": tops[0][merchant],
                }
                for merchant in again
                if merchant not in known
            ]
        )

import base64
import hashlib
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from psycopg2 import OperationalError

from ...tools import failure

_logger = logging.getLogger(__name__)

# Whoever may settle an arrival writes these; everything else is written by the system.
SETTLING = frozenset(("attach_case_id", "reason"))
ATTEMPTS = 3
TEXT_SHOWN = 20_000


class Refusal(Exception):
    """Why an arrival is no case by itself; its key is one of ``rights.arrival.refusal``."""


class Reading:
    """That a mail is being read from the store. Only server code can make one (JSON cannot)."""

    __slots__ = ("arrival",)

    def __init__(self, arrival):
        self.arrival = arrival


class RightsArrival(models.Model):
    """What came in from outside, kept as it came before anything reads it (来件).

    who                  may
    interface account    hand in (``take_mail``), and read nothing
    reception, office    read what lies with the own unit and is no case yet; make a case of it,
                         attach it to a case, or mark it as not a matter, with the reason
    others               nothing: what became a case is opened from the case

    Nobody deletes an arrival or changes what came. What the mail gateway refuses, such as loops,
    automatic answers and mails without a route, waits here; nothing is sent back to its sender.
    """

    _name = "rights.arrival"
    _description = "Arrival"
    _order = "received_at desc, id desc"
    _rec_name = "subject"

    # what came
    way = fields.Selection(
        [("email", "E-mail"), ("wechat", "WeChat")], required=True, readonly=True
    )
    received_at = fields.Datetime(
        "Received", required=True, readonly=True, default=fields.Datetime.now
    )
    raw = fields.Binary("As it came", attachment=True, readonly=True)
    file_name = fields.Char(compute="_compute_file_name")
    digest = fields.Char(readonly=True, required=True, help="SHA-256 of what came.")
    body_digest = fields.Char(readonly=True, help="SHA-256 without the lines of the way it took.")
    message_id = fields.Char("Number of the message", readonly=True, index="btree_not_null")
    copies = fields.Integer("Came again", readonly=True, help="The same bytes were sent again.")
    # what was read
    subject = fields.Char(readonly=True)
    sender_masked = fields.Char("Sender", readonly=True)
    sender_index = fields.Char(index="btree_not_null", groups=fields.NO_ACCESS)
    text = fields.Text(compute="_compute_text", help="Read from what came, each time.")
    # where it stands
    station_id = fields.Many2one(
        "rights.station", "Unit", required=True, readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("new", "Not read yet"),
            ("triage", "To be looked at"),
            ("case", "Became a case"),
            ("copy", "Came twice"),
            ("closed", "Not a matter"),
        ],
        required=True,
        readonly=True,
        default="new",
        index=True,
    )
    refusal = fields.Selection(
        [
            ("message", "A message, not a filing"),
            ("auto_reply", "Automatic answer"),
            ("bounce", "Mail that came back"),
            ("loop", "Loop: too many from one sender"),
            ("own", "Sent by the centre itself"),
            ("same_id", "Number of another mail"),
            ("no_route", "No address of the centre"),
            ("unknown_sender", "Names a case of somebody else"),
            ("archived", "Names an archived case"),
            ("gateway", "Refused by the gateway"),
            ("unreadable", "Could not be read"),
        ],
        "Why it waits",
        readonly=True,
    )
    attempts = fields.Integer(readonly=True)
    case_id = fields.Many2one("rights.case", readonly=True, index=True, ondelete="restrict")
    attach_case_id = fields.Many2one("rights.case", "Belongs to", ondelete="restrict")
    reason = fields.Char("Why it is no matter")
    settled_at = fields.Datetime("Settled", readonly=True)
    settled_by_id = fields.Many2one("res.users", "By", readonly=True, ondelete="restrict")

    _digest_unique = models.Constraint("UNIQUE (digest)", "This arrived before.")
    _waiting = models.Index("(station_id, received_at) WHERE case_id IS NULL")

    @api.depends("way")
    def _compute_file_name(self):
        endings = {"email": "eml", "wechat": "xml"}
        for arrival in self:
            arrival.file_name = f"{arrival.id}.{endings[arrival.way]}"

    @api.depends("raw")
    def _compute_text(self):
        for arrival in self:
            try:
                text = getattr(arrival, f"_text_of_{arrival.way}")()
            except (ValueError, LookupError, AttributeError, TypeError) as error:
                # broken mails are many; who looks at it can open what came
                text = self.env._("Cannot be shown: %(reason)s.", reason=type(error).__name__)
            arrival.text = text[:TEXT_SHOWN]

    # -- storing ----------------------------------------------------------------------------

    @api.model
    def take_mail(self, content):
        """Keep one mail, for the account of the mail server; it is read afterwards.

        :param content: the mail as it came, in base64
        :return: True once it is stored; the caller may forget it then
        """
        self.env.user._rights_check_role("interface")
        try:
            mail = base64.b64decode(content, validate=True)
        except (ValueError, TypeError) as error:
            raise UserError(self.env._("The content is no base64.")) from error
        if not mail:
            raise UserError(self.env._("The mail is empty."))
        self._store("email", mail)
        return True

    @api.model
    def _store(self, way, content, **vals):
        """Keep what came; the same bytes a second time add nothing (INT-14 of other channels).

        :return: the arrival, in superuser mode
        """
        arrivals_sudo = self.sudo()  # whoever hands in reads nothing
        digest = hashlib.sha256(content).hexdigest()
        known = arrivals_sudo.search([("digest", "=", digest)], limit=1)
        if known:
            known.copies += 1
            return known
        arrival = arrivals_sudo.create(
            {
                "way": way,
                "raw": base64.b64encode(content),
                "digest": digest,
                "station_id": self._get_taking_unit().id,
                **vals,
            }
        )
        self.env.ref("consumer_rights.rights_arrival_cron")._trigger()
        return arrival

    @api.model
    def _get_taking_unit(self):
        """The unit whose reception looks at what arrives: the city's centre, unless another one
        is named by its code in the parameter ``consumer_rights.arrival_unit``."""
        stations = self.env["rights.station"].sudo()
        code = self.env["ir.config_parameter"].sudo().get_param("consumer_rights.arrival_unit")
        unit = stations.search([("code", "=", code)], limit=1) if code else stations
        unit = unit or stations.search([("level", "=", "city_center")], limit=1)
        if not unit:
            raise UserError(self.env._("There is no unit that takes what arrives."))
        return unit

    def _content(self):
        self.ensure_one()
        return base64.b64decode(self.with_context(bin_size=False).raw or b"")

    # -- reading ----------------------------------------------------------------------------

    @api.model
    def _cron_read(self, batch_size=50):
        """Read the mails that were stored. One that kills its reader is told by its attempts, and
        waits for a person in the end."""
        domain = Domain("state", "=", "new") & Domain("way", "=", "email")
        jobs = self.env["ir.cron"]
        for arrival in jobs._in_turn(self, domain, batch_size, "attempts, id"):
            arrival.attempts += 1
            if not jobs._commit_progress():
                break
            arrival._try_read()

    def _try_read(self):
        if self.attempts > ATTEMPTS:
            self._wait("unreadable")
            return
        try:
            with self.env.cr.savepoint():
                self._note_headers()
            with self.env.cr.savepoint():
                self._read_mail()
        except Refusal as refusal:
            self._wait(refusal.args[0])
        except (OperationalError, ConcurrencyError):
            raise  # another transaction was faster: the job runs again
        except Exception as error:
            # whatever is wrong with one mail, the others go on
            _logger.error("Arrival id %s was not read\n%s", self.id, failure.trace(error))
            if self.attempts == ATTEMPTS:
                self._wait("unreadable")

    def _wait(self, refusal):
        self.write({"state": "triage", "refusal": refusal})

    def _become(self, case):
        """This arrival is in a case now: who may open it is the case's to say."""
        self.sudo().write(  # the act itself was checked where it was made
            {
                "state": "case",
                "case_id": case.id,
                "settled_at": fields.Datetime.now(),
                "settled_by_id": self.env.uid,
            }
        )

    def _open(self):
        """(file name, bytes) of what came, for who may; the look is noted (SEC-02).

        :raise UserError: it is closed to the user, or there is none
        """
        arrival_sudo = self.sudo().exists()
        if not arrival_sudo:
            raise UserError(self.env._("There is no such arrival."))
        if arrival_sudo.case_id:  # its sender is a party: as the case and the identity say
            arrival_sudo.case_id.sudo(False)._check_arrival_open()
        else:
            self.check_access("read")
        self.env["rights.audit.log"]._log(
            "look", self._name, self.id, detail=arrival_sudo.case_id.name
        )
        return arrival_sudo.file_name, arrival_sudo._content()

    # -- settling ---------------------------------------------------------------------------

    def _check_may_settle(self):
        self.check_access("write")
        for arrival in self:
            if arrival.state not in ("new", "triage"):
                raise UserError(
                    self.env._("%(arrival)s is settled already.", arrival=arrival.display_name)
                )

    def action_make_case(self):
        """A draft of what came, for the reception to complete."""
        self.ensure_one()
        self._check_may_settle()
        case = self.env["rights.case"].create(self._case_vals())
        self._become(case)
        return {
            "type": "ir.actions.act_window",
            "res_model": "rights.case",
            "res_id": case.id,
            "views": [(False, "form")],
        }

    def _case_vals(self):
        """Values of a draft made from what came."""
        return self._common_vals() | getattr(self, f"_vals_of_{self.way}")()

    def _common_vals(self):
        return {
            "channel_id": self.env.ref(f"consumer_rights.channel_{self.way}").id,
            "received_at": self.received_at,
            "station_id": self.station_id.id,
            "subject": self.subject or self.env._("Without a subject"),
        }

    def action_attach(self):
        """What came belongs to a case that is there already."""
        for arrival in self:
            arrival._check_may_settle()
            case = arrival.attach_case_id
            if not case:
                raise UserError(self.env._("Choose the case that it belongs to."))
            case.check_access("write")
            case._take_in(arrival)
            arrival._become(case)
        return True

    def action_close(self):
        """Not a matter of the centre; it stays, with the reason."""
        for arrival in self:
            arrival._check_may_settle()
            if not (arrival.reason or "").strip():
                raise UserError(self.env._("Say why it is no matter."))
            arrival.sudo().write(  # checked above; the state itself is closed to clients
                {
                    "state": "closed",
                    "settled_at": fields.Datetime.now(),
                    "settled_by_id": self.env.uid,
                }
            )
        return True

    def action_reopen(self):
        """It is a matter after all."""
        self.check_access("write")
        closed = self.filtered(lambda arrival: arrival.state == "closed")
        closed.sudo().write({"state": "triage"})  # checked above
        return True

    # -- writing ----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("What arrives is entered by the system."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su and vals.keys() - SETTLING:
            raise AccessError(self.env._("What arrived stays as it came."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("What arrived is never deleted. Mark it as not a matter."))

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.china_time import china_date
from ...tools.filing_text import clean_line, clean_text
from .rights_station_profile import LEVELS

LONGEST = 2000
WAYS = ("visit", "phone")
# how both sides were spoken to in a mediation at the station; on site there is a signed record
MODES = ("phone", "onsite")
SIDES = ("consumer", "merchant")
# what a service station may not take: it reports it to the local body (STN-14)
OFFENCES = ("counterfeit", "competition", "trademark")
SHOWN_AFTERWARDS = 20


class RightsCase(models.Model):
    """What a liaison does with complaints at the own service station (STN-05 to STN-08, STN-11).

    Called in superuser mode, as the liaison, on cases that ``_of_stations`` gave. Every step goes
    through the gate, with what the staff would have to fill in as well; the process record names
    the liaison. No liaison is the handler of a case: whoever of the authority looks after it is.
    """

    _inherit = "rights.case"

    # -- whose it is -------------------------------------------------------------------------------

    @api.model
    def _of_stations(self, profiles, case_id=None):
        """Complaints at these stations, and those that left them, in superuser mode.

        A report never, and no complaint that was only referred: its referral is shown.
        """
        domain = Domain("kind", "=", "complaint") & Domain("registered_at", "!=", False)
        domain &= Domain("handled_station_ids", "in", profiles.station_id.ids)
        if case_id is not None:
            domain &= Domain("id", "=", case_id)
        # what the station took or was sent is its own
        return self.sudo().search(domain, order="received_at desc, id desc")

    def _is_with_station(self, profiles):
        """Whether a station has it and nothing ended it."""
        return self.station_id in profiles.station_id and self.stage_code in (
            "accepted",
            "dispatched",
            "handling",
            "mediating",
        )

    def _effect_take(self, transition):
        """A liaison takes a case in hand for the station, not for itself."""
        if self.env.user.share and self.station_id.level in LEVELS:
            return {}
        return super()._effect_take(transition)

    # -- taking a complaint (STN-05, MED-06) -------------------------------------------------------

    @api.model
    def _station_take(self, profile, given, photo=None):
        """Enter, register, accept and take in hand what somebody complains about at the station.

        :param profile: the own station, in superuser mode
        :param given: what the form says
        :param photo: a picture that was checked, in base64
        :raise UserError: what is missing, in sentences
        """
        form = self.env["rights.portal.form"].sudo()
        merchant, merchant_row = self._station_merchant(profile, given)
        values, errors = form._read_form(
            {**given, "kind": "complaint", "merchants": [merchant_row]}
        )
        nature = self._station_category(given.get("nature"), ("nature",))
        if not nature:
            errors["nature"] = self.env._("Choose the nature of the problem.")
        if not values.get("item_class"):
            errors["item_class"] = self.env._("Choose the goods or the service.")
        channel = self.env["rights.channel"].sudo()._of_code(given.get("way") or "")
        if given.get("way") not in WAYS:
            errors["way"] = self.env._("Say how the consumer came to you.")
        if errors:
            raise UserError("\n".join(dict.fromkeys(errors.values())))
        [vals] = form._case_vals(values, channel, profile.station_id)
        case = (
            self.sudo()
            .with_context(lang="zh_CN")
            .create(
                {
                    **vals,
                    "respondent_id": merchant.id or self._station_new_merchant(profile, values).id,
                    "category_id": nature.id,
                    "application_form": "oral",
                    "reply_way": "phone",
                }
            )
        )
        if photo:
            case._station_evidence(photo, case.env._("Handed in at the service station"))
        for code in ("register", "accept", "take"):
            case._station_step(code, {"told_now": True})
        if given.get("told") == "1":
            case._station_reply(given.get("told_note") or "", given.get("merchant_told") == "1")
        return case

    @api.model
    def _station_merchant(self, profile, given):
        """(known merchant or empty, its row of the form): the host, a tenant, or one by name."""
        near = profile.merchant_id | profile.merchant_id.tenant_ids
        chosen = near.filtered(lambda one: str(one.id) == given.get("merchant"))
        row = {name: given.get(f"merchant_{name}") or "" for name in ("name", "phone", "address")}
        if not chosen:
            known, reason = (
                self.env["rights.merchant"].sudo()._match(name=row["name"], phone=row["phone"])
            )
            return (known if reason == "name" else known.browse()), row
        row = {"name": chosen.name, "phone": chosen.phone, "address": chosen.business_address}
        return chosen, row

    @api.model
    def _station_new_merchant(self, profile, values):
        """A merchant that the register does not know yet, under the unit above the station."""
        [row] = values["merchants"]
        return (
            self.env["rights.merchant"]
            .sudo()  # a complaint names its respondent (REG-17); whitelisted above
            .create(
                {
                    "name": row["name"],
                    "phone": row["phone"] or False,
                    "business_address": row["address"] or False,
                    "station_id": profile._local_body().id,
                }
            )
        )

    @api.model
    def _station_category(self, code, kinds):
        categories = self.env["rights.category"].sudo()
        return categories.search(
            [("kind", "in", kinds), ("code", "=", clean_line(code)[:64] or "-")], limit=1
        )

    def _station_step(self, code, values=None, basis=None):
        self._in_chinese()._public_step(code, values, basis)

    def _station_evidence(self, photo, name, provider="complainant"):
        self.env["rights.case.evidence"].create(
            {
                "case_id": self.id,
                "name": name,
                "type": "photo",
                "provider": provider,
                "file": photo,
                "file_name": "photo.jpg",
            }
        )

    # -- acts on a case ----------------------------------------------------------------------------

    def _check_with_station(self):
        self.ensure_one()
        self._lock()
        self.invalidate_recordset(["stage_id"])
        if not self._is_with_station(self.env["rights.station.profile"].sudo(False)._own()):
            raise UserError(
                self.env._("The matter has moved on; this can no longer be done. Look at it again.")
            )

    def _station_reply(self, note, merchant_told=True):
        """The consumer heard the procedure and the time; the merchant was spoken to (STN-05)."""
        self._check_with_station()
        way = "phone" if self.channel_id.code == "phone" else "visit"
        told = self._in_chinese().env._("Procedure and time were told")
        note = clean_line(note)[:200]
        rows = [{"whom": "person", "note": f"{told}: {note}" if note else told}]
        if merchant_told:
            rows.append({"whom": "merchant", "note": note})
        self.env["rights.contact.log"].create(
            [{**row, "case_id": self.id, "way": way, "reached": True} for row in rows]
        )

    def _station_settle(self, given, paper=None):
        """The parties settled, and the consumer confirms it (STN-07); the reply is told with it."""
        self._check_with_station()
        terms = clean_text(given.get("terms"))[:LONGEST]
        if not terms:
            raise UserError(self.env._("Say what was agreed."))
        amount = self._station_amount(given.get("amount"))
        self._station_confirm(terms, amount, given.get("confirmed"), paper)
        if self.stage_code == "accepted":
            self._station_step("take")
        if self.stage_code == "mediating" and not self.mediation_cooperation:
            self.mediation_cooperation = "active"  # who settles cooperates (MED-19)
        self._station_step(
            "conclude",
            {
                "outcome_id": self._outcome("self_settled").id,
                "result_text": terms,
                "amount_recovered": amount,
            },
        )
        self._station_step("reply", {"reply_text": terms, "reply_way": "phone"})

    def _station_confirm(self, terms, amount, way, paper, referral=None):
        settlements = self.env["rights.station.settlement"]
        if way not in dict(settlements._fields["confirmed_way"].selection):
            raise UserError(self.env._("Say how the consumer confirmed the settlement."))
        settlements.create(
            {
                "case_id": self.id,
                "referral_id": referral and referral.id,
                "terms": terms,
                "amount": amount,
                "confirmed_way": way,
                "paper": paper,
            }
        )

    def _station_amount(self, text):
        errors = {}
        amount = self.env["rights.portal.form"]._read_amount(text, errors)
        if errors:
            raise UserError(next(iter(errors.values())))
        return amount or 0

    # -- unresolved (STN-08, MED-23, TL-33) --------------------------------------------------------

    def _station_hand_over(self, given, photos=()):
        """To the local body: the consumer is told, case and materials go along.

        The mediation at the station ends by this, with its record: of what both sides said, or of
        the merchant's refusal. The station may ask for an investigation of evidence.
        """
        self._check_with_station()
        why = clean_text(given.get("why"))[:LONGEST]
        if not why:
            raise UserError(self.env._("Say why no settlement was reached."))
        if given.get("told") != "1":
            raise UserError(
                self.env._("Tell the consumer that the matter goes to the office above.")
            )
        if not photos and not self.evidence_ids.filtered(lambda row: not row.is_void):
            raise UserError(self.env._("The materials go along: add a photo of them."))
        case = self._in_chinese()  # what stays in the record
        for photo in photos:
            self._station_evidence(photo, case.env._("Handed over by the service station"))
        if self.stage_code == "accepted":
            self._station_step("take")
        refused = given.get("talked") == "refused"
        if self.stage_code == "handling":
            self._station_consents(given, refused)
            self._station_step("mediate")
        if self.mediation_id.state == "open":
            if not refused:
                self._station_meeting(given, why, photos)
            self.mediation_id._fail(why)
        self.env["rights.contact.log"].create(
            {
                "case_id": self.id,
                "whom": "person",
                "reached": True,
                "note": case.env._("Told that the matter goes to the office above"),
            }
        )
        asked = clean_text(given.get("investigation"))[:LONGEST]
        if asked:
            words = case.env._("Asks for an investigation of evidence: %(what)s", what=asked)
            self._station_note(words)
        self._station_step("escalate", basis=why)
        if asked:
            self._tell_staff(
                case.env._("The service station asks for an investigation of evidence.")
            )

    def _station_consents(self, given, refused):
        """Both agreed to settle at the station; a merchant who does not is on record (MED-01)."""
        mode = given.get("talked") if given.get("talked") in MODES else "phone"
        self.env["rights.mediation.consent"].create(
            [
                {
                    "case_id": self.id,
                    "side": side,
                    "mode": mode,
                    "agreed": side == "consumer" or not refused,
                    "way": "person" if mode == "onsite" else "phone",
                }
                for side in SIDES
            ]
        )

    def _station_meeting(self, given, why, photos):
        """The record of the talk (MED-03)."""
        if given.get("talked") not in MODES:
            raise UserError(self.env._("Say how you spoke with both sides."))
        onsite = given["talked"] == "onsite"
        if onsite and not photos:
            raise UserError(self.env._("Add a photo of the record that both sides signed."))
        said = clean_text(given.get("said"))[:LONGEST]
        if not said:
            raise UserError(self.env._("Write down what each side said."))
        self.env["rights.mediation.meeting"].create(
            {
                "mediation_id": self.mediation_id.id,
                "mode": given["talked"],
                "started_at": fields.Datetime.now(),
                "participants": self._in_chinese().env._("Consumer, merchant, liaison"),
                "statements": said,
                "proposals": clean_text(given.get("proposed"))[:LONGEST] or why,
                "place": self.station_id.name if onsite else False,
                "signed_record": photos[0] if onsite else False,
                "signed_record_name": "record.jpg" if onsite else False,
                "outcome": "failed",
            }
        )

    def _station_assist(self, text, photo=None):
        """What the station adds once the office above has the case (STN-08)."""
        self.ensure_one()
        text = clean_text(text)[:LONGEST]
        if not text:
            raise UserError(self.env._("Write what you found out or did."))
        if self.is_closed or self.stage_code in ("concluded", "replied", "followed_up"):
            raise UserError(
                self.env._("The matter has moved on; this can no longer be done. Look at it again.")
            )
        case = self._in_chinese()
        if photo:
            self._station_evidence(photo, case.env._("Handed over by the service station"))
        self._station_note(case.env._("Help of the service station: %(what)s", what=text))
        self._tell_staff(case.env._("The service station adds to the matter."))

    def _station_note(self, words):
        self._append_events([{"type": "progress", "basis": words}])

    # -- major and group complaints (STN-11, EMG-08, TL-36) ----------------------------------------

    def _station_report_major(self, reason):
        """To the centre or district desk, within the hour."""
        self._check_with_station()
        reason = clean_text(reason)[:LONGEST]
        if not reason:
            raise UserError(self.env._("Say what makes it major: how many, what happened."))
        incident = self.incident_id or self.env["rights.incident"]._begin(self, reason)
        values = {
            "incident_id": incident.id,
            "kind": "upward",
            "at": fields.Datetime.now(),
            "user_id": self.env.uid,
            "content": reason,
        }
        reports = self.env["rights.incident.report"]
        if not reports.new(values).receiver_id:  # the desk takes it by phone
            above = self.station_id.parent_id
            values["receiver"] = " ".join(filter(None, (above.name, above.phone)))
        reports.create(values)

    # -- what the pages show -----------------------------------------------------------------------

    def _station_row(self, profiles):
        steps = self.env["rights.public.step"]
        clock = self.deadline_ids.filtered(
            lambda row: row.code in ("TL-03", "TL-33") and not row.stopped_at
        ).sorted("due_at")[:1]
        return {
            "id": self.id,
            "number": self.name,
            "subject": self.subject,
            "merchant": self.respondent_name or "",
            "stage": steps._of(self.stage_id, self.kind).name or self.stage_id.name,
            "day": china_date(self.received_at),
            "is_open": self._is_with_station(profiles),
            "due": clock.due_text or "",
            "is_late": bool(clock and clock.due_at <= fields.Datetime.now()),
        }

    def _station_view(self, profiles):
        """The page of one case; who complains is shown clear while the station has it, logged."""
        self.ensure_one()
        row = self._station_row(profiles)
        return {
            **row,
            "facts": self.facts or "",
            "request": self.request or "",
            "amount": self.amount_dispute,
            "person": self._station_person(row["is_open"]),
            "needs_reply": row["is_open"]
            and bool(self.deadline_ids.filtered(lambda c: c.code == "TL-03" and not c.stopped_at)),
            "may_assist": not row["is_open"]
            and not self.is_closed
            and self.stage_code not in ("concluded", "replied", "followed_up"),
            "is_major": bool(self.incident_id),
            "unit": self.station_id.name,
            "settlements": self.station_settlement_ids,
        }

    def _station_person(self, is_clear):
        parties = self.party_ids.filtered(lambda party: party.role == "complainant")
        if not is_clear:
            return "、".join(filter(None, parties.mapped("name_masked")))
        parties._log_looks()
        people = [(one._get_identity().name, one._get_identity().phone) for one in parties]
        return "、".join(" ".join(filter(None, both)) for both in people)


class RightsCaseReferral(models.Model):
    """Complaints that a unit referred to a service station, on the station's pages (STN-06)."""

    _inherit = "rights.case.referral"

    @api.model
    def _of_stations(self, profiles, referral_id=None):
        """Open referrals to these stations, in superuser mode."""
        domain = Domain("station_id", "in", profiles.station_id.ids)
        domain &= Domain("ended_at", "=", False)
        if referral_id is not None:
            domain &= Domain("id", "=", referral_id)
        return self.sudo().search(domain, order="due_at, id")

    def _station_answer(self, given, paper=None):
        """The result, within the limit (TL-31): settled with the consumer's confirmation, or not.

        Called in superuser mode on a referral that ``_of_stations`` gave.
        """
        self.ensure_one()
        case = self.case_id
        case._lock()
        self.invalidate_recordset(["ended_at"])
        if self.ended_at:
            raise UserError(self.env._("This referral came back already."))
        words = clean_text(given.get("terms"))[:LONGEST]
        if not words:
            raise UserError(self.env._("Say what was agreed, or why it was not settled."))
        settled = given.get("result") == "settled"
        if settled:
            amount = case._station_amount(given.get("amount"))
            case._station_confirm(words, amount, given.get("confirmed"), paper, self)
        elif given.get("result") != "failed":
            raise UserError(self.env._("Say whether it was settled."))
        self._do_return("settled" if settled else "failed", words)
        self._tell_sender(case._in_chinese().env._("The service station answered."))

    def _station_view(self):
        case = self.case_id
        case.party_ids._log_looks()
        return {
            "id": self.id,
            "number": case.name,
            "subject": case.subject,
            "facts": case.facts or "",
            "request": case.request or "",
            "amount": case.amount_dispute,
            "merchant": case.respondent_name or "",
            "person": case._station_person(is_clear=not case.is_confidential),
            "due": case._china_minute(self.due_at) if self.due_at else "",
        }


class RightsStationProfile(models.Model):
    """What else a liaison sends from the station's pages."""

    _inherit = "rights.station.profile"

    def _portal_lists(self):
        """Cases and referrals of these stations, for the start page."""
        cases = self.env["rights.case"]._of_stations(self)
        rows = [case._station_row(self) for case in cases[: 5 * SHOWN_AFTERWARDS]]
        return {
            "open_cases": [row for row in rows if row["is_open"]],
            "past_cases": [row for row in rows if not row["is_open"]][:SHOWN_AFTERWARDS],
            "referrals": [
                {
                    "id": referral.id,
                    "number": referral.case_id.name,
                    "subject": referral.case_id.subject,
                    "due": referral.case_id._china_minute(referral.due_at)
                    if referral.due_at
                    else "",
                }
                for referral in self.env["rights.case.referral"]._of_stations(self)
            ],
        }

    def _report_offence(self, given):
        """A suspected offence goes to the local body as a report (STN-14).

        Who reported shows nowhere but in the sealed identity: the system enters it, and neither
        the station's pages nor its file keep a trace.

        :return: the number of the report
        """
        self.ensure_one()
        online = self.env["rights.portal.filing"]._online_cases()
        form = online.env["rights.portal.form"].with_context(lang=self.env.lang)
        phone = self.coordinator_id.phone or self.special_phone or self.station_id.phone
        merchant = {
            name: given.get(f"merchant_{name}") or "" for name in ("name", "phone", "address")
        }
        offence = given.get("violation")
        values, errors = form._read_form(
            {
                "kind": "report",
                "subject": given.get("subject"),
                "facts": given.get("facts"),
                "name": self.coordinator_id.name or self.env.user.name,
                "phone": phone or "",
                "violations": [offence] if offence in OFFENCES else [],
                "merchants": [merchant],
                "is_confidential": "1",
            }
        )
        if offence not in OFFENCES:
            errors["violation"] = self.env._("Choose what you suspect.")
        if errors:
            raise UserError("\n".join(dict.fromkeys(errors.values())))
        channel = self.env["rights.channel"].sudo()._of_code("station_referral")
        [vals] = form._case_vals(values, channel, self._local_body())
        case = online.create(vals)
        case._public_step("register")
        return case.name

    def _enter_activity(self, given, photo=None):
        """STN-15, STN-19"""
        kinds = self.env["rights.station.activity.kind"].sudo()
        kind = kinds.search([("code", "=", clean_line(given.get("kind"))[:64] or "-")], limit=1)
        topic = clean_line(given.get("topic"))[:200]
        errors = {}
        form = self.env["rights.portal.form"]
        day = form._read_day(given.get("date"), errors)
        people = clean_line(given.get("people"))
        if not (kind and topic and day):
            raise UserError(
                next(iter(errors.values()), None) or self.env._("Enter kind, day and topic.")
            )
        self.env["rights.station.activity"].sudo().create(
            {
                "profile_id": self.id,
                "kind_id": kind.id,
                "date": day,
                "topic": topic,
                "people": int(people) if people.isdecimal() and len(people) < 8 else 0,
                "photo": photo,
            }
        )

    def _enter_opinion(self, given):
        """STN-17, STN-20"""
        subject = clean_line(given.get("subject"))[:100]
        content = clean_text(given.get("content"))[:LONGEST]
        if not (subject and content):
            raise UserError(self.env._("Enter a heading and what is suggested."))
        self.env["rights.station.opinion"].sudo().create(
            {
                "profile_id": self.id,
                "kind": "rule" if given.get("kind") == "rule" else "opinion",
                "subject": subject,
                "content": content,
            }
        )

    def _file_coordinator(self, given):
        """The filing of a change of coordinator; the unit above confirms it (STN-03, STN-04)."""
        levels = self.env["rights.education.level"].sudo()
        level = levels.search([("code", "=", clean_line(given.get("education"))[:64] or "-")])
        name = clean_line(given.get("name"))[:100]
        errors = {}
        day = self.env["rights.portal.form"]._read_day(given.get("date_from"), errors)
        if not (level and name and day):
            raise UserError(
                next(iter(errors.values()), None)
                or self.env._("Enter name, education and the day of the change.")
            )
        self.env["rights.station.coordinator"].sudo().create(
            {
                "profile_id": self.id,
                "name": name,
                "phone": clean_line(given.get("phone"))[:30] or False,
                "education_id": level.id,
                "has_law_knowledge": given.get("has_law_knowledge") == "1",
                "can_communicate": given.get("can_communicate") == "1",
                "date_from": day,
            }
        )

    def _merchants_near(self):
        """The host and its tenants: whom most complaints at the station are about."""
        host = self.merchant_id
        return host | host.tenant_ids.sorted("name")


class RightsMediation(models.Model):
    _inherit = "rights.mediation"

    def _check_mediator(self, user):
        """At a service station its liaison mediates, who has no post at any unit (MED-06)."""
        members_sudo = user.sudo().station_member_ids.filtered(lambda row: not row.ended_at)
        units = members_sudo.profile_id.station_id
        elsewhere = self.filtered(lambda mediation: mediation.sudo().station_id not in units)
        return super(RightsMediation, elsewhere)._check_mediator(user)

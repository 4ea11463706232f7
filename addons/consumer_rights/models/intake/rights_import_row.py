import hashlib
import re

from odoo import fields
from odoo.fields import Command

from ...tools import loose_dates
from ...tools.china_time import china_naive
from ...tools.import_guess import JOINED, fold, match_code, split_codes
from ...tools.table_reader import cell_text, is_rounded
from ...tools.uscc import normalise_uscc, uscc_error
from .rights_import_lists import CodeLists
from .rights_import_mapping import MEANINGS

# an error workbook marks its own column so that it is not taken for data when it comes back
ERROR_MARK = "⚠"
MOMENTS = ("received_at", "accepted_at", "concluded_at", "replied_at", "archived_at")
AMOUNTS = ("amount_dispute", "amount_recovered")
PERSON = ("name", "phone", "address", "postcode", "email", "id_number")
TEXTS = ("request", "brand", "product_model", "purchase_place", "respondent_contact", "result_text")
SUBJECT_LENGTH = 80
_AMOUNT = re.compile(
    r"(?:约|大约|共|合计|人民币)*(?:rmb|cny|[¥￥])?(-?\d[\d,，]*(?:\.\d+)?)"
    r"(万|亿|千)?(?:余|多)?(?:元整?|圆整?|块|rmb|cny)?(?:左右|人民币)*",
    re.IGNORECASE,
)
_SCALE = {"千": 1_000, "万": 10_000, "亿": 100_000_000, None: 1}
_ANONYMOUS = frozenset(("匿名", "匿名举报", "匿名用户", "anonymous"))
# from these stages on a complaint has been accepted (REG-24)
_ACCEPTED = frozenset(("accepted", "dispatched", "handling", "mediating", "escalated"))


class RowConverter:
    """Turns rows of one file into values of cases, or says what is wrong with them.

    ``convert`` returns (values, problems): problems are pairs of a column's name (or "") and a
    sentence on what to do. It changes nothing in the database, so the preview and the check of a
    takeover show exactly what the run will do.
    """

    def __init__(self, record, table):
        self.env = record.env
        self.record = record
        self.lists = CodeLists(self.env)
        self.is_takeover = record.mode == "takeover"
        self.now = fields.Datetime.now()
        self.values = {target: record.mapping_id._value_table(target) for target in MEANINGS}
        stages = self.env["rights.case.stage"].sudo().search([])
        self.stage_codes = {stage.id: stage.code for stage in stages}
        self.seen = {}  # number at the source: row, of a takeover's earlier rows
        self._open_stages = {}
        self._handler_stations = {}
        self._read_plan(table)

    def _read_plan(self, table):
        """Which column feeds what, with the order of its dates."""
        profile = {fold(name): column for name, column in self.record._profile_columns().items()}
        places = {fold(column.name): (i, column.name) for i, column in enumerate(table.columns)}
        self.places = sorted(
            (name, place)
            for name, (place, shown) in places.items()
            if not shown.startswith(ERROR_MARK)
        )
        self.plan, self.orders, self.columns = [], {}, {}
        for line in self.record.mapping_id.line_ids:
            key = fold(line.column_name)
            if not line.target or key not in places:
                continue
            place, name = places[key]
            self.plan.append((place, line.target))
            self.columns.setdefault(line.target, name)
            order = (line.date_order, line.date_order)
            if not line.date_order:
                order = profile.get(key, {}).get("order") or (None, None)
            if order[0] == "ymd":
                order = (None, "ymd")
            self.orders[line.target] = loose_dates.DateOrder(*order)

    # -- one row ----------------------------------------------------------------------------

    def convert(self, row):
        self.row, self.problems, self.codes = row, [], []
        cells = self._cells(row)
        if row.surplus:
            self._problem(
                None,
                self.env._(
                    "The row has %(count)s cells more than there are columns. Look for a "
                    "delimiter inside a text and put that text in quotation marks.",
                    count=len(row.surplus),
                ),
            )
        vals = {
            "kind": self._code("kind", cells) or self.record.kind,
            "external_source": self.record.source_name,
            "import_id": self.record.id,
        }
        vals["external_number"] = self._number(cells)
        self._add_moments(vals, cells)
        self._add_amounts(vals, cells)
        self._add_codes(vals, cells)
        self._add_texts(vals, cells)
        self._add_respondent(vals, cells)
        self._add_person(vals, cells)
        if self.is_takeover:
            self._add_takeover(vals, cells)
        if self.codes:
            vals["external_codes"] = "; ".join(self.codes)[:500]
        return vals, self.problems

    def _cells(self, row):
        """{target: cell}; texts of several columns are joined in the order of the columns."""
        cells = {}
        for place, target in self.plan:
            cell = row.cells[place]
            if loose_dates.is_blank(cell):
                continue
            if target in JOINED and target in cells:
                cell = f"{cell_text(cells[target])} {cell_text(cell)}"
            elif target in cells:
                continue
            cells[target] = cell
        if "received_at" not in self.columns and self.record.received_on:
            cells["received_at"] = self.record.received_on
        return cells

    def _problem(self, target, sentence):
        self.problems.append((self.columns.get(target, ""), sentence))

    # -- number -----------------------------------------------------------------------------

    def _number(self, cells):
        if "external_number" not in self.columns:
            # the same content is the same case, whenever and in whatever order it is sent
            content = "\x1f".join(
                f"{name}\x1e{cell_text(self.row.cells[place])}"
                for name, place in self.places
                if self.row.cells[place] != ""
            )
            return "#" + hashlib.sha256(content.encode()).hexdigest()[:20]
        cell = cells.get("external_number")
        if cell is None:
            self._problem("external_number", self.env._("The number at the source is missing."))
            return False
        self._check_rounded("external_number", cell)
        number = cell_text(cell)[:120]
        if self.is_takeover and self.seen.setdefault(number, self.row.number) != self.row.number:
            self._problem(
                "external_number",
                self.env._(
                    "The number %(number)s stands in row %(row)s already.",
                    number=number,
                    row=self.seen[number],
                ),
            )
        return number

    def remember(self, rows):
        """Take note of the numbers of rows that an earlier run has checked."""
        for row in rows:
            self.row, self.problems = row, []
            self._number(self._cells(row))

    def _check_rounded(self, target, cell):
        if is_rounded(cell):
            self._problem(
                target,
                self.env._(
                    "The spreadsheet program has rounded the number %(number)s. Format the column "
                    "as text and enter the number again.",
                    number=cell_text(cell),
                ),
            )

    # -- moments ----------------------------------------------------------------------------

    def _moment(self, target, cells):
        try:
            moment = loose_dates.read_moment(cells.get(target), self.orders.get(target))
        except loose_dates.LooseDateError as error:
            self._problem(target, self._date_sentence(error))
            return None
        if moment and moment.utc > self.now:
            self._problem(
                target,
                self.env._("%(date)s lies in the future.", date=moment.local),
            )
            return None
        return moment

    def _date_sentence(self, error):
        text = cell_text(error.text)
        sentences = {
            "impossible": self.env._("There is no such date: %(date)s.", date=text),
            "ambiguous": self.env._(
                "%(date)s can be read in two ways. Choose the order of day and month in the "
                "mapping.",
                date=text,
            ),
            "no_day": self.env._("The day is missing: %(date)s.", date=text),
            "no_year": self.env._("The year is missing: %(date)s.", date=text),
            "range": self.env._("The year cannot be right: %(date)s.", date=text),
        }
        return sentences.get(
            error.reason,
            self.env._("This is not a date: %(date)s. Write it as 2020-06-08.", date=text),
        )

    def _add_moments(self, vals, cells):
        moments = {target: self._moment(target, cells) for target in MOMENTS if target in cells}
        received = moments.get("received_at")
        if received:
            vals["received_at"] = received.utc
        elif "received_at" not in cells:
            self._problem("received_at", self.env._("The date of receipt is missing."))
        for target in MOMENTS[1:]:
            moment = moments.get(target)
            if moment and received and moment.local.date() < received.local.date():
                self._problem(
                    target,
                    self.env._(
                        "%(date)s lies before the receipt on %(received)s.",
                        date=moment.local.date(),
                        received=received.local.date(),
                    ),
                )
            elif moment:
                vals[target] = max(moment.utc, vals.get("received_at", moment.utc))
        if vals.get("accepted_at"):
            vals["decision"] = "accept"
        if "purchase_date" in cells:
            moment = self._moment("purchase_date", cells)
            vals["purchase_date"] = moment and moment.local.date()

    # -- amounts ----------------------------------------------------------------------------

    def _add_amounts(self, vals, cells):
        for target in AMOUNTS:
            if target not in cells:
                continue
            cell = cells[target]
            text = re.sub(r"\s", "", cell_text(cell))
            match = _AMOUNT.fullmatch(text)
            if not match:
                self._problem(
                    target, self.env._("This is not an amount: %(text)s. Write 1234.50.", text=text)
                )
                continue
            number = float(re.sub(r"[,，]", "", match[1])) * _SCALE[match[2]]
            if number < 0:
                self._problem(target, self.env._("The amount cannot be negative."))
            vals[target] = number

    # -- code lists -------------------------------------------------------------------------

    def _code(self, target, cells):
        """What a word of a code list means here: a key or an id; False when nobody knows."""
        if target not in cells:
            return False
        word = cell_text(cells[target])
        meaning = match_code(word, self.values[target])
        return meaning or self.lists.find_cached(target, word)

    def _keep_code(self, target, cells):
        self.codes.append(f"{self.columns[target]}: {cell_text(cells[target]).strip(',;，；、 ')}")

    def _add_codes(self, vals, cells):
        vals["station_id"] = self._code("station", cells)
        if "station" in cells and not vals["station_id"]:
            self._unknown("station", cells)
        elif not vals["station_id"]:
            vals["station_id"] = self.record.station_id.id
            if not vals["station_id"]:
                self._problem("station", self.env._("The unit is missing."))
        if "kind" in cells and not self._code("kind", cells):
            self._unknown("kind", cells)
        stage_id = self._code("stage", cells)
        if stage_id:
            vals["stage_code"] = self.stage_codes[stage_id]
        elif "stage" in cells:
            self._unknown("stage", cells)
        if "nature" in cells:
            vals["category_id"] = self._nature(cells)
        for target, name, default in (
            ("item_class", "item_class_id", self.record.item_class_id.id),
            ("channel", "channel_id", self.record.channel_id.id),
            ("outcome", "outcome_id", False),
            ("handler", "user_id", False),
        ):
            meaning = self._code(target, cells)
            if target in cells and not meaning and not (self.is_takeover and target == "handler"):
                self._keep_code(target, cells)
            if meaning or default:
                vals[name] = meaning or default

    def _unknown(self, target, cells):
        self._problem(
            target,
            self.env._(
                "“%(value)s” has no meaning here yet. Say in the mapping what it means.",
                value=cell_text(cells[target]),
            ),
        )

    def _nature(self, cells):
        """The first known nature of the cell's codes, else “other”; the codes themselves stay."""
        cell = cell_text(cells["nature"])
        found = [self._code("nature", {"nature": code}) for code in (cell, *split_codes(cell))]
        known = [nature for nature in found if nature]
        other = self.lists.find_cached("nature", "other")
        if len(split_codes(cell)) > 1 or not known or any(map(str.isdigit, cell)):
            self._keep_code("nature", cells)
        return next((nature for nature in known if nature != other), other)

    # -- texts, the other side, the person --------------------------------------------------

    def _add_texts(self, vals, cells):
        for target in TEXTS:
            if target in cells:
                vals[target] = cell_text(cells[target])
        facts = cell_text(cells["facts"]) if "facts" in cells else ""
        subject = cell_text(cells["subject"]) if "subject" in cells else facts
        subject = " ".join(subject.split())
        if facts:
            vals["facts"] = facts
        if len(subject) > SUBJECT_LENGTH:
            vals.setdefault("facts", subject)
            subject = subject[: SUBJECT_LENGTH - 1] + "…"
        vals["subject"] = subject or self.env._(
            "Matter %(number)s of %(origin)s",
            number=vals["external_number"] or "",
            origin=self.record.source_name,
        )

    def _add_respondent(self, vals, cells):
        merchant = {
            name: cell_text(cells[f"respondent_{name}"])
            for name in ("name", "uscc", "phone", "address")
            if f"respondent_{name}" in cells
        }
        if not merchant:
            return
        code = normalise_uscc(merchant.get("uscc"))
        if code and uscc_error(code) and not self.is_takeover:
            del merchant["uscc"]  # history keeps what was written, but not as a code
            self._keep_code("respondent_uscc", cells)
        elif code and uscc_error(code):
            self._problem(
                "respondent_uscc",
                self.env._(
                    "%(code)s is not a unified social credit code. Correct it or leave it empty.",
                    code=code,
                ),
            )
        address = merchant.pop("address", None)
        vals.update(
            {f"respondent_{name}": merchant[name] for name in ("name", "phone") if name in merchant}
        )
        if address:
            vals["respondent_address"] = address
        # resolved for a whole batch at once, see _resolve_merchants
        vals["_merchant"] = merchant | ({"business_address": address} if address else {})

    def _add_person(self, vals, cells):
        person = {}
        for name in PERSON:
            target = f"complainant_{name}"
            if target in cells:
                if name in ("phone", "id_number"):
                    self._check_rounded(target, cells[target])
                person[name] = cell_text(cells[target])
        if fold(person.get("name")) in _ANONYMOUS:
            del person["name"]
            vals["is_anonymous"] = vals["kind"] == "report"
        if not person:
            return
        if "id_number" in person:
            is_card = re.fullmatch(r"\d{15}|\d{17}[\dXx]", person["id_number"])
            person["id_type"] = "id_card" if is_card else "other"
        role = {"report": "reporter", "discipline": "reporter", "consultation": "inquirer"}
        vals["party_ids"] = [
            Command.create({"role": role.get(vals["kind"], "complainant"), **person})
        ]

    # -- open cases (REG-24) ----------------------------------------------------------------

    def _add_takeover(self, vals, cells):
        self._check_open_stage(vals, cells)
        handler_id = vals.get("user_id")
        if "handler" in cells and not handler_id:
            self._problem(
                "handler",
                self.env._(
                    "There is no member of staff %(name)s, or more than one. Enter the login.",
                    name=cell_text(cells["handler"]),
                ),
            )
        elif (
            handler_id and vals["station_id"] and not self._has_post(handler_id, vals["station_id"])
        ):
            self._problem(
                "handler",
                self.env._("%(name)s has no post at this unit.", name=cell_text(cells["handler"])),
            )
        self._add_days_used(vals, cells)

    def _has_post(self, user_id, station_id):
        if user_id not in self._handler_stations:
            user = self.env["res.users"].sudo().browse(user_id)  # posts are public in the house
            self._handler_stations[user_id] = set(user.rights_station_ids.ids)
        return station_id in self._handler_stations[user_id]

    def _check_open_stage(self, vals, cells):
        code = vals.get("stage_code")
        if not code:
            if "stage" not in cells:
                self._problem("stage", self.env._("The state is missing."))
            return
        kind = vals["kind"]
        if kind not in self._open_stages:
            stages = self.env["rights.case.stage"]._of_kind(kind)
            self._open_stages[kind] = {s.code for s in stages if not s.is_closed} - {"draft"}
        if code not in self._open_stages[kind]:
            self._problem(
                "stage",
                self.env._(
                    "A case in the state “%(state)s” is not open. Import closed cases as history.",
                    state=cell_text(cells["stage"]),
                ),
            )
        elif kind == "complaint" and code in _ACCEPTED and "accepted_at" not in cells:
            self._problem("accepted_at", self.env._("The date of acceptance is missing."))

    def _add_days_used(self, vals, cells):
        if "days_used" not in cells:
            self._problem("days_used", self.env._("The working days used are missing."))
            return
        text = cell_text(cells["days_used"])
        match = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*(?:个?工作日|天|日|days?)?", text)
        if not match:
            self._problem(
                "days_used", self.env._("This is not a number of days: %(text)s.", text=text)
            )
            return
        vals["days_used"] = int(match[1])
        received = vals.get("received_at")
        if received:
            passed = (china_naive(self.now).date() - china_naive(received).date()).days + 1
            if vals["days_used"] > passed:
                self._problem(
                    "days_used",
                    self.env._(
                        "%(days)s days cannot have been used since %(date)s.",
                        days=vals["days_used"],
                        date=china_naive(received).date(),
                    ),
                )

import re
import unicodedata

from odoo import api, models, tools
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.filing_text import clean_line
from ...tools.masking import phone_digits
from ...tools.merchant_name import name_key
from ...tools.table_reader import cell_text, is_rounded
from ...tools.uscc import normalise_uscc, uscc_error

LONGEST = 250
LINES = (
    "business_address",
    "registered_address",
    "principal",
    "contact_person",
    "opening_hours",
)
# in the order of the sheet; what is read by a method of its own is no line
FIELDS = (
    "name uscc merchant_type area_sqm host_id territory_id station_id business_address "
    "registered_address principal contact_person phone email opening_hours class_ids signs"
).split()
# headings of lists that others keep
WORDS = {
    "name": ("名称", "企业名称", "单位名称", "商户名称", "经营者名称", "商家名称"),
    "uscc": ("社会信用代码", "信用代码", "营业执照号"),
    "merchant_type": ("经营者类型", "业态"),
    "area_sqm": ("面积", "营业面积", "经营面积（平方米）"),
    "host_id": ("所在场所", "所属市场", "所属商场"),
    "business_address": ("地址", "经营地址", "经营场所"),
    "registered_address": ("注册地址", "住所"),
    "principal": ("负责人", "法定代表人"),
    "contact_person": ("联系人", "客服人员"),
    "phone": ("电话", "联系电话"),
    "email": ("邮箱", "电子邮箱"),
}
SEPARATORS = re.compile(r"[、,，;；/\n]+")


class RightsMerchantSheet(models.AbstractModel):
    """Merchants in a workbook: template, rows as values, and the errors back in it (MER-01).

    A row says what it says; an empty cell says nothing and changes nothing.
    """

    _name = "rights.merchant.sheet"
    _inherit = ["rights.workbook"]
    _description = "Workbook of merchants"
    _widths = {"name": 32, "uscc": 22, "business_address": 32, "registered_address": 32}
    _width = 16

    @api.model
    def _columns(self):
        """{field: name of its column}, in order."""
        merchants = self.env["rights.merchant"]
        labels = {
            name: merchants._fields[name].get_description(self.env, ["string"])["string"]
            for name in FIELDS
            if name in merchants._fields
        }
        own = {"name": self.env._("Merchant's name"), "signs": self.env._("Shop signs")}
        return {name: {**labels, **own}[name] for name in FIELDS}

    # -- writing ----------------------------------------------------------------------------------

    def _sheet_name(self):
        return self.env._("Merchants")

    def _words(self, name):
        return [label for _key, label in self._types()] if name == "merchant_type" else []

    def _types(self):
        field = self.env["rights.merchant"]._fields["merchant_type"]
        return field._description_selection(self.env)

    # -- reading ----------------------------------------------------------------------------------

    @api.model
    def _read(self, content):
        """([(number of the row, {field: cell})], names of columns that are not taken)

        :raise UserError: it is no table, has no names, no rows, or too many
        """
        (places, others), found = self._read_table(content)
        rows = [
            (row.number, {name: row.cells[place] for name, place in places.items()})
            for row in found
        ]
        return rows, others

    def _places(self, columns):
        words = self._heading_words()
        places, others = {}, []
        for place, column in enumerate(columns):
            name = words.get(self._plain(column.name))
            if name and name not in places:
                places[name] = place
            else:
                others.append(column.name)
        if "name" not in places:
            raise UserError(
                self.env._(
                    "The sheet has no column with the names of the merchants. Fill in the template."
                )
            )
        return places, others

    @tools.ormcache("self.env.lang")
    def _heading_words(self):
        """{heading: field}: our names in each language, the field's own, and what others write."""
        words = {self._plain(word): name for name, many in WORDS.items() for word in many}
        for lang in ("en_US", "zh_CN", self.env.lang):
            for name, label in self.with_context(lang=lang)._columns().items():
                words[self._plain(label)] = name
        return words | {name: name for name in FIELDS}

    @staticmethod
    def _plain(text):
        return re.sub(r"[\s*＊:：]", "", unicodedata.normalize("NFKC", text)).casefold()

    # -- the values of a row ----------------------------------------------------------------------

    @api.model
    def _values(self, cells):
        """What a row says of a merchant.

        :return: (values, sentences about what cannot be taken); ``host`` and ``signs`` among the
            values are texts, because the venue may stand in the same sheet
        """
        values, errors = {}, []
        for name, cell in cells.items():
            if cell == "":
                continue
            read = getattr(self, f"_read_{name}", None)
            try:
                value = read(cell) if read else self._read_line(cell)
            except ValueError as error:
                label = self._columns()[name]
                errors.append(
                    self.env._("%(field)s: %(sentence)s", field=label, sentence=str(error))
                )
                continue
            values["host" if name == "host_id" else name] = value
        if not values.get("name"):
            errors.insert(0, self.env._("The row names no merchant."))
        return values, errors

    def _read_line(self, cell):
        text = clean_line(cell_text(cell))
        if len(text) > LONGEST:
            raise ValueError(
                self.env._(
                    "At most %(most)s characters; these are %(count)s.",
                    most=LONGEST,
                    count=len(text),
                )
            )
        return text

    def _read_uscc(self, cell):
        if is_rounded(cell):
            raise ValueError(
                self.env._("The spreadsheet program has cut this number. Enter it as text.")
            )
        code = normalise_uscc(cell_text(cell))
        if uscc_error(code):
            raise ValueError(
                self.env._("This is no credit code. Compare it with the business licence.")
            )
        return code

    def _read_merchant_type(self, cell):
        word = unicodedata.normalize("NFKC", clean_line(cell_text(cell))).casefold()
        for lang in ("en_US", "zh_CN", self.env.lang):
            for key, label in self.with_context(lang=lang)._types():
                if word in (key, label.casefold()):
                    return key
        known = self.env["rights.case"]._enumerate([label for _key, label in self._types()])
        raise ValueError(self.env._("Choose one of: %(words)s.", words=known))

    def _read_area_sqm(self, cell):
        text = unicodedata.normalize("NFKC", clean_line(cell_text(cell))).replace(",", "")
        text = re.sub(r"(平方米|平米|m2|㎡)$", "", text).strip()
        if not re.fullmatch(r"\d{1,9}(\.\d+)?", text, re.ASCII):
            raise ValueError(self.env._("Enter a number, such as 680 or 680.50."))
        return round(float(text), 2)

    def _read_phone(self, cell):
        text = self._read_line(cell)
        if not 5 <= len(phone_digits(text)) <= 20:
            raise ValueError(self.env._("Enter a phone number."))
        return text

    def _read_email(self, cell):
        address = tools.email_normalize(cell_text(cell))
        if not address:
            raise ValueError(self.env._("Enter one e-mail address."))
        return address

    def _read_territory_id(self, cell):
        return self._find("rights.territory", cell, ("name",))

    def _read_station_id(self, cell):
        return self._find("rights.station", cell, ("code", "name"))

    def _read_class_ids(self, cell):
        kinds = [("kind", "in", ("goods", "service"))]
        return [
            self._find("rights.category", word, ("code", "name"), kinds)
            for word in self._split(cell)
        ]

    def _read_signs(self, cell):
        return self._split(self._read_line(cell))

    @staticmethod
    def _split(cell):
        words = SEPARATORS.split(cell_text(cell))
        return [word for word in map(clean_line, words) if word]

    def _find(self, model, cell, names, domain=()):
        """The one row of a list that a cell names."""
        word = clean_line(cell_text(cell))
        found = self._known(model, names, tuple(domain)).get(word.casefold(), ())
        if len(found) != 1:
            raise ValueError(
                self.env._(
                    "%(word)s is not in our lists, or not the only one of that name.", word=word
                )
            )
        return found[0]

    def _known(self, model, names, domain):
        """{word: ids} of a list, read once for a sheet: who reads one gives an empty dict along."""
        cache = self.env.context.get("rights_sheet_lists", {})
        if model not in cache:
            words = cache[model] = {}
            for row in self.env[model].search(Domain(list(domain))):
                for word in {str(row[name] or "").casefold() for name in names} - {""}:
                    words.setdefault(word, []).append(row.id)
        return cache[model]

    @api.model
    def _key(self, values):
        """What identifies the merchant of a row within its sheet."""
        return values.get("uscc") or name_key(values.get("name"))

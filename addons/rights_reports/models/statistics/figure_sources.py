"""Where figures come from: which models, by which moment, by which coded fields.

An indicator or a table asks for coded fields only (STA-13). The lists here are also what keeps a
figure from telling about a person: no condition can name a party, a text or a number.
"""

from typing import NamedTuple

from odoo.tools import SQL

# what a condition on a matter may ask for
MATTER = frozenset(
    (
        "kind stage_code is_closed is_history is_agri_input is_simple is_direct handling_mode "
        "decision cycle_no return_count registered_at accepted_at concluded_at replied_at "
        "archived_at channel_id channel_id.code item_class_id item_class_id.code "
        "item_class_id.kind category_id category_id.code outcome_id outcome_id.code "
        "reject_reason_id respondent_id respondent_id.area_sqm respondent_id.merchant_type "
        "station_id station_id.level brand trade_channel has_conversion"
    ).split()
)


class Source(NamedTuple):
    """A model whose rows are counted.

    ``moments`` are the fields that say in which period a row belongs, ``coded`` those that a
    condition may use, ``amounts`` those that can be summed. ``unit`` is empty where the unit is
    that of the matter, ``matter`` where a row belongs to none. ``merchant`` is the field that
    names the merchant of a row; empty where it is the respondent of the matter.
    """

    moments: tuple
    coded: frozenset
    amounts: tuple = ()
    unit: str = "station_id"
    matter: str = "case_id"
    merchant: str = ""

    def path(self, name):
        """The path from a row to a field of its matter, as a condition writes it.

        None where a row has no such thing.
        """
        head, dot, rest = name.partition(".")
        if head == "respondent_id" and self.merchant:
            return self.merchant + dot + rest
        return f"{self.matter}.{name}" if self.matter else None


SOURCES = {
    "rights.case": Source(
        (
            *("received_at", "registered_at", "accepted_at", "concluded_at", "replied_at"),
            "archived_at",
        ),
        MATTER,
        ("amount_recovered", "amount_dispute"),
        matter="",
        merchant="respondent_id",
    ),
    "rights.deadline": Source(
        ("due_at", "start_at", "stopped_at"),
        frozenset(("code", "kind", "state", "outcome", "is_paused", "is_reminder", "case_id.kind")),
    ),
    "rights.followup": Source(
        ("at",),
        frozenset(
            ("state", "purpose", "sat_overall", "sat_attitude", "sat_result", "case_id.kind")
        ),
    ),
    "rights.mediation": Source(
        ("started_at", "ended_at"), frozenset(("state", "level", "round", "cooperation"))
    ),
    "rights.urge": Source(("sent_at", "answered_at"), frozenset(("level", "cause", "answered_at"))),
    "rights.quick.response": Source(
        ("commanded_at",), frozenset(("state", "is_red", "finding", "arrived_at", "delisted_at"))
    ),
    "rights.three.way.call": Source(("started_at",), frozenset(("counts", "is_settled")), (), ""),
    "rights.call.log": Source(("started_at",), frozenset(("status", "is_off_hours")), matter=""),
    "rights.merchant.ledger": Source(
        ("entry_date",),
        frozenset(("state", "current_outcome", "returned", "goods_class", "is_quality_return")),
        ("amount_paid",),
        unit="merchant_id.station_id",
        matter="",
        merchant="merchant_id",
    ),
    "rights.case.referral": Source(
        ("sent_at", "ended_at"),
        frozenset(("result", "is_in_time", "way")),
        unit="",
        merchant="merchant_id",
    ),
    "rights.station.act": Source(("at",), frozenset(("act", "origin")), ("amount",)),
    "rights.quality.deduction": Source(
        ("month",),
        frozenset(
            (
                "state",
                "source",
                "rectification",
                "contested_at",
                "bulletin_id.state",
                "item_id.code",
            )
        ),
        ("points",),
        matter="",
    ),
    "rights.quality.score": Source(
        ("month",),
        frozenset(("studio_id", "level", "bulletin_id.state")),
        ("total", "data_points", "case_points", "service_points", "information_points"),
        matter="",
    ),
}


class Place:
    """The tables of one question: where the row stands, and the matter it belongs to."""

    def __init__(self, model, query):
        self.model = model
        self.query = query
        self.source = SOURCES[model._name]
        self.alias = model._table
        self.matter = None
        if model._name == "rights.case":
            self.matter = self.alias
        elif self.source.matter:
            name = self.source.matter
            self.matter = query.left_join(self.alias, name, "rights_case", "id", name)

    def own(self, name):
        return SQL.identifier(self.alias, name)

    def of_matter(self, name):
        return SQL.identifier(self.matter, name) if self.matter else SQL("NULL")

    @property
    def merchant(self):
        own = self.source.merchant
        return self.own(own) if own else self.of_matter("respondent_id")

    def unit(self, whose):
        """The unit in which a row is counted: that of the row or matter, or of its merchant."""
        head, _dot, rest = self.source.unit.partition(".")
        if whose == "merchant" or rest:
            own = self.source.merchant
            alias, name = (self.alias, own) if own else (self.matter, "respondent_id")
            register = self.query.left_join(alias, name, "rights_merchant", "id", "register")
            return SQL.identifier(register, "station_id")
        return self.own(head) if head else self.of_matter("station_id")

    def top_of(self, name):
        """The uppermost class of a nature or class."""
        if not self.matter:
            return SQL("NULL")
        listed = self.query.left_join(self.matter, name, "rights_category", "id", name)
        return SQL("split_part(%s, '/', 1)", SQL.identifier(listed, "parent_path"))


class Dimension(NamedTuple):
    """What the rows or columns of a table are.

    :param expression: Place -> SQL of the key of a row
    :param model: model that names the keys; empty where the key is its own name
    :param field: the field of the matter, for the list behind a number
    :param domain: which records have a row even when nothing was counted; None for none
    :param is_own: whether the field is one of what is counted, and always filled in
    """

    expression: object
    model: str = ""
    field: str = ""
    domain: list | None = None
    is_own: bool = False


def of_matter(name):
    return lambda place: place.of_matter(name)


def of_row(model, name):
    return lambda place: place.own(name) if place.model._name == model else SQL("NULL")


def top_of(name):
    return lambda place: place.top_of(name)


TOP = ("parent_id", "=", False)
# rows that are units
UNITS = ("unit", "each_unit")
DIMENSIONS = {
    "unit": Dimension(lambda place: SQL("unit.key"), "rights.station"),
    "each_unit": Dimension(lambda place: SQL("unit.id"), "rights.station"),
    "kind": Dimension(of_matter("kind"), "", "kind"),
    "channel": Dimension(of_matter("channel_id"), "rights.channel", "channel_id", []),
    "item_class": Dimension(
        top_of("item_class_id"),
        "rights.category",
        "item_class_id",
        [("kind", "in", ("goods", "service")), TOP],
    ),
    "nature": Dimension(
        top_of("category_id"), "rights.category", "category_id", [("kind", "=", "nature"), TOP]
    ),
    "item": Dimension(of_matter("item_class_id"), "rights.category", "item_class_id"),
    "merchant": Dimension(lambda place: place.merchant, "rights.merchant", "respondent_id"),
    "brand": Dimension(of_matter("brand"), "", "brand"),
    "outcome": Dimension(of_matter("outcome_id"), "rights.outcome", "outcome_id"),
    "handler": Dimension(of_matter("user_id"), "res.users", "user_id"),
    "limit": Dimension(
        of_row("rights.deadline", "code"), "rights.deadline.policy", "code", is_own=True
    ),
    "quality_item": Dimension(
        of_row("rights.quality.deduction", "item_id"),
        "rights.quality.item",
        "item_id",
        is_own=True,
    ),
}

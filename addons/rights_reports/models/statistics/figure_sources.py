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
        "station_id station_id.level brand trade_channel"
    ).split()
)


class Source(NamedTuple):
    """A model whose rows are counted.

    ``moments`` are the fields that say in which period a row belongs, ``coded`` those that a
    condition may use, ``amounts`` those that can be summed. ``unit`` is empty where the unit is
    that of the matter.
    """

    moments: tuple
    coded: frozenset
    amounts: tuple = ()
    unit: str = "station_id"


SOURCES = {
    "rights.case": Source(
        ("received_at", "registered_at", "accepted_at", "concluded_at", "replied_at"),
        MATTER,
        ("amount_recovered", "amount_dispute"),
    ),
    "rights.deadline": Source(
        ("due_at", "start_at", "stopped_at"),
        frozenset(("code", "kind", "state", "outcome", "is_paused", "is_reminder", "case_id.kind")),
    ),
    "rights.followup": Source(
        ("at",), frozenset(("state", "purpose", "sat_overall", "sat_attitude", "sat_result"))
    ),
    "rights.mediation": Source(
        ("started_at", "ended_at"), frozenset(("state", "level", "round", "cooperation"))
    ),
    "rights.urge": Source(("sent_at", "answered_at"), frozenset(("level", "cause", "answered_at"))),
    "rights.quick.response": Source(
        ("commanded_at",), frozenset(("state", "is_red", "finding", "arrived_at", "delisted_at"))
    ),
    "rights.three.way.call": Source(("started_at",), frozenset(("counts", "is_settled")), (), ""),
    "rights.call.log": Source(("started_at",), frozenset(("status", "is_off_hours"))),
}


class Place:
    """The tables of one question: where the row stands, and the matter it belongs to."""

    def __init__(self, model, query):
        self.model = model
        self.query = query
        self.source = SOURCES[model._name]
        self.alias = model._table
        if model._name == "rights.case":
            self.matter = self.alias
        elif "case_id" in model._fields:
            self.matter = query.left_join(self.alias, "case_id", "rights_case", "id", "case_id")
        else:
            self.matter = None

    def own(self, name):
        return SQL.identifier(self.alias, name)

    def of_matter(self, name):
        return SQL.identifier(self.matter, name) if self.matter else SQL("NULL")

    @property
    def unit(self):
        return self.own(self.source.unit) if self.source.unit else self.of_matter("station_id")

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
    """

    expression: object
    model: str = ""
    field: str = ""
    domain: list | None = None


def of_matter(name):
    return lambda place: place.of_matter(name)


def top_of(name):
    return lambda place: place.top_of(name)


def limit_code(place):
    return place.own("code") if place.model._name == "rights.deadline" else SQL("NULL")


TOP = ("parent_id", "=", False)
DIMENSIONS = {
    "unit": Dimension(lambda place: SQL("unit.key"), "rights.station"),
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
    "merchant": Dimension(of_matter("respondent_id"), "rights.merchant", "respondent_id"),
    "brand": Dimension(of_matter("brand"), "", "brand"),
    "outcome": Dimension(of_matter("outcome_id"), "rights.outcome", "outcome_id"),
    "handler": Dimension(of_matter("user_id"), "res.users", "user_id"),
    "limit": Dimension(limit_code, "rights.deadline.policy"),
}

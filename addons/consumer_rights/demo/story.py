"""The telling of one matter: who did what at which moment, as far as it has come by today.

Pure Python, without the ORM: times are China wall time, units, people and codes are their codes.
What is told here must be what the case line allows; the loader refuses a step that no transition
describes, and a test checks every actor's role and unit.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

# Days on which the offices are closed in any year; the lunar holidays do not matter here
HOLIDAYS = {(1, 1), (5, 1), (5, 2), (5, 3), *((10, day) for day in range(1, 8))}


class Unfinished(Exception):
    """The rest of the story lies after today, or the wanted stage is reached."""


class Shop(NamedTuple):
    ref: int
    name: str
    address: str
    unit: str
    class_code: str
    weight: float
    items: frozenset  # what it deals in; empty for everything of its class

    def sells(self, item):
        return not self.items or item in self.items


class World(NamedTuple):
    """What the stories happen in."""

    now: datetime
    parents: dict  # unit code -> code of the unit above
    staff: dict  # (unit code, post template code) -> logins
    streets: dict  # unit code -> beginnings of addresses
    shops: list

    def who(self, unit, *roles):
        """Somebody who holds one of these posts at the unit, the first role first."""
        for role in roles:
            if self.staff.get((unit, role)):
                return self.staff[unit, role][0]
        raise LookupError(f"nobody at {unit} is {' or '.join(roles)}")

    def has(self, unit, *roles):
        return any(self.staff.get((unit, role)) for role in roles)

    def holds(self, login, *roles):
        return any(login in people for (_unit, role), people in self.staff.items() if role in roles)


@dataclass
class Plan:
    """A case as it stands today, with everything that belongs to it."""

    kind: str
    received: datetime
    unit: str
    user: str  # who entered it
    stage: str = "draft"
    cycle: int = 1
    vals: dict = field(default_factory=dict)
    units: list = field(default_factory=list)
    parties: list = field(default_factory=list)
    events: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)  # model -> rows of that model
    links: list = field(default_factory=list)
    joint: list = field(default_factory=list)
    access: list = field(default_factory=list)
    case: object = None

    def add(self, model, **row):
        self.rows.setdefault(model, []).append(row)
        return row


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


class Story:
    """Tells a plan step by step, each later than the one before."""

    def __init__(self, world, rng, plan, until=None):
        self.world = world
        self.rng = rng
        self.plan = plan
        self.until = until
        self.at = plan.received
        plan.units.append(plan.unit)
        self.note("opened", plan.user)

    # -- time -------------------------------------------------------------------------------------

    def soon(self, low, high):
        """Some minutes later, whatever the hour: the hotline works in the evening too."""
        self.at += timedelta(minutes=self.rng.randint(low, high), seconds=self.rng.randint(0, 59))

    def after(self, low, high):
        """Some working days later, at an hour when offices are open."""
        days = round(self.rng.triangular(low, high, low + (high - low) * 0.3))
        moment = self.at + timedelta(minutes=self.rng.randint(8, 150))
        if days == 0 and is_working_day(moment.date()) and time(8, 45) <= moment.time() < time(17):
            self.at = moment
            return
        day = self.at.date()
        for _step in range(max(days, 1)):
            day += timedelta(days=1)
            while not is_working_day(day):
                day += timedelta(days=1)
        minutes = self.rng.choice((self.rng.randint(0, 180), self.rng.randint(270, 500)))
        self.at = datetime.combine(day, time(9)) + timedelta(
            minutes=minutes, seconds=self.rng.randint(0, 59)
        )

    # -- what happens -----------------------------------------------------------------------------

    def reached(self):
        """Nothing is told of the future."""
        if self.at > self.world.now:
            raise Unfinished

    def note(self, type_, user, basis=None, **more):
        """A line of the process record."""
        self.reached()
        self.plan.events.append(
            {
                "type": type_,
                "at": self.at,
                "user": user,
                "unit": self.plan.unit,
                "cycle": self.plan.cycle,
                "basis": basis,
                **more,
            }
        )

    def move(self, code, stage, user, basis=None, unit=None, **vals):
        """A transition; ``vals`` are what it changed."""
        self.reached()
        before = self.plan.stage
        if unit:
            self.plan.unit = unit
            if unit not in self.plan.units:
                self.plan.units.append(unit)
        self.plan.vals.update(vals)
        self.plan.stage = stage
        self.note("moved", user, basis, transition=code, stage_from=before, stage_to=stage)
        if stage == self.until:
            raise Unfinished

    def row(self, model, **row):
        """A row that belongs to the case."""
        self.reached()
        return self.plan.add(model, **row)

    def contact(self, user, whom, note, reached=True, way="phone"):
        self.row(
            "rights.contact.log",
            at=self.at,
            user_id=user,
            whom=whom,
            way=way,
            reached=reached,
            note=note,
        )
        label = {"person": "当事人", "merchant": "经营者"}[whom]
        self.note("contact", user, f"{label}: {'已联系' if reached else '未联系上'}")

    def who(self, *roles):
        return self.world.who(self.plan.unit, *roles)

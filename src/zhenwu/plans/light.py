"""What lights are made of: goals, evidence, thresholds, and the light itself. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhenwu.plans.paths import Point


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The thresholds in force from a day on; a light names the version that made it."""

    version: str
    valid_from: date
    #: actual ÷ expected from which an item is ahead, on pace
    ahead: Decimal
    pace: Decimal
    #: things that are counted whole must be a whole one more to be ahead
    ahead_least: Decimal
    #: points within which "about 6 %" still holds
    about_points: Decimal
    #: weeks whose pace is carried on to the due date
    window_weeks: int
    #: days without newer data after which a figure is stale
    stale_days: int
    #: days after the due date in which the last figure may still be filed
    filing_days: int
    #: days for which a check-in speaks when the item names no rhythm
    check_in_days: int


RULES = (
    RuleSet(
        "2026-01", date(2000, 1, 1), Decimal("1.05"), Decimal("0.90"), Decimal(1), Decimal("0.5"), 8, 62, 45, 31
    ),
)  # fmt: skip
#: What is measured, not counted one by one: its path owes fractions.
MEASURED = frozenset(
    {
        "元",
        "%",
        "亩",
        "公里",
        "米",
        "吨",
        "公斤",
        "平方米",
        "立方米",
        "公顷",
        "千瓦",
        "千瓦时",
        "度",
        "位",
        "",
    }
)
#: Which of several states an item takes: the one that needs somebody most.
URGENCY = ("late", "behind", "stale", "nodata", "waiting", "pace", "ahead", "idle", "done")


def rules_on(day: date) -> RuleSet:
    """The thresholds in force on a day."""
    return max((rule for rule in RULES if rule.valid_from <= day), key=lambda rule: rule.valid_from)


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached. gathers : the value adds up over the year (a flow) and follows a path; otherwise a level is compared."""

    value: Decimal
    unit: str = ""
    operator: str = "at_least"
    high: Decimal | None = None
    gathers: bool = True
    baseline: Decimal | None = None
    path: str = "even"
    points: tuple[Point, ...] = ()
    last_year: tuple[Decimal, ...] = ()
    #: what is owed by the day, where a town's path has been shared out to its villages
    owed: Decimal | None = None

    @property
    def base(self) -> Decimal:
        """Where the way begins: at nothing for what gathers, at the baseline for a level."""
        return Decimal(0) if self.gathers or self.baseline is None else self.baseline

    @property
    def whole(self) -> bool:
        """Counted one by one: nothing is owed before it is owed whole."""
        return self.unit not in MEASURED and self.value == self.value.to_integral_value()


@dataclass(frozen=True, slots=True)
class Seen:
    """What the data say. as_of : last day they speak for; earlier : (day, value) of some weeks before, for the pace."""

    actual: Decimal | None = None
    missing: str = ""
    as_of: date | None = None
    earlier: tuple[date, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone, as the rules need it."""

    name: str
    due: date
    done: date | None = None
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Light:
    """A state with everything that explains it. share, expected_share : 0 to 1 and beyond; None where there is no path."""

    state: str
    kind: str = "none"  # path, level, limit, milestones, check_in, none
    computed_state: str = ""
    rule: str = ""
    actual: Decimal | None = None
    expected: Decimal | None = None
    target: Decimal | None = None
    high: Decimal | None = None
    operator: str = "at_least"
    unit: str = ""
    share: Decimal | None = None
    expected_share: Decimal | None = None
    projection: Decimal | None = None
    per_week: Decimal | None = None
    need_per_week: Decimal | None = None
    #: where a level began, for a level that has a path
    base: Decimal | None = None
    #: whether `per_week` is of the last weeks, not of the whole time so far
    recent: bool = False
    #: how far before (+) or behind (−) the path, also where the level is to come down
    gap: Decimal | None = None
    as_of: date | None = None
    day: date | None = None
    due: date | None = None
    start: date | None = None
    missing: str = ""
    #: milestones and check-ins: how many of how many, the one in question, the last line
    done_steps: int = 0
    steps: int = 0
    step: Step | None = None
    note: str = ""
    #: whatever the caller wants to find again (a figure, a target)
    source: Any = None

    @property
    def downward(self) -> bool:
        """A level that is to come down."""
        return self.base is not None and self.target is not None and self.target < self.base

    @property
    def overruled(self) -> bool:
        return bool(self.computed_state) and self.computed_state != self.state

    @property
    def sentence(self) -> str:
        """The light in words."""
        from zhenwu.plans.sentences import light_sentence

        return light_sentence(self)

    @property
    def words(self) -> str:
        """Sign's words where the state's own say too little (落后38户, 逾期16天), else empty."""
        from zhenwu.plans.sentences import light_words

        return light_words(self)

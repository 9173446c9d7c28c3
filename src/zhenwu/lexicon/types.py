"""What the lexicon holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of counting or measuring; `name` is the base unit that figures carry."""

    name: str
    spellings: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    strict: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator's name as reports write it."""

    name: str
    aliases: tuple[str, ...] = ()
    rate: bool = False
    attribute: bool = False
    money: bool = False


@dataclass(frozen=True, slots=True)
class UnitRule:
    """How a subject ends, and the units that such a quantity can have."""

    endings: tuple[str, ...]
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of township work with the words that betray it: keyword → weight."""

    code: str
    name: str
    words: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Everything the reader knows about words; built once by `lexicon()`."""

    scales: Mapping[str, Decimal]
    units: tuple[Unit, ...]
    digits: Mapping[str, int]
    multipliers: Mapping[str, int]
    sections: Mapping[str, int]
    vague: Mapping[str, int]
    ocr: Mapping[str, str]
    hedges_before: Mapping[str, str]
    hedges_between: Mapping[str, str]
    hedges_after: Mapping[str, str]
    hedges_not_after: Mapping[str, tuple[str, ...]]
    magnitude_after: tuple[str, ...]
    estimate: tuple[str, ...]
    target: tuple[str, ...]
    after_number: tuple[str, ...]
    before_number: tuple[str, ...]
    abstract_nouns: tuple[str, ...]
    slogans: tuple[str, ...]
    countable: tuple[str, ...]
    zeros: Mapping[str, str]
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    heading_ends: tuple[str, ...]
    passages: Mapping[str, tuple[str, ...]]
    opening: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    unit_rules: tuple[UnitRule, ...]
    rates: tuple[str, ...]
    rate_verbs: tuple[str, ...]
    generic: tuple[str, ...]
    change: Mapping[str, tuple[str, ...]]
    carried: tuple[str, ...]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    leading: tuple[str, ...]
    trailing: tuple[str, ...]
    ending: tuple[str, ...]
    inner: tuple[str, ...]
    left_over: tuple[str, ...]
    capacities: tuple[str, ...]
    protected: tuple[str, ...]
    doing: Mapping[str, tuple[str, ...]]
    adverbs: tuple[str, ...]
    guiding: tuple[str, ...]
    rows: tuple[Row, ...]
    claims: Mapping[str, tuple[str, ...]]
    honours: Mapping[str, tuple[str, ...]]
    honours_levels: Mapping[str, tuple[str, ...]]
    project_names: Mapping[str, tuple[str, ...]]
    stages: Mapping[str, tuple[str, ...]]
    rules: Mapping[str, str]
    steps: Mapping[str, tuple[str, ...]]
    sequels: Mapping[str, tuple[str, ...]]
    same: Mapping[str, tuple[str, ...]]

"""Who prints a figure: rooms to the right register how to find it, since this room cannot see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Use:
    """One place where a metric is printed or promised."""

    title: str
    printed: str
    url: str = ""


#: user, metric code, area → uses
Finder = Callable[[Any, str, str], Iterable[Use]]
_finders: list[Finder] = []


def uses(finder: Finder) -> Finder:
    """Register a function that finds where a metric is used; only what the user may see."""
    if finder not in _finders:
        _finders.append(finder)
    return finder


def used_in(user: Any, metric: str, area: str) -> list[Use]:
    """Everywhere that the user may see the metric printed or promised."""
    return [use for finder in _finders for use in finder(user, metric, area)]

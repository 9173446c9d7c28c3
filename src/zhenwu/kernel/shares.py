"""Shares that add up (largest remainder): percents of counts, and a total over several places. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from zhenwu.kernel.printing import round_half_up


def shares(counts: Mapping[str, int]) -> dict[str, int]:
    """Whole percents that add up to 100; nothing counted gives zeros. Equal remainders: the earlier one gets what is left.

    >>> shares({"done": 1, "pace": 1, "behind": 1})
    {'done': 34, 'pace': 33, 'behind': 33}
    """
    if not sum(counts.values()):
        return dict.fromkeys(counts, 0)
    parts = share_out(Decimal(100), {key: Decimal(n) for key, n in counts.items()}, whole=True)
    return {key: int(part) for key, part in parts.items()}


def share_out(
    total: Decimal, weights: Mapping[str, Decimal], *, whole: bool, places: int = 2
) -> dict[str, Decimal]:
    """A total over several places by weight: as printed, the parts add up to the total as printed.

    whole : for things that are counted whole; otherwise parts have so many decimals. No weight at all gives zeros.

    >>> share_out(Decimal(5), {"a": Decimal(1), "b": Decimal(1)}, whole=True)
    {'a': Decimal('3'), 'b': Decimal('2')}
    """
    places = 0 if whole else places
    weight = sum(weights.values())
    if not weight:
        return {key: Decimal(0) for key in weights}
    exact = {key: (total * part / weight).scaleb(places) for key, part in weights.items()}
    floors = {key: part.to_integral_value(ROUND_FLOOR) for key, part in exact.items()}
    left = int(round_half_up(total.scaleb(places), 0) - sum(floors.values()))
    for key in sorted(exact, key=lambda key: floors[key] - exact[key])[:left]:
        floors[key] += 1
    return {key: part.scaleb(-places) for key, part in floors.items()}

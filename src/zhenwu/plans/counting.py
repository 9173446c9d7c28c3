"""Shares that add up: percents of counts, and a total over several places. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from zhenwu.kernel.printing import round_half_up


def shares(counts: Mapping[str, int]) -> dict[str, int]:
    """Whole percents that add up to 100 (largest remainder); nothing counted gives zeros.

    >>> shares({"done": 1, "pace": 1, "behind": 1})
    {'done': 34, 'pace': 33, 'behind': 33}
    """
    total = sum(counts.values())
    if not total:
        return dict.fromkeys(counts, 0)
    floors = {key: n * 100 // total for key, n in counts.items()}
    order = sorted(counts, key=lambda key: -(counts[key] * 100 % total))
    for key in order[: 100 - sum(floors.values())]:
        floors[key] += 1
    return floors


def share_out(total: Decimal, weights: Mapping[str, Decimal], *, whole: bool) -> dict[str, Decimal]:
    """A total over several places by weight, adding up to it exactly (largest remainder for things counted whole).

    >>> share_out(Decimal(5), {"a": Decimal(1), "b": Decimal(1)}, whole=True)
    {'a': Decimal('3'), 'b': Decimal('2')}
    """
    weight = sum(weights.values())
    if not weight:
        return {key: Decimal(0) for key in weights}
    exact = {key: total * part / weight for key, part in weights.items()}
    if not whole:
        return {key: round_half_up(part, 2) for key, part in exact.items()}
    floors = {key: part.to_integral_value(ROUND_FLOOR) for key, part in exact.items()}
    order = sorted(exact, key=lambda key: floors[key] - exact[key])
    for key in order[: int(total - sum(floors.values()))]:
        floors[key] += 1
    return floors

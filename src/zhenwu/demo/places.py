"""The fictional county: three towns, their villages and grids, and a schematic map of the main town."""

from __future__ import annotations

import math
import random
from typing import Any

from zhenwu.areas.actions import AreaSpec

PROVINCE, CITY, COUNTY = "990000000000", "990100000000", "990101000000"
MAIN, WHITE, TWIN = "990101101000", "990101102000", "990101103000"
TOWNS = {MAIN: "清溪镇", WHITE: "白石镇", TWIN: "双河镇"}

#: name → (x, y) on the map, share of the town's people
VILLAGES: dict[str, tuple[int, int, float]] = {
    "石桥村": (292, 190, 0.115), "老街村": (192, 172, 0.14), "柳湾村": (96, 252, 0.10), "大塘村": (332, 252, 0.098),
    "下溪村": (214, 268, 0.09), "上溪村": (118, 124, 0.086), "枫林村": (244, 106, 0.078), "东坪村": (372, 158, 0.07),
    "白鹤村": (310, 62, 0.072), "西坪村": (44, 176, 0.062), "竹园村": (190, 36, 0.052), "梅岭村": (80, 60, 0.037),
}  # fmt: skip
OTHER_VILLAGES = {
    WHITE: ("白石村", "龙井村", "青山村", "花园村"),
    TWIN: ("双河村", "沙洲村", "渡口村", "望江村"),
}


def villages_of(town: str) -> tuple[str, ...]:
    """The names of a town's villages, in order."""
    return tuple(VILLAGES) if town == MAIN else OTHER_VILLAGES[town]


def village_code(town: str, index: int) -> str:
    """The code of a town's village, counted from 0."""
    return f"{town[:9]}{201 + index}"


def specs() -> list[AreaSpec]:
    """Every area of the demonstration, parents first."""
    rows = [
        AreaSpec(PROVINCE, "虚构省"),
        AreaSpec(CITY, "云台市"),
        AreaSpec(COUNTY, "云岭县"),
        *(AreaSpec(code, name, order) for order, (code, name) in enumerate(TOWNS.items())),
    ]
    shapes = village_shapes()
    for index, (name, (_, _, share)) in enumerate(VILLAGES.items()):
        code = village_code(MAIN, index)
        people = round(38600 * share)
        rows.append(AreaSpec(code, name, index, round(people / 3.4), people, shapes[name]))
        rows += [AreaSpec(f"{code}{grid:03d}", f"{name}第{grid}网格", grid) for grid in range(1, 5)]
    for town, names in OTHER_VILLAGES.items():
        for index, name in enumerate(names):
            rows.append(AreaSpec(village_code(town, index), name, index, 900, 3100))
    return rows


def village_shapes() -> dict[str, dict[str, Any]]:
    """A schematic map: the town's outline cut into the places nearest to each village (Voronoi cells)."""
    shake = random.Random("清溪镇")
    outline = []
    for step in range(72):
        angle = step * math.tau / 72
        radius = 1 + shake.uniform(-0.025, 0.025)
        outline.append((212 + 198 * radius * math.cos(angle), 158 + 148 * radius * math.sin(angle)))
    shapes = {}
    for name, (x, y, _) in VILLAGES.items():
        cell = outline
        for other, (ox, oy, _) in VILLAGES.items():
            if other != name:
                cell = _nearer(cell, (x, y), (ox, oy))
        cx = sum(p[0] for p in cell) / len(cell)
        cy = sum(p[1] for p in cell) / len(cell)
        path = "M" + "L".join(f"{px:.1f} {py:.1f}" for px, py in cell) + "Z"
        shapes[name] = {"path": path, "x": round((cx + x) / 2, 1), "y": round((cy + y) / 2, 1)}
    return shapes


def _nearer(
    cell: list[tuple[float, float]], here: tuple[float, float], there: tuple[float, float]
) -> list[tuple[float, float]]:
    """The part of a convex polygon that is nearer to `here` than to `there` (Sutherland—Hodgman)."""

    def side(point: tuple[float, float]) -> float:
        return math.dist(point, there) ** 2 - math.dist(point, here) ** 2

    kept: list[tuple[float, float]] = []
    for first, second in zip(cell, cell[1:] + cell[:1], strict=True):
        a, b = side(first), side(second)
        if a >= 0:
            kept.append(first)
        if (a >= 0) != (b >= 0):
            share = a / (a - b)
            kept.append(
                (first[0] + share * (second[0] - first[0]), first[1] + share * (second[1] - first[1]))
            )
    return kept

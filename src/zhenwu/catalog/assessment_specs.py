"""Rules of assessment (考评): their YAML read into typed items, every fault reported at once.

Pure; a town's own rules pass the same check.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any

from zhenwu.catalog.metric_specs import metrics
from zhenwu.kernel.data import read_data
from zhenwu.kernel.errors import BadInput, Fault

HERE = Path(__file__).parent
SUBJECTS = ("village", "office", "town")
#: reach: the nearer to `full`, the more; deduct: `per` off for each one; add: `per` for each one, beside the total; judged: by a person
KINDS = ("reach", "deduct", "add", "judged")
#: What is measured of an office, which has no place of its own in figures.
OFFICE_MEASURES = {"office.pace": ("承办事项按进度", "%"), "office.replies": ("督办按期回复", "%")}
_KEY = re.compile(r"[a-z][a-z0-9_]{0,29}")
_NUMBERS = ("weight", "full", "zero", "per", "cap", "least")


@dataclass(frozen=True, slots=True)
class ItemSpec:
    """One thing that is assessed.

    weight : points of full marks (0 for `add`). full, zero : values of the metric that earn all and nothing. per : points for each
    unit of the metric, taken off or added. cap : the most that is earned (reach, add) or taken off (deduct). least : a rate over a
    smaller denominator than this says nothing. nodata : "out" leaves the item out when nobody has reported, "zero" gives nothing.
    """

    key: str
    name: str
    kind: str
    weight: Decimal
    metric: str = ""
    full: Decimal | None = None
    zero: Decimal | None = None
    per: Decimal | None = None
    cap: Decimal | None = None
    least: Decimal = Decimal(0)
    nodata: str = "out"
    basis: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the database keeps it: numbers as text."""
        return {
            k: str(v) if isinstance(v, Decimal) else v for k, v in asdict(self).items() if v not in (None, "")
        }


@dataclass(frozen=True, slots=True)
class RuleSpec:
    """A dated set of rules for villages, offices or towns."""

    code: str
    name: str
    subject: str
    version: int
    valid_from: date
    items: tuple[ItemSpec, ...]
    source: str = ""


@cache
def assessment_rules() -> list[RuleSpec]:
    """The standard rules."""
    raw = read_data((HERE / "assessment.yaml").read_text("utf-8"))
    return read_rules(raw, {metric.code for metric in metrics()}, source="assessment.yaml")


def read_rules(raw: Any, known: Collection[str], *, source: str = "") -> list[RuleSpec]:
    """Sets of rules by code. known : codes of metrics."""
    found, faults = [], []
    for code, one in raw.items():
        where = f"{source} {code}"
        if one.get("for") not in SUBJECTS:
            faults.append(
                Fault(
                    f"没有考评对象“{one.get('for')}”", where, "、".join(SUBJECTS), "请改正", "ZW-RULE-SUBJECT"
                )
            )
        if not isinstance(one.get("from"), date):
            faults.append(Fault("没有起用日期", where, "from: 年-月-日", "请补上", "ZW-RULE-DATE"))
        try:
            items = read_items(one.get("items") or [], known, subject=str(one.get("for")), source=where)
        except BadInput as error:
            faults += error.faults
        else:
            found.append(
                RuleSpec(
                    code, str(one.get("name", code)), str(one.get("for")), int(one.get("version", 1)), one.get("from"), items,
                    str(one.get("source", "")),
                )
            )  # fmt: skip
    if faults:
        raise BadInput.of(faults, source=source)
    return found


def read_items(
    raw: Collection[Mapping[str, Any]], known: Collection[str], *, subject: str, source: str = ""
) -> tuple[ItemSpec, ...]:
    """Items as typed or kept, checked. known : codes of metrics. BadInput names every fault with its item."""
    faults: list[Fault] = []
    found: list[ItemSpec] = []
    seen: set[str] = set()
    for number, one in enumerate(raw, 1):
        name = str(one.get("name") or "").strip()
        where = name or f"第{number}项"
        numbers, wrong = _numbers(one, where)
        key = str(one.get("key") or f"item{number}")
        item = ItemSpec(
            key=key, name=name, kind=str(one.get("kind") or ""), metric=str(one.get("metric") or ""),
            weight=numbers["weight"] or Decimal(0), full=numbers["full"], zero=numbers["zero"], per=numbers["per"], cap=numbers["cap"],
            least=numbers["least"] or Decimal(0), nodata=str(one.get("nodata") or "out"), basis=str(one.get("basis") or ""),
        )  # fmt: skip
        wrong += [_fault(what, where, expected) for what, expected in _item_faults(item, known, subject)]
        if key in seen:
            wrong.append(_fault(f"代码“{key}”用了两次", where, "每项一个代码"))
        seen.add(key)
        faults += wrong
        found.append(item)
    if not faults and not sum(item.weight for item in found):
        faults.append(_fault("各项分值合计为0", source or "考评项", "至少一项有分值"))
    if faults:
        raise BadInput.of(faults, source=source)
    return tuple(found)


def _fault(what: str, where: str, expected: str) -> Fault:
    return Fault(what, where, expected, "请改正", "ZW-RULE-ITEM")


def _numbers(one: Mapping[str, Any], where: str) -> tuple[dict[str, Decimal | None], list[Fault]]:
    found: dict[str, Decimal | None] = dict.fromkeys(_NUMBERS)
    faults = []
    for name in _NUMBERS:
        value = one.get(name)
        if value in (None, ""):
            continue
        try:
            number = Decimal(str(value))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or abs(number) >= 10**9:
            faults.append(_fault(f"{name}“{value}”不是数", where, "一个数"))
        else:
            found[name] = number
    return found, faults


def _item_faults(item: ItemSpec, known: Collection[str], subject: str) -> list[tuple[str, str]]:
    """What is wrong with one item: (what, expected)."""
    found = []
    if not item.name or len(item.name) > 60:
        found.append(("没有名称或太长", "60字以内"))
    if not _KEY.fullmatch(item.key):
        found.append((f"代码“{item.key}”不对", "小写字母开头，字母、数字、下划线"))
    if item.kind not in KINDS:
        return [*found, (f"没有计分办法“{item.kind}”", "、".join(KINDS))]
    if item.nodata not in ("out", "zero"):
        found.append((f"无数据时“{item.nodata}”不对", "out（不计）或zero（记0分）"))
    if item.weight < 0 or (item.kind != "add" and not item.weight) or (item.kind == "add" and item.weight):
        found.append((f"分值{item.weight}不对", "加分项为0，其余大于0"))
    if item.kind == "judged":
        return [*found, ("评判项不连指标", "空着")] if item.metric else found
    measured = item.metric in OFFICE_MEASURES if subject == "office" else item.metric in known
    if not measured:
        found.append(
            (
                f"没有指标“{item.metric}”",
                "、".join(OFFICE_MEASURES) if subject == "office" else "指标目录里的代码",
            )
        )
    if item.kind == "reach" and (item.full is None or item.zero is None or item.full == item.zero):
        found.append(("满分值和零分值没有写，或相同", "两个不同的数"))
    if item.kind == "reach" and item.cap is not None and item.cap < item.weight:
        found.append((f"封顶{item.cap}低于分值{item.weight}", "不低于分值"))
    if item.kind in ("deduct", "add") and (item.per is None or item.per <= 0):
        found.append(("没有写每个扣（加）几分", "大于0的数"))
    if item.kind == "add" and (item.cap is None or item.cap <= 0):
        found.append(("加分没有封顶", "大于0的数"))
    if item.kind == "deduct" and item.cap is not None and not 0 < item.cap <= item.weight:
        found.append((f"最多扣{item.cap}不对", "大于0，不超过分值"))
    if item.least < 0:
        found.append((f"最小分母{item.least}不对", "0或以上"))
    return found

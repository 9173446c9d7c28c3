"""One value against its field: text of a cell or a form in, typed value out. Pure."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from zhenwu.kernel import ids
from zhenwu.kernel.units import scale
from zhenwu.ledgers.rules_dates import read_date
from zhenwu.ledgers.rules_places import Places
from zhenwu.ledgers.unfit import Unfit

_LENGTHS = {"title": 200, "number": 40, "handler": 40, "category": 40}
_TEXT_LENGTH, _LONG_TEXT_LENGTH = 300, 5000
_YES = frozenset(
    [
        "是",
        "有",
        "对",
        "√",
        "✓",
        "y",
        "yes",
        "true",
        "1",
        "满意",
        "基本满意",
        "非常满意",
        "很满意",
        "按时",
        "已回访",
        "重复",
    ]
)
_NO = frozenset(
    [
        "否",
        "无",
        "没有",
        "不",
        "×",
        "✗",
        "n",
        "no",
        "false",
        "0",
        "不满意",
        "超时",
        "未回访",
        "初次",
        "不重复",
    ]
)
_NOT_SAID = frozenset(["未评价", "未回访评价", "无评价", "—", "-", "/", "未答复"])
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?)([^\d.]*)")
_HEDGES = re.compile(r"约|近|余|多|左右|以上|以下|不足|大概|\d[-—~至到]\d")
_LOCATION = re.compile(r"(-?\d{1,3}\.\d+)[,， ](-?\d{1,2}\.\d+)")
#: Beyond this a spreadsheet keeps no digits: 15 are exact.
_EXCEL_DIGITS = 15
_LARGEST = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class Rule:
    """What a field takes."""

    key: str
    label: str
    type: str
    column: str = ""
    required: bool = False
    personal: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None


def is_blank(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip())


def check_value(rule: Rule, raw: Any, *, places: Places, unit: str = "") -> Any:
    """The typed value of a cell; None for a blank one; Unfit when it cannot be taken.

    unit : the unit that the column's head names (万元), "" when it names none.
    An area gives (code, rest of the text); a choice gives its key; money and decimals give Decimal in base units.
    """
    if is_blank(raw):
        return None
    if isinstance(raw, float) and not math.isfinite(raw):
        raise Unfit("数太大，写不下", "一个数", "请核对原表里的数")
    return _CHECKS[rule.type](rule, raw, places, unit)


def _clean(raw: Any) -> str:
    return unicodedata.normalize("NFKC", str(raw)).strip()


def _text(rule: Rule, raw: Any, places: Places, unit: str) -> str:
    if isinstance(raw, datetime | date):
        raise Unfit(
            f"表格软件把“{rule.label}”变成了日期{raw:%Y-%m-%d}",
            "文字",
            "请把这一列设为“文本”格式再填原来的内容",
        )
    if isinstance(raw, bool):
        raw = "是" if raw else "否"
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = str(raw).strip()
    if not text.isprintable() or "  " in text:
        text = re.sub(r"[ \t\r\n\u3000\xa0]+", " ", text).strip()
    if any(ord(c) < 32 or c == "\ufffd" for c in text):
        raise Unfit("含有乱码", "可读的文字", "请从原表重新复制")
    longest = _LENGTHS.get(rule.column, _TEXT_LENGTH)
    if len(text) > longest:
        raise Unfit(f"{len(text)}个字，太长", f"最多{longest}个字", "请写短些，详情写在经过里")
    return text


def _long_text(rule: Rule, raw: Any, places: Places, unit: str) -> str:
    text = str(raw).strip()
    if "\0" in text:
        raise Unfit("含有乱码", "可读的文字", "请从原表重新复制")
    if len(text) > _LONG_TEXT_LENGTH:
        raise Unfit(f"{len(text)}个字，太长", f"最多{_LONG_TEXT_LENGTH}个字", "请写短些，全文作为附件")
    return text


def _plain(text: str) -> str:
    """A choice without what people put around it: 已办结, 办理中, 在建阶段."""
    return re.sub(r"^(已经|已|正在)|(阶段|中|类|方式)$", "", re.sub(r"\s+", "", text)) or text


def _choice(rule: Rule, raw: Any, places: Places, unit: str) -> str:
    text = _clean(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
    for key, name in rule.choices:
        if text in (key, name) or text == unicodedata.normalize("NFKC", name):
            return key
    near = [key for key, name in rule.choices if _plain(name) == _plain(text)]
    if len(near) == 1:
        return near[0]
    names = [name for _key, name in rule.choices]
    meant = [name for name in names if _plain(name) in text or _plain(text) in name]
    raise Unfit(
        f"{rule.label}没有“{text}”",
        "、".join(names),
        f"是不是“{meant[0]}”？" if len(meant) == 1 else f"请从{len(names)}项里选一项",
        meant[0] if len(meant) == 1 else "",
    )


def _choices(rule: Rule, raw: Any, places: Places, unit: str) -> list[str]:
    parts = raw if isinstance(raw, list) else re.split(r"[、,，;；/]", str(raw))
    return [_choice(rule, part, places, unit) for part in parts if not is_blank(part)]


def _bool(rule: Rule, raw: Any, places: Places, unit: str) -> bool | None:
    if isinstance(raw, bool):
        return raw
    text = _clean(int(raw) if isinstance(raw, float) and raw.is_integer() else raw).lower()
    if text in _YES or text == rule.label:
        return True
    if text in _NO or text in (f"不{rule.label}", f"未{rule.label}", f"非{rule.label}"):
        return False
    if text in _NOT_SAID:
        return None
    raise Unfit(f"“{text}”说不清是还是否", "是、否，或空着", "请改成是或否")


def _number(rule: Rule, raw: Any, unit: str) -> Decimal:
    """A number in base units. An explicit unit in the cell is taken; a hedge or a range is not."""
    if isinstance(raw, bool):
        raise Unfit(f"“{raw}”不是数字", "数字", "请改成数字")
    if isinstance(raw, int | float | Decimal):
        # A double is exact to 15 digits; what lies behind is the spreadsheet's own noise.
        value = Decimal(format(raw, ".15g")) if isinstance(raw, float) else Decimal(raw)
        return value * scale(unit)[0]
    if isinstance(raw, datetime | date):
        raise Unfit(f"表格软件把“{rule.label}”变成了日期{raw:%Y-%m-%d}", "数字", "请改成数字")
    text = re.sub(r"\s", "", _clean(raw)).replace("−", "-").removeprefix("¥")
    grouped = re.fullmatch(r"([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?)(.*)", text)
    if grouped:
        text = grouped[1].replace(",", "") + grouped[2]
    match = _NUMBER.fullmatch(text)
    if _HEDGES.search(text) or not match:
        what = "是约数或范围" if _HEDGES.search(text) and re.search(r"\d", text) else "不是数字"
        raise Unfit(f"“{text}”{what}", _number_expected(rule, unit), "请填准确的数字")
    try:
        value = Decimal(match[1])
    except InvalidOperation:
        raise Unfit(f"“{text}”不是数字", "数字", "请改成数字") from None
    return value * _factor(rule, match[2], unit, text)


def _factor(rule: Rule, said: str, unit: str, text: str) -> Decimal:
    """What the cell's own unit, else the column's, multiplies by."""
    base = "元" if rule.type == "money" else rule.unit
    if not said:
        return scale(unit)[0]
    if said in ("万", "亿"):
        if unit and scale(unit)[0] != 1:
            raise Unfit(
                f"“{text}”不清楚：列头的单位是{unit}，格里又写了{said}",
                f"以{unit}为单位的数字",
                "请去掉格里的单位",
            )
        return scale(said + (base or "元"))[0]
    factor, said_base = scale(said)
    if said_base == base or said == unit:
        return factor
    raise Unfit(f"“{text}”里的“{said}”不是{rule.label}的单位", _number_expected(rule, unit), "请只填数字")


def _number_expected(rule: Rule, unit: str) -> str:
    shown = unit or ("元" if rule.type == "money" else rule.unit)
    return f"以{shown}为单位的数字" if shown else "数字"


def _bounded(rule: Rule, value: Decimal) -> Decimal:
    if rule.low is not None and value < rule.low:
        raise Unfit(f"{value:f}太小", f"不小于{rule.low.normalize():f}", "请核对原件")
    if rule.high is not None and value > rule.high:
        raise Unfit(f"{value:f}太大", f"不大于{rule.high.normalize():f}", "请核对原件")
    if abs(value) >= _LARGEST:
        raise Unfit(f"{value:f}太大", "14位以内", "请核对单位")
    return value


def _integer(rule: Rule, raw: Any, places: Places, unit: str) -> int:
    value = _number(rule, raw, unit)
    if value != value.to_integral_value():
        raise Unfit(f"“{_clean(raw)}”不是整数", "整数", "请核对原件")
    if value < 0 and rule.low is None:
        raise Unfit(f"“{_clean(raw)}”是负数", "0或正整数", "请核对原件")
    if value > 2_000_000_000:
        raise Unfit(f"“{_clean(raw)}”太大", "不超过20亿", "请核对单位")
    return int(_bounded(rule, value))


def _decimal(rule: Rule, raw: Any, places: Places, unit: str) -> Decimal:
    value = _bounded(rule, _number(rule, raw, unit))
    if value != round(value, 4):
        raise Unfit(f"“{_clean(raw)}”小数太长", "最多4位小数", "请四舍五入后再填")
    return value


def _money(rule: Rule, raw: Any, places: Places, unit: str) -> Decimal:
    value = _bounded(rule, _number(rule, raw, unit))
    if value != round(value, 2):
        raise Unfit(f"“{_clean(raw)}”精确到分以下", "精确到分", "请四舍五入后再填")
    return value


def _date(rule: Rule, raw: Any, places: Places, unit: str) -> date:
    return read_date(raw)


def _area(rule: Rule, raw: Any, places: Places, unit: str) -> tuple[str, str]:
    return places.find(raw)


def _identifier(raw: Any, name: str) -> str:
    """The characters of a number that identifies; a spreadsheet's float has lost the last ones."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if abs(raw) >= 10**_EXCEL_DIGITS:
            raise Unfit(
                f"表格软件把{name}变成了数字，末几位已经丢失",
                "文本格式的号码",
                "请把这一列设为“文本”格式，按原件重填",
            )
        raw = int(raw)
    text = _clean(raw).lstrip("'‘’`").replace(" ", "").replace("-", "").upper()
    if "E+" in text:
        raise Unfit(
            f"表格软件把{name}变成了数字，末几位已经丢失",
            "文本格式的号码",
            "请把这一列设为“文本”格式，按原件重填",
        )
    return text


def _sound(text: str, wrong: str | None, expected: str, do: str) -> str:
    if wrong:
        raise Unfit(wrong, expected, do)
    return text


def _resident_id(rule: Rule, raw: Any, places: Places, unit: str) -> str:
    text = _identifier(raw, "身份证号")
    return _sound(text, ids.check_resident_id(text), "18位身份证号", "请找村里核对原件")


def _credit_code(rule: Rule, raw: Any, places: Places, unit: str) -> str:
    text = _identifier(raw, "信用代码")
    return _sound(text, ids.check_credit_code(text), "18位统一社会信用代码", "请核对营业执照")


def _phone(rule: Rule, raw: Any, places: Places, unit: str) -> str:
    text = _identifier(raw, "电话").removeprefix("+86")
    if re.fullmatch(r"0\d{9,11}|[2-8]\d{6,7}|12345|\d{3,5}", text):
        return text
    return _sound(text, ids.check_mobile(text), "11位手机号，或带区号的座机", "请核对号码")


def _location(rule: Rule, raw: Any, places: Places, unit: str) -> str:
    match = _LOCATION.fullmatch(_clean(raw))
    if not match or abs(float(match[1])) > 180 or abs(float(match[2])) > 90:
        raise Unfit(f"“{_clean(raw)}”不是位置", "经度和纬度，如112.345,28.123", "请在地图上取点，或空着")
    return f"{match[1]},{match[2]}"


def _file(rule: Rule, raw: Any, places: Places, unit: str) -> Any:
    raise Unfit("附件不能写在格子里", "空着", "请在记录页里添加附件")


_CHECKS: dict[str, Callable[[Rule, Any, Places, str], Any]] = {
    "text": _text,
    "long_text": _long_text,
    "choice": _choice,
    "choices": _choices,
    "bool": _bool,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "date": _date,
    "area": _area,
    "link": _text,
    "phone": _phone,
    "resident_id": _resident_id,
    "credit_code": _credit_code,
    "location": _location,
    "file": _file,
}

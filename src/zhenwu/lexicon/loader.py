"""Reads and validates the YAML files of the lexicon."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files
from typing import Any

from zhenwu.kernel.data import read_data
from zhenwu.kernel.errors import BadInput, Fault
from zhenwu.lexicon.types import Indicator, Lexicon, Row, Unit, UnitRule

ROLES = ("review", "problems", "goals", "tasks", "conduct", "opening", "closing", "other")
QUALIFIERS = ("exact", "about", "over", "under")
FILES = (
    "units",
    "numerals",
    "hedges",
    "names",
    "headings",
    "indicators",
    "verbs",
    "promises",
    "rows",
    "claims",
    "honours",
    "projects",
    "rules",
    "sequels",
)


class Data:
    """One file's content, checked as it is taken; every fault is collected with its place."""

    def __init__(self, file: str, content: object, faults: list[Fault]) -> None:
        self.file, self.faults = file, faults
        self.content: dict[str, Any] = content if isinstance(content, dict) else {}
        if not isinstance(content, dict):
            self.fault("", "整个文件不是一张映射表", "键: 值")

    def fault(self, key: str, what: str, expected: str) -> None:
        where = f"lexicon/data/{self.file}.yaml {key}".strip()
        self.faults.append(Fault(what, where, expected, "请改正词表文件", "ZW-LEXICON"))

    def words(self, key: str) -> tuple[str, ...]:
        """A list of distinct, non-empty words."""
        found = self.content.get(key)
        if not isinstance(found, list) or not all(isinstance(w, str) for w in found):
            self.fault(key, "不是词的列表", "一列不重复的词")
            return ()
        return tuple(dict.fromkeys(w for w in found if w))

    def table(
        self, key: str, kind: type | tuple[type, ...], check: Callable[[Any], bool] = lambda v: True
    ) -> dict[str, Any]:
        """A mapping from words to values of one kind."""
        found = self.content.get(key)
        if not isinstance(found, dict) or not all(
            isinstance(k, str) and isinstance(v, kind) and check(v) for k, v in found.items()
        ):
            self.fault(key, "不是词到值的映射", "词: 值")
            return {}
        return dict(found)

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """A mapping from names to lists of words."""
        return {
            name: tuple(str(w) for w in words)
            for name, words in self.table(key, list, lambda v: all(isinstance(w, str) for w in v)).items()
        }

    def rows(self, key: str, must: tuple[str, ...], may: Mapping[str, type]) -> list[dict[str, Any]]:
        """A list of mappings with required and permitted keys."""
        found = self.content.get(key)
        if not isinstance(found, list):
            self.fault(key, "不是列表", "一列条目")
            return []
        good = []
        for i, row in enumerate(found, 1):
            known = isinstance(row, dict) and all(m in row for m in must)
            if not known or not all(k in may and isinstance(v, may[k]) for k, v in row.items()):
                self.fault(f"{key}第{i}条", f"条目不对:{row}", "、".join(may))
            else:
                good.append(row)
        return good


def _load(texts: Mapping[str, str]) -> Lexicon:
    faults: list[Fault] = []
    data = {name: Data(name, read_data(texts[name]), faults) for name in FILES}
    units = [
        Unit(
            str(u["name"]),
            tuple(u.get("spellings", ())),
            tuple(u.get("not_before", ())),
            tuple(u.get("needs", ())),
            bool(u.get("strict", False)),
            bool(u.get("bare", False)),
        )
        for u in data["units"].rows(
            "units",
            ("name",),
            {"name": str, "spellings": list, "not_before": list, "needs": list, "strict": bool, "bare": bool},
        )
    ]
    indicators = [
        Indicator(
            r["name"],
            tuple(r.get("aliases", ())),
            bool(r.get("rate", False)),
            bool(r.get("attribute", False)),
            bool(r.get("money", False)),
        )
        for r in data["indicators"].rows(
            "indicators",
            ("name",),
            {"name": str, "aliases": list, "rate": bool, "attribute": bool, "money": bool},
        )
    ]
    hedges = {
        place: {word: qualifier for qualifier, words in data["hedges"].lists(place).items() for word in words}
        for place in ("before", "between", "after")
    }
    for place, known in hedges.items():
        for word, qualifier in known.items():
            if qualifier not in QUALIFIERS:
                data["hedges"].fault(place, f"“{word}”的类别{qualifier}不认识", "、".join(QUALIFIERS))
    roles = [
        (r["role"], tuple(r["words"]))
        for r in data["headings"].rows("roles", ("role", "words"), {"role": str, "words": list})
    ]
    for role, _ in roles:
        if role not in ROLES:
            data["headings"].fault("roles", f"角色{role}不认识", "、".join(ROLES))
    rows = [
        Row(r["code"], r["name"], dict(r["words"]))
        for r in data["rows"].rows(
            "rows", ("code", "name", "words"), {"code": str, "name": str, "words": dict}
        )
    ]
    unit_rules = [
        UnitRule(tuple(r["endings"]), tuple(r["units"]))
        for r in data["indicators"].rows("unit_rules", ("endings", "units"), {"endings": list, "units": list})
    ]
    for row in rows:
        for word in row.words:
            if len(word) < 2:
                data["rows"].fault(f"rows {row.code}", f"“{word}”只有一个字", "两个字以上的词")
    numerals, names, verbs = data["numerals"], data["names"], data["verbs"]
    made = Lexicon(
        scales={k: Decimal(v) for k, v in data["units"].table("scales", int).items()},
        units=tuple(units),
        digits=numerals.table("digits", int),
        multipliers=numerals.table("multipliers", int),
        sections=numerals.table("sections", int),
        vague=numerals.table("vague", int),
        ocr=numerals.table("ocr", str),
        hedges_before=hedges["before"],
        hedges_between=hedges["between"],
        hedges_after=hedges["after"],
        hedges_not_after=data["hedges"].lists("not_after"),
        magnitude_after=data["hedges"].words("magnitude_after"),
        estimate=data["hedges"].words("estimate"),
        target=data["hedges"].words("target"),
        after_number=names.words("after_number"),
        before_number=names.words("before_number"),
        abstract_nouns=names.words("abstract_nouns"),
        slogans=names.words("slogans"),
        countable=names.words("countable"),
        zeros=names.table("zeros", str),
        roles=tuple(roles),
        heading_ends=data["headings"].words("ends"),
        passages=data["headings"].lists("passages"),
        opening=data["headings"].words("opening"),
        indicators=tuple(indicators),
        unit_rules=tuple(unit_rules),
        rates=data["indicators"].words("rates"),
        rate_verbs=data["indicators"].words("rate_verbs"),
        generic=data["indicators"].words("generic"),
        change=data["indicators"].lists("change"),
        carried=verbs.words("carried"),
        kept=verbs.words("kept"),
        dropped=verbs.words("dropped"),
        leading=verbs.words("leading"),
        trailing=verbs.words("trailing"),
        ending=verbs.words("ending"),
        inner=verbs.words("inner"),
        left_over=verbs.words("left_over"),
        capacities=verbs.words("capacities"),
        protected=verbs.words("protected"),
        doing=data["promises"].lists("doing"),
        adverbs=data["promises"].words("adverbs"),
        guiding=data["promises"].words("guiding"),
        rows=tuple(rows),
        claims=data["claims"].lists("claims"),
        honours=data["honours"].lists("honours"),
        honours_levels=data["honours"].lists("levels"),
        project_names=data["projects"].lists("names"),
        stages=data["projects"].lists("stages"),
        rules=data["rules"].table("rules", str),
        steps=data["sequels"].lists("stages"),
        sequels=data["sequels"].lists("words"),
        same=data["sequels"].lists("same"),
    )
    if faults:
        raise BadInput.of(faults, source="词表")
    return made


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The standard lexicon, read once.

    >>> next(u.name for u in lexicon().units if "平米" in u.spellings)
    '平方米'
    """
    folder = files("zhenwu.lexicon") / "data"
    return _load({name: (folder / f"{name}.yaml").read_text(encoding="utf-8") for name in FILES})

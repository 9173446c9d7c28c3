"""A reading as the sheets of a workbook: the numbers, then every list that has entries, then the contradictions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from zhenwu.web.reports.rules import check_words, claim_words, rule_words
from zhenwu.web.reports.whole import Whole, as_line
from zhenwu.writer.xlsx import Column, Sheet

#: Excel keeps at most 32,767 characters in a cell; nobody reads so many in one.
_MOST = 2000


def sheets(whole: Whole) -> list[Sheet]:
    """The sheets of a reading; the numbers come first, also when there are none."""
    made = [_figures(whole)]
    columns = {
        "promises": ("kind", "name", "deadline", "row", "verb"),
        "claims": ("claim", "subject"),
        "problems": (),
        "honours": ("level",),
        "projects": ("stage", "amount"),
    }
    names = {
        "promises": _("承诺"),
        "claims": _("说法"),
        "problems": _("问题"),
        "honours": _("荣誉"),
        "projects": _("项目"),
    }
    for name, keys in columns.items():
        if whole.entries[name]:
            made.append(_list(whole, name, names[name], keys))
    if whole.checks:
        made.append(
            Sheet(
                _("核对"),
                [Column(_("种类"), width=16), Column(_("说明"), width=70), Column(_("文中"), width=50)],
                _checks(whole),
            )
        )
    return made


def _figures(whole: Whole) -> Sheet:
    columns = {
        "section": Column(_("所在部分"), width=24),
        "subject": Column(_("事项"), width=28),
        "surface": Column(_("文中")),
        "value": Column(_("数值"), "plain"),
        "high": Column(_("上限"), "plain"),
        "unit": Column(_("单位"), width=8),
        "qualifier": Column(_("约数"), width=8),
        "kind": Column(_("种类"), width=8),
        "direction": Column(_("升降"), width=8),
        "period": Column(_("期间")),
        "modality": Column(_("性质"), width=8),
        "masked": Column(_("遮盖"), width=6),
        "damaged": Column(_("损坏"), width=6),
        "start": Column(_("起"), "count"),
        "end": Column(_("止"), "count"),
        "rule": Column(_("规则"), width=40),
    }

    def rows() -> Iterable[list[Any]]:
        for figure in whole.figures:
            line = as_line(figure) | {"value": figure.value, "high": figure.high}
            line["rule"] = rule_words(figure.rule)
            yield [line[key] for key in columns]

    return Sheet(_("数"), list(columns.values()), rows())


def _list(whole: Whole, name: str, title: str, keys: tuple[str, ...]) -> Sheet:
    labels = {
        "kind": _("种类"),
        "name": _("名称"),
        "deadline": _("期限"),
        "row": _("工作"),
        "verb": _("动词"),
        "claim": _("种类"),
        "subject": _("事项"),
        "level": _("级别"),
        "stage": _("进度"),
        "amount": _("金额"),
    }
    surfaces = {f.key: f.surface for f in whole.figures}

    def cell(entry: dict[str, Any], key: str) -> str:
        if key == "claim":
            return claim_words(entry["kind"])
        if key == "amount":
            return surfaces.get(entry["amount"], "")
        return str(entry.get(key) or "")

    def rows() -> Iterable[list[Any]]:
        for entry in whole.entries[name]:
            section = whole.passage_at(entry["start"])
            yield [
                section.title if section is not None else "",
                entry["text"][:_MOST],
                *(cell(entry, key) for key in keys),
                entry["start"],
                entry["end"],
                rule_words(entry.get("rule", "")),
            ]

    columns = [
        Column(_("所在部分"), width=24),
        Column(_("文中"), width=60),
        *(Column(labels[key], width=14) for key in keys),
        Column(_("起"), "count"),
        Column(_("止"), "count"),
        Column(_("规则"), width=40),
    ]
    return Sheet(title, columns, rows())


def _checks(whole: Whole) -> Iterable[list[Any]]:
    for check in whole.checks:
        places = _("；").join(whole.words(low, high) for low, high in check["spans"])
        yield [check_words(check["kind"]), check["message"][:_MOST], places[:_MOST]]

"""The rows of the lists beside a text, and what each says of itself: how it was read, what it belongs to, by which rule.

A long report has thousands of rows. The words of a page are looked up once for all of them, and what a row says is put together here
and not by the template engine: that made the page of a 200,000-character text several times as quick.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from zhenwu.catalog import work_rows
from zhenwu.figures.queries import metric_defs
from zhenwu.kernel.errors import ZhenwuError
from zhenwu.kernel.period import Period
from zhenwu.reports.models import PrintedFigure
from zhenwu.web.english.matching import told, typed
from zhenwu.web.kit.values import figure_value, number
from zhenwu.web.reports.rules import claim_words, rule_words
from zhenwu.web.reports.texts import suspect
from zhenwu.web.reports.whole import Whole

#: What the reader says of honours and projects, in words that English pages print in English.
LEVELS = (gettext_noop("国家"), gettext_noop("省"), gettext_noop("市"), gettext_noop("县"))
STAGES = (
    gettext_noop("前期"),
    gettext_noop("在建"),
    gettext_noop("主体完工"),
    gettext_noop("竣工"),
    gettext_noop("投用"),
)
#: Longer passages are cut in the lists; the text itself is beside them.
_LONG = 120
#: Facts that quote the text or the plan.
_TYPED = frozenset({"promise", "of", "part_of", "plan", "name", "number", "amount", "also", "deadline"})


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list; `mark` is the id of its place in the text, `facts` what it says when it is opened."""

    key: str
    mark: str
    start: int
    text: str
    subject: str
    doubt: str
    item: Any
    facts: SafeString


class Facts:
    """Makes the rows of one reading in one language."""

    def __init__(self, whole: Whole, promised: Sequence[Mapping[str, Any]]) -> None:
        self.whole = whole
        self.figures = {f.key: f for f in whole.figures}
        self.metrics = {code: metric.name for code, metric in metric_defs().items()}
        self.works = work_rows()
        self.promised = promised
        self.holding: dict[str, Mapping[str, Any]] = {}
        for promise in promised:
            for key in promise.get("figures", ()):
                self.holding.setdefault(key, promise)
        self.hedges = {
            "exact": _("不带约数"),
            "about": _("约数"),
            "over": _("不少于"),
            "under": _("不多于"),
        }
        self.kinds = {"level": _("数量"), "growth": _("增减"), "ratio": _("比率"), "rank": _("位次")}
        self.natures = {"target": _("要做到"), "estimate": _("预计"), "actual": _("已做到")}
        self.ways = {"up": _("增长"), "down": _("下降"), "": ""}
        self.promises = {"target": _("目标"), "project": _("项目"), "task": _("任务")}
        self.label = {
            "read_as": _("读作"),
            "nature": _("性质"),
            "of": _("说的是"),
            "part_of": _("属于"),
            "promise": _("承诺"),
            "plan": _("入计划"),
            "metric": _("指标"),
            "rule": _("规则"),
            "place": _("位置"),
            "kind": _("种类"),
            "deadline": _("期限"),
            "name": _("名称"),
            "work": _("工作"),
            "number": pgettext("list", "数"),
            "level": _("级别"),
            "stage": _("进度"),
            "amount": _("金额"),
            "also": _("另一处"),
            "unsaid": _("没有写明"),
            "to_text": _("到文中"),
            "comma": _("，"),
            "read": _("%(value)s%(unit)s，%(kind)s，%(hedge)s"),
            "between": _("第%(a)s—%(b)s字"),
            "masked": _("遮盖"),
            "unread": _("读不出"),
            "masked_number": _("被遮盖的数"),
            "unread_number": _("读不出的数"),
            "perhaps": _("或为%(value)s"),
        }
        self._rules: dict[str, str] = {}
        self._periods: dict[str, str] = {}

    # --- numbers

    def numbers(self) -> list[Row]:
        """A row a number."""
        return [self._number(figure) for figure in self.whole.figures]

    def _number(self, figure: PrintedFigure) -> Row:
        promise = self.holding.get(figure.key)
        item = promise["item"] if promise else None
        relation = self.whole.relations.get(figure.key, {})
        facts = [
            self._fact("read_as", self._read_as(figure)),
            self._fact("nature", self._nature(figure)),
            *(self._other("of", key) for key in relation.get("of", ())),
            self._other("part_of", relation.get("part_of", "")),
        ]
        if promise is not None:
            facts.append(
                self._fact(
                    "promise", promise["text"][:_LONG], f"#r-{promise['key']}", note=promise["deadline"]
                )
            )
            facts.append(self._plan(item))
        if figure.metric_code:
            name = self.metrics.get(figure.metric_code, figure.metric_code)
            facts.append(self._fact("metric", name, note=figure.link_why))
        facts.append(self._fact("rule", self._rule(figure.rule)))
        mark = f"n-{figure.key}"
        facts.append(self._place(figure.start, figure.end, mark))
        return Row(
            figure.key,
            mark,
            figure.start,
            figure.surface,
            figure.subject,
            self._doubt(figure),
            item,
            _list(facts),
        )

    def _doubt(self, figure: PrintedFigure) -> str:
        """Why somebody must look at a number; "" when nobody must."""
        if not suspect(figure):
            return ""
        if figure.masked:
            return self.label["masked"]
        if figure.value is None:
            return self.label["unread"]
        return self.label["perhaps"] % {"value": f"{figure.value.normalize():f}"}

    def _read_as(self, figure: PrintedFigure) -> str:
        if figure.value is None:
            return self.label["masked_number" if figure.masked else "unread_number"]
        value = str(figure_value(figure.value) or "")
        if figure.high is not None:
            value += f"—{figure_value(figure.high)}"
        return self.label["read"] % {
            "value": value,
            "unit": told(figure.unit),
            "kind": self.kinds.get(figure.kind, figure.kind),
            "hedge": self.hedges.get(figure.qualifier, figure.qualifier),
        }

    def _nature(self, figure: PrintedFigure) -> str:
        nature = self.natures.get(figure.modality, figure.modality)
        parts = (self._period(figure.period), nature, self.ways.get(figure.direction, ""))
        return self.label["comma"].join(part for part in parts if part)

    def _period(self, text: str) -> str:
        if text not in self._periods:
            try:
                self._periods[text] = Period.parse(text).label if text else ""
            except ZhenwuError:
                self._periods[text] = text
        return self._periods[text]

    def _other(self, label: str, key: str) -> str:
        """Another number that this one is said of."""
        figure = self.figures.get(key)
        return "" if figure is None else self._fact(label, f"{figure.subject}{figure.surface}", f"#n-{key}")

    # --- the other lists

    def lists(self) -> list[dict[str, Any]]:
        """The lists beside that of the numbers, each with its rows; empty ones are left out, but for the promises."""
        entries = self.whole.entries
        makers = {
            "promises": (_("承诺"), self.promised, self._promise),
            "claims": (_("说法"), entries["claims"], self._claim),
            "problems": (_("问题"), entries["problems"], lambda entry: []),
            "honours": (_("荣誉"), entries["honours"], self._honour),
            "projects": (pgettext("list", "项目"), entries["projects"], self._project),
        }
        made = []
        for name, (label, found, facts) in makers.items():
            rows = [self._entry(name, entry, facts(entry)) for entry in found]
            if rows or name == "promises":
                made.append({"name": name, "label": label, "rows": rows})
        return made

    def _entry(self, name: str, entry: Mapping[str, Any], facts: list[str]) -> Row:
        mark = f"m-{entry['key']}"
        text = entry["text"] if len(entry["text"]) <= _LONG else entry["text"][:_LONG] + "…"
        facts = [
            *facts,
            self._fact("rule", self._rule(entry.get("rule", ""))),
            self._place(entry["start"], entry["end"], mark),
        ]
        return Row(
            entry["key"],
            mark,
            entry["start"],
            text,
            self._beside(name, entry),
            "",
            entry.get("item"),
            _list(facts),
        )

    def _beside(self, name: str, entry: Mapping[str, Any]) -> str:
        """What a row says at its right: whom a claim is about, how high an honour is, how far a project got."""
        if name == "honours":
            return _named(entry["level"])
        if name == "projects":
            amount = self.figures.get(entry["amount"])
            parts = (_named(entry["stage"]), amount.surface if amount is not None else "")
            return " · ".join(part for part in parts if part)
        return str(entry.get("subject", ""))

    def _promise(self, entry: Mapping[str, Any]) -> list[str]:
        row = entry.get("row", "")
        return [
            self._fact("kind", self.promises.get(entry["kind"], entry["kind"])),
            self._fact("deadline", entry.get("deadline", "")),
            self._fact("name", entry.get("name", "")),
            self._fact("work", f"{row} {self.works.get(row, '')}".strip()),
            *(
                self._fact("number", self.figures[key].surface, f"#n-{key}")
                for key in entry["figures"]
                if key in self.figures
            ),
            self._plan(entry["item"]),
        ]

    def _claim(self, entry: Mapping[str, Any]) -> list[str]:
        return [self._fact("kind", claim_words(entry["kind"])), self._fact("of", entry["subject"])]

    def _honour(self, entry: Mapping[str, Any]) -> list[str]:
        return [self._fact("level", _named(entry["level"]) or self.label["unsaid"])]

    def _project(self, entry: Mapping[str, Any]) -> list[str]:
        amount = self.figures.get(entry["amount"])
        others = [
            self._fact("also", self.whole.words(low, high), f"#m-{entry['key']}-{place}")
            for place, (low, high) in enumerate(entry["mentions"])
            if (low, high) != (entry["start"], entry["end"])
        ]
        return [
            self._fact("stage", _named(entry["stage"]) or self.label["unsaid"]),
            "" if amount is None else self._fact("amount", amount.surface, f"#n-{amount.key}"),
            *others,
        ]

    # --- facts

    def _rule(self, rule: str) -> str:
        if rule not in self._rules:
            self._rules[rule] = rule_words(rule)
        return self._rules[rule]

    def _place(self, start: int, end: int, mark: str) -> str:
        text = self.label["between"] % {"a": number(start), "b": number(end)}
        return self._fact("place", text, f"#{mark}", link=self.label["to_text"])

    def _plan(self, item: Any) -> str:
        if item is None:
            return ""
        due = f" · {item.due_on:%m-%d}" if item.due_on else ""
        office = f" · {item.lead_office}" if item.lead_office else ""
        text = f"{item.code} {item.title}{office}{due}".strip()
        return self._fact("plan", text, reverse("web:plan-item", args=[item.pk]))

    def _fact(self, label: str, text: str, url: str = "", *, link: str = "", note: str = "") -> str:
        """One line: the words lead to the address, or the words of the link do; "" where there is nothing to say.

        Addresses are made of keys and numbers of ours alone; every other word is escaped.
        """
        if not text:
            return ""
        said = escape(typed(text) if label in _TYPED else text)
        if url and link:
            said += f' <a href="{escape(url)}">{escape(link)}</a>'
        elif url:
            said = f'<a href="{escape(url)}">{said}</a>'
        if note:
            said += f' <span class="mut t12">{escape(told(note))}</span>'
        return f"<div><dt>{escape(self.label[label])}</dt><dd>{said}</dd></div>"


def _named(word: str) -> str:
    """A level or stage in the language of the page; "" where the text does not say it."""
    return _(word) if word else ""


def _list(facts: Sequence[str]) -> SafeString:
    return mark_safe(f'<dl class="kv">{"".join(facts)}</dl>')

"""The same thing told with different amounts in the two reports: a road at 1500万元 in one and 1600万元 in the other."""

from __future__ import annotations

from collections.abc import Iterable

from zhenwu.lexicon import lexicon
from zhenwu.reader.compare.numbers import family, measure
from zhenwu.reader.compare.passages import Text
from zhenwu.reader.compare.shapes import Change, Sequel
from zhenwu.reader.compare.words import apart, plainly, terms
from zhenwu.reader.model import Figure

_ATTRIBUTE = tuple(sorted(lexicon().sequels["attributes"], key=len, reverse=True))
_MONEY = ("总投资", "计划投资", "概算投资", "投资额", "投资")


_INDICATORS = tuple(
    plainly(name) for i in lexicon().indicators if not i.attribute for name in (i.name, *i.aliases)
)


def _attribute(subject: str) -> str:
    """The attribute that a subject ends with; "" for none. What is invested is one attribute in all its spellings."""
    if subject.endswith(_INDICATORS):
        return ""
    found = next((a for a in _ATTRIBUTE if subject.endswith(a) and len(subject) > len(a) + 1), "")
    return "投资" if found in _MONEY else found


def _owners(text: Text) -> dict[tuple[frozenset[str], str, str], int]:
    """Attributes of things by what they are about, attribute and unit; the first statement of each."""
    made: dict[tuple[frozenset[str], str, str], int] = {}
    for i, figure in enumerate(text.whole.figures):
        if figure.value is None or figure.high is not None or figure.kind != "level":
            continue
        subject = plainly(figure.subject)
        attribute = _attribute(subject)
        # a sum over many things (完成投资) is an attribute of none
        owner = frozenset(terms(subject.removesuffix(attribute)))
        if attribute and len(owner) > 1:
            made.setdefault((owner, attribute, family(figure.unit)), i)
    return made


def _differ(a: Figure, b: Figure) -> bool:
    assert a.value is not None
    assert b.value is not None
    return measure(a.value, a.unit) != measure(b.value, b.unit)


def changes(last: Text, this: Text, sequels: Iterable[Sequel]) -> list[Change]:
    """Attributes that the two reports state differently, of things that bear one name or that a sequel has matched."""
    ours, theirs = _owners(last), _owners(this)
    pairs = [(before, theirs[key]) for key, before in ours.items() if key in theirs]
    pairs.extend(_matched(last, this, sequels))
    made: list[Change] = []
    known: set[tuple[int, int]] = set()
    for before, after in sorted(pairs):
        a, b = last.whole.figures[before], this.whole.figures[after]
        if (before, after) in known or not _differ(a, b):
            continue
        known.add((before, after))
        places = []
        for text, figure in ((last, a), (this, b)):
            clause = text.clause_at(text.to_clean(figure.start))
            assert clause is not None
            places.append(text.place(clause, clause))
        made.append(Change(a.subject, before, after, places[0], places[1]))
    return made


def _matched(last: Text, this: Text, sequels: Iterable[Sequel]) -> Iterable[tuple[int, int]]:
    """Attributes of one kind in the sentences that a sequel has laid side by side."""
    ours, theirs = _by_sentence(last), _by_sentence(this)
    for sequel in sequels:
        if sequel.this is None or sequel.numbers:
            continue
        for attribute, unit, before in ours.get(last.sentence_at(sequel.last.start), ()):
            answers = [
                i
                for a, u, i in theirs.get(this.sentence_at(sequel.this.start), ())
                if (a, u) == (attribute, unit)
            ]
            a = last.whole.figures[before]
            if len(answers) == 1 and sequel.last.start <= a.start < sequel.last.end:
                b = this.whole.figures[answers[0]]
                if not apart(plainly(a.subject), plainly(b.subject)):
                    yield before, answers[0]


def _by_sentence(text: Text) -> dict[int, list[tuple[str, str, int]]]:
    made: dict[int, list[tuple[str, str, int]]] = {}
    for i, figure in enumerate(text.whole.figures):
        if figure.value is not None and (attribute := _attribute("·" * 2 + plainly(figure.subject))):
            made.setdefault(text.sentence_at(figure.start), []).append((attribute, family(figure.unit), i))
    return made

"""Two reports of one town in following years, laid side by side."""

from __future__ import annotations

from zhenwu.reader.compare.amounts import changes
from zhenwu.reader.compare.asking import promised
from zhenwu.reader.compare.judging import Judge
from zhenwu.reader.compare.passages import Text
from zhenwu.reader.compare.shapes import Comparison
from zhenwu.reader.model import Promise, Reading


def compare(last: Reading, this: Reading) -> Comparison:
    """What became of each promise of the earlier report, by the words of the later one.

    last : the report that promised. this : the report of the year after, whose review answers. Years that do not follow each other,
    and reports without promises or without a review, are told in `notes`; nothing is refused, since the reader may know better.

    >>> from zhenwu.reader import read
    >>> before = read("一、2025年工作安排\\n完成农村户厕改造300户。", year=2024)
    >>> after = read("一、2025年工作回顾\\n全年完成农村户厕改造249户。", year=2025)
    >>> sequel = compare(before, after).sequels[0]
    >>> (sequel.outcome.value, str(sequel.numbers[0].share), sequel.this.text)
    ('partly', '0.830', '全年完成农村户厕改造249户')
    """
    earlier, later = Text(last), Text(this)
    promises = tuple(promised(earlier))
    judge = Judge(earlier, later, promises)
    sequels = tuple(judge.sequel(number) for number in range(len(promises)))
    return Comparison(
        last,
        this,
        promises,
        sequels,
        tuple(changes(earlier, later, sequels)),
        tuple(_notes(last, this, promises)),
    )


def _notes(last: Reading, this: Reading, promises: tuple[Promise, ...]) -> list[str]:
    notes = []
    if last.text == this.text:
        notes.append("两份是同一篇文字")
    elif last.year is None or this.year is None:
        which = (
            "两份报告都" if last.year is this.year else "前一份报告" if last.year is None else "后一份报告"
        )
        notes.append(f"{which}没有写明年份，是否相邻两年请自己核对")
    elif this.year != last.year + 1:
        notes.append(f"前一份回顾{last.year}年，后一份回顾{this.year}年，不是相邻的两年")
    if not promises:
        notes.append("前一份报告没有读出承诺，可能没有工作安排部分")
    if not any(s.role == "review" for s in this.sections):
        notes.append("后一份报告没有读出回顾部分")
    return notes

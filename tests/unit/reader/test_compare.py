"""The comparison of two years: numbers against targets, notes, output, and work that does not grow with the square."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal

import pytest

from zhenwu.lexicon import lexicon
from zhenwu.reader import read
from zhenwu.reader.compare import Comparison, Outcome, compare, jsonl, table
from zhenwu.reader.compare.output import OUTCOMES, RULES
from zhenwu.reader.compare.passages import PAIRS, PLACES, Index
from zhenwu.reader.terminal import width

AHEAD, REVIEW = "一、2025年工作安排\n", "一、2025年工作回顾\n"


def two(last: str, this: str) -> Comparison:
    return compare(read(AHEAD + last, year=2024), read(REVIEW + this, year=2025))


@pytest.mark.parametrize(
    ("target", "said", "outcome", "share"),
    [
        ("新建公厕20座", "新建公厕20座", "done", "1"),
        ("新建公厕20座", "新建公厕19座", "partly", "0.95"),
        ("新建公厕20座以上", "新建公厕19座", "partly", "0.95"),
        ("新建公厕20座左右", "新建公厕19座", "done", "0.95"),
        ("新建公厕20座左右", "新建公厕18座", "partly", "0.9"),
        ("新建公厕20座", "新建公厕约19座", "done", "0.95"),
        ("新建公厕20座", "新建公厕0座", "contradicted", "0"),
        ("会议经费控制在20万元以内", "会议经费支出19万元", "done", None),
        ("会议经费控制在20万元以内", "会议经费支出21万元", "contradicted", None),
        ("会议经费控制在20万元以内", "会议经费支出20万元", "done", None),
        ("工业用电量增长5%—7%", "工业用电量增长5%", "done", "1"),
        ("工业用电量增长8%", "工业用电量增长7.99%", "partly", "0.998"),
        ("工业用电量增长8%", "工业用电量下降0.1%", "contradicted", None),
        ("信访量下降8%", "信访量下降9%", "done", "1.125"),
        ("环境考核进入全县前10名", "环境考核列全县第10名", "done", None),
        ("环境考核进入全县前10名", "环境考核列全县第11名", "contradicted", None),
        ("环境考核进入全县前10名", "环境考核列全市第3名", "not_mentioned", None),
    ],
)
def test_a_number_is_held_against_its_target(target: str, said: str, outcome: str, share: str | None) -> None:
    sequel = two(f"{target},改善环境。", f"{said}。").sequels[0]
    assert sequel.outcome == outcome
    if outcome != "not_mentioned":
        held = sequel.numbers[0]
        assert held.share == (None if share is None else Decimal(share))


@pytest.mark.parametrize(
    ("last_year", "this_year", "said"),
    [
        (2024, 2025, ()),
        (2023, 2025, ("前一份回顾2023年，后一份回顾2025年，不是相邻的两年",)),
        (2025, 2024, ("前一份回顾2025年，后一份回顾2024年，不是相邻的两年",)),
    ],
)
def test_years_that_do_not_follow_are_told(last_year: int, this_year: int, said: tuple[str, ...]) -> None:
    last = read("一、工作安排\n新建公厕20座,方便群众。", year=last_year)
    this = read("一、工作回顾\n新建公厕20座。", year=this_year)
    assert compare(last, this).notes == said


def test_what_is_missing_in_either_report_is_told() -> None:
    text = "今天天气很好。"
    notes = compare(read(text), read("明天也好。")).notes
    assert notes == (
        "两份报告都没有写明年份，是否相邻两年请自己核对",
        "前一份报告没有读出承诺，可能没有工作安排部分",
        "后一份报告没有读出回顾部分",
    )
    assert compare(read(text), read(text)).notes[0] == "两份是同一篇文字"


def test_a_weak_match_is_offered_and_never_counts() -> None:
    sequel = two("建设枫林村文化广场,整治黑臭水体。", "石桥村文化广场建成。").sequels[0]
    assert (sequel.outcome, sequel.this) == (Outcome.ABSENT, None)
    assert sequel.possibly is not None
    assert sequel.possibly.text == "石桥村文化广场建成"


def test_things_of_a_list_are_looked_for_one_by_one() -> None:
    found = two("加快建设东环路、南环路,改善交通。", "东环路竣工通车。南环路因征地受阻停工。")
    sequel = found.sequels[0]
    assert (sequel.outcome, sequel.rule) == (Outcome.PARTLY, "parts_some")
    assert sequel.this is not None
    assert [p.text for p in (sequel.this, *sequel.more)] == ["东环路竣工通车", "南环路因征地受阻停工"]


def test_the_table_lines_up_and_counts_at_the_top() -> None:
    found = two("新建公厕20座,完成松河大桥改造,更换集镇路灯。", "新建公厕19座。松河大桥改造竣工。")
    lines = table(found).splitlines()
    assert lines[1] == "承诺3条：完成1 · 部分完成1 · 没有提到1 · 与承诺不符0"
    rows = [line for line in lines if line.startswith("  ") and line.strip()]
    assert len(rows) == 3
    starts = {
        width(row[: row.index(passage)])
        for row, passage in zip(rows, ("新建公厕19座", "-", "松河大桥改造竣工"), strict=True)
    }
    assert starts == {42}
    for sequel in found.sequels:
        row = next(r for r in rows if found.promise(sequel).text in r)
        assert RULES[sequel.rule] in row


def test_json_lines_carry_both_places() -> None:
    found = two("新建公厕20座,总投资50万元的松河小桥改造。", "新建公厕19座。")
    rows = [json.loads(line) for line in jsonl(found)]
    first = rows[0]
    assert (first["outcome"], first["numbers"][0]["share"], first["numbers"][0]["said"]["value"]) == (
        "partly",
        "0.95",
        "19",
    )
    for key, text in (("last", found.last.text), ("this", found.this.text)):
        assert text[first[key]["start"] : first[key]["end"]] == first[key]["text"]


def test_every_rule_and_outcome_has_its_words() -> None:
    import inspect
    import re

    from zhenwu.reader.compare import judging, numbers

    named = set(
        re.findall(r'"([a-z]+(?:_[a-z]+)+)"', inspect.getsource(judging) + inspect.getsource(numbers))
    )
    assert named <= set(RULES)
    assert set(OUTCOMES) == set(Outcome)


class Counted(Index[int]):
    """An index that counts how many places it hands out."""

    handed = 0

    def near(self, pairs: Iterable[str]) -> list[int]:
        found = super().near(pairs)
        Counted.handed += len(found)
        return found


def handed_out(names: list[str]) -> int:
    """How many places are looked at for as many promises, each answered by one sentence."""
    text = "".join(f"新建{name}公厕{i + 1}座。\n" for i, name in enumerate(names))
    Counted.handed = 0
    assert len(two(text, text).sequels) == len(names)
    return Counted.handed


def test_work_grows_with_the_promises_and_not_with_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("zhenwu.reader.compare.asking.Index", Counted)
    names = [f"{chr(0x5000 + i)}{chr(0x6000 + i)}河" for i in range(1000)]
    assert handed_out(names) <= 4.5 * handed_out(names[:250])
    # where every promise reads like every other, what is looked at is bounded for each
    assert handed_out(["松河"] * 1000) <= 1000 * 4 * PAIRS * PLACES


@pytest.mark.parametrize(
    "piece", ["全面", "加快", "完成、", "正在", "建设", "未", "的", "1", "(", "村", "、", "。", "12345热线"]
)
def test_hostile_repetition_is_taken_in_stride(piece: str) -> None:
    long = piece * (60_000 // len(piece))
    found = compare(
        read(f"{AHEAD}建设松河大桥,{long}。", year=2024),
        read(f"{REVIEW}松河大桥{long}建成。{long}", year=2025),
    )
    assert all(s.outcome in OUTCOMES for s in found.sequels)


def test_the_words_of_sequels_are_distinct() -> None:
    steps = [word for words in lexicon().steps.values() for word in words]
    assert len(steps) == len(set(steps))
    kept = [word for words in lexicon().same.values() for word in words]
    assert len(kept) == len(set(kept))
    assert not set(kept) & set(lexicon().same)

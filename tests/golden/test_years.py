"""Two whole reports of a fictional town in following years: what became of every promise that is named here, and the amounts."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from zhenwu.reader import read
from zhenwu.reader.compare import Comparison, Outcome, compare

YEARS = Path(__file__).parent / "years"
#: What a careful reader of both reports says; everything else that was promised is done.
NOT_DONE = {
    Outcome.CONTRADICTED: ["兴达纺织技改", "白石片区征迁", "重大隐患", "信访量下降10%"],
    Outcome.PARTLY: [
        "固定资产投资增长10%", "农村居民人均可支配收入", "完成投资8000万元", "康源食品冷链仓储", "集镇雨污分流", "盘活闲置厂房",
        "家庭农场3家", "户厕改造300户", "柳湾村黑臭水体", "回乡创业15人", "医保参保率达到97%", "卫生院康养楼", "停车位100个",
        "化解债务800万元", "其中亿元以上项目4个",
    ],
    Outcome.ABSENT: [
        "松河物流园", "做好前期工作", "专精特新", "银企对接会", "林下经济", "村级合同", "带货骨干", "一户一策", "网格巡查",
        "担保贷款45笔", "健身场所6处", "应急物资", "重大事项报告",
    ],
}  # fmt: skip


@pytest.fixture(scope="module")
def found() -> Comparison:
    return compare(read(YEARS / "songhe-2025.txt"), read(YEARS / "songhe-2026.txt"))


def test_every_promise_has_one_sequel(found: Comparison) -> None:
    assert [s.promise for s in found.sequels] == list(range(len(found.promises)))
    assert {p.start for p in found.last.promises} <= {p.start for p in found.promises}
    assert len(found.sequels) >= 90
    assert sum(found.counts.values()) == len(found.sequels)
    assert found.notes == ()


@pytest.mark.parametrize("outcome", list(NOT_DONE))
def test_outcomes_are_those_of_a_careful_reader(found: Comparison, outcome: Outcome) -> None:
    told = [found.promise(s).text for s in found.sequels if s.outcome == outcome]
    missed = [words for words in NOT_DONE[outcome] if not any(words in text for text in told)]
    wrong = [text for text in told if not any(words in text for words in NOT_DONE[outcome])]
    assert (missed, wrong) == ([], [])


def test_numbers_stand_beside_their_targets(found: Comparison) -> None:
    toilets = next(s for s in found.sequels if "户厕改造300户" in found.promise(s).text)
    target, said = found.figures(toilets.numbers[0])
    assert said is not None
    assert (target.surface, said.surface, str(toilets.numbers[0].share)) == ("300户", "249户", "0.830")
    assert toilets.again is not None
    assert toilets.again.text == "完成农村户厕改造260户"


def test_one_project_with_two_amounts(found: Comparison) -> None:
    changes = [
        (found.last.figures[c.before].surface, found.this.figures[c.after].surface) for c in found.changes
    ]
    assert changes == [("1500万元", "1600万元")]


def test_the_same_two_reports_give_the_same_sequels(found: Comparison) -> None:
    again = compare(read(YEARS / "songhe-2025.txt"), read(YEARS / "songhe-2026.txt"))
    assert again.sequels == found.sequels


def test_a_report_does_not_answer_its_own_promises() -> None:
    last = read(YEARS / "songhe-2025.txt")
    found = compare(last, last)
    assert found.notes[0] == "两份是同一篇文字"
    # its review tells of the year before: other numbers of the same things, no project of the year ahead
    assert Counter(s.outcome for s in found.sequels)[Outcome.ABSENT] > len(found.sequels) / 2

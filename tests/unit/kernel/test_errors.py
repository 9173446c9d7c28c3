"""Errors say what, where, what was expected and what to do, and carry every fault at once."""

from __future__ import annotations

import json

import pytest

from zhenwu.kernel.errors import BadInput, Conflict, Fault, NotFound, Refused, UnitMismatch, ZhenwuError


def test_a_fault_reads_as_sentences() -> None:
    fault = Fault("日期“8月”读不懂", "信访.xlsx，第3行“登记日期”", "2026-08-22这样的日期", "请改正后再传。")
    assert (
        str(fault)
        == "信访.xlsx，第3行“登记日期”：日期“8月”读不懂。应为：2026-08-22这样的日期。请改正后再传。"
    )
    assert str(Fault("没有这个村")) == "没有这个村。"


def test_one_fault_is_one_line_and_many_are_a_numbered_list() -> None:
    assert str(BadInput("空文件", do="请重新导出")) == "空文件。请重新导出。"
    many = BadInput.of([Fault("甲", "第1行"), Fault("乙", "第2行")], source="信访.xlsx")
    assert str(many) == "信访.xlsx：2处有错\n  1. 第1行：甲。\n  2. 第2行：乙。"
    assert isinstance(many, BadInput) and many.status == 400


def test_faults_of_one_code_give_it_to_their_error() -> None:
    assert BadInput.of([Fault("甲", code="ZW-ROW"), Fault("乙", code="ZW-ROW")]).code == "ZW-ROW"
    assert BadInput.of([Fault("甲", code="ZW-ROW"), Fault("乙", code="ZW-DATE")]).code == "ZW-INPUT"


@pytest.mark.parametrize(
    ("kind", "status"),
    [(BadInput, 400), (NotFound, 404), (Refused, 403), (Conflict, 409), (UnitMismatch, 400)],
)
def test_each_kind_has_its_status(kind: type[ZhenwuError], status: int) -> None:
    error = kind("什么", where="哪里", expected="应当", do="怎么办")
    assert isinstance(error, ZhenwuError) and error.status == status
    assert error.faults == [Fault("什么", "哪里", "应当", "怎么办", kind.code)]


def test_the_api_gets_every_fault_as_json() -> None:
    error = BadInput.of([Fault("甲", "第1行", code="ZW-ROW"), Fault("乙")], source="表.xlsx")
    sent = json.loads(json.dumps(error.as_dict(), ensure_ascii=False))
    assert sent["error"] == "ZW-INPUT" and sent["source"] == "表.xlsx" and "2处有错" in sent["message"]
    assert [fault["what"] for fault in sent["faults"]] == ["甲", "乙"]
    assert set(sent["faults"][0]) == {"what", "where", "expected", "do", "code"}


def test_a_code_of_its_own_goes_with_the_fault() -> None:
    error = Refused("不行", code="ZW-PLAN-LOCKED")
    assert error.code == "ZW-PLAN-LOCKED" and error.faults[0].code == "ZW-PLAN-LOCKED"
    assert Refused.code == "ZW-REFUSED"

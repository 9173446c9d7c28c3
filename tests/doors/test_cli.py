"""The command line: what it prints, whose rights it uses, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from zhenwu.cli.main import main
from zhenwu.ledgers.models import Measurement, Record

REPORT = """清溪镇2026年政府工作报告
一、2025年工作回顾
2025年,全镇完成地方财政收入9120万元,增长7.6%。接待来访群众212批533人次,批次同比下降20.9%。完成农村户厕改造249户。
深入开展人居环境整治,新建污水处理设施2处,东坪、西坪两个和美村庄建成并通过验收。坚持就业优先,举办技能培训24期,开展安全检查405次,整改隐患222处。
我们也清醒地看到,工作中还有不少短板:一是工业大项目不多;二是户厕改造进度在村与村之间不平衡。
二、2026年工作安排
主要预期目标是:地方财政收入增长8%以上。完成农村户厕改造300户,新建污水处理设施4处,启动枫林村垃圾分类试点,建成镇级康养服务中心,修订山洪灾害防御预案。
"""


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "报告.txt"
    path.write_text(REPORT, encoding="utf-8")
    return str(path)


def test_read_prints_a_table(report, capsys):
    assert main(["read", report]) == 0
    text = capsys.readouterr().out
    assert "9120万元" in text
    assert "地方财政收入" in text


def test_read_prints_json_lines_with_offsets(report, capsys):
    assert main(["read", report, "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    revenue = next(row for row in rows if row["surface"] == "9120万元")
    assert REPORT[revenue["start"] : revenue["end"]] == "9120万元"
    assert (revenue["value"], revenue["unit"], revenue["modality"]) == ("91200000", "元", "actual")
    assert next(row for row in rows if row["surface"] == "300户")["modality"] == "target"


YEAR_AFTER = """清溪镇2027年政府工作报告
一、2026年工作回顾
2026年,全镇完成地方财政收入9941万元,增长9.0%。完成农村户厕改造285户,新建污水处理设施4处,枫林村垃圾分类试点启动。
"""


def test_compare_prints_what_became_of_each_promise(report, tmp_path, capsys):
    after = tmp_path / "下一年.txt"
    after.write_text(YEAR_AFTER, encoding="utf-8")
    assert main(["compare", report, str(after)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "清溪镇2026年政府工作报告 → 清溪镇2027年政府工作报告"
    assert lines[1] == "承诺6条：完成3 · 部分完成1 · 没有提到2 · 与承诺不符0"
    toilets = next(line for line in lines if "户厕改造300户" in line)
    assert "285户/300户 95%" in toilets
    assert main(["compare", report, str(after), "--format", "jsonl"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["outcome"] for row in rows] == [
        "done",
        "partly",
        "done",
        "done",
        "not_mentioned",
        "not_mentioned",
    ]
    assert REPORT[rows[1]["last"]["start"] : rows[1]["last"]["end"]] == "完成农村户厕改造300户"
    assert main(["compare", report, str(tmp_path / "没有.docx")]) == 2
    assert "没有.docx" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "空.txt"),
        (b"PK\x03\x04broken", "坏.docx"),
        (b"%PDF-1.4 broken", "坏.pdf"),
        (bytes(range(256)) * 40, "乱.txt"),
    ],
)
def test_read_refuses_bad_files_in_words(tmp_path, capsys, content, name):
    path = tmp_path / name
    path.write_bytes(content)
    assert main(["read", str(path)]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "应为" in told.err
    assert "Traceback" not in told.err


def test_read_of_no_file_and_of_a_wrong_year(report, capsys):
    assert main(["read", "/nowhere/报告.docx"]) == 2
    assert "没有文件" in capsys.readouterr().err
    assert main(["read", report, "--year", "20222"]) == 2
    assert "20222" in capsys.readouterr().err


def test_plan_import_makes_a_draft_once(town, report, capsys):
    arguments = ["plan", "import", report, "--area", town.code, "--year", "2026", "--as", "zhou"]
    assert main(arguments) == 0
    first = capsys.readouterr().out
    assert "户厕改造" in first
    assert main(arguments) == 0
    assert capsys.readouterr().out == first


@pytest.mark.parametrize(
    ("area", "year", "user", "words"),
    [
        ("990101101000", "20222", "zhou", "20222"),
        ("990101199000", "2026", "zhou", "没有区域"),
        ("990101102000", "2026", "zhou", "没有区域"),
        ("99", "2026", "zhou", "区划代码"),
        ("990101101000", "2026", "nobody", "没有用户"),
    ],
)
def test_plan_import_refuses(town, report, capsys, area, year, user, words):
    assert main(["plan", "import", report, "--area", area, "--year", year, "--as", user]) == 2
    assert words in capsys.readouterr().err


def test_year_and_area_are_both_named(town, report, capsys):
    for verb in (["plan", "import"], ["proof"]):
        assert main([*verb, report, "--area", "99", "--year", "20222", "--as", "zhou"]) == 2
        told = capsys.readouterr().err
        assert "--year：年份20222不对" in told and "--area：区划代码“99”不对" in told
    assert main(["figure", "petition.visits", "--area", "99", "--period", "20222", "--as", "zhou"]) == 2
    told = capsys.readouterr().err
    assert "--period" in told and "--area" in told


def test_a_text_that_is_no_report_is_said_to_be_none(tmp_path, capsys):
    path = tmp_path / "天气.txt"
    path.write_text("今天天气不错。\n明天可能下雨。\n", encoding="utf-8")
    for shape in ("table", "jsonl"):
        assert main(["read", str(path), "--format", shape]) == 1
        assert "不像一份工作报告" in capsys.readouterr().err


def test_proof_says_what_cannot_be_traced(town, report, capsys):
    assert main(["proof", report, "--area", town.code, "--year", "2025", "--as", "zhou"]) == 0
    text = capsys.readouterr().out
    _title, counts, *lines = text.splitlines()
    numbers = re.findall(r"(数|不符|还没有数|查不到来源|相符|是目标)(\d+)", counts)
    assert int(numbers[0][1]) == sum(int(count) for _, count in numbers[1:]), "every number has one verdict"
    groups = [
        line.split("（")[0]
        for line in lines
        if re.fullmatch(r"(不符|还没有数|查不到来源|相符|是目标)（\d+）", line)
    ]
    assert groups == [word for word, count in numbers[1:]], "worst first, as the first line counts them"
    assert {"查不到来源", "还没有数"} & set(groups)


def test_proof_as_lines_for_programs(town, report, capsys):
    assert (
        main(["proof", report, "--area", town.code, "--year", "2025", "--as", "zhou", "--format", "jsonl"])
        == 0
    )
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    text = Path(report).read_text("utf-8")
    assert len(rows) >= 3
    assert all(text[row["start"] : row["end"]] == row["surface"] for row in rows)
    assert {row["verdict"] for row in rows} <= {"missing", "untraceable", "target"}, (
        "an empty town has no numbers"
    )


def test_what_a_writing_would_do_is_said_in_words(town):
    from zhenwu.cli.working import foreseen

    rate = {
        "metric": "petition.closed_rate",
        "area": town.code,
        "period": "2026-01-01/2026-10-16",
        "before": "91.32075",
        "after": None,
    }
    share = {
        "metric": "petition.closed_rate",
        "item": 7,
        "title": "E-05 办结率",
        "before": "3.679245283",
        "after": "7.635",
    }
    gone = {"metric": "no.more", "area": town.code, "period": "2026", "before": "1", "after": "2"}
    assert list(foreseen([rate, share, gone])) == [
        "清溪镇2026年1月1日—10月16日信访办结率  91.32% → 无",
        "E-05 办结率  还差3.68% → 7.64%",
    ]


def test_ledger_import_is_dry_until_told(town, tmp_path, capsys):
    from zhenwu.demo.load import town_place
    from zhenwu.demo.sheets import write_sheets

    good, toilets, _inspections, _output = write_sheets(tmp_path, town_place(town.code), 2026, town.today)
    arguments = ["ledger", "import", "petition", str(good), "--area", town.code, "--as", "chen"]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "没有写入" in told and "信访登记(新增).xlsx：记录，新增12，更改0，不变0，有错0" in told
    assert not Record.objects.exists()
    assert main([*arguments, "--apply"]) == 0
    assert Record.objects.count() == 12
    assert main([*arguments, "--apply"]) == 0
    assert Record.objects.count() == 12
    assert (
        main(["ledger", "import", "toilet", str(toilets), "--area", town.code, "--as", "he", "--apply"]) == 2
    )
    told = capsys.readouterr().out
    assert "大埔村" in told
    assert "9月只有30天" in told
    assert "第6行G列" in told
    assert Record.objects.count() == 12


def test_a_long_file_is_written_before_the_command_ends(town, tmp_path, capsys, monkeypatch, settings):
    """Nobody works off the queue beside a command; a long file must not wait there."""
    from tests.apps.ledgers.books import PETITION_HEADS, book, petition

    from zhenwu.ledgers.imports import actions

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(actions, "LONG", 5)
    sheet = tmp_path / "长表.xlsx"
    sheet.write_bytes(book([PETITION_HEADS, *(petition(str(n)) for n in range(9))]))
    arguments = ["ledger", "import", "petition", str(sheet), "--area", town.code, "--as", "chen", "--apply"]
    assert main(arguments) == 0
    assert "新增9" in capsys.readouterr().out
    assert Record.objects.count() == 9


def test_measures_come_in_like_records(town, tmp_path, capsys):
    from tests.apps.ledgers.books import book

    place = ["--area", town.code, "--as", "luo"]
    records = tmp_path / "企业.xlsx"
    heads = ["企业名称", "信用代码", "登记日期", "所在村", "行业"]
    records.write_bytes(
        book([heads, ["清溪恒达机械有限公司", "91350100M000100Y43", "2015-03-01", "石桥村", "工业"]])
    )
    assert main(["ledger", "import", "enterprise", str(records), *place, "--apply"]) == 0
    assert "记录" in capsys.readouterr().out
    sample = tmp_path / "样表.xlsx"
    assert main(["ledger", "sample", "enterprise", str(sample), *place, "--measure", "output"]) == 0
    sheet = tmp_path / "产值.xlsx"
    sheet.write_bytes(
        book(
            [["企业名称", "2026年1—2月产值(万元)", "2026年3月产值(万元)"], ["清溪恒达机械有限公司", 180, 90]]
        )
    )
    assert main(["ledger", "import", "enterprise", str(sheet), *place]) == 0
    assert "按期报数，新增1" in capsys.readouterr().out
    assert not Measurement.objects.exists()
    assert main(["ledger", "import", "enterprise", str(sheet), *place, "--apply"]) == 0
    assert Measurement.objects.count() == 2
    assert main(["ledger", "import", "enterprise", str(sheet), *place, "--kind", "records"]) == 2
    assert "找不到表头" in capsys.readouterr().err
    assert main(["ledger", "sample", "enterprise", str(sample), *place, "--measure", "noise"]) == 2
    assert "没有计量“noise”" in capsys.readouterr().err


def test_users_are_listed_with_their_reach(town, capsys):
    assert main(["users"]) == 0
    assert "村干部·石桥村" in capsys.readouterr().out

"""Three untidy spreadsheets to import, as offices and villages really hand them in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from zhenwu.demo.rhythm import Place, mobile, person_name, resident_id
from zhenwu.kernel.calendar import add_working_days


def write_sheets(folder: Path, place: Place, year: int, day: date) -> list[Path]:
    """Write the three files; the same files for the same day."""
    return [
        _petitions(folder / "信访登记(新增).xlsx", place, year, day),
        _toilets(folder / "大塘村改厕进度.xlsx", place, year, day),
        _inspections(folder / "安全检查台账(各村汇总).xlsx", place, year, day),
    ]


def _petitions(path: Path, place: Place, year: int, day: date) -> Path:
    """A clean list under a title row, with a totals row at its foot: imports as it is."""
    rng = place.rng("sheet petition")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("登记")
    dates = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(
        0, 0, 0, 7, f"{place.name}{year}年群众来访登记表", book.add_format({"bold": True, "align": "center"})
    )
    for column, head in enumerate(
        ("信访编号", "登记时间", "所属村", "信访形式", "反映事项", "来访人数", "信访人姓名", "联系电话")
    ):
        sheet.write(1, column, head)
    total = 0
    matters = (
        "反映村道积水",
        "咨询危房改造补助",
        "反映邻里排水纠纷",
        "要求增设路灯",
        "反映土地租金拖欠",
        "咨询医保报销",
    )
    for number in range(12):
        row = 2 + number
        persons = rng.randint(1, 5)
        total += persons
        sheet.write(row, 0, f"{year}-9{number:03d}")
        sheet.write_datetime(row, 1, _noon(add_working_days(day, -(12 - number) // 2)), dates)
        sheet.write(row, 2, ("石桥村", "老街村", "柳湾村", "大塘村")[number % 4])
        sheet.write(row, 3, "来访")
        sheet.write(row, 4, matters[number % len(matters)])
        sheet.write(row, 5, persons)
        sheet.write(row, 6, person_name(rng))
        sheet.write(row, 7, mobile(rng))
    sheet.write(14, 0, "合计")
    sheet.write(14, 5, total)
    book.close()
    return path


def _toilets(path: Path, place: Place, year: int, day: date) -> Path:
    """Two heading lines, dates as text, a day that does not exist, a short identity number, a village that is not there."""
    rng = place.rng("sheet toilet")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("进度")
    sheet.merge_range(0, 0, 0, 1, "户主")
    sheet.write_row(0, 2, ("村组", "备注", "进度", "立项日期", "完工", "补助(元)"))
    sheet.write_row(1, 0, ("身份证号", "姓名", "", "", "", "", "日期", ""))
    for number in range(14):
        owner = resident_id(rng)
        done = day - timedelta(days=3 * number + 2)
        row: list[object] = [
            owner, person_name(rng), "大塘村", "", "已完工" if number % 3 else "在建", f"{year}.1.12",
            f"{done.year}年{done.month}月{done.day}日" if number % 3 else "", 2000 if number % 3 else "",
        ]  # fmt: skip
        if number == 4:
            row[6] = f"{year}-09-31"
        if number == 7:
            row[0] = owner[:-1]
        if number == 10:
            row[2] = "大埔村"
        sheet.write_row(2 + number, 0, row)
    book.close()
    return path


def _inspections(path: Path, place: Place, year: int, day: date) -> Path:
    """Units inside cells, blank lines between villages, subtotals, a line twice, a year with a digit too many."""
    rng = place.rng("sheet inspection")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("检查")
    sheet.write_row(0, 0, ("检查时间", "所在村", "被检查单位", "检查领域", "检查人员", "出动人数", "天气"))
    row = 1
    for village in ("石桥村", "柳湾村", "枫林村"):
        for number in range(4):
            seen = add_working_days(day, -rng.randint(1, 20))
            line: list[object] = [
                f"{seen:%Y/%m/%d}", village, f"{village[:2]}{('超市', '饭店', '木业公司', '农家乐')[number]}",
                ("消防", "城镇燃气", "企业生产", "其他")[number], "宋伟、李娜", f"{rng.randint(2, 4)}人", "晴",
            ]  # fmt: skip
            if village == "柳湾村" and number == 2:
                line[0] = f"{year}2-09-1"
            sheet.write_row(row, 0, line)
            row += 1
            if village == "枫林村" and number == 3:
                sheet.write_row(row, 0, line)
                row += 1
        sheet.write_row(row, 0, ("小计", "", "", "", "", 12, ""))
        row += 2
    book.close()
    return path


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a spreadsheet's civil date has no zone)

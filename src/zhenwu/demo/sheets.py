"""Four untidy spreadsheets to import, as offices and villages really hand them in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import xlsxwriter

from zhenwu.demo.building import toilets
from zhenwu.demo.places import VILLAGES
from zhenwu.demo.rhythm import Place, cut, mobile, person_name, resident_id
from zhenwu.demo.subjects import enterprises
from zhenwu.kernel.calendar import add_working_days
from zhenwu.kernel.period import month_end


def write_sheets(folder: Path, place: Place, year: int, day: date) -> list[Path]:
    """Write the files; the same files for the same day."""
    return [
        _petitions(folder / "信访登记(新增).xlsx", place, year, day),
        _toilets(folder / "大塘村改厕进度.xlsx", place, year, day),
        _inspections(folder / "安全检查台账(各村汇总).xlsx", place, year, day),
        output_sheet(folder / "规上工业企业产值.xlsx", place, year, day),
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
    """Two heading lines and dates as text. Most houses are in the ledger: some have gone on since, for some the grant was put right;
    six are new; a day that does not exist, a short identity number, a village that is not there."""
    rng = place.rng("sheet toilet")
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("进度")
    sheet.merge_range(0, 0, 0, 1, "户主")
    sheet.write_row(0, 2, ("村组", "备注", "进度", "立项日期", "完工", "补助(元)"))
    sheet.write_row(1, 0, ("身份证号", "姓名", "", "", "", "", "日期", ""))
    rows = [*_houses_known(place, year, day), *(_house_new(rng, day) for _ in range(6))]
    rng.shuffle(rows)
    for number, (column, spoil) in enumerate(((6, f"{year}-09-31"), (0, ""), (2, "大埔村"))):
        row = rows[3 + 4 * number]
        row[column] = spoil or str(row[column])[:-1]
    for number, row in enumerate(rows):
        sheet.write_row(2 + number, 0, row)
    book.close()
    return path


_STAGES = {"planned": "已立项", "building": "在建", "finished": "已完工"}


def _houses_known(place: Place, year: int, day: date) -> list[list[object]]:
    """What the village says of the houses that the ledger has."""
    village = dict(zip(VILLAGES, place.villages, strict=True))["大塘村"]
    lines = toilets(place, year, dict(zip(VILLAGES, place.villages, strict=True)))
    houses = [cut(line, day) for line in lines if line.area_code == village]
    seen: dict[str, int] = {}
    rows: list[list[object]] = []
    for house in sorted((h for h in houses if h), key=lambda h: -h.values["occurred_on"].toordinal())[:24]:
        values, stage = house.values, house.values["stage"]
        seen[stage] = count = seen.get(stage, 0) + 1
        done, amount = values["closed_on"], values["amount"]
        if stage == "building" and count <= 4:
            stage, done = "finished", day - timedelta(days=2 * count)
        elif stage == "planned" and count <= 3:
            stage = "building"
        elif stage == "finished" and amount < 2000 and count <= 6:
            amount += 200
        began = values["occurred_on"]
        finished = f"{done.year}年{done.month}月{done.day}日" if done else ""
        rows.append(
            [
                values["owner_id"], values["owner"], "大塘村", "", _STAGES[stage], f"{began.year}.{began.month}.{began.day}", finished,
                int(amount),
            ]
        )  # fmt: skip
    return rows


def _house_new(rng: random.Random, day: date) -> list[object]:
    began = day - timedelta(days=rng.randint(3, 9))
    return [
        resident_id(rng), person_name(rng), "大塘村", "新增", "已立项", f"{began.year}.{began.month}.{began.day}", "", "",
    ]  # fmt: skip


def output_sheet(path: Path, place: Place, year: int, day: date) -> Path:
    """A line an enterprise, a column a month, January and February as one, the total to date; in 万元, with growth and a totals row.

    Most numbers are those of the ledger: some of the last month were put right, two traders report for the first time; one name is
    written wrong, one cell says 停产, one total is not that of its months.
    """
    rng = place.rng("sheet output")
    last = max((m for m in range(1, 13) if month_end(year, m) <= day), default=0)
    year, last = (year, last) if last > 2 else (year - 1, 12)
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet(f"1—{last}月")
    heads = [
        "序号",
        "企业名称",
        "信用代码",
        "1—2月",
        *(f"{m}月" for m in range(3, last + 1)),
        f"1—{last}月累计",
        "同比±%",
    ]
    title = book.add_format({"bold": True, "align": "center"})
    sheet.merge_range(
        0, 0, 0, len(heads) - 1, f"{place.name}{year}年1—{last}月规模以上工业企业产值统计表", title
    )
    sheet.write(1, len(heads) - 1, "单位：万元")
    sheet.write_row(2, 0, heads)
    rows = list(_outputs(place, year, day, last, rng))
    for number, row in enumerate(rows):
        sheet.write_row(3 + number, 0, [number + 1, *row, round(rng.uniform(-6, 14), 1)])
    sums = [
        round(sum(float(n) for r in rows if isinstance(n := r[c], float)), 1)
        for c in range(2, len(heads) - 2)
    ]
    sheet.write_row(3 + len(rows), 0, ["合计", "", "", *sums])
    sheet.write(4 + len(rows), 0, "填表人：罗海燕")
    book.close()
    return path


def _outputs(place: Place, year: int, day: date, last: int, rng: random.Random) -> Iterator[list[object]]:
    """Name, code, months and total of the bigger works, then of two traders."""
    firms = [firm for line in enterprises(place, day.year) if (firm := cut(line, day))]
    works = [firm for firm in firms if firm.measurements][:14]
    for number, firm in enumerate(works):
        told = {
            m[1].month: float(m[4]) / 10_000
            for m in firm.measurements
            if m[1].year == year and m[1].month <= last
        }
        months = [round(told[1] + told[2], 1), *(round(told[m], 1) for m in range(3, last + 1))]
        if number in (2, 5, 9):
            months[-1] = round(months[-1] * rng.uniform(1.04, 1.12), 1)
        cells: list[object] = [*months, round(sum(months), 1)]
        name, code = firm.values["title"], firm.values["credit_code"]
        if number == 4:
            name, code = name.replace("有限公司", "有限责任公司"), ""
        if number == 7:
            cells[-2], cells[-1] = "停产", round(sum(months[:-1]), 1)
        if number == 11:
            cells[-1] = round(sum(months) + 100, 1)
        yield [name, code, *cells]
    for firm in [firm for firm in firms if firm.values["category"] == "trade"][:2]:
        months = [round(rng.uniform(80, 160), 1) for _ in range(2, last + 1)]
        yield [firm.values["title"], firm.values["credit_code"], *months, round(sum(months), 1)]


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

"""Evidence as a spreadsheet: the rows, their sum, what is hidden, and the definition."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from zhenwu.figures.queries import Evidence, Figure


def rows_xlsx(figure: Figure, found: Evidence, area: str, words: Sequence[tuple[str, str]]) -> bytes:
    """A workbook with a sheet for each list of rows and one for the definition."""
    stream = BytesIO()
    book = Workbook(
        stream, {"in_memory": True, "default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    )
    bold = book.add_format({"bold": True})
    for number, (title, part) in enumerate(found.parts or ((_("明细"), found),), 1):
        sheet = book.add_worksheet(f"{number} {title}"[:31].translate(str.maketrans("", "", "[]:*?/\\")))
        sheet.write_string(0, 0, f"{figure.metric.name} {figure.period.label} {area}", bold)
        _table(sheet, part, bold)
    sheet = book.add_worksheet(_("口径"))
    sheet.set_column(1, 1, 60)
    for line, (name, text) in enumerate(words):
        sheet.write_string(line, 0, name, bold)
        sheet.write_string(line, 1, text)
    book.close()
    return stream.getvalue()


def _table(sheet: Any, part: Evidence, bold: Any) -> None:
    heads = [_("编号"), _("日期"), _("事项"), _("区域"), _("人数"), _("计")]
    if part.kind == "statistics":
        heads = [_("文号"), _("期末"), _("文件"), _("出具单位"), "", _("数值")]
    for column, head in enumerate(heads):
        sheet.write_string(2, column, head, bold)
    sheet.set_column(2, 2, 40)
    sheet.set_column(0, 1, 14)
    line = 3
    for row in part.rows:
        sheet.write_string(line, 0, row.number)
        sheet.write_datetime(line, 1, row.on)
        sheet.write_string(line, 2, row.title)
        sheet.write_string(line, 3, row.place)
        if row.persons is not None:
            sheet.write_number(line, 4, row.persons)
        if row.contribution is not None:
            sheet.write_number(line, 5, row.contribution)
        line += 1
    sheet.write_string(line, 2, _("合计"), bold)
    visible = part.visible_sum if part.visible_sum is not None else part.recount
    if visible is not None:
        sheet.write_number(line, 5, visible, bold)
    if part.hidden:
        sheet.write_string(line + 1, 2, _("另有%(n)d条不在您的范围内") % {"n": part.hidden})

"""A report is read in once, whole or not at all."""

from __future__ import annotations

from datetime import date

import pytest

from zhenwu.audit.models import AuditRow
from zhenwu.desk.reading import report_read
from zhenwu.kernel.errors import BadInput, NotFound, Refused
from zhenwu.reports.models import Report
from zhenwu.reports.queries import figures_of, report_get, version_latest

from .conftest import document

pytestmark = pytest.mark.django_db


def test_a_report_keeps_its_text_passages_numbers_and_claims(read_in):
    report, version = read_in.report, read_in.version
    assert (report.year, report.period_start, report.period_end) == (
        2025,
        date(2025, 1, 1),
        date(2025, 12, 31),
    )
    assert report.state == "adopted"
    assert report.title == "清溪镇2026年政府工作报告"
    figures = figures_of(version)
    assert len(figures) == 18
    assert all(version.text[f.start : f.end] == f.surface for f in figures)
    assert all(version.text[c.start : c.end] == c.text for c in version.assertions.all())
    assert [f.modality for f in figures[-3:]] == ["target"] * 3
    assert figures[9].direction == "down"
    assert len(version.reading["promises"]) == 3
    assert [f.passage.role for f in figures].count("review") == 15
    assert bytes(version.content) == read_in.data


def test_the_same_file_again_changes_nothing(read_in):
    rows = AuditRow.objects.count()
    again = report_read(
        read_in.data, actor=read_in.zhou, area_code=read_in.town.code, year=2026, name="另一个名字.docx"
    )
    assert again == read_in.report
    assert (Report.objects.count(), AuditRow.objects.count()) == (1, rows)


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"", "空.docx", "空"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧.docx", "旧"),
        (b"%PDF-1.7 not really", "假.docx", "假.docx"),
        ("各位代表，大会报告工作，请予审议。".encode(), "没有数.txt", "没有读出一个数"),
    ],
)
def test_what_is_no_report_is_refused_by_name_and_nothing_is_written(town, data, name, said):
    with pytest.raises(BadInput) as caught:
        report_read(data, actor=town.users["zhou"], area_code=town.code, year=2026, name=name)
    assert said in str(caught.value)
    assert not Report.objects.exists()


def test_a_year_that_is_a_slip_is_refused(town):
    with pytest.raises(BadInput, match="20222"):
        report_read(document(), actor=town.users["zhou"], area_code=town.code, year=20222, name="报告.docx")


def test_only_who_edits_reports_of_the_town_reads_one_in(town):
    for name in ("liu", "chen", "bai"):
        with pytest.raises(Refused):
            report_read(document(), actor=town.users[name], area_code=town.code, year=2026, name="报告.docx")


def test_a_report_is_shared_in_its_town_and_not_there_for_others(read_in):
    users = read_in.town.users
    assert report_get(read_in.report.pk, users["liu"]) == read_in.report
    with pytest.raises(NotFound):
        report_get(read_in.report.pk, users["bai"])
    assert version_latest(read_in.report).number == 1

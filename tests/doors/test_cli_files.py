"""Files on the command line: whose rights, what is refused, where they are written."""

from __future__ import annotations

import stat
from decimal import Decimal

import pytest
from tests.apps.ledgers import papers
from tests.unit.reader.inputs.files import compound

from zhenwu.audit.models import AuditRow
from zhenwu.cli.main import main
from zhenwu.figures.actions import statistic_file
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Attachment, Ledger

VALUES = {
    "number": "2026-8001", "occurred_on": "2026-10-12", "area_code": "石桥村", "channel": "来访", "title": "反映渠道塌方",
    "persons": "3",
}  # fmt: skip
PETITION = ["petition", "2026-8001"]


@pytest.fixture(autouse=True)
def folder(settings, tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path / "kept"
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


@pytest.fixture
def record(town):  # type: ignore[no-untyped-def]
    return record_create(Ledger.objects.get(code="petition"), actor=town.users["chen"], values=VALUES)


@pytest.fixture
def paper(folder):  # type: ignore[no-untyped-def]
    path = folder / "勘验记录.pdf"
    path.write_bytes(papers.paper())
    return str(path)


def test_a_file_is_attached_listed_and_taken_out(record, town, paper, folder, capsys):
    assert main(["files", "list", *PETITION, "--as", "chen"]) == 0
    assert "还没有附文件" in capsys.readouterr().out
    assert main(["files", "add", *PETITION, paper, "--as", "chen"]) == 0
    row = Attachment.objects.get()
    assert f"已附上：{row.pk}\t勘验记录.pdf" in capsys.readouterr().out
    assert AuditRow.objects.get(action="file_add").actor == town.users["chen"]
    assert main(["files", "add", *PETITION, paper, "--as", "chen"]) == 0 and Attachment.objects.count() == 1
    capsys.readouterr()
    assert main(["files", "list", *PETITION, "--as", "chen"]) == 0
    assert capsys.readouterr().out.startswith(f"{row.pk}\t勘验记录.pdf\t{row.size}字节")
    assert main(["files", "get", *PETITION, str(row.pk), "--as", "chen"]) == 0
    written = folder / "here" / "勘验记录.pdf"
    assert written.read_bytes() == papers.paper() and stat.S_IMODE(written.stat().st_mode) == 0o600
    assert AuditRow.objects.filter(action="file_give").count() == 1
    assert main(["files", "get", *PETITION, str(row.pk), "--as", "chen"]) == 2
    assert "已经有了" in capsys.readouterr().err
    assert main(["files", "get", *PETITION, str(row.pk), "--out", str(folder), "--as", "chen"]) == 2
    assert main(["files", "get", *PETITION, str(row.pk), "--out", str(folder / "b.pdf"), "--as", "chen"]) == 0
    assert (folder / "b.pdf").read_bytes() == papers.paper()
    nowhere = str(folder / "no" / "b.pdf")
    assert main(["files", "get", *PETITION, str(row.pk), "--out", nowhere, "--as", "chen"]) == 2
    assert "--out" in capsys.readouterr().err
    assert main(["files", "withdraw", *PETITION, str(row.pk), "--why", " ", "--as", "chen"]) == 2
    assert "理由" in capsys.readouterr().err
    assert main(["files", "withdraw", *PETITION, str(row.pk), "--why", "附错了", "--as", "chen"]) == 0
    capsys.readouterr()
    assert main(["files", "list", *PETITION, "--as", "chen"]) == 0
    assert "撤回：附错了" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"", "文件是空的"),
        ("a.pdf", b"<html><script>", "内容其实是网页"),
        ("a.docx", papers.paper(), "内容却是PDF"),
        ("a.exe", papers.paper(), "不收"),
        ("a.xlsx", compound({"EncryptedPackage": bytes(5000)}), "密码"),
        ("a.docx", papers.word()[:2000], "不完整"),
    ],
)
def test_bad_files_are_refused_in_words(record, folder, capsys, name, data, words):
    path = folder / name
    path.write_bytes(data)
    assert main(["files", "add", *PETITION, str(path), "--as", "chen"]) == 2
    told = capsys.readouterr()
    assert words in told.err and "应为" in told.err and "Traceback" not in told.err
    assert told.out == "" and not Attachment.objects.exists()


def test_a_huge_file_is_refused_before_it_is_read(record, folder, capsys):
    path = folder / "大.pdf"
    with path.open("wb") as file:
        file.truncate(10**12)
    assert main(["files", "add", *PETITION, str(path), "--as", "chen"]) == 2
    assert "文件太大" in capsys.readouterr().err


def test_no_such_file_and_a_folder(record, folder, capsys):
    assert main(["files", "add", *PETITION, str(folder / "无.pdf"), "--as", "chen"]) == 2
    assert "没有文件" in capsys.readouterr().err
    assert main(["files", "add", *PETITION, str(folder), "--as", "chen"]) == 2
    assert "读不了" in capsys.readouterr().err


def test_out_of_reach_reads_like_not_there(record, paper, capsys):
    assert main(["files", "add", *PETITION, paper, "--as", "chen"]) == 0
    number = str(Attachment.objects.get().pk)
    capsys.readouterr()
    said = set()
    for user, code in (("bai", "2026-8001"), ("chen", "2026-9999")):
        for verb, *more in (("list",), ("add", paper), ("get", number), ("withdraw", number, "--why", "x")):
            assert main(["files", verb, "petition", code, *more, "--as", user]) == 2
            said.add(capsys.readouterr().err.replace(code, "…"))
    assert len(said) == 1
    assert main(["files", "get", *PETITION, "999999", "--as", "chen"]) == 2
    assert "没有文件999999" in capsys.readouterr().err
    assert main(["files", "list", "nothing", "1", "--as", "chen"]) == 2
    assert "没有台账" in capsys.readouterr().err


def test_who_may_not_see_persons_gets_no_name_and_no_file(record, paper, capsys):
    assert main(["files", "add", *PETITION, paper, "--as", "chen"]) == 0
    number = str(Attachment.objects.get().pk)
    capsys.readouterr()
    assert main(["files", "list", *PETITION, "--as", "zheng"]) == 0
    told = capsys.readouterr().out
    assert "加密的文件" in told and "勘验" not in told
    for verb, *more in (("get", number), ("add", paper), ("withdraw", number, "--why", "x")):
        assert main(["files", verb, *PETITION, *more, "--as", "zheng"]) == 2
        assert "授权" in capsys.readouterr().err


def test_papers_of_a_number(town, paper, folder, capsys):
    filed = statistic_file(
        actor=None, metric_code="revenue.local", area_code=town.code, period="2026-01/2026-09", basis="to_date",
        value=Decimal(120), unit="万元", paper="9月财政月报", source="县财政局",
    )  # fmt: skip
    listing = ["papers", "list", "--area", town.code, "--metric", "revenue.local", "--as", "zhou"]
    assert main(listing) == 0
    assert capsys.readouterr().out.startswith(
        f"{filed.pk}\trevenue.local\t{town.code}\t2026年1—9月\t县财政局\t9月财政月报"
    )
    assert main(["papers", "add", str(filed.pk), paper, "--as", "zhou"]) == 0
    number = str(Attachment.objects.get().pk)
    assert main(listing) == 0 and "勘验记录.pdf" in capsys.readouterr().out
    assert main(["papers", "get", str(filed.pk), number, "--as", "zheng"]) == 0
    assert (folder / "here" / "勘验记录.pdf").read_bytes() == papers.paper()
    for verb, *more in (("add", paper), ("withdraw", number, "--why", "x")):
        assert main(["papers", verb, str(filed.pk), *more, "--as", "zheng"]) == 2
        assert main(["papers", verb, str(filed.pk), *more, "--as", "bai"]) == 2
    assert main(["papers", "list", "--area", town.code, "--as", "liu"]) == 2
    assert main(["papers", "withdraw", str(filed.pk), number, "--why", "旧版", "--as", "zhou"]) == 0
    empty = folder / "空.pdf"
    empty.write_bytes(b"")
    assert main(["papers", "add", str(filed.pk), str(empty), "--as", "zhou"]) == 2
    assert Attachment.objects.count() == 1

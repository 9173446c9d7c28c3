"""Files of a record: what is taken and what is not, how they lie on the disk, who opens them, that none is lost."""

from __future__ import annotations

import os
import time
from datetime import date

import pytest
from tests.apps.ledgers import papers
from tests.unit.reader.inputs.files import Pdf, compound

from zhenwu.audit.models import AuditRow
from zhenwu.catalog.file_kinds import file_kinds, read_file_kinds
from zhenwu.kernel.errors import BadInput, Conflict, NotFound, Refused, ZhenwuError
from zhenwu.ledgers.actions import record_change, record_create, record_withdraw
from zhenwu.ledgers.files import (
    actions,
    check_file,
    file_add,
    file_give,
    file_withdraw,
    files_strays,
    files_survey,
    files_sweep,
    keeping,
    kinds,
)
from zhenwu.ledgers.models import Attachment, Ledger, Record

LOCKED_DOC = compound({"WordDocument": (b"\xec\xa5" + bytes(8) + b"\x00\x01").ljust(5000, b"\0")})
SOUND_DOC = compound({"WordDocument": (b"\xec\xa5" + bytes(10)).ljust(5000, b"\0"), "1Table": bytes(5000)})
PAGE = b"<html><script>alert(1)</script></html>"

BAD = {
    "empty": ("a.pdf", b"", "ZW-FILE-EMPTY"),
    "blank": ("a.pdf", b" \r\n\x00" * 9, "ZW-FILE-EMPTY"),
    "a page named pdf": ("a.pdf", PAGE, "ZW-FILE-RENAMED"),
    "a program named docx": ("a.docx", b"MZ\x90\x00" + bytes(99), "ZW-FILE-RENAMED"),
    "a photo named pdf": ("a.pdf", papers.photo(), "ZW-FILE-RENAMED"),
    "a sheet named docx": ("a.docx", papers.book([["甲"]]), "ZW-FILE-RENAMED"),
    "a document named jpg": ("a.jpg", papers.word(), "ZW-FILE-RENAMED"),
    "a plain zip": ("a.docx", papers.zipped({"a.txt": b"x"}), "ZW-FILE-RENAMED"),
    "a page before a pdf": ("a.pdf", PAGE + papers.paper(), "ZW-FILE-RENAMED"),
    "a page inside the head of a pdf": ("a.pdf", papers.paper().replace(b"\n", b"\n%" + PAGE + b"\n", 1), "ZW-FILE-POLYGLOT"),
    "a page behind a pdf": ("a.pdf", papers.paper() + PAGE, "ZW-FILE-POLYGLOT"),
    "a page behind a docx": ("a.docx", papers.zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>"}, PAGE),
                             "ZW-FILE-POLYGLOT"),
    "a page behind an ofd": ("a.ofd", papers.zipped({"OFD.xml": b"<o/>"}, PAGE), "ZW-FILE-POLYGLOT"),
    "a picture of a page": ("a.png", b"\x89PNG\r\n\x1a\n" + PAGE, "ZW-FILE-TRUNCATED"),
    "half a photo": ("a.jpg", papers.photo()[:-2], "ZW-FILE-TRUNCATED"),
    "a photo without a picture": ("a.jpg", b"\xff\xd8\xff\xfe\x00\x04ab\xff\xd9", "ZW-FILE-TRUNCATED"),
    "half a picture": ("a.png", papers.picture()[:-20], "ZW-FILE-TRUNCATED"),
    "a picture with a wrong sum": ("a.png", papers.picture().replace(b"IHDR\x00\x00\x00\x01", b"IHDR\x00\x00\x00\x02"),
                                   "ZW-FILE-TRUNCATED"),
    "half a pdf": ("a.pdf", papers.paper()[:200], "ZW-FILE-TRUNCATED"),
    "half a docx": ("a.docx", papers.word()[:3000], "ZW-FILE-TRUNCATED"),
    "a pdf with a password": ("a.pdf", Pdf().lines(90, 700, "一句话。").content(b"1234"), "ZW-FILE-ENCRYPTED"),
    "a docx with a password": ("a.docx", compound({"EncryptedPackage": bytes(5000)}), "ZW-FILE-ENCRYPTED"),
    "a doc with a password": ("a.doc", LOCKED_DOC, "ZW-FILE-ENCRYPTED"),
    "macros": ("a.docx", papers.zipped({"word/document.xml": b"<w/>", "[Content_Types].xml": b"<T/>", "word/vbaProject.bin": b"x"}),
               "ZW-FILE-MACRO"),
    "a bomb": ("a.docx", papers.zipped({"word/document.xml": bytes(30_000_000), "[Content_Types].xml": b"<T/>"}), "ZW-FILE-BOMB"),
    "no name": ("  ", papers.paper(), "ZW-FILE-NAME"),
    "a path": ("../../etc/a.pdf", papers.paper(), "ZW-FILE-NAME"),
    "a path of Windows": ("C:\\a\\b.pdf", papers.paper(), "ZW-FILE-NAME"),
    "a zero in the name": ("a\x00.pdf", papers.paper(), "ZW-FILE-NAME"),
    "a name turned around": ("a\u202efdp.exe.pdf", papers.paper(), "ZW-FILE-NAME"),
    "a hidden name": (".pdf", papers.paper(), "ZW-FILE-NAME"),
    "a long name": ("长" * 200 + ".pdf", papers.paper(), "ZW-FILE-NAME"),
    "no ending": ("受理告知书", papers.paper(), "ZW-FILE-NAME"),
    "an ending that is not taken": ("a.html", PAGE, "ZW-FILE-NAME"),
    "a program's ending": ("a.pdf.exe", papers.paper(), "ZW-FILE-NAME"),
}  # fmt: skip


@pytest.fixture
def case(town, settings, tmp_path):  # type: ignore[no-untyped-def]
    """A petition and an enterprise of 石桥村, and a folder of its own for files."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    clerk = town.users["zhou"]
    petition = {
        "occurred_on": "2026-09-20",
        "area_code": town.village,
        "channel": "visit",
        "title": "反映水渠堵塞",
        "persons": 2,
    }
    firm = {"title": "云岭铸件厂", "credit_code": "91350100M000100Y43", "occurred_on": "2020-01-01", "area_code": town.village,
            "category": "industry"}  # fmt: skip
    town.petition = record_create(Ledger.objects.get(code="petition"), actor=clerk, values=petition)
    town.firm = record_create(Ledger.objects.get(code="enterprise"), actor=clerk, values=firm)
    town.clerk = clerk
    return town


@pytest.mark.parametrize(("name", "data", "code"), BAD.values(), ids=BAD)
def test_what_is_not_taken(case, name, data, code):
    with pytest.raises(BadInput) as caught:
        file_add(case.petition, actor=case.clerk, name=name, data=data)
    fault = caught.value.faults[0]
    assert fault.code == code and fault.where and fault.expected and fault.do
    assert not Attachment.objects.exists() and not list(keeping.root().glob("??/*"))


def test_too_big_is_said_with_its_size(monkeypatch):
    kind = file_kinds()["png"]
    monkeypatch.setattr(
        kinds,
        "file_kinds",
        lambda: {"png": type(kind)(kind.key, kind.name, kind.media_type, kind.endings, 20)},
    )
    with pytest.raises(BadInput, match="文件太大"):
        check_file("a.png", papers.picture())


@pytest.mark.parametrize("name", papers.SOUND)
def test_every_kind_comes_back_as_it_was_kept(case, name):
    data = papers.SOUND[name]()
    row = file_add(case.petition, actor=case.clerk, name=f" {name} ", data=data)
    given = file_give(row, actor=case.clerk)
    kind = next(k for k in file_kinds().values() if name.rpartition(".")[2].lower() in k.endings)
    assert (given.name, given.media_type, given.shown) == (name, kind.media_type, kind.shown)
    assert given.content == check_file(name, data).content and row.size == len(given.content)
    assert kind.shown or given.content == data


def test_an_old_document_is_taken():
    assert check_file("通知.doc", SOUND_DOC).kind.key == check_file("通知.wps", SOUND_DOC).kind.key == "doc"


@pytest.mark.parametrize(
    ("name", "data"), [("a.jpg", papers.photo(behind=PAGE)), ("a.png", papers.picture(behind=PAGE))]
)
def test_a_picture_keeps_neither_place_nor_person_nor_what_hangs_on(name, data):
    content = check_file(name, data).content
    for trace in (b"26.0753", b"place", b"city", b"Wang", b"<html>", b"\x88\x25", b"\x25\x88"):
        assert trace not in content
    assert check_file(name, content).content == content
    assert (b"\x12\xff\x00\x34\xff\xd0\x56" if name == "a.jpg" else b"IDAT") in content


@pytest.mark.parametrize("order", "<>")
def test_a_photo_stays_upright(order):
    said = b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06"
    assert said in check_file("a.jpg", papers.photo(order=order)).content
    assert b"Exif" not in check_file("a.jpg", papers.photo(order=order, upright=1)).content


def test_a_file_of_a_sensitive_ledger_is_sealed_and_leaves_a_trace(case):
    row = file_add(case.petition, actor=case.clerk, name="王小明身份证.pdf", data=papers.paper())
    [path] = keeping.root().glob("??/*")
    assert row.sealed and path.suffix == ".sealed" and b"%PDF" not in path.read_bytes()
    assert row.sha256 not in str(path) and path.stat().st_mode & 0o77 == 0
    file_give(row, actor=case.users["liu"])
    trace = AuditRow.objects.get(action="file_give")
    assert (trace.actor_name, trace.thing_id) == ("刘春生", str(row.pk))
    assert not [r for r in AuditRow.objects.all() if "王小明" in f"{r.thing_label}{r.changes}{r.reason}"]
    for who in ("zheng", "shen"):
        with pytest.raises(Refused):
            file_give(row, actor=case.users[who])
    assert AuditRow.objects.filter(action="file_give").count() == 1


def test_an_open_file_lies_under_its_hash(case):
    Ledger.objects.get(code="enterprise").fields.filter(personal=True).update(personal=False)
    row = file_add(case.firm, actor=case.clerk, name="执照.pdf", data=papers.paper())
    path = keeping.root() / row.sha256[:2] / row.sha256
    assert not row.sealed and path.read_bytes() == papers.paper()
    assert file_give(row, actor=case.users["zheng"]).content == papers.paper()
    assert not AuditRow.objects.filter(action="file_give").exists()


def test_who_sees_which_files(case):
    row = file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper())
    sees = {
        who
        for who, user in case.users.items()
        if Attachment.objects.visible_to(user).filter(pk=row.pk).exists()
    }
    records = {
        who
        for who, user in case.users.items()
        if Record.objects.visible_to(user).filter(pk=case.petition.pk).exists()
    }
    assert sees == records and "zhou" in sees and "bai" not in sees and "grid1" not in sees
    for who in ("zheng", "shen", "bai"):
        with pytest.raises(Refused):
            file_add(case.petition, actor=case.users[who], name="b.pdf", data=papers.paper())
        with pytest.raises(Refused):
            file_withdraw(row, actor=case.users[who], why="错了")


def test_the_same_file_again_changes_nothing(case):
    row = file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper())
    before = AuditRow.objects.count()
    assert file_add(case.petition, actor=case.clerk, name="b.pdf", data=papers.paper()) == row
    assert AuditRow.objects.count() == before and Attachment.objects.get().name == "a.pdf"
    other = file_add(case.firm, actor=case.clerk, name="c.pdf", data=papers.paper())
    assert other != row and len(list(keeping.root().glob("??/*"))) == 1


def test_a_record_takes_only_so_many(case, monkeypatch):
    monkeypatch.setattr(actions, "MOST_FILES", 2)
    for text in ("一", "二"):
        file_add(case.petition, actor=case.clerk, name="a.docx", data=papers.word(text))
    with pytest.raises(BadInput, match="已有2个文件"):
        file_add(case.petition, actor=case.clerk, name="a.docx", data=papers.word("三"))


def test_a_withdrawn_file_stays_for_who_withdraws(case):
    row = file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper())
    with pytest.raises(BadInput, match="没有写理由"):
        file_withdraw(row, actor=case.clerk, why=" ")
    row = file_withdraw(row, actor=case.users["liu"], why="别人的")
    assert (row.withdrawn_on, row.withdrawn_why) == (date(2026, 10, 16), "别人的")
    with pytest.raises(Conflict):
        file_withdraw(row, actor=case.clerk, why="再撤")
    with pytest.raises(Refused):
        file_give(row, actor=case.users["liu"])
    assert file_give(row, actor=case.clerk).content == papers.paper()
    again = file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper())
    assert again != row and not again.withdrawn_on


def test_a_withdrawn_record_takes_no_file(case):
    record_withdraw(case.petition, actor=case.clerk, why="重复")
    with pytest.raises(Conflict):
        file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper())


def test_a_file_belongs_to_what_happened_to_its_own_record(case):
    event = case.petition.events.first()
    assert (
        file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper(), event=event).event
        == event
    )
    with pytest.raises(NotFound):
        file_add(case.firm, actor=case.clerk, name="a.pdf", data=papers.paper(), event=event)


def test_a_file_moves_with_its_record(case):
    row = file_add(case.firm, actor=case.clerk, name="a.pdf", data=papers.paper())
    record_change(case.firm, actor=case.clerk, values={"area_code": case.neighbour}, why="村搬了")
    row.refresh_from_db()
    assert row.area_code == case.neighbour


def test_a_lost_or_changed_file_is_said_and_counted(case):
    row = file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper())
    other = file_add(case.petition, actor=case.clerk, name="b.docx", data=papers.word())
    keeping.path_of(row.sha256, True).unlink()
    keeping.path_of(other.sha256, True).write_bytes(b"something else")
    for lost in (row, other):
        with pytest.raises(ZhenwuError, match="zhenwu files check"):
            file_give(lost, actor=case.clerk)
    found = files_survey()
    assert (found.rows, found.lost, found.strays) == (2, (row, other), ())
    again = file_add(case.firm, actor=case.clerk, name="a.pdf", data=papers.paper())
    assert again.sealed and file_give(row, actor=case.clerk).content == papers.paper()


def test_the_sweeper_takes_old_files_without_a_row_and_no_others(case):
    row = file_add(case.petition, actor=case.clerk, name="a.pdf", data=papers.paper())
    digest = keeping.put(b"nobody's", sealed=False)
    fresh = keeping.put(b"somebody's, soon", sealed=False)
    part = keeping.root() / "ab" / ".part-0123"
    part.parent.mkdir(exist_ok=True)
    part.write_bytes(b"half")
    old = time.time() - keeping.DAY - 60
    for path in (keeping.path_of(row.sha256, True), keeping.path_of(digest, False), part):
        os.utime(path, (old, old))
    assert set(files_strays()) == {keeping.path_of(digest, False), part}
    assert files_sweep(actor=None) == 2 and files_sweep(actor=None) == 0
    assert (
        file_give(row, actor=case.clerk).content == papers.paper() and keeping.path_of(fresh, False).exists()
    )
    assert AuditRow.objects.get(action="files_sweep").changes == {"files": 2}
    os.utime(keeping.path_of(fresh, False), (old, old))
    keeping.put(b"somebody's, soon", sealed=False)
    assert files_strays() == [], "a file that is put again is nobody's stray"


def test_kinds_are_data_and_faults_in_them_are_named():
    assert {"pdf", "docx", "xlsx", "jpg", "png", "ofd"} <= set(file_kinds())
    with pytest.raises(BadInput) as caught:
        read_file_kinds(
            {"pdf": ["PDF"], "a": ["A", "a/a", {"most": 0}], "b": ["B", "b/b", {"most": 1, "endings": ["b"]}]}
        )
    assert len(caught.value.faults) == 3

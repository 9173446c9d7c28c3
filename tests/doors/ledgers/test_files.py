"""Files on the page of a record and beside a filed number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.apps.ledgers import papers

from zhenwu.audit.models import AuditRow
from zhenwu.figures.actions import statistic_file
from zhenwu.figures.models import Statistic
from zhenwu.ledgers.actions import record_create
from zhenwu.ledgers.models import Attachment, Ledger

from .pages import FIRM, page


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path


def sent(name: str, data: bytes):  # type: ignore[no-untyped-def]
    return {"file": SimpleUploadedFile(name, data)}


def test_a_file_is_attached_listed_opened_and_withdrawn(client, world):
    add = reverse("web:record-file-add", args=["petition", world.own.pk])
    answer = client.post(add, sent("勘验记录.pdf", papers.paper()), follow=True)
    text = answer.content.decode()
    row = Attachment.objects.get()
    url = reverse("web:record-file", args=["petition", world.own.pk, row.pk])
    assert answer.redirect_chain[-1][0].endswith("#files")
    assert (
        f'href="{url}">勘验记录.pdf</a>' in text and "PDF " in text and "周敏" in text and "加密存放" in text
    )
    given = client.get(url)
    assert given.content == papers.paper() and given["Content-Type"] == "application/pdf"
    assert given["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert given["X-Content-Type-Options"] == "nosniff" and given["Cache-Control"] == "no-store"
    assert "sandbox" in given["Content-Security-Policy"]
    assert AuditRow.objects.get(action="file_give").thing_id == str(row.pk)
    drop = reverse("web:record-file-withdraw", args=["petition", world.own.pk, row.pk])
    assert client.post(drop, {"why": ""}).status_code == 400
    text = client.post(drop, {"why": "附错了"}, follow=True).content.decode()
    assert "撤回：附错了" in text and drop not in text


def test_a_refused_file_is_said_on_the_page(client, world):
    add = reverse("web:record-file-add", args=["petition", world.own.pk])
    answer = client.post(add, sent("a.pdf", b"<html><script>"))
    assert answer.status_code == 400 and "内容其实是网页" in answer.content.decode()
    answer = client.post(add, {})
    assert answer.status_code == 400 and "没有选文件" in answer.content.decode()
    assert not Attachment.objects.exists()


def test_a_huge_file_is_refused_before_it_is_read(client, world, monkeypatch):
    from zhenwu.web import files

    monkeypatch.setattr(files, "largest", lambda: 99)
    add = reverse("web:record-file-add", args=["petition", world.own.pk])
    answer = client.post(add, sent("a.pdf", papers.paper()))
    assert answer.status_code == 400 and "文件太大" in answer.content.decode()


def test_a_picture_is_shown_in_place(client, world):
    client.post(
        reverse("web:record-file-add", args=["petition", world.own.pk]), sent("现场.jpg", papers.photo())
    )
    given = client.get(
        reverse("web:record-file", args=["petition", world.own.pk, Attachment.objects.get().pk])
    )
    assert given["Content-Disposition"].startswith("inline") and given["Content-Type"] == "image/jpeg"
    assert b"26.0753" not in given.content


def test_who_may_not_see_personal_data_sees_neither_name_nor_file(client, world):
    client.post(
        reverse("web:record-file-add", args=["petition", world.own.pk]), sent("王小明.pdf", papers.paper())
    )
    url = reverse("web:record-file", args=["petition", world.own.pk, Attachment.objects.get().pk])
    client.force_login(world.users["zheng"])
    text = page(client, "record", "petition", world.own.pk)
    assert "加密的文件" in text and "王小明.pdf" not in text and url not in text
    assert reverse("web:record-file-add", args=["petition", world.own.pk]) not in text
    refused = client.get(url)
    assert refused.status_code == 403 and "王小明" not in refused.content.decode()
    assert not AuditRow.objects.filter(action="file_give").exists()


def test_a_file_is_found_at_its_own_record_only(client, world):
    client.post(
        reverse("web:record-file-add", args=["petition", world.own.pk]), sent("a.pdf", papers.paper())
    )
    pk = Attachment.objects.get().pk
    page(client, "record-file", "petition", world.foreign.pk, pk, status=404)
    page(client, "record-file", "petition", world.own.pk, pk + 1, status=404)
    client.logout()
    assert client.get(reverse("web:record-file", args=["petition", world.own.pk, pk])).status_code == 302


def test_queries_do_not_grow_with_files(client, world, django_assert_max_num_queries):
    firm = record_create(Ledger.objects.get(code="enterprise"), actor=world.users["zhou"], values=FIRM)
    add = reverse("web:record-file-add", args=["enterprise", firm.pk])
    client.post(add, sent("a0.docx", papers.word("0")))
    page(client, "record", "enterprise", firm.pk)
    with django_assert_max_num_queries(60) as few:
        page(client, "record", "enterprise", firm.pk)
    taken = len(few.captured_queries)
    for n in range(1, 5):
        client.post(add, sent(f"a{n}.docx", papers.word(str(n))))
    page(client, "record", "enterprise", firm.pk)
    with django_assert_max_num_queries(taken):
        page(client, "record", "enterprise", firm.pk)


@pytest.fixture
def filed(world):  # type: ignore[no-untyped-def]
    return statistic_file(
        actor=None, metric_code="revenue.local", area_code=world.code, period="2026-01/2026-09", basis="to_date",
        value=Decimal(120), unit="万元", paper="9月财政月报", source="县财政局",
    )  # fmt: skip


def test_a_number_has_its_paper_as_a_file(client, world, filed):
    add = reverse("web:statistic-file-add", args=[filed.pk])
    text = client.post(add, sent("财政月报.pdf", papers.paper()), follow=True).content.decode()
    row = Attachment.objects.get()
    url = reverse("web:statistic-file", args=[filed.pk, row.pk])
    assert "财政月报.pdf" in text and not row.sealed and row.area_code == world.code
    assert url in page(client, "statistic-list", area=world.code)
    assert client.get(url).content == papers.paper()
    client.force_login(world.users["zheng"])
    assert client.get(url).status_code == 200 and url in page(client, "statistic-list", area=world.code)
    assert client.post(add, sent("b.pdf", papers.paper())).status_code == 403
    client.force_login(world.users["zhou"])
    drop = reverse("web:statistic-file-withdraw", args=[filed.pk, row.pk])
    assert client.post(drop, {"why": ""}).status_code == 400
    assert "撤回：旧版" in client.post(drop, {"why": "旧版"}, follow=True).content.decode()
    assert url not in page(client, "statistic-list", area=world.code)
    client.force_login(world.users["zheng"])
    assert client.get(url).status_code == 403
    client.force_login(world.users["bai"])
    assert client.get(url).status_code == 404
    actions = (
        AuditRow.objects.filter(thing="ledgers.attachment").order_by("id").values_list("action", flat=True)
    )
    assert list(actions) == ["paper_add", "paper_withdraw"]


def test_a_refused_paper_is_said_and_nothing_is_filed(client, world, filed):
    answer = client.post(reverse("web:statistic-file-add", args=[filed.pk]), sent("a.docx", papers.paper()))
    assert answer.status_code == 400 and "内容却是PDF" in answer.content.decode()
    told = {
        "metric_code": "revenue.local", "basis": "month", "year": "2026", "month": "8", "value": "9", "unit": "万元", "status": "final",
        "paper": "8月财政月报", "source": "县财政局",
    }  # fmt: skip
    url = reverse("web:statistic-new")
    answer = client.post(f"{url}?area={world.code}", {**told, **sent("a.pdf", b"")})
    assert answer.status_code == 400 and "文件是空的" in answer.content.decode()
    assert Statistic.objects.count() == 1 and not Attachment.objects.exists()
    answer = client.post(f"{url}?area={world.code}", {**told, **sent("a.pdf", papers.paper())})
    assert answer.status_code == 302
    new = Statistic.objects.get(basis="month")
    assert new.receipt.files.get().name == "a.pdf"
    told = {k: told[k] for k in ("value", "unit", "status", "paper", "source")} | {"value": "11"}
    answer = client.post(
        reverse("web:statistic-revise", args=[new.pk]), {**told, **sent("b.png", papers.picture())}
    )
    assert answer.status_code == 302
    assert Statistic.objects.get(basis="month", replaced_by=None).receipt.files.get().name == "b.png"

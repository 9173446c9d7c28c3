"""Records, and short words for looking at pages and sending files."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.apps.ledgers.books import book

VALUES = {
    "occurred_on": "2026-09-20",
    "channel": "来访",
    "persons": 2,
    "petitioner": "王小明",
    "phone": "13812342716",
}
FIRM = {
    "title": "云岭铸件厂", "credit_code": "91350100M000100Y43", "occurred_on": "2020-01-01", "area_code": "石桥村", "category": "工业",
}  # fmt: skip


def page(client, name, *args, status=200, **query):  # type: ignore[no-untyped-def]
    answer = client.get(reverse(f"web:{name}", args=args), query)
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def send(client, rows, *, code="petition", name="登记.xlsx", **told):  # type: ignore[no-untyped-def]
    data = rows if isinstance(rows, bytes) else book(rows)
    told["file"] = SimpleUploadedFile(name, data)
    return client.post(reverse("web:import-new", args=[code]), told, follow=True)

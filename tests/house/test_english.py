"""The whole product reads in English when the switch is on English: pages, faults, names of the standard catalogue, what rooms say."""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation
from tests.house.permissions import WHO, Row, examples, needs, others, rows
from tests.house.rooms import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import messages
import room_messages

sys.path.remove(str(ROOT / "tools"))

CHINESE = re.compile(r"[\u3400-\u9fff]")
TOKEN = re.compile(
    r"<!--.*?-->|<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|(?P<tag><[^>]*>)|(?P<text>[^<]+)",
    re.DOTALL,
)
SEEN = re.compile(
    r"""\s(?:title|aria-label|placeholder|alt|label|content|data-label|data-confirm|data-copy)=("[^"]*"|'[^']*')"""
)
WALKERS = ("clerk", "leader")
#: Not pages: files and what developers look at.
FILES = frozenset({
    "web:components", "web:import-sample", "web:import-faulty", "web:ledger-export", "web:draft-docx", "web:report-source",
    "web:reading-export", "web:figure-rows", "set_language", "web:plan-sheet-docx", "web:plan-notice-docx", "web:plan-answers-file",
})  # fmt: skip
ASKED = [row for row in rows() if not row.name.startswith("api:") and row.name not in FILES]


def left(page: str, names: re.Pattern[str]) -> list[str]:
    """What of a page is Chinese, and neither marked as typed nor a name of a place or a person."""
    found, inside, depth = [], "", 0
    for token in TOKEN.finditer(page):
        texts = []
        if tag := token["tag"]:
            match = re.match(r"<(/?)([a-zA-Z][\w-]*)", tag)
            closing, name = match.groups() if match else ("", "")
            if inside:
                depth += (-1 if closing else 1) if name == inside else 0
                inside = inside if depth else ""
            elif (
                not closing
                and name not in ("html", "input", "meta", "img")
                and re.search(r"""\slang=["']?zh""", tag)
            ):
                inside, depth = name, 1
            else:
                texts = [value[1:-1] for value in SEEN.findall(tag)]
        elif token["text"] and not inside:
            texts = [token[0]]
        found += [text.strip() for text in map(html.unescape, texts) if CHINESE.search(names.sub("", text))]
    return found


@pytest.fixture(scope="module")
def world(demo: Any, django_db_blocker: Any) -> Iterator[Any]:
    """The township with one of everything, and the names that people gave."""
    from zhenwu.accounts.models import Office, User
    from zhenwu.areas.models import Area
    from zhenwu.kernel import clock

    messages.compile_catalogue()
    from django.utils.translation import trans_real

    trans_real._translations.clear()  # what was read before the catalogue was compiled
    trans_real._default = None
    with django_db_blocker.unblock(), clock.freeze(demo.today):
        demo.known, demo.more = examples(demo), others(demo)
        names = {*Area.objects.values_list("name", flat=True), *User.objects.values_list("name", flat=True)}
        names |= set(Office.objects.values_list("name", flat=True))
        names |= {name.removesuffix("村") for name in names if name.endswith("村")} | {"中文"}
        demo.names = re.compile("|".join(sorted(map(re.escape, filter(None, names)), key=len, reverse=True)))
        yield demo


@pytest.fixture
def town(world: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """In attributes, titles and options what people typed cannot be marked: there it is left out here, so that the rest is seen."""
    from zhenwu.web.english import page

    monkeypatch.setattr(page, "bare", lambda text: re.sub("\ue000[^\ue001]*\ue001", "", text))
    return world


def reader(town: Any, who: str) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(town.users[WHO[who]])
    client.cookies["django_language"] = "en"
    return client


def seen(town: Any, response: Any) -> list[str]:
    return (
        left(response.content.decode(), town.names) if "text/html" in response.get("Content-Type", "") else []
    )


@pytest.mark.django_db
@pytest.mark.parametrize("row", ASKED, ids=[f"{row.method} {row.name}" for row in ASKED])
def test_every_page_and_every_refusal_is_english(town: Any, row: Row) -> None:
    found = []
    for who in WALKERS:
        client = reader(town, who)
        for given in [
            needs(row.name, town.known),
            *(town.more.get(row.name, []) if row.method == "GET" else []),
        ]:
            with transaction.atomic():
                address = reverse(row.name, kwargs=given)
                if row.name.startswith("web:public"):
                    address += "?lang=en"  # what everybody may read says its language in its address
                response = client.generic(row.method, address)
                found += [f"{who}: {text}" for text in seen(town, response)]
                transaction.set_rollback(True)
    assert found == [], "\n".join(found)


BAD: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("web:record-add", {"code": "petition"}, {"occurred_on": "2026-13-40", "area_code": "桥头", "persons": "三"}),
    ("web:record-add", {"code": "hazard"}, {"occurred_on": "昨天", "level": "很大", "due_on": "2020-01-01"}),
    ("web:statistic-new", {}, {"metric_code": "revenue.local", "year": "2026", "month": "9", "basis": "ytd", "value": "很多"}),
    ("web:look-at", {}, {"file": SimpleUploadedFile("报告.docx", b"PK\x03\x04 broken")}),
    ("web:look-at", {}, {"file": SimpleUploadedFile("照片.png", b"\x89PNG\r\n\x1a\n")}),
    ("web:look-at", {}, {"text": "大家好。"}),
    ("web:plan-import", {}, {"year": "2027", "file": SimpleUploadedFile("计划.txt", "没有安排的文字。".encode())}),
    ("web:import-new", {"code": "petition"}, {"file": SimpleUploadedFile("表.pdf", b"%PDF-1.4")}),
    ("web:import-new", {"code": "petition"}, {"file": SimpleUploadedFile("空.xlsx", b"")}),
    ("web:proof", {}, {"text": "没有数。", "year": "20x6"}),
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "kwargs", "data"), BAD, ids=[f"{n}-{i}" for i, (n, _k, _d) in enumerate(BAD)]
)
def test_answers_to_bad_input_are_english(
    town: Any, name: str, kwargs: dict[str, Any], data: dict[str, Any]
) -> None:
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    with transaction.atomic():
        response = reader(town, "clerk").post(reverse(name, kwargs=kwargs), data)
        assert response.status_code in (200, 400, 422), response.status_code
        assert seen(town, response) == []
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        "/?area=1",
        "/?area=990000000000",
        "/?year=abc",
        "/ledgers/none/",
        "/ledgers/petition/99999999/",
        "/figures/none",
        "/nowhere",
    ],
)
def test_answers_to_wrong_addresses_are_english(town: Any, address: str) -> None:
    response = reader(town, "clerk").get(address)
    assert response.status_code in (400, 404)
    assert seen(town, response) == []


SHEET = """编号,登记日期,村,渠道,事项,人数,身份证号,电话,满意,办结日期,阶段
,2026-13-01,石桥村,来访,反映水渠堵塞,2,,,,,
X-1,9月3日,没有的村,敲门,反映水渠堵塞,约20,123,12,大概,,
X-2,2026-09-03,石桥村,来访,反映水渠堵塞,-3,43102319990101001X,13800000000,是,2026-09-01,办结
X-2,2026-09-03,石桥村,来访,,99999,,,,,不明
X-3,2027-09-03,石桥村,来访,反映路灯不亮,2.5,,,,,
"""


@pytest.mark.django_db
def test_the_faults_of_a_sheet_are_english(town: Any) -> None:
    from zhenwu.ledgers.imports.actions import import_stage
    from zhenwu.ledgers.models import Ledger

    petition = Ledger.objects.get(code="petition")
    with transaction.atomic():
        batch = import_stage(
            petition, actor=town.users["zhou"], area_code=town.code, name="坏表.csv", data=SHEET.encode()
        )
        assert len(batch.faults) >= 10
        page = reader(town, "clerk").get(reverse("web:import", args=["petition", batch.pk]))
        assert page.status_code == 200 and seen(town, page) == []
        transaction.set_rollback(True)


def test_rooms_and_the_catalogue_have_their_english() -> None:
    assert room_messages.check() == []
    assert sum(map(len, room_messages.stored().values())) > 1000


def test_the_file_of_rooms_is_what_extraction_gives() -> None:
    assert room_messages.CATALOGUE.read_text("utf-8") == room_messages.extracted()


@pytest.mark.parametrize(
    ("source", "sentences"),
    [
        ('"""甲"""\nraise BadInput(f"没有{a.b}“{c}”", do="请改")', ["没有{1}“{2}”", "请改"]),
        ('X = re.compile("甲|乙")\n_Y = "丙"\nz = _("丁")\nif a == "戊": pass', []),
        ("def f():\n    return f\"只写{f'，单位{u}' if u else ''}\"", ["只写{1}", "，单位{1}"]),
    ],
)
def test_what_rooms_say_is_found(tmp_path: Any, source: str, sentences: list[str]) -> None:
    path = tmp_path / "room.py"
    path.write_text(source, "utf-8")
    assert list(room_messages.said_in(path)) == sentences


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("登记", "Registered"),
        ("信访事项41件", "Petitions 41 cases"),
        ("1批", "1 group"),
        ("7286万元", "72.86 million yuan"),
        ("18.85亿元", "1.885 billion yuan"),
        ("2026年1—9月", "January–September 2026"),
        ("2026年10月16日", "16 October 2026"),
        ("编号没有填", "Number is missing"),
        ("第2行A列 编号", "Row 2 column A Number"),
        ("石桥村", "石桥村"),
        ("反映水渠堵塞，要求维修", "反映水渠堵塞，要求维修"),
        ("Records of 信访事项", "Records of Petitions"),
    ],
)
def test_a_text_is_put_into_english(chinese: str, english: str) -> None:
    from zhenwu.web.english.matching import said

    with translation.override("en"):
        assert said(chinese) == english


@pytest.mark.parametrize(
    ("page", "english"),
    [
        ("<p>登记</p>", "<p>Registered</p>"),
        ('<p lang="zh">登记<b>办结</b></p><p>办结</p>', '<p lang="zh">登记<b>办结</b></p><p>Closed</p>'),
        ('<a title="登记" href="/登记">x</a>', '<a title="Registered" href="/登记">x</a>'),
        ('<input value="登记" placeholder="登记">', '<input value="登记" placeholder="Registered">'),
        ("<textarea>登记</textarea><script>登记</script>", "<textarea>登记</textarea><script>登记</script>"),
        ("<p>\ue000登记\ue001</p>", '<p><span lang="zh">登记</span></p>'),
        (
            '<title>\ue000登记\ue001</title><a title="\ue000登记\ue001">',
            '<title>登记</title><a title="登记">',
        ),
        ("<p>“王五”不是日期</p>", '<p>“<span lang="zh">王五</span>” is not a date</p>'),
        ("<p>没有字段“&lt;b&gt;”</p>", "<p>There is no field “&lt;b&gt;”</p>"),
    ],
)
def test_a_page_keeps_what_people_typed(page: str, english: str) -> None:
    from zhenwu.web.english import page as pages

    with translation.override("en"):
        assert pages.english(page) == english


def test_chinese_pages_have_no_marks() -> None:
    from zhenwu.web.english.matching import told, typed

    with translation.override("zh-hans"):
        assert typed("登记") == told("登记") == "登记"
    with translation.override("en"):
        assert (
            typed("登记") == "\ue000登记\ue001"
            and told("登记") == "Registered"
            and told("去看过") == "\ue000去看过\ue001"
        )

"""The public pages: anybody's, kept by any cache, without a name; and the pages on which a town makes them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from zhenwu.accounts.models import Person, User
from zhenwu.areas.models import Area
from zhenwu.kernel import clock
from zhenwu.reports.choices import EditionState
from zhenwu.reports.editions.actions import edition_prepare, edition_publish
from zhenwu.reports.models import Edition

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def published(demo, django_db_blocker):  # type: ignore[no-untyped-def]
    """The keys of an August edition and, a month later, one of September."""
    made = []
    with django_db_blocker.unblock():
        Edition.objects.all().update(state=EditionState.DROPPED)
        for day, month in ((date(2026, 9, 14), 8), (date(2026, 10, 16), 9)):
            with clock.freeze(day):
                draft = edition_prepare(actor=demo.users["zhou"], area_code=demo.code, year=2026, month=month)
                made.append(edition_publish(draft, actor=demo.users["zheng"], seen=draft.seal).pk)
    return made


@pytest.fixture
def two(demo, published):  # type: ignore[no-untyped-def]
    """The demonstration with nothing published but the two editions, two.older and two.latest."""
    demo.older, demo.latest = (Edition.objects.get(pk=pk) for pk in published)
    return demo


def urls(two) -> list[str]:  # type: ignore[no-untyped-def]
    return [
        reverse("web:public"), reverse("web:public-town", args=[two.code]),
        *(reverse("web:public-edition", args=[two.code, e.year, e.number]) for e in (two.older, two.latest)),
        reverse("web:public-report", args=[two.code, two.latest.year, two.latest.number, 0]),
    ]  # fmt: skip


def test_anybody_reads_without_a_cookie_and_caches_may_keep_it(client, two):
    for url in urls(two):
        answer = client.get(url)
        assert answer.status_code == 200 and not answer.cookies, url
        assert answer["Cache-Control"] == "public, max-age=300" and "Cookie" not in answer.get("Vary", "")
        again = client.get(url, headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304 and not again.content and again["ETag"] == answer["ETag"]
        assert client.head(url).status_code == 200 and client.post(url).status_code == 405
        text = answer.content.decode()
        assert "csrf" not in text and "<script" not in text and "<form" not in text
        assert reverse("web:sign-in") in text


def test_the_page_is_the_same_whoever_asks(client, two):
    seen = {url: client.get(url).content for url in urls(two)}
    client.force_login(two.users["zhou"])
    assert {url: client.get(url).content for url in urls(two)} == seen


def test_both_languages_have_their_own_address(client, two):
    url = reverse("web:public-town", args=[two.code])
    chinese, english = client.get(url), client.get(url, {"lang": "en"})
    assert chinese["Content-Language"] == "zh-hans" and "主要数据" in chinese.content.decode()
    text = english.content.decode()
    assert english["Content-Language"] == "en" and '<html lang="en">' in text and "Main figures" in text
    assert chinese["ETag"] != english["ETag"]
    own = [link for link in re.findall(r'href="(/public/[^"]*)"', text) if "lang=en" not in link]
    assert set(own) == {url}, "only the switch leaves the language"
    other = client.get(url, headers={"Accept-Language": "en"})
    assert other.content == chinese.content, "the address alone says the language"


def test_no_person_and_nothing_below_the_town(client, two):
    names = {*Person.objects.values_list("name", flat=True), *User.objects.values_list("name", flat=True)} - {
        ""
    }
    places = set(Area.objects.filter(level__in=("village", "grid")).values_list("name", flat=True))
    for url in urls(two)[:4]:
        text = re.sub(r"<[^>]+>", " ", client.get(url).content.decode())
        assert not [name for name in names if name in text]
        assert not [place for place in places if place in text]


def test_an_older_edition_stays_and_says_what_came_after(client, two):
    old = client.get(reverse("web:public-edition", args=[two.code, 2026, two.older.number])).content.decode()
    assert "这是以前的一期" in old and "这以后的变化" in old and "2026-09-14公布" in old
    assert "按进度 → 已完成" in old and "地方财政收入" in old
    new = client.get(reverse("web:public-town", args=[two.code])).content.decode()
    assert "这是以前的一期" not in new and "与上一期比" in new
    assert reverse("web:public-edition", args=[two.code, 2026, two.older.number]) in new


def test_a_withdrawn_edition_says_why_at_its_own_address(client, two):
    client.force_login(two.users["zheng"])
    url = reverse("web:edition-withdraw", args=[two.latest.pk])
    assert client.post(url, {"why": ""}).status_code == 400
    assert "已撤回" in client.post(url, {"why": "月份报错了"}, follow=True).content.decode()
    client.logout()
    gone = client.get(reverse("web:public-edition", args=[two.code, 2026, two.latest.number]))
    assert gone.status_code == 410 and "月份报错了" in gone.content.decode() and not gone.cookies
    report = client.get(reverse("web:public-report", args=[two.code, 2026, two.latest.number, 0]))
    assert report.status_code == 410
    latest = client.get(reverse("web:public-town", args=[two.code])).content.decode()
    assert "2026-09-14公布" in latest and "月份报错了" not in latest


def test_what_is_not_published_is_not_there(client, two):
    draft = edition_prepare(actor=two.users["zhou"], area_code=two.code, year=2026, month=9)
    assert str(draft.pk) and client.get(reverse("web:edition", args=[draft.pk])).status_code == 302
    for url in ("/public/990101101000/2026-0/", "/public/990101101000/2026-9/", "/public/abc/", "/public/110000000000/",
                f"/public/{two.code}/2026-{two.latest.number}/report-9/"):  # fmt: skip
        answer = client.get(url)
        assert answer.status_code == 404 and not answer.cookies and "<form" not in answer.content.decode(), (
            url
        )
    Edition.objects.all().update(state=EditionState.DROPPED)
    assert "还没有镇公布过" in client.get("/public/").content.decode()
    nothing = client.get(reverse("web:public-town", args=[two.code]))
    assert nothing.status_code == 200 and "还没有公布过" in nothing.content.decode()
    assert "Nothing has been published yet" in client.get("/public/?lang=en").content.decode()


def test_a_clerk_prepares_chooses_and_a_leader_publishes(client, two):
    client.force_login(two.users["zhou"])
    page = client.get(reverse("web:editions")).content.decode()
    assert "2026年1—9月" in page and "重新整理" not in page
    answer = client.post(reverse("web:edition-prepare"), {"year": "2026", "month": "9"}, follow=True)
    draft = Edition.objects.get(state=EditionState.DRAFT)
    text = answer.content.decode()
    assert "将公布<b>8</b>个数" in text and "没有增减" in text and "由镇领导在这一页公布" in text
    assert reverse("web:edition-publish", args=[draft.pk]) not in text
    change = reverse("web:edition-change", args=[draft.pk])
    assert client.post(change, {"do": "choose"}).status_code == 400
    kept = draft.promises.first()
    told = {
        "do": "choose",
        "figure": ["hotline.orders", "meeting.count"],
        "promise": [kept.pk, "x"],
        "report": "9" * 30,
    }
    text = client.post(change, told, follow=True).content.decode()
    assert (
        "将公布<b>2</b>个数、<b>1</b>件承诺、<b>0</b>份报告" in text
        and "新公布的数" in text
        and "工作例会" in text
    )
    assert (
        client.post(reverse("web:edition-publish", args=[draft.pk]), {"seen": draft.seal}).status_code == 403
    )
    client.force_login(two.users["zheng"])
    text = client.get(reverse("web:edition", args=[draft.pk])).content.decode()
    seal = re.search(r'name="seen" value="(\w+)"', text)
    assert seal and change not in text
    assert client.post(reverse("web:edition-publish", args=[draft.pk]), {"seen": "0"}).status_code == 409
    text = client.post(
        reverse("web:edition-publish", args=[draft.pk]), {"seen": seal[1]}, follow=True
    ).content.decode()
    assert "外面的人现在就能看到" in text
    client.logout()
    text = client.get(reverse("web:public-town", args=[two.code])).content.decode()
    assert "工作例会" in text and kept.quote in text


def test_a_draft_can_be_put_together_anew_or_given_up(client, two):
    client.force_login(two.users["zhou"])
    for bad in ({}, {"year": "2026"}, {"year": "2026", "month": "x"}, {"year": "2026", "month": "10"}):
        assert client.post(reverse("web:edition-prepare"), bad).status_code == 400
    client.post(reverse("web:edition-prepare"), {"year": "2026", "month": "9"})
    draft = Edition.objects.get(state=EditionState.DRAFT)
    change = reverse("web:edition-change", args=[draft.pk])
    assert "重新整理" in client.post(change, {"do": "again"}, follow=True).content.decode()
    assert "什么也没有公布" in client.post(change, {"do": "drop"}, follow=True).content.decode()
    assert client.post(change, {"do": "again"}).status_code in (302, 409)

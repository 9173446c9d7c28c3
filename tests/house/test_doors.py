"""Pages and actions agree: who may open a form may send it, who may not is offered neither, and an empty form does nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve, reverse
from tests.house.permissions import WHO, examples, needs, others, rows

ROWS = rows()
REFUSALS = (401, 403, 404)
#: pages that more people read than act on: why
READ_BY_MORE = {
    "api:records": "records are read by all who see the ledger, registered by those who may write in it",
    "api:record-files": "files are read by all who see the record, attached by those who may write it",
    "api:papers": "papers are read by all who see the statistic, attached by those who may register it",
    "web:report-list": "the list is everybody's who reads reports; reading one in is the clerk's",
    "web:plan-supervision": "a town reads its notices; the office answers, who supervises closes",
    "web:plan-item-answer": "a town reads what became of a promise; its office answers, a leader signs",
    "web:livelihood-proposal": "a town reads what was proposed; the clerk joins, costs and short-lists",
    "web:livelihood-ballot": "a town reads its ballot; the clerk keeps it",
    "web:livelihood-project": "a town reads its projects; the clerk enters payments and tests",
    "web:meeting": "a town reads its meetings; who supervises adds a decision",
    "web:assessment-board": "a town reads its scores; a leader publishes them",
    "web:assessment-subject": "a town reads every score; who assesses judges, who is assessed objects",
    "web:settings-person": "an auditor reads the grants; a clerk gives and takes them",
}
#: POSTs that an auditor, who changes nothing of the town's, may send: why
PERSONAL = {
    "set_language": "the language of one's own pages",
    "web:sign-in": "leads on to the first page",
    "web:sign-out": "one's own session",
    "web:look": "the type size of one's own pages",
    "web:ledger-views": "a view of one's own",
    "web:told-calendar": "one's own calendar feed",
    "web:told-digest": "puts one's own digest away",
    "web:proof": "keeps nothing",
    "web:look-at": "reads a text that one brings, and keeps nothing",
    "web:compare": "lays two texts side by side, and keeps nothing",
}
#: POSTs whose one button says all there is to say: what it does. Everything else says what it wants, or nothing happens.
SINGLE_BUTTON = {
    "web:sign-out": "ends one's own session",
    "web:plan-approve": "puts the reviewed plan in force; refused while anything lacks an office or a date",
    "web:plan-review-merge": "joins the item with the next one",
    "web:plan-milestone-done": "a step was reached today",
    "web:report-links-confirm": "confirms every sure suggestion, as its button counts them",
    "web:report-links-suggest": "asks for suggestions again; what was confirmed stays",
    "web:draft-refresh": "asks the data again; the earlier version stays",
    "web:draft-dates": "moves last year's years on; the earlier version stays",
    "web:draft-sign": "signs the draft; refused while anything waits",
}
WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE)\b[^\"]*\"(\w+)\"", re.IGNORECASE)
#: tables of the session itself
SESSION = {"django_session"}


@pytest.fixture(scope="module")
def world(demo: Any, django_db_blocker: Any) -> Iterator[Any]:
    """The township with one of everything."""
    from zhenwu.kernel import clock

    with django_db_blocker.unblock(), clock.freeze(demo.today):
        demo.known = examples(demo)
        demo.others = others(demo)
        yield demo


def client_of(who: str) -> Client:
    from zhenwu.accounts.models import User

    client = Client(raise_request_exception=False)
    if WHO[who]:
        client.force_login(User.objects.get(username=WHO[who]))
    return client


def test_get_and_post_agree_on_who_may() -> None:
    gets = {row.name: row.statuses for row in ROWS if row.method == "GET"}
    differ = {
        row.name
        for row in ROWS
        if row.method == "POST" and row.name in gets
        and {w for w, s in row.statuses.items() if s in REFUSALS} != {w for w, s in gets[row.name].items() if s in REFUSALS}
    }  # fmt: skip
    assert differ == set(READ_BY_MORE)


def test_who_changes_nothing_is_refused_before_the_input_is_looked_at() -> None:
    sent = {r.name for r in ROWS if r.method == "POST" and r.statuses["auditor"] not in REFUSALS}
    assert sent == set(PERSONAL)


def written(client: Client, method: str, url: str) -> tuple[int, list[str]]:
    """The status, and what tables the request wrote to; nothing of it stays."""
    with transaction.atomic():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            status = client.generic(method, url).status_code
        transaction.set_rollback(True)
    tables = [m[2] for q in queries.captured_queries if (m := WRITE.match(q["sql"])) and m[2] not in SESSION]
    return status, tables


@pytest.mark.django_db
def test_an_empty_form_does_nothing(world: Any) -> None:
    """Whoever sends it, and in whatever state its thing is."""
    wrote = {}
    for row in ROWS:
        if row.method != "POST" or row.name in SINGLE_BUTTON or row.name.startswith("api:"):
            continue
        for kwargs in (needs(row.name, world.known), *world.others.get(row.name, ())):
            url = reverse(row.name, kwargs=kwargs)
            for who in WHO:
                status, tables = written(client_of(who), "POST", url)
                assert status < 500, (who, url)
                if tables:
                    wrote[f"{who} {url}"] = tables
    assert wrote == {}


@pytest.mark.django_db
def test_looking_changes_nothing(world: Any) -> None:
    """A GET writes nothing but who downloaded a ledger or opened a sealed file."""
    wrote = {}
    for row in ROWS:
        if row.method == "GET" and not row.name.startswith("api:"):
            status, tables = written(
                client_of("clerk"), "GET", reverse(row.name, kwargs=needs(row.name, world.known))
            )
            assert status < 500, row.name
            if tables:
                wrote[row.name] = tables
    traced = ["audit_mark", "audit_auditrow"]
    assert wrote == {"web:ledger-export": traced, "web:record-file": traced}


def test_every_single_button_is_an_action() -> None:
    posts = {row.name for row in ROWS if row.method == "POST"}
    assert set(SINGLE_BUTTON) <= posts
    assert {*READ_BY_MORE, *PERSONAL} <= posts


class Doors(HTMLParser):
    """Where a page leads: its links, and the forms that it sends."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.found.add(("GET", str(given["href"])))
        for name in ("hx-get", "data-pop"):
            if given.get(name):
                self.found.add(("GET", str(given[name])))
        if tag == "form":
            method = (given.get("method") or "get").upper()
            self.found.add((method, given.get("action") or ""))


def pages_of(world: Any, who: str) -> Iterator[str]:
    """The addresses of the pages that somebody may see."""
    for row in ROWS:
        if row.method == "GET" and not row.name.startswith("api:") and row.statuses[who] == 200:
            for kwargs in (needs(row.name, world.known), *world.others.get(row.name, ())):
                yield reverse(row.name, kwargs=kwargs)


@pytest.mark.django_db
@pytest.mark.parametrize("who", [w for w in WHO if w != "anonymous"])
def test_nobody_is_offered_what_he_is_refused(world: Any, who: str) -> None:
    """Every link and form of every page that somebody may see leads somewhere for him; one of a kind is tried."""
    tried: set[tuple[str, str]] = set()
    dead = []
    for page in pages_of(world, who):
        answer = client_of(who).get(page)
        assert answer.status_code == 200, page
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        doors = Doors()
        doors.feed(answer.content.decode())
        for method, address in sorted(doors.found):
            path = urlsplit(address).path or page
            if path.startswith("/static/") or urlsplit(address).netloc:
                continue
            try:
                name = resolve(path).view_name
            except Resolver404:
                dead.append((page, method, address, "no such address"))
                continue
            if (name, method) in tried:
                continue
            tried.add((name, method))
            status, _ = written(client_of(who), method, address if urlsplit(address).path else page + address)
            if status in REFUSALS or status >= 500:
                dead.append((page, method, address, str(status)))
    assert dead == []

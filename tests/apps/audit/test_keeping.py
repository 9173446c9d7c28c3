"""What is kept holds until something it was made of is written, and not a moment longer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from zhenwu.audit import keeping
from zhenwu.audit.actions import audit_write
from zhenwu.audit.keeping import forget, kept
from zhenwu.audit.models import Mark

TOWN, OTHER = "990101101000", "990101102000"
LEDGERS = frozenset({"ledgers"})


def written(area: str = TOWN, thing: str = "ledgers.record") -> None:
    with transaction.atomic():
        audit_write(None, "record_change", thing, area_code=area)


class Source:
    """Something that is made anew each time it is asked for: 1, 2, 3 …"""

    def __init__(self, reach: tuple[str, ...] = ("990101101",)) -> None:
        self.made, self.reach = 0, reach

    def __call__(self) -> tuple[int, tuple[str, ...]]:
        self.made += 1
        return self.made, self.reach


@pytest.mark.django_db
class TestOneReader:
    def test_it_is_made_once_until_it_was_written(self) -> None:
        source = Source()
        assert [kept("k", LEDGERS, source) for _ in range(3)] == [1, 1, 1]
        written()
        assert [kept("k", LEDGERS, source) for _ in range(3)] == [2, 2, 2]

    def test_another_town_and_another_room_leave_it_alone(self) -> None:
        source = Source()
        kept("k", LEDGERS, source)
        written(OTHER)
        written(thing="reports.version")
        assert kept("k", LEDGERS, source) == 1
        written(area="")
        assert kept("k", LEDGERS, source) == 2

    def test_each_key_has_its_own(self) -> None:
        source = Source()
        assert [kept(key, LEDGERS, source) for key in ("a", "b", "a", "b")] == [1, 2, 1, 2]

    def test_what_was_written_while_it_was_made_is_not_taken_for_known(self) -> None:
        """The reader counts, somebody writes, the reader keeps: the next one must count again."""
        made = []

        def slow() -> tuple[int, tuple[str, ...]]:
            made.append(1)
            if len(made) == 1:
                written()
            return len(made), ("990101101",)

        assert kept("k", LEDGERS, slow) == 1
        assert kept("k", LEDGERS, slow) == 2
        assert kept("k", LEDGERS, slow) == 2

    def test_inside_a_transaction_nothing_is_kept_nor_taken(self) -> None:
        source = Source()
        kept("k", LEDGERS, source)
        with transaction.atomic():
            assert kept("k", LEDGERS, source) == 2
        assert kept("k", LEDGERS, source) == 1

    def test_a_failure_is_not_kept(self) -> None:
        def broken() -> tuple[int, tuple[str, ...]]:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            kept("k", LEDGERS, broken)
        assert kept("k", LEDGERS, Source()) == 1

    def test_the_one_not_asked_for_longest_goes_first(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(keeping, "MOST", 2)
        source = Source()
        assert [kept(key, LEDGERS, source) for key in ("a", "b", "a", "c", "a", "b")] == [1, 2, 1, 3, 1, 4]

    def test_taking_it_costs_one_query(self) -> None:
        source = Source()
        kept("k", LEDGERS, source)
        with CaptureQueriesContext(connection) as queries:
            kept("k", LEDGERS, source)
        assert len(queries) == 1


@pytest.fixture
def together() -> Iterator[Callable[..., Any]]:
    """Run pieces at the same time, each with a connection of its own; what they return, in their order."""

    def run(*pieces: Callable[[], Any]) -> list[Any]:
        answers: dict[int, Any] = {}

        def one(number: int, piece: Callable[[], Any]) -> None:
            try:
                answers[number] = piece()
            except Exception as error:
                answers[number] = error
            finally:
                connections.close_all()

        threads = [threading.Thread(target=one, args=pair) for pair in enumerate(pieces)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in threads)
        return [answers[number] for number in range(len(pieces))]

    yield run
    forget()


@pytest.mark.django_db(transaction=True)
def test_those_who_want_the_same_wait_for_one(together: Callable[..., Any]) -> None:
    begun, go = threading.Event(), threading.Event()
    source = Source()

    def slow() -> tuple[int, tuple[str, ...]]:
        begun.set()
        assert go.wait(30)
        return source()

    def second() -> int:
        assert begun.wait(30)
        threading.Timer(0.2, go.set).start()
        return kept("k", LEDGERS, slow)

    assert together(lambda: kept("k", LEDGERS, slow), second) == [1, 1]
    assert source.made == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    """Real transactions side by side, each thread on its own connection."""

    def test_writers_do_not_wait_and_each_is_noticed_when_it_is_done(
        self, together: Callable[..., Any]
    ) -> None:
        """The first writer is slow: its move has the lower key and becomes visible last. A reader in between must not be fooled."""
        source = Source()
        kept("k", LEDGERS, source)
        first_wrote, second_done = threading.Event(), threading.Event()

        def first() -> None:
            with transaction.atomic():
                audit_write(None, "record_change", "ledgers.record", area_code=TOWN)
                first_wrote.set()
                assert second_done.wait(30)

        def second() -> int:
            assert first_wrote.wait(30)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '3s'")
            written()
            between = kept("k", LEDGERS, source)
            second_done.set()
            return between

        failed, between = together(first, second)
        assert failed is None and between == 2
        assert kept("k", LEDGERS, source) == 3

    def test_a_reader_of_old_data_keeps_nothing_for_the_new(self, together: Callable[..., Any]) -> None:
        counted, wrote = threading.Event(), threading.Event()

        def slow() -> tuple[int, tuple[str, ...]]:
            seen = Mark.objects.filter(room="ledgers").count()
            counted.set()
            assert wrote.wait(30)
            return seen, ("990101101",)

        def writer() -> None:
            assert counted.wait(30)
            written()
            wrote.set()

        before = Mark.objects.filter(room="ledgers").count()
        old, failed = together(lambda: kept("k", LEDGERS, slow), writer)
        assert (old, failed) == (before, None)
        assert kept("k", LEDGERS, slow) == before + 1

    def test_two_who_fold_at_once_lose_no_write(self, together: Callable[..., Any]) -> None:
        from zhenwu.audit.marks import marks, marks_fold

        for _ in range(50):
            written()
        before = marks()

        def fold_and_write() -> None:
            for _ in range(10):
                with transaction.atomic():
                    marks_fold()
                written(OTHER)

        assert together(fold_and_write, fold_and_write) == [None, None]
        own, other = frozenset({"990101101"}), frozenset({"990101102"})
        assert marks().stamp(LEDGERS, own) == before.stamp(LEDGERS, own)
        moved = {row[1]: row[2] for row in marks().stamp(LEDGERS, other)}
        assert moved["990101102"] == 20

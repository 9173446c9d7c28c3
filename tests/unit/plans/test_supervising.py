"""What the steps of a notice come to, and which may follow which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhenwu.plans.choices import NoticeStep as K
from zhenwu.plans.choices import SupervisionState as S
from zhenwu.plans.supervising import MAY, UNANSWERED, Standing, follow, may_follow, replay, terms_on

DAY = date(2026, 10, 16)


@dataclass(frozen=True)
class Row:
    kind: str
    on: date
    text: str = "说明原因。"
    until: date | None = None


def after(*rows: Row) -> Standing:
    return replay((Row(K.ISSUE, DAY, until=date(2026, 10, 23)), *rows))


def test_the_terms_of_a_day() -> None:
    assert (terms_on(DAY).reply, terms_on(DAY).again) == (5, 2)
    assert terms_on(date(2020, 1, 1)) == terms_on(date(2026, 1, 1))


def test_a_returned_answer_is_owed_again_within_two_working_days_or_the_old_due_date() -> None:
    early = after(Row(K.REPLY, DAY), Row(K.RETURN, date(2026, 10, 19)))
    assert (early.state, early.due, early.returns) == (S.RECEIVED, date(2026, 10, 23), 1)
    late = after(Row(K.REPLY, date(2026, 10, 26)), Row(K.RETURN, date(2026, 10, 26)))
    assert (late.due, late.late_replies) == (date(2026, 10, 28), 1)


def test_a_second_demand_keeps_the_earlier_date_of_what_is_owed() -> None:
    later = after(Row(K.JOIN, DAY, until=date(2026, 10, 30)))
    sooner = after(Row(K.JOIN, DAY, until=date(2026, 10, 20)))
    assert (later.due, sooner.due) == (date(2026, 10, 23), date(2026, 10, 20))
    answered = after(Row(K.REPLY, DAY), Row(K.JOIN, DAY, until=date(2026, 10, 30)))
    assert (answered.state, answered.due) == (S.RECEIVED, date(2026, 10, 30))


def test_more_time_moves_the_date_once_it_is_granted() -> None:
    asked = after(Row(K.ASK, DAY, until=date(2026, 10, 30)))
    assert (asked.due, asked.asked_until) == (date(2026, 10, 23), date(2026, 10, 30))
    assert not may_follow(asked, K.ASK)
    granted = follow(asked, Row(K.GRANT, DAY, until=date(2026, 10, 30)))
    assert (granted.due, granted.asked_until) == (date(2026, 10, 30), None)
    refused = follow(asked, Row(K.REFUSE, DAY))
    assert (refused.due, refused.asked_until) == (date(2026, 10, 23), None)
    assert not may_follow(refused, K.REFUSE)


def test_nothing_follows_a_closed_notice() -> None:
    closed = after(Row(K.REPLY, DAY), Row(K.CLOSE, DAY))
    assert closed.state == S.CLOSED and not any(may_follow(closed, kind) for kind in MAY)
    with pytest.raises(ValueError, match="may not follow"):
        follow(closed, Row(K.REPLY, DAY))
    for rows in ([], [Row(K.REPLY, DAY)]):
        with pytest.raises(ValueError, match="notice"):
            replay(rows)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from([k for k in K if k != K.ISSUE]), st.integers(0, 9), st.integers(1, 20))
    )
)
def test_whatever_happens_a_notice_stays_sound(wanted: list[tuple[K, int, int]]) -> None:
    """Steps that may follow are taken, others refused; one that is open always says by when what is owed."""
    rows = [Row(K.ISSUE, DAY, until=date(2026, 10, 23))]
    now, day = replay(rows), DAY
    for kind, wait, more in wanted:
        day += timedelta(days=wait)
        row = Row(kind, day, until=day + timedelta(days=more))
        if not may_follow(now, kind):
            with pytest.raises(ValueError, match="follow"):
                follow(now, row)
            continue
        rows.append(row)
        now = follow(now, row)
        assert now == replay(rows)
        assert (now.state == S.CLOSED) == (now.closed_on is not None)
        assert now.state not in (S.REPLIED,) or (now.replied_on and now.received_on and now.reply)
        assert now.asked_until is None or now.state in UNANSWERED
        assert now.late_replies <= sum(r.kind == K.REPLY for r in rows)

"""The list behind a figure: what the user may see of it, how much is hidden, and what all of it adds up to."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from zhenwu.areas.models import Area
from zhenwu.audit.keeping import kept
from zhenwu.figures.evaluation import Evaluation
from zhenwu.figures.models import Statistic
from zhenwu.figures.types import FROM, Ask, Evidence, EvidenceRow, Figure
from zhenwu.figures.values import Value
from zhenwu.figures.world import World
from zhenwu.kernel.period import Period
from zhenwu.ledgers.models import Event, Measurement, Record
from zhenwu.metrics import combining
from zhenwu.metrics.atoms import Want
from zhenwu.metrics.clauses import Piece
from zhenwu.metrics.definition import MetricDef
from zhenwu.metrics.dialects import dialect
from zhenwu.metrics.listing import plan_listing

NOTHING = Evidence("none")


def evidence(figure: Figure, user: Any, *, offset: int = 0, limit: int | None = 50) -> Evidence:
    """The evidence of a figure for a user. limit None lists everything."""
    return Search(user, offset, limit, figure.area).of(figure)


class Search:
    """Evidence for one user and one page of rows."""

    def __init__(self, user: Any, offset: int, limit: int | None, area: str) -> None:
        self.user, self.offset, self.limit = user, offset, limit
        self.world = World([area])
        self.evaluation = Evaluation(self.world)

    def of(self, figure: Figure) -> Evidence:
        """By aspect: a comparison shows both of its sides."""
        ask, metric = figure.ask, figure.metric
        if figure.aspect in ("growth", "difference"):
            return self._comparison(figure)
        if figure.aspect == "share":
            own = self.value(metric, ask.area, ask.period, ask)
            recount = combining.ratio(own.recount, figure.denominator)[0]
            return Evidence("ratio", recount=recount, parts=(("分子", own),))
        if figure.aspect == "rank" and figure.statistics:
            return self._statistics(metric, figure.statistics)
        return self.value(metric, ask.area, ask.period, ask)

    def _comparison(self, figure: Figure) -> Evidence:
        metric, ask = figure.metric, figure.ask
        if figure.source == "received" and figure.numerator is None:
            return self._statistics(metric, figure.statistics, column="growth")
        shown = figure.shown or figure.period
        now = self.value(metric, ask.area, ask.period, ask)
        before = self.value(metric, ask.area, shown.year_before(), ask)
        if figure.aspect == "growth":
            recount = combining.growth(now.recount, before.recount, rate=metric.is_rate)[0]
        else:
            known = now.recount is not None and before.recount is not None
            recount = now.recount - before.recount if known else None  # type: ignore[operator]
        parts = ((shown.label, now), (shown.year_before().label, before))
        return Evidence("ratio", recount=recount, parts=parts)

    def value(self, metric: MetricDef, area: str, period: Period, ask: Ask) -> Evidence:
        """Evidence of a value: records, statistics, both, or two of these for a ratio."""
        self.world.read_areas([area])
        if metric.shape == "ratio":
            return self._ratio(metric, area, period, ask)
        standing = self.evaluation.standing(metric, area, period, ask.slice)
        found: list[tuple[str, Evidence]] = []
        if standing.counted is not None:
            want = self.evaluation.want(metric, area, standing.counted, ask.slice)
            found.append((standing.counted.label, self.listing(want)))
        ids = tuple(f.id for f in standing.filed if f.id)
        if ids:
            column = "rank" if metric.filed == "rank" else "value"
            found.append(("报数", self._statistics(metric, ids, column=column)))
        if not found:
            zero = Decimal(0) if standing.filed else None
            return Evidence("none", recount=zero)
        if len(found) == 1:
            return found[0][1]
        recount = sum((part.recount or Decimal(0) for _, part in found), Decimal(0))
        first = found[0][1]
        return Evidence(
            "mixed",
            first.rows,
            first.visible,
            first.hidden,
            first.total,
            recount,
            tuple(found),
            first.visible_sum,
        )

    def _ratio(self, metric: MetricDef, area: str, period: Period, ask: Ask) -> Evidence:
        value: Value = self.evaluation.value(metric, area, period, ask.slice)
        if value.source == "received" and value.numerator is None:
            return self._statistics(metric, tuple(f.id for f in value.filed))
        parts = []
        for code in metric.parts:
            part = self.world.metric(code, period)
            parts.append((part.name, self.value(part, area, period, ask)))
        recount = combining.ratio(parts[0][1].recount, parts[1][1].recount, percent=metric.is_rate)[0]
        first = parts[0][1]
        return Evidence(
            "ratio",
            first.rows,
            first.visible,
            first.hidden,
            first.total,
            recount,
            tuple(parts),
            first.visible_sum,
        )

    # rows of the ledgers

    def listing(self, want: Want) -> Evidence:
        """Rows that a want counted. Totals are taken over everything, rows only over what the user may see."""
        piece = plan_listing(want, self.world.ledgers, dialect(connection.vendor))
        kind = want.atom.table if want.atom.shape in ("count", "sum") else "records"
        total, summed = _totals(piece, want.place)
        reach = self._reach(kind, piece)
        visible, visible_sum = total, summed
        if total:
            visible, visible_sum = _totals(piece, want.place, self._record_ids())
        rows = self._rows(kind, reach, piece, want)
        places = want.atom.places
        return Evidence(
            kind, tuple(rows), visible, total - visible, total, summed.scaleb(-places),
            visible_sum=visible_sum.scaleb(-places),
        )  # fmt: skip

    def _record_ids(self) -> Piece:
        """The ids of all records in the user's reach, as SQL of the one queryset that decides it."""
        query = Record.objects.visible_to(self.user).order_by().values("id").query
        sql, params = query.sql_with_params()
        return Piece(sql, tuple(params))

    def _reach(self, kind: str, piece: Piece) -> Any:
        ids = RawSQL(f"SELECT x.id FROM ({piece.sql}) x", piece.params)
        records = Record.objects.visible_to(self.user)
        if kind == "events":
            return (
                Event.objects.filter(pk__in=ids, record__in=records)
                .select_related("record")
                .order_by("-on", "-id")
            )
        if kind == "measurements":
            found = Measurement.objects.filter(pk__in=ids, record__in=records)
            return found.select_related("record").order_by("-end", "-id")
        return records.filter(pk__in=ids).order_by("-occurred_on", "-id")

    def _rows(self, kind: str, reach: Any, piece: Piece, want: Want) -> list[EvidenceRow]:
        stop = None if self.limit is None else self.offset + self.limit
        things = list(reach[self.offset : stop])
        added = _contributions(piece, [thing.pk for thing in things])
        records = [thing if kind == "records" else thing.record for thing in things]
        names = dict(Area.objects.filter(code__in={r.area_code for r in records}).values_list("code", "name"))
        rows = []
        for thing, record in zip(things, records, strict=True):
            day, part = added.get(thing.pk, (record.occurred_on, 0))
            rows.append(
                EvidenceRow(
                    kind=kind,
                    id=thing.pk,
                    on=_day(day),
                    title=record.title,
                    contribution=Decimal(int(part)).scaleb(-want.atom.places),
                    number=record.number,
                    record_id=record.pk,
                    ledger=want.atom.ledger,
                    area_code=record.area_code,
                    place=names.get(record.area_code, record.area_code),
                    persons=record.persons,
                    thing=thing,
                )
            )
        return rows

    # statistics

    def _statistics(self, metric: MetricDef, ids: tuple[int, ...], *, column: str = "value") -> Evidence:
        every = Statistic.objects.filter(pk__in=ids)
        known = {row.pk: row for row in every.select_related("receipt", "receipt__office")}
        seen = set(every.visible_to(self.user).values_list("pk", flat=True))
        rows = []
        for pk in ids:
            row = known[pk]
            amount = getattr(row, column)
            if pk in seen:
                rows.append(
                    EvidenceRow(
                        "statistics", pk, row.end, str(row.receipt), None if amount is None else Decimal(amount),
                        row.receipt.number, area_code=row.area_code, place=row.receipt.source, thing=row,
                    )
                )  # fmt: skip
        amounts = [getattr(known[pk], column) for pk in ids]
        recount = sum((Decimal(a) for a in amounts if a is not None), Decimal(0)) if amounts else None
        return Evidence("statistics", tuple(rows), len(rows), len(ids) - len(rows), len(ids), recount)


def _totals(piece: Piece, places: tuple[str, ...], reach: Piece | None = None) -> tuple[int, Decimal]:
    """How many rows and their sum, kept for who asks the database the very same: the question says whose reach it is."""
    sql, params = f"SELECT COUNT(*), SUM(x.part) FROM ({piece.sql}) x", piece.params
    if reach is not None:
        sql, params = f"{sql} WHERE x.record_id IN ({reach.sql})", params + reach.params

    def made() -> tuple[tuple[int, Decimal], tuple[str, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            count, total = cursor.fetchone()
        return (int(count), Decimal(int(total or 0))), places

    return kept(("figures.totals", sql, params), FROM, made)


def _contributions(piece: Piece, ids: list[int]) -> dict[int, tuple[Any, int]]:
    if not ids:
        return {}
    found: dict[int, tuple[Any, int]] = {}
    for i in range(0, len(ids), 500):
        some = ids[i : i + 500]
        marks = ", ".join(["%s"] * len(some))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT x.id, x.day, x.part FROM ({piece.sql}) x WHERE x.id IN ({marks})",
                [*piece.params, *some],
            )
            found.update({row[0]: (row[1], row[2]) for row in cursor.fetchall()})
    return found


def _day(value: Any) -> Any:
    from datetime import date

    return date.fromisoformat(value) if isinstance(value, str) else value

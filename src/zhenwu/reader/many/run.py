"""One run over many files: list them, read them by a crew or another engine, put the parts together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from zhenwu.kernel.errors import BadInput, NotFound
from zhenwu.reader.many.crew import Crew, Orders
from zhenwu.reader.many.listing import Passed, nothing, roots
from zhenwu.reader.many.one import reader_version
from zhenwu.reader.many.parts import Workplace
from zhenwu.reader.many.tables import TABLES, arrow

#: How long a file may take (LibreOffice's own limit for an old document is a minute), and how much address space a worker.
SECONDS, MEMORY = 120.0, 4 * 1024**3


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: files in all, done, of these kept from before, and failed."""

    total: int
    done: int
    kept: int
    failed: int


#: Reads all open blocks of a place into its parts; tells now and then how many files were read and failed since.
Engine = Callable[[Workplace, Orders, Callable[[int, int], None]], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run did. `passed` is what the walk left out."""

    out: Path
    total: int
    kept: int
    failed: int
    passed: Passed


def run(
    sources: Sequence[str],
    out: str | Path,
    *,
    what: str = "figures",
    jobs: int = 1,
    year: int | None = None,
    fresh: bool = False,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """Read many reports into tables.

    sources : folders, files, patterns. out : NAME.parquet for one table (`what`), else a folder for all of them.
    jobs : processes. year : the year under review of all. fresh : do not go on with what an ended run has left.
    seconds, memory : limits for one file and one process. tell : called as it goes on.
    Raises BadInput, NotFound, Conflict (somebody is at work there, or another run was left there).
    """
    return carried_out(
        lambda: partial(_by_crew, jobs), sources, out,
        what=what, year=year, fresh=fresh, seconds=seconds, memory=memory, tell=tell,
    )  # fmt: skip


def _by_crew(jobs: int, place: Workplace, orders: Orders, tell: Callable[[int, int], None]) -> None:
    with Crew(orders, jobs, place.folder) as crew:
        crew.read(place.open_blocks(), tell)


def carried_out(
    start: Callable[[], Engine],
    sources: Sequence[str],
    out: str | Path,
    *,
    what: str,
    year: int | None,
    fresh: bool,
    seconds: float,
    memory: int,
    tell: Callable[[Progress], None] = lambda progress: None,
) -> Summary:
    """A run by any engine, from the list of files to the finished tables. start : called once the arguments are known to be right."""
    arrow()
    out = Path(out)
    tables = chosen(out, what)
    root, places = roots(sources)
    definition: dict[str, object] = {
        "root": root, "places": places, "tables": list(tables), "year": year, "reader": reader_version(),
    }  # fmt: skip
    engine = start()
    with Workplace(out.with_name(f"{out.name}.parts"), definition) as place:
        place.prepare(root, places, fresh=fresh)
        if not place.total:
            place.discard()
            raise nothing(sources)
        done, failed = place.kept, place.failed

        def heard(read: int, bad: int) -> None:
            nonlocal done, failed
            done, failed = done + read, failed + bad
            tell(Progress(place.total, done, place.kept, failed))

        heard(0, 0)
        orders = Orders(root, str(place.parts.absolute()), tables, year, seconds, memory)
        engine(place, orders, heard)
        failed = place.faults()
        place.merge(tables, tables[0], out)
        return Summary(out, place.total, place.kept, failed, place.passed)


def chosen(out: Path, what: str) -> tuple[str, ...]:
    """The tables that a run makes. BadInput where the place cannot take them; NotFound where its folder is missing."""
    if what not in TABLES:
        raise BadInput(f"没有叫“{what}”的表", expected="、".join(TABLES), code="ZW-MANY-TABLE")
    if not out.absolute().parent.is_dir():
        raise NotFound(
            f"没有目录“{out.absolute().parent}”", expected="已有的目录", do="请先建目录，或核对--out", code="ZW-FILE"
        )  # fmt: skip
    single = out.suffix == ".parquet"
    if out.exists() and out.is_dir() == single:
        raise BadInput(
            f"“{out}”已经是{'目录' if single else '文件'}", expected="以.parquet结尾的文件名，或放全部表的目录名", do="请换一个--out",
            code="ZW-MANY-OUT",
        )  # fmt: skip
    return (what,) if single else TABLES

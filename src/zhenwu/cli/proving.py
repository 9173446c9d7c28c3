"""`zhenwu proof`: every number of a text held against the data, worst first."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from zhenwu.cli.acting import acting_as, actor, place_named, year_and_area
from zhenwu.cli.reading import source

if TYPE_CHECKING:
    from zhenwu.desk.proofing import Proof, ProofRow
    from zhenwu.reader.terminal import Look

#: Verdicts in the order that somebody has to look at them, with their style on a terminal.
_ORDER = {"differs": "fault", "missing": "unsure", "untraceable": "unsure", "agrees": "", "target": "ahead"}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    command = commands.add_parser(
        "proof",
        help="核数：拿一份材料里的数与数据对",
        description="材料里的每个数与台账、统计数核对：相符、不符、查不到来源。有不符的数，退出状态为1。",
    )
    command.add_argument("file", metavar="FILE", help="docx、pdf、html或txt；- 表示从标准输入读")
    command.add_argument("--area", required=True, metavar="CODE", help="材料说的是哪里：12位或15位区划代码")
    command.add_argument("--year", required=True, type=int, metavar="YYYY", help="材料所述的年度")
    command.add_argument(
        "--format", choices=("table", "jsonl"), default="table", help="表格(默认)或每行一个JSON"
    )
    acting_as(command)
    command.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Exit status 1 when a number differs."""
    year_and_area(arguments)
    user = actor(arguments)
    place = place_named(arguments.area, user)
    from zhenwu.desk.proofing import proof_text
    from zhenwu.reader.terminal import Look

    data, name = source(arguments.file)
    proof = proof_text(data, area_code=place, year=arguments.year, user=user, name=name)
    if arguments.format == "jsonl":
        for row in proof.rows:
            print(json.dumps(_as_dict(row), ensure_ascii=False))
    else:
        for line in printed(proof, Look.of(sys.stdout, os.environ)):
            print(line)
    return 1 if proof.counts.get("differs") else 0


def printed(proof: Proof, look: Look) -> Iterator[str]:
    """A proof line by line: how many numbers stand how, then each by its verdict, the text's claims and what it says against itself."""
    from zhenwu.reader.terminal import Line, flat, row_of, widths_of
    from zhenwu.reports.choices import Verdict

    yield look.paint(look.cut(proof.title or "（没有标题）"), "title")
    counts = [f"{Verdict(key).label}{proof.counts[key]}" for key in _ORDER if proof.counts.get(key)]
    yield look.cut(" · ".join([f"{proof.year}年", f"数{len(proof.rows)}处", *counts]))
    groups = {
        key: [
            Line((row.figure.subject, row.figure.surface, row.computed_text or "—", row.why), style)
            for row in proof.rows
            if row.verdict == key
        ]
        for key, style in _ORDER.items()
    }
    head = Line(("说的是", "文中", "数据", "依据"), "dim")
    widths = widths_of([head, *(line for lines in groups.values() for line in lines)], look.columns)
    for key, lines in groups.items():
        if lines:
            yield ""
            yield look.paint(f"{Verdict(key).label}（{len(lines)}）", "heading")
            yield row_of(head, widths, look)
            yield from (row_of(line, widths, look) for line in lines)
    doubtful = [claim for claim in proof.claims if claim.verdict in ("differs", "missing", "untraceable")]
    if doubtful:
        yield ""
        yield look.paint(f"说法（{len(doubtful)}）", "heading")
        for claim in doubtful:
            said = f"{Verdict(claim.verdict).label}  {flat(claim.text)}  {claim.why}".rstrip()
            yield look.paint(look.cut(said, "  "), _ORDER[claim.verdict])
    if proof.checks:
        yield ""
        yield look.paint("文中自相对照", "heading")
        for check in proof.checks:
            yield look.paint(look.cut(flat(check["message"]), "  "), "fault")


def _as_dict(row: ProofRow) -> dict[str, object]:
    figure = row.figure
    return {
        "start": figure.start, "end": figure.end, "surface": figure.surface, "subject": figure.subject, "period": figure.period,
        "verdict": row.verdict, "computed": row.computed_text or None, "metric": row.metric_code or None, "why": row.why,
    }  # fmt: skip

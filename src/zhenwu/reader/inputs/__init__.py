"""Bytes to text: what kind of file it is by its content, never by its name alone, and what is wrong with it.

Enters: a text, a file's bytes, its path, or a stream. Leaves: its text, in which every later offset counts, or BadInput with one
of the codes in `faults`. Each kind of file has a module of its own; sizes are bounded before anything is unpacked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from zhenwu.reader.inputs import docx, faults, html, pdf, plain, word97
from zhenwu.reader.inputs.kinds import kind_of
from zhenwu.reader.inputs.source import LARGEST, LARGEST_DOC, LARGEST_TEXT, LONGEST, Source, opened

__all__ = ["LARGEST", "Extracted", "extract"]

#: A path given as a string: the text is wanted, not its name.
_FILE = re.compile(r"[^\n。，]{1,4096}\.(?:docx?|wps|pdf|html?|txt)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text and the kind of file it was: docx, pdf, doc, html, txt, or text for a string.

    fixed : places of text that cannot be written to, which automatic numbering made. notes : what was left unread, in words.
    """

    text: str
    kind: str
    fixed: list[tuple[int, int]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def extract(source: str | bytes | Path | BinaryIO, name: str = "") -> Extracted:
    """The text of a source; for docx by the one rule that the writer follows too (`zhenwu.kernel.ooxml.text`).

    source : a text, a file's bytes, its path, or an open binary stream. name : the file's name, for its ending and for messages.
    Raises BadInput: empty, too large, encrypted, truncated, a picture, a scan without text, a zip bomb, not what its name
    says, or no sentence in it at all.
    """
    if isinstance(source, str):
        if len(source) > LONGEST:
            raise faults.too_large(
                name or "粘贴的文本", f"{len(source) // 10_000}万字", f"{LONGEST // 10_000}万字"
            )
        made = Extracted(source, "text")
    else:
        opening = opened(source, name)
        name = opening.name
        with opening.file:
            made = _read(opening)
    if not made.text.strip():
        raise faults.empty(name, "没有文字")
    if made.kind == "text" and _FILE.fullmatch(made.text):
        raise faults.only_a_name(name)
    if sum(1 for _ in islice(_CHINESE.finditer(made.text), 4)) < 4:
        raise faults.no_sentence(name)
    return made


def _read(source: Source) -> Extracted:
    if source.blank():
        raise faults.empty(source.name)
    kind = kind_of(source)
    if kind == "docx":
        text, fixed = docx.read(source)
        return Extracted(text, kind, fixed)
    if kind == "doc":
        text, fixed = word97.read(source.whole(LARGEST_DOC), source.name)
        return Extracted(text, kind, fixed)
    if kind == "pdf":
        text, notes = pdf.read(source)
        return Extracted(text, kind, notes=notes)
    content = source.whole(LARGEST_TEXT)
    text = html.text(content, source.name) if kind == "html" else plain.text(content, source.name)
    return Extracted(text, kind)

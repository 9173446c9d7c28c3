"""Calendars of whole days as iCalendar (RFC 5545): lines of 75 octets, CRLF, escaped texts; the same entries give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Entry:
    """A day. uid : the same for the same thing for ever; url : where it is seen."""

    uid: str
    day: date
    summary: str
    url: str = ""


def escaped(text: str) -> str:
    r"""A text as a value.

    >>> escaped("一，二; 三,\n四")
    '一，二\\; 三\\,\\n四'
    """
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    text = text.replace("\r\n", "\\n").replace("\n", "\\n")
    return "".join(letter for letter in text if letter >= " " and letter != "\x7f")


def folded(line: str) -> str:
    """A line in pieces of at most 75 octets, each after the first begun by a space; no character is cut."""
    pieces, piece, room = [], "", 75
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", 74
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])


def calendar(name: str, entries: Iterable[Entry], *, stamp: date) -> bytes:
    """The calendar; stamp : the day on which it was made."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Zhenwu//Zhenwu//ZH",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escaped(name)}",
    ]
    for entry in entries:
        lines += [
            "BEGIN:VEVENT", f"UID:{entry.uid}", f"DTSTAMP:{stamp:%Y%m%d}T000000Z", f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}",
            f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{escaped(entry.summary)}",
            *([f"URL:{entry.url}"] if entry.url else []), "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()

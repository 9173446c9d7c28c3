"""The trace of every number, carried by the document itself in a custom XML part (urn:zhenwu:trace:1).

Per key it keeps the number's text, twelve characters before and after it, and what the caller says about
it: metric, period, area, value, hash.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from lxml import etree

from zhenwu.kernel.errors import BadInput
from zhenwu.kernel.ooxml import Package
from zhenwu.writer import parts

NAMESPACE = "urn:zhenwu:trace:1"
CONTEXT = 12
# What a document from outside may make the search look for; our own stay far below.
MOST, LONGEST = 10_000, 400

_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
# The name of this store in Word's list of custom parts; one document has one.
_STORE_ID = "{5A1E2D0C-9704-4C1B-8F0B-7A68656E7775}"

# One entry: text, before, after (str), at (int: its place, for the order) and trace (dict).
Entry = dict[str, Any]


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The characters before and after a place that help to find it again."""
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def entry(text: str, start: int, end: int, trace: Mapping[str, Any]) -> Entry:
    """What is kept of a number at a place."""
    before, after = around(text, start, end)
    return {"text": text[start:end], "before": before, "after": after, "at": start, "trace": dict(trace)}


def read(package: Package) -> dict[str, Entry]:
    """The entries by key; a part that somebody has damaged counts as absent."""
    entries: dict[str, Entry] = {}
    for name in _stores(package):
        for node in package.xml(name).findall(f"{{{NAMESPACE}}}number")[:MOST]:
            try:
                kept = json.loads(node.text or "")
            except ValueError:
                continue
            if isinstance(kept, dict) and isinstance(kept.get("trace"), dict):
                texts = {field: str(kept.get(field, ""))[:LONGEST] for field in ("text", "before", "after")}
                at = kept["at"] if isinstance(kept.get("at"), int) else 0
                entries[str(node.get("key", ""))] = {**texts, "at": at, "trace": kept["trace"]}
    return entries


def write(package: Package, entries: Mapping[str, Entry]) -> None:
    """Keep the entries in place of those that were there."""
    root = parts.blank(NAMESPACE, "trace")
    for key, kept in entries.items():
        node = etree.SubElement(root, f"{{{NAMESPACE}}}number", key=key)
        node.text = json.dumps(kept, ensure_ascii=False, default=str, sort_keys=True)
    first, *others = [*_stores(package), ""]
    for name in others:
        if name:
            package.parts[name] = parts.dump(parts.blank(NAMESPACE, "trace"))
    package.parts[first or _new_store(package)] = parts.dump(root)


def _stores(package: Package) -> list[str]:
    mark = NAMESPACE.encode()
    found = []
    for name, data in package.parts.items():
        if name.startswith("customXml/") and "Props" not in name and name.endswith(".xml") and mark in data:
            try:
                if package.xml(name).tag == f"{{{NAMESPACE}}}trace":
                    found.append(name)
            except BadInput:
                continue
    return sorted(found)


def _new_store(package: Package) -> str:
    name = parts.free_name(package, "customXml/item{}.xml")
    properties = parts.free_name(package, "customXml/itemProps{}.xml")
    root = etree.Element(
        f"{{{_STORE}}}datastoreItem", {f"{{{_STORE}}}itemID": _STORE_ID}, nsmap={"ds": _STORE}
    )
    references = etree.SubElement(root, f"{{{_STORE}}}schemaRefs")
    etree.SubElement(references, f"{{{_STORE}}}schemaRef", {f"{{{_STORE}}}uri": NAMESPACE})
    package.parts[properties] = parts.dump(root)
    parts.declare(
        package, properties, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
    )
    parts.relate(package, name, "customXmlProps", properties)
    parts.relate(package, package.main, "customXml", name)
    return name

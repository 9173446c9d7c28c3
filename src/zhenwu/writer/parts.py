"""Adding parts to a docx package and packing it again."""

from __future__ import annotations

import io
import posixpath
import zipfile

from lxml import etree

from zhenwu.kernel.ooxml import CONTENT_TYPES, RELATIONS, Element, Package

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

# The same content always gives the same bytes, so a document can be compared and hashed.
_TIME = (1980, 1, 1, 0, 0, 0)


def dump(root: Element) -> bytes:
    """An element as a part's bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def blank(namespace: str, name: str) -> Element:
    """A new part's root in a namespace without a prefix."""
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def pack(package: Package) -> bytes:
    """The package as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(package.parts, key=lambda name: name != "[Content_Types].xml"):
            archive.writestr(
                zipfile.ZipInfo(name, _TIME), package.parts[name], compress_type=zipfile.ZIP_DEFLATED
            )
    return out.getvalue()


def relations_of(part: str) -> str:
    """The name of the part that holds another part's relationships."""
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", name + ".rels")


def related(package: Package, part: str, kind: str) -> list[str]:
    """The names of the parts that a part points to with relationships of one kind."""
    name = relations_of(part)
    if name not in package.parts:
        return []
    return [
        _target(part, str(relation.get("Target", "")))
        for relation in package.xml(name)
        if str(relation.get("Type", "")).endswith("/" + kind) and relation.get("TargetMode") != "External"
    ]


def _target(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def relate(package: Package, part: str, kind: str, target: str) -> None:
    """Point from a part to another, both by their full names."""
    name = relations_of(part)
    links = package.xml(name) if name in package.parts else blank(RELATIONS, "Relationships")
    taken = {relation.get("Id") for relation in links}
    number = next(n for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
    relation = etree.SubElement(links, f"{{{RELATIONS}}}Relationship")
    relation.set("Id", f"rId{number}")
    relation.set("Type", f"{OFFICE}/{kind}")
    relation.set("Target", posixpath.relpath(target, posixpath.dirname(part) or "."))
    package.parts[name] = dump(links)


def declare(package: Package, part: str, content_type: str) -> None:
    """Declare a part's content type, and the usual one for XML and relationships."""
    root = package.xml("[Content_Types].xml")
    extensions = {str(entry.get("Extension", "")).lower() for entry in root}
    usual = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    for extension, kind in usual.items():
        if extension not in extensions:
            entry = etree.Element(f"{{{CONTENT_TYPES}}}Default", Extension=extension, ContentType=kind)
            root.insert(0, entry)
    for entry in root:
        if entry.get("PartName") == "/" + part:
            root.remove(entry)
    if content_type:
        etree.SubElement(root, f"{{{CONTENT_TYPES}}}Override", PartName="/" + part, ContentType=content_type)
    package.parts["[Content_Types].xml"] = dump(root)


def free_name(package: Package, pattern: str) -> str:
    """The first name that no part has: `pattern` with a number in place of {}."""
    return next(name for n in range(1, 100_000) if (name := pattern.format(n)) not in package.parts)

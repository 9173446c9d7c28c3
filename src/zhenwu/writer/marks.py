"""Visible marks in a document: a highlighted stretch with a Word comment that says what is the matter.

A mark states how things stood when the numbers were last filled in; so filling in again first takes the old
ones away.
"""

from __future__ import annotations

from lxml import etree

from zhenwu.kernel.ooxml import Element, Package, Piece, W, w
from zhenwu.writer import parts

AUTHOR = "镇务"
COLOURS = ("yellow", "red")

_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_AFTER_HIGHLIGHT = {
    *(w(name) for name in ("u", "effect", "bdr", "shd", "fitText", "vertAlign", "rtl", "cs", "em", "lang")),
    *(w(name) for name in ("eastAsianLayout", "specVanish", "oMath", "rPrChange")),
}


def clear(package: Package, document: Element) -> None:
    """Take away the marks of an earlier filling; comments by people stay."""
    for name in parts.related(package, package.main, "comments"):
        if name not in package.parts:
            continue
        root = package.xml(name)
        ours = [one for one in root.findall(w("comment")) if one.get(w("author")) == AUTHOR]
        if not ours:
            continue
        numbers = {str(one.get(w("id"))) for one in ours}
        for one in ours:
            root.remove(one)
        package.parts[name] = parts.dump(root)
        _clear_ranges(document, numbers)


def _clear_ranges(document: Element, numbers: set[str]) -> None:
    opened: set[str] = set()
    gone: list[Element] = []
    for node in document.iter():
        number = str(node.get(w("id"), "")) if isinstance(node.tag, str) else ""
        if node.tag == w("highlight") and opened and node.get(w("val")) in COLOURS:
            gone.append(node)
        if number not in numbers:
            continue
        if node.tag == w("commentRangeStart"):
            opened.add(number)
            gone.append(node)
        elif node.tag == w("commentRangeEnd"):
            opened.discard(number)
            gone.append(node)
        elif node.tag == w("commentReference"):
            gone.append(node)
    for node in gone:
        parent = node.getparent()
        if parent is None:
            continue
        parent.remove(node)
        holder = parent.getparent()
        emptied = all(child.tag == w("rPr") for child in parent)
        if node.tag == w("commentReference") and emptied and holder is not None:
            holder.remove(parent)


def highlight(run: Element, colour: str) -> None:
    """Give a run a background; other formatting stays."""
    formatting = run.find(w("rPr"))
    if formatting is None:
        formatting = etree.Element(w("rPr"))
        run.insert(0, formatting)
    for old in formatting.findall(w("highlight")):
        formatting.remove(old)
    later = [
        index
        for index, child in enumerate(formatting)
        if child.tag in _AFTER_HIGHLIGHT or etree.QName(child).namespace != W
    ]
    formatting.insert(
        later[0] if later else len(formatting), etree.Element(w("highlight"), {w("val"): colour})
    )


class Comments:
    """The comments of a package: written in one go at the end."""

    def __init__(self, package: Package) -> None:
        self.package = package
        names = [name for name in parts.related(package, package.main, "comments") if name in package.parts]
        self.name = names[0] if names else ""
        self.root = package.xml(self.name) if names else etree.Element(w("comments"), nsmap={"w": W})
        used = [str(one.get(w("id"), "")) for one in self.root.findall(w("comment"))]
        self.next = max((int(number) for number in used if number.isdecimal()), default=-1) + 1

    def add(self, pieces: list[Piece], note: str) -> None:
        """A comment on whole pieces."""
        first, last = pieces[0].run, pieces[-1].run
        if first is None or last is None:
            return
        number = {w("id"): str(self.next)}
        self.next += 1
        first.addprevious(etree.Element(w("commentRangeStart"), number))
        reference = etree.Element(w("r"))
        etree.SubElement(reference, w("commentReference"), number)
        last.addnext(reference)
        last.addnext(etree.Element(w("commentRangeEnd"), number))
        comment = etree.SubElement(
            self.root, w("comment"), {**number, w("author"): AUTHOR, w("initials"): AUTHOR[0]}
        )
        for line in note.split("\n"):
            run = etree.SubElement(etree.SubElement(comment, w("p")), w("r"))
            etree.SubElement(run, w("t")).text = line

    def save(self) -> None:
        """Put the comments into the package, when there are any."""
        if not self.name:
            if len(self.root) == 0:
                return
            self.name = parts.free_name(self.package, "word/comments{}.xml")
            parts.declare(self.package, self.name, _TYPE)
            parts.relate(self.package, self.package.main, "comments", self.name)
        self.package.parts[self.name] = parts.dump(self.root)

"""The message catalogue: Simplified Chinese in the source, English in src/zhenwu/locale/en/LC_MESSAGES/django.po.

Usage: python tools/messages.py --extract | --check | --compile

--extract   bring the catalogue up to date with the source: new messages come in empty, English that is there
            stays, messages that nothing uses go. The same source always gives the same file.
--check     name everything that keeps a reader of English from reading the whole product; exit code 1 if any
--compile   write the binary catalogue that the product reads (also done by `make setup`)

No gettext programs are needed. Only --compile may be called before the product's own packages are installed.
"""

from __future__ import annotations

import ast
import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/zhenwu"
CATALOGUE = SOURCE / "locale/en/LC_MESSAGES/django.po"

#: What stands in code around a message, as Babel wants it: positions of msgid, plural and context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
HEADER = """\
# English of the pages of Zhenwu. Kept by tools/messages.py; the words are fixed in docs/glossary.md.
msgid ""
msgstr ""
"Project-Id-Version: zhenwu\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""

QUOTED = re.compile(r"""("[^"]*"|'[^']*')""")
CHINESE = re.compile(r"[\u3400-\u9fff\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f]")
PERCENT = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")
BRACES = re.compile(r"(?<!\{)\{(\w*)(?:[.!:\[][^{}]*)?\}(?!\})")
TAGS = re.compile(r"<\s*(/?\w+)")

#: Chinese that is right where it stands outside translation, by file and text, each with its reason.
EXEMPT: tuple[tuple[str, str, str], ...] = (
    ("*", "中文", "a language is named in itself"),
    ("*", "简体中文", "a language is named in itself"),
    ("web/components.py", "*", "samples of the parts page, which developers look at"),
    (
        "web/ledgers/results.py",
        "*",
        "the sheet of faulty rows quotes the import's faults, which are in Chinese",
    ),
    ("web/english/*", "*", "reads what rooms say in Chinese"),
    ("web/figures/forms.py", "期间", "the place that a fault of the room names"),
    ("locale/*", "元，可写3.2万元", "shows how an amount may be typed"),
    ("locale/*", "数，如3.2万元", "shows how an amount may be typed"),
    (
        "api/*",
        "*",
        "an API's errors speak as the rooms do, in Chinese; programs read their code, place and status",
    ),
)
#: Units are data: they are compared and stored, and stand on English pages as they are.
UNITS = frozenset({"元", "（元）", "万", "万元", "亿元", "位", "百分点"})
#: Chinese in a tag or filter that names data, not words of the page.
DATA_ARGUMENTS = re.compile(r"""\|scaled:("[^"]*"|'[^']*')""")
#: What joins Chinese names has no words in it.
MARKS = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Bare:
    """Chinese that no English can replace."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}: bare Chinese “{self.text}”"


# --- Reading the source


def templates() -> list[Path]:
    """Return every Django template."""
    return sorted(path for path in SOURCE.rglob("templates/**/*") if path.suffix in (".html", ".txt"))


def modules(*rooms: str) -> list[Path]:
    """Return every Python file of these rooms, or of all."""
    folders = [SOURCE / room for room in rooms] or [SOURCE]
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def templatized(path: Path) -> bytes:
    """Return a template as the Python that Django makes of it, where only messages are left to read."""
    from django.utils.translation.template import templatize

    text = templatize(path.read_text("utf-8"), origin=str(path))
    # An indented line of blanked-out text would be a fault of Python's; messages themselves hold no line breaks.
    return "\n".join(line.lstrip() for line in text.split("\n")).encode()


def source_messages() -> Catalog:
    """Return every message of the source, with the files that use it."""
    found = Catalog(locale="en", charset="utf-8")
    texts = [(path, path.read_bytes()) for path in modules()]
    texts += [(path, templatized(path)) for path in templates()]
    for path, text in texts:
        for _line, message, _comments, context in extract(
            "python", io.BytesIO(text), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            if message and message[0]:
                name = str(path.relative_to(ROOT))
                found.add(message, None, [(name, None)], context=context)
    return found


def stored_messages() -> Catalog:
    """Return the catalogue as it lies in the tree."""
    if not CATALOGUE.exists():
        return Catalog(locale="en", charset="utf-8")
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en", charset="utf-8")


def key(message: Message) -> tuple[str, str]:
    """Return what a message is known by."""
    msgid = message.id if isinstance(message.id, str) else message.id[0]
    return msgid, message.context or ""


def by_key(catalogue: Catalog) -> dict[tuple[str, str], Message]:
    """Return the messages without the header."""
    return {key(message): message for message in catalogue if message.id}


def forms(value: object) -> list[str]:
    """Return one text or the forms of a plural as a list."""
    return [value] if isinstance(value, str) else [str(form) for form in value or ()]  # type: ignore[union-attr]


# --- The three commands


def extracted() -> bytes:
    """Return the catalogue's file as it should be: the messages of the source with the English that is known."""
    known = by_key(stored_messages())
    merged = Catalog(locale="en", charset="utf-8")
    for place, message in sorted(by_key(source_messages()).items()):
        old = known.get(place)
        fits = old is not None and isinstance(old.id, str) == isinstance(message.id, str)
        merged.add(
            message.id,
            old.string if old is not None and fits else None,
            sorted(set(message.locations)),
            flags=old.flags if old is not None else (),
            context=message.context,
        )
    out = io.BytesIO()
    write_po(out, merged, width=0, omit_header=True, sort_output=True, include_lineno=False)
    body = re.sub(r", (?:python-format|python-brace-format)|#, (?:python-format|python-brace-format)\n", "",
                  out.getvalue().decode())  # fmt: skip
    return (HEADER + body.strip("\n") + "\n").encode()


def compile_catalogue() -> Path:
    """Write the binary catalogue and return its path."""
    target = CATALOGUE.with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, stored_messages())
    return target


def placeholders(text: str) -> Counter[str]:
    """Return the names that are filled in: %(name)s and {name}, each once."""
    names = {f"%({name})s" for name in PERCENT.findall(text)} | {
        f"{{{name}}}" for name in BRACES.findall(text)
    }
    return Counter(names)


def faults_of_english(message: Message) -> Iterator[str]:
    """Say what is wrong with the English of one message."""
    chinese, english = forms(message.id), forms(message.string)
    name = f"“{chinese[0]}”" + (f" ({message.context})" if message.context else "")
    if "fuzzy" in message.flags:
        yield f"{name}: marked fuzzy"
    if len(english) < len(chinese) or not all(english):
        yield f"{name}: no English"
        return
    wanted = placeholders(chinese[-1])
    for index, text in enumerate(english):
        has = placeholders(text)
        lacking = wanted - has
        # "1 record" may do without the number that is always one.
        if lacking and not (len(english) > 1 and index == 0):
            yield f"{name}: the English lacks {', '.join(lacking)}"
        if more := has - wanted:
            yield f"{name}: the English has {', '.join(more)}, which the Chinese has not"
        if CHINESE.search(text) and not is_exempt(CATALOGUE, forms(message.id)[0]):
            yield f"{name}: Chinese in the English “{text}”"
        if Counter(TAGS.findall(text)) != Counter(TAGS.findall(chinese[min(index, len(chinese) - 1)])):
            yield f"{name}: other HTML tags in the English “{text}”"


def faults_of_catalogue() -> Iterator[str]:
    """Say what the catalogue lacks, what it has too much, and what is wrong in it."""
    stored, wanted = by_key(stored_messages()), by_key(source_messages())
    for place in sorted(wanted.keys() - stored.keys()):
        yield f"“{place[0]}”: no English (not in the catalogue; run --extract)"
    for place in sorted(stored.keys() - wanted.keys()):
        yield f"“{place[0]}”: no longer in the source (run --extract)"
    for place in sorted(stored.keys() & wanted.keys()):
        if isinstance(stored[place].id, str) != isinstance(wanted[place].id, str):
            yield f"“{place[0]}”: with and without a plural (run --extract)"
        yield from faults_of_english(stored[place])


def is_exempt(path: Path, text: str) -> bool:
    """Tell whether this Chinese may stand here."""
    name = str(path.relative_to(SOURCE))
    if MARKS.fullmatch(text) or text in UNITS or "(?" in text:  # a mark, a unit, a pattern that reads Chinese
        return True
    return any(fnmatch(name, where) and what in ("*", text) for where, what, _reason in EXEMPT)


def bare_in_template(path: Path) -> Iterator[Bare]:
    """Find Chinese in a template that stands in no translate tag."""
    from django.template.base import Lexer, TokenType

    inside = ""
    for token in Lexer(path.read_text("utf-8")).tokenize():
        words = token.split_contents() if token.token_type == TokenType.BLOCK else [""]
        if inside:
            inside = "" if words[0] == inside else inside
            continue
        if words[0] in ("blocktranslate", "blocktrans", "comment"):
            inside = f"end{words[0]}"
            # `with name="…"` would be a message that nobody translates.
            text = re.sub(r"\bcontext\s+(\"[^\"]*\"|'[^']*')", "", token.contents)
        elif token.token_type == TokenType.COMMENT or words[0] in ("translate", "trans"):
            continue
        elif token.token_type == TokenType.TEXT:
            text = token.contents
        else:
            text = re.sub(r"_\((\"[^\"]*\"|'[^']*')\)", "", token.contents)
        if token.token_type in (TokenType.VAR, TokenType.BLOCK):
            text = DATA_ARGUMENTS.sub("", text)
            pieces = [quoted[1:-1] for quoted in QUOTED.findall(text)]
            if all(is_exempt(path, piece) for piece in pieces if CHINESE.search(piece)):
                text = QUOTED.sub("", text)
        for offset, line in enumerate(text.split("\n")):
            piece = CHINESE.search(line)
            if piece is not None and not is_exempt(path, line.strip()):
                shown = re.sub(
                    r"<[^>\u3400-\u9fff]*>", " ", line[max(0, piece.start() - 12) : piece.start() + 30]
                ).strip()
                if not is_exempt(path, shown):
                    yield Bare(path, token.lineno + offset, shown)


def _docstrings(tree: ast.AST) -> set[int]:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            found.add(id(node.value))
        elif isinstance(node, kinds) and node.body and isinstance(node.body[0], ast.Expr):
            found.add(id(node.body[0].value))
    return found


def bare_in_module(path: Path) -> Iterator[Bare]:
    """Find Chinese in a door's Python that stands in no gettext call."""
    tree = ast.parse(path.read_text("utf-8"))
    fine = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            if name in KEYWORDS:
                fine |= {id(inner) for argument in node.args for inner in ast.walk(argument)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in fine
            and CHINESE.search(node.value)
            and not is_exempt(path, node.value)
        ):
            yield Bare(path, node.lineno, node.value[:40])


def bare() -> list[Bare]:
    """Return all Chinese of templates and doors that no English can replace."""
    found = [fault for path in templates() for fault in bare_in_template(path)]
    return found + [fault for path in modules("web", "api") for fault in bare_in_module(path)]


def check() -> list[str]:
    """Return every fault as a line to print."""
    return [*faults_of_catalogue(), *map(str, bare())]


def main(arguments: list[str]) -> int:
    """Run from the command line."""
    if arguments == ["--extract"]:
        before = CATALOGUE.read_bytes() if CATALOGUE.exists() else b""
        after = extracted()
        CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
        CATALOGUE.write_bytes(after)
        messages = by_key(stored_messages()).values()
        empty = sum(not all(forms(message.string)) or not forms(message.string) for message in messages)
        print(f"{len(messages)} messages, {empty} without English{'' if before != after else ', no change'}")
        return 0
    if arguments == ["--compile"]:
        print(compile_catalogue().relative_to(ROOT))
        return 0
    if arguments == ["--check"]:
        faults = check()
        print(
            "\n".join(faults)
            if faults
            else f"{len(by_key(stored_messages()))} messages, all with their English"
        )
        if faults:
            print(f"\n{len(faults)} faults", file=sys.stderr)
        return int(bool(faults))
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

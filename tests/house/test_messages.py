"""The catalogue's keeper finds what is missing, and the pages change their language."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from tests.house.rooms import ROOT

sys.path.insert(0, str(ROOT / "tools"))
import messages

sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def wanted() -> dict[tuple[str, str], Message]:
    """The messages of the source: to walk over it takes a second."""
    return messages.by_key(messages.source_messages())


@pytest.mark.parametrize(
    ("chinese", "english", "fault"),
    [
        ("共%(n)s个", "%(n)s in total", None),
        ("共%(n)s个", "in total", "lacks %(n)s"),
        ("共%(n)s个", "%(n)s of %(all)s", "has %(all)s"),
        ("{on}报：{note}", "{note}", "lacks {on}"),
        ("<b>甲</b>", "A", "HTML tags"),
        ("甲", "甲", "Chinese in the English"),
        ("甲", "", "no English"),
        (("%(n)s处", "%(n)s处"), ("one fault", "%(n)s faults"), None),
        (("%(n)s处", "%(n)s处"), ("%(n)s fault", "faults"), "lacks %(n)s"),
        (("%(n)s处", "%(n)s处"), ("%(n)s fault", ""), "no English"),
    ],
)
def test_faults_of_a_translation_are_named(
    chinese: str | tuple[str, ...], english: str | tuple[str, ...], fault: str | None
) -> None:
    found = list(messages.faults_of_english(Message(chinese, english)))
    assert not found if fault is None else fault in found[0]


def test_a_fuzzy_translation_is_a_fault() -> None:
    assert "fuzzy" in next(messages.faults_of_english(Message("甲", "A", flags=["fuzzy"])))


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ('<p>{% translate "甲" %}</p>', []),
        ("<p>甲</p>", [1]),
        ("{# 甲 #}\n{% comment %}乙{% endcomment %}\n丙", [3]),
        ("{% blocktranslate with a=b %}甲{{ a }}{% endblocktranslate %}乙", [1]),
        ('{% crumb _("甲") %}{{ x|default:_("乙") }}', []),
        ('{% crumb "甲" %}', [1]),
        ('{{ names|join:"、" }}{{ money|scaled:"万元" }}', []),
        ('<a title="甲">', [1]),
    ],
)
def test_bare_chinese_in_a_template_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, template: str, found: list[int]
) -> None:
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    path = tmp_path / "page.html"
    path.write_text(template, "utf-8")
    assert [hit.line for hit in messages.bare_in_template(path)] == found


def test_bare_chinese_in_a_door_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "SOURCE", tmp_path)
    path = tmp_path / "views.py"
    path.write_text(
        '"""甲"""\nA = _("乙")\nB = "丙"\nC = "、"\nD = _("丁%(n)s") % {"n": 1}\nE = f"戊{A}"\n', "utf-8"
    )
    assert [(hit.line, hit.text) for hit in messages.bare_in_module(path)] == [(3, "丙"), (6, "戊")]


def test_extraction_is_stable_and_keeps_what_is_there(wanted: dict[tuple[str, str], Message]) -> None:
    once, again = messages.extracted(), messages.extracted()
    assert (once == again) is True  # two files of this size are never shown side by side
    assert b"POT-Creation-Date" not in once
    stored = messages.by_key(messages.stored_messages())
    kept = [key for key in stored.keys() & wanted.keys() if messages.forms(stored[key].string)[0]]
    assert len(kept) > 100
    text = once.decode()
    assert all(messages.forms(stored[key].string)[0].replace('"', '\\"') in text for key in kept[:100])


def test_templates_give_plurals_contexts_and_tags(wanted: dict[tuple[str, str], Message]) -> None:
    assert isinstance(wanted["%(counter)s处要改", ""].id, tuple)
    assert any("templates" in name for name, _line in wanted["登录", ""].locations)


def test_every_exemption_has_a_reason() -> None:
    assert all(len(reason) > 10 for _where, _what, reason in messages.EXEMPT)


@pytest.mark.django_db
def test_the_switch_changes_the_words(client) -> None:  # type: ignore[no-untyped-def]
    messages.compile_catalogue()
    from django.utils.translation import trans_real

    trans_real._translations.clear()  # what was read before the catalogue was compiled
    trans_real._default = None
    page = client.get("/sign-in", headers={"accept-language": "en"}).content.decode()
    assert "Sign in" in page and "User name" in page and 'lang="en"' in page
    page = client.get("/sign-in", headers={"accept-language": "zh-hans"}).content.decode()
    assert "登录" in page and "Sign in" not in page

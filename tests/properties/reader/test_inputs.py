"""Whatever happens to a file, reading it gives a text or names what is wrong with it; nothing else ever comes out."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.reader.mutations import mutated, sound

from zhenwu.kernel.errors import BadInput
from zhenwu.reader import extract

SOUND = sound()
MAGIC = (
    b"",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"%PDF-1.4\n",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"<html>",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<p>",
)


@pytest.fixture(autouse=True)
def no_office(monkeypatch: pytest.MonkeyPatch) -> None:
    """Old documents are looked at, not converted: LibreOffice takes seconds for each."""
    monkeypatch.setattr("zhenwu.reader.inputs.word97.shutil.which", lambda _: None)


def extract_or_name(data: bytes, name: str) -> None:
    try:
        made = extract(data, name)
    except BadInput as error:
        for fault in error.faults:
            assert fault.code.startswith("ZW-READ-"), fault
            assert fault.what and fault.where and fault.expected and fault.do
        return
    assert "\x00" not in made.text
    assert all(0 <= low < high <= len(made.text) for low, high in made.fixed)


def test_sound_files_are_read() -> None:
    for name, data in SOUND.items():
        with suppress(BadInput):
            assert "公厕6座" in extract(data, name).text
            continue
        assert name == "a.doc"


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(sorted(name for name in SOUND if not name.endswith("pdf"))), st.integers(0, 2**32))
def test_files_gone_wrong(name: str, seed: int) -> None:
    extract_or_name(mutated(SOUND[name], random.Random(seed)), name)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["a.pdf", "b.pdf"]), st.integers(0, 2**32))
def test_pdf_files_gone_wrong(name: str, seed: int) -> None:
    extract_or_name(mutated(SOUND[name], random.Random(seed)) + b"\n%%EOF\n", name)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(MAGIC), st.binary(max_size=400), st.sampled_from(["", "a.docx", "a.txt", "a.html"]))
def test_any_bytes(magic: bytes, content: bytes, name: str) -> None:
    extract_or_name(magic + content, name)

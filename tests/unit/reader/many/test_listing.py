"""Which files a run reads, in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from zhenwu.kernel.errors import NotFound
from zhenwu.reader.many.listing import Found, Passed, roots, walk


def found(*sources: Path | str) -> tuple[list[str], Passed]:
    root, places = roots([str(s) for s in sources])
    passed = Passed()
    return [f.path for f in walk(root, places, passed)], passed


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in (
        "b/1.docx",
        "b/2.TXT",
        "a/z/3.pdf",
        "a.txt",
        "a/a.txt",
        "a/.hidden.txt",
        "a/~$a.docx",
        "a/pic.png",
        "c/表 格.html",
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    return tmp_path


def test_a_folder_is_walked_in_one_order_and_others_are_passed_over(tree: Path) -> None:
    paths, passed = found(tree)
    assert paths == ["a/a.txt", "a/z/3.pdf", "a.txt", "b/1.docx", "b/2.TXT", "c/表 格.html"]
    assert passed.others == 3
    assert paths == sorted(paths, key=lambda p: Found(p).order)


def test_files_folders_and_patterns_meet_below_one_root_and_come_once(tree: Path) -> None:
    paths, _ = found(tree / "b", tree / "a/a.txt", tree / "b/1.docx", tree / "*.txt", tree / "b")
    assert paths == ["a/a.txt", "a.txt", "b/1.docx", "b/2.TXT"]


def test_one_file_is_named_by_its_own_name(tree: Path) -> None:
    assert found(tree / "a/z/3.pdf")[0] == ["3.pdf"]


def test_a_file_that_is_named_is_read_whatever_its_ending(tree: Path) -> None:
    assert found(tree / "a/pic.png")[0] == ["pic.png"]


def test_links_make_no_loops(tree: Path) -> None:
    (tree / "a/up").symlink_to(tree)
    (tree / "b/there").symlink_to(tree / "c")
    (tree / "b/self.txt").symlink_to(tree / "b/self.txt")
    (tree / "b/gone.txt").symlink_to(tree / "nowhere.txt")
    (tree / "b/other.txt").symlink_to(tree / "a.txt")
    paths, passed = found(tree)
    assert passed.links == 2
    assert [p for p in paths if p.startswith("b/")] == [
        "b/1.docx",
        "b/2.TXT",
        "b/gone.txt",
        "b/other.txt",
        "b/self.txt",
    ]
    assert len(paths) == 9
    assert found(tree / "b/there")[0] == ["表 格.html"]


def test_what_is_no_file_is_not_waited_for(tree: Path) -> None:
    os.mkfifo(tree / "b/pipe.txt")
    assert "b/pipe.txt" not in found(tree)[0]


def test_a_folder_that_cannot_be_opened_is_told(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listdir = os.listdir

    def closed(path: Path) -> list[str]:
        if path == tree / "a":
            raise PermissionError(13, "Permission denied")
        return listdir(path)

    monkeypatch.setattr(os, "listdir", closed)
    entries = list(walk(str(tree), ["."], Passed()))
    assert [(e.path, e.closed) for e in entries][:2] == [("a", True), ("a.txt", False)]
    assert len(entries) == 5


def test_deep_folders_are_no_limit(tmp_path: Path) -> None:
    # deeper than Python's stack; taken away again, as pytest's own clearing calls itself for each
    made = [tmp_path]
    try:
        for _ in range(1200):
            made.append(made[-1] / "d")
            made[-1].mkdir()
        (made[-1] / "a.txt").write_bytes(b"x")
        assert len(found(tmp_path)[0]) == 1
        (made[-1] / "a.txt").unlink()
    finally:
        for folder in reversed(made[1:]):
            folder.rmdir()


def test_what_is_not_there_is_named(tree: Path) -> None:
    for wrong in ("nowhere", "nowhere/*.txt"):
        with pytest.raises(NotFound, match="nowhere"):
            found(tree / wrong)


def test_other_bytes_in_names(tree: Path) -> None:
    (tree / os.fsdecode(b"b/\xd5\xf2.txt")).write_bytes(b"x")
    assert os.fsdecode(b"b/\xd5\xf2.txt") in found(tree)[0]

"""The manifest: the same entries give the same bytes; what a killed run announced is checked; files are verified."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.deliver import Entry, OutputFolder, verify
from pingyi.deliver.manifest import Manifest

PLACES = [PurePosixPath("甲支部/张三.docx"), PurePosixPath("甲支部/李四.docx"), PurePosixPath("总表.docx")]


def make_zip(path: Path, text: str) -> bytes:
    with zipfile.ZipFile(path, "w") as container:
        container.writestr("word/document.xml", text * 50)
    return path.read_bytes()


def journal(root: Path, *entries: Entry) -> None:
    (root / ".pingyi").mkdir(parents=True, exist_ok=True)
    (root / ".pingyi" / ".dead-0.journal").write_bytes(b"".join(entry.to_line() for entry in entries))


def entry(place: PurePosixPath, content: bytes) -> Entry:
    return Entry(path=str(place), form="member", size=len(content), sha256=hashlib.sha256(content).hexdigest())


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.text(min_size=1, max_size=5)), unique=True), st.randoms())
def test_the_order_of_delivery_leaves_no_trace(names: list[tuple[str, str]], dice: object) -> None:
    entries = [Entry(path=f"{folder}/{name.replace('/', '')}.docx", code=name) for folder, name in names]
    shuffled = list({item.path: item for item in entries}.values())
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    one = Manifest(item.to_line() for item in {item.path: item for item in entries}.values())
    two = Manifest(item.to_line() for item in shuffled)
    assert one.to_bytes() == two.to_bytes()


@pytest.mark.parametrize(
    "line", [b"", b'{"path": "a', b"[]", b"null", b"7", b'{"path": 7}', b'{"size": 3}', b"\xff\xfe"]
)
def test_a_torn_or_strange_line_is_left_out(line: bytes) -> None:
    assert list(Manifest([line, entry(PLACES[0], b"x").to_line()])) == [entry(PLACES[0], b"x")]


def test_what_a_killed_run_announced_counts_only_where_it_came_to_its_place(tmp_path: Path) -> None:
    with OutputFolder(tmp_path) as folder:
        folder.deliver(PLACES[0], b"old", {})
        folder.deliver(PLACES[1], b"old", {})
    (tmp_path / PLACES[1]).write_bytes(b"new")  # announced and put in its place; the first was not, the third never
    journal(tmp_path, *(entry(place, b"new") for place in PLACES))
    with OutputFolder(tmp_path) as folder:
        known = {item.path: item.sha256 for item in folder.manifest}
    assert known == {
        str(PLACES[0]): hashlib.sha256(b"old").hexdigest(),
        str(PLACES[1]): hashlib.sha256(b"new").hexdigest(),
    }
    assert verify(tmp_path) == []
    assert [path.name for path in (tmp_path / ".pingyi").iterdir() if path.suffix == ".journal"] == []


def test_a_file_edited_after_a_killed_run_is_still_known_as_edited(tmp_path: Path) -> None:
    make_zip(tmp_path / "总表.docx", "edited in Word")
    journal(tmp_path, entry(PLACES[2], b"ours"))
    assert [problem.code for problem in verify(tmp_path)] == ["file-edited"]


def test_verify_names_what_is_missing_damaged_or_edited(tmp_path: Path) -> None:
    out = tmp_path / "out"
    content = make_zip(tmp_path / "form.docx", "ours ")
    with OutputFolder(out) as folder:
        for place in PLACES:
            folder.deliver(place, content, {})
    assert verify(out) == []
    (out / PLACES[0]).unlink()
    (out / PLACES[1]).write_bytes(content[:60] + bytes([content[60] ^ 1]) + content[61:])
    make_zip(out / PLACES[2], "edited in Word ")
    found = {problem.file: (problem.code, problem.severity.value) for problem in verify(out)}
    assert found == {
        str(PLACES[0]): ("file-missing", "warning"),
        str(PLACES[1]): ("file-damaged", "error"),
        str(PLACES[2]): ("file-edited", "info"),
    }
    assert all(problem.cure for problem in verify(out))


def test_every_flipped_byte_is_noticed(tmp_path: Path) -> None:
    content = make_zip(tmp_path / "form.docx", "ours ")
    with OutputFolder(tmp_path / "out") as folder:
        folder.deliver(PLACES[0], content, {})
    for index in range(len(content)):
        (tmp_path / "out" / PLACES[0]).write_bytes(
            content[:index] + bytes([content[index] ^ 64]) + content[index + 1 :]
        )
        assert [problem.file for problem in verify(tmp_path / "out")] == [str(PLACES[0])]


def test_the_folders_of_many_rosters_are_verified_together(tmp_path: Path) -> None:
    for name in ("甲大学", "乙大学"):
        with OutputFolder(tmp_path / name) as folder:
            folder.deliver(PLACES[2], b"ours", {})
        (tmp_path / name / PLACES[2]).unlink()
    assert {problem.file for problem in verify(tmp_path)} == {"甲大学/总表.docx", "乙大学/总表.docx"}


def test_nothing_was_delivered_yet(tmp_path: Path) -> None:
    assert verify(tmp_path / "out") == []


@given(st.text(), st.text(), st.integers())
def test_a_line_is_what_json_writes(path: str, code: str, size: int) -> None:
    entry = Entry(path=path, code=code, size=size)
    known = json.dumps(entry._asdict(), ensure_ascii=False) + "\n"
    assert entry.to_line() == known.encode("utf-8", "backslashreplace")

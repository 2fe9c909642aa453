"""The folder of returned files: packs, names, kinds, hostile files; nothing in it is changed, nothing ends the run."""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from collect_kit import Desk, Edit, list_slots, make_truth, plainly

from pingyi.collect import Collected, office
from pingyi.collect.cache import FILE

Collect = Callable[..., Collected]


def filled(desk: Desk, number: int = 0) -> bytes:
    subject, document = desk.paper("member", number, "self")
    edit = Edit(desk.render(subject, document))
    plainly(edit, dict(list_slots(make_truth(desk.sent(subject, document), number))), None)  # type: ignore[arg-type]
    return edit.save()


def pack(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_forms_are_found_at_any_depth_and_in_packs(desk: Desk, collect: Collect) -> None:
    inner = pack({"再包/丙.docx": filled(desk, 2)})
    collected = collect(
        {
            "甲.docx": filled(desk, 0),
            "一/二/三/乙.docx": filled(desk, 1),
            "支部.zip": pack({"内.zip": inner, "说明.txt": b"x"}),
        }
    )
    assert [item.path for item in collected.documents] == [
        "一/二/三/乙.docx",
        "支部.zip!内.zip!再包/丙.docx",
        "甲.docx",
    ]


def test_names_in_packs_made_by_windows_are_readable(desk: Desk, collect: Collect) -> None:
    plain = pack({"AAAA.docx": filled(desk)}).replace(b"AAAA", "张三".encode("gbk"))
    assert [item.path for item in collect({"a.zip": plain}).documents] == ["a.zip!张三.docx"]


def test_what_editors_leave_behind_is_ignored(desk: Desk, collect: Collect) -> None:
    collected = collect({"~$甲.docx": b"x", ".DS_Store": b"x", "__MACOSX/甲.docx": b"x", "甲.docx": filled(desk)})
    assert (collected.files, len(collected.documents)) == (1, 1)


BOMB = {"word/document.xml": b" " * (8 * 2**20)}
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><w:document>&a;</w:document>'


def replaced(content: bytes, part: str, new: bytes) -> bytes:
    edit = Edit(content)
    edit.parts[part] = new
    return pack(edit.parts)


SPOILED: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _content: b"",
    "half": lambda content: content[: len(content) // 2],
    "no zip": lambda _content: b"PK\x03\x04" + b"\x00" * 100,
    "bomb": lambda _content: pack(BOMB),
    "entities": lambda content: replaced(content, "word/document.xml", ENTITIES),
    "bad properties": lambda content: replaced(content, "docProps/custom.xml", b"<x"),
    "deep": lambda content: replaced(content, "word/document.xml", b"<a>" * 5000 + b"</a>" * 5000),
    "no table": lambda content: replaced(content, "word/document.xml", b'<w:document xmlns:w="x"/>'),
    "encrypted": lambda _content: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "web page": lambda _content: b"<html>",
    "noise": lambda _content: os.urandom(4000),
}


@pytest.mark.parametrize("make", SPOILED.values(), ids=SPOILED)
def test_a_hostile_file_is_named_and_the_others_are_read(
    desk: Desk, collect: Collect, make: Callable[[bytes], bytes]
) -> None:
    collected = collect({"坏.docx": make(filled(desk, 1)), "好.docx": filled(desk, 0)})
    assert [item.path for item in collected.documents if item.written] == ["好.docx"]
    told = [item for item in collected.problems if item.file == "坏.docx" and item.severity == "error"]
    assert told
    assert all(item.message and item.cure for item in told)


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04broken", b"", pack({"a.docx": b"x"})[:-30]], ids=["no zip", "empty", "cut off"]
)
def test_a_damaged_pack_is_named(desk: Desk, collect: Collect, content: bytes) -> None:
    collected = collect({"坏.zip": content, "好.docx": filled(desk)})
    assert "pack-damaged" in {item.code for item in collected.problems}
    assert "zip" not in next(item.message for item in collected.problems if item.code == "pack-damaged").lower()
    assert len(collected.documents) == 1


def test_pictures_and_other_packs_are_named(collect: Collect) -> None:
    collected = collect({"扫描.pdf": b"%PDF", "a.rar": b"Rar!", "b.exe": b"MZ"})
    assert {item.file: item.code for item in collected.problems} == {
        "扫描.pdf": "picture-skipped", "a.rar": "pack-unknown", "b.exe": "file-skipped",
    }  # fmt: skip


def test_without_libreoffice_a_doc_is_named_with_what_to_do(collect: Collect, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: "")
    collected = collect({"a.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")})
    (told,) = collected.problems
    assert told.code == "office-missing"
    assert ".docx" in told.cure


def test_a_libreoffice_that_fails_or_hangs_is_survived(
    collect: Collect, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 30\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "find_office", lambda: str(program))
    monkeypatch.setattr(office, "_TIMEOUT", 0.2)
    collected = collect({"a.rtf": b"{\\rtf1 x}"})
    assert {item.code for item in collected.problems} == {"conversion-failed"}


def test_nothing_returned_is_changed(desk: Desk, collect: Collect, inbox: Path) -> None:
    files = {"a.docx": filled(desk), "坏.docx": b"x", "p.zip": pack({"b.docx": filled(desk, 1)})}
    collect(files)
    assert {path.relative_to(inbox).as_posix(): path.read_bytes() for path in inbox.rglob("*")} == files


def test_the_cache_changes_nothing_and_saves_reading(
    desk: Desk, collect: Collect, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"{number}.docx": filled(desk, number) for number in range(3)} | {"坏.docx": b"x"}
    cache = tmp_path / "cache"
    first = collect(files, cache=cache)

    def refuse(*_arguments: object) -> None:
        raise AssertionError

    monkeypatch.setattr("pingyi.collect.reader.read_paper", refuse)
    assert collect(cache=cache) == first
    monkeypatch.undo()
    monkeypatch.setenv("PINGYI_LANG", "en")
    assert collect(cache=None) == first
    stored = (cache / FILE).read_text(encoding="utf-8")
    for damaged in ("not json", "[]", '{"version": 1, "readings": 3}', stored.replace('"properties"', '"x"')):
        (cache / FILE).write_text(damaged, encoding="utf-8")
        assert collect(cache=cache) == first


def test_a_cache_that_cannot_be_written_only_costs_time(desk: Desk, collect: Collect, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    assert len(collect({"a.docx": filled(desk)}, cache=blocked / "cache").documents) == 1


def test_a_changed_file_is_read_anew(desk: Desk, collect: Collect, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    collect({"a.docx": filled(desk, 0)}, cache=cache)
    edit = Edit(filled(desk, 0))
    edit.type("follow_up", "改过")
    (returned,) = collect({"a.docx": edit.save()}, cache=cache).documents
    assert returned.data.follow_up == "改过"  # type: ignore[attr-defined]
    assert len(json.loads((cache / FILE).read_bytes())["readings"]) == 1


@pytest.mark.parametrize("beside", [False, True])
def test_a_record_sheet_whose_columns_nobody_knows_is_told_with_its_headers(
    collect: Collect, desk: Desk, beside: bool
) -> None:
    subject, _document = desk.paper("member")
    book = openpyxl.Workbook()
    book.active.title = "点评"
    for row in (["点评记录"], ["谁", "说了什么", "哪天"], [subject.name, "很好", "2011-01-10"]):
        book.active.append(row)
    if beside:
        sheet = book.create_sheet("总结")
        sheet.append(["姓名", "思想汇报"])
        sheet.append([subject.name, "某某"])
    stream = io.BytesIO()
    book.save(stream)
    collected = collect({"点评.xlsx": stream.getvalue()})
    told = next(item for item in collected.problems if item.code == "sheet-unread")
    assert (told.severity, told.file, told.sheet, told.row) == ("warning", "点评.xlsx", "点评", 2)
    assert told.value == "谁、说了什么、哪天"
    assert "book-skipped" not in {item.code for item in collected.problems}

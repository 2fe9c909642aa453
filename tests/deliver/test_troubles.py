"""What goes wrong in an output folder is told as what it is, once, and takes nothing else along."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from pingyi.deliver import OutputFolder, verify
from pingyi.deliver.entry import Entry
from pingyi.deliver.local import LocalStorage
from pingyi.errors import DeliveryError, DiskError

Run = Callable[..., tuple[int, str, str]]
Write = Callable[..., Path]
MEMBER = ("--form", "member", "--copies", "public")


@pytest.fixture
def campaign(pingyi: Run, write_roster: Write, tmp_path: Path) -> Path:
    folder = tmp_path / "campaign"
    assert pingyi("init", folder)[0] == 0
    shutil.copy(write_roster(), folder / "花名册.xlsx")
    return folder


def change(roster: Path, row: int, column: int, value: str | None) -> None:
    book = openpyxl.load_workbook(roster)
    book["党员"].cell(row, column).value = value
    book.save(roster)


def drop_row(roster: Path, row: int) -> None:
    book = openpyxl.load_workbook(roster)
    book["党员"].delete_rows(row)
    book.save(roster)


def list_codes(text: str) -> list[str]:
    return [item["code"] for item in json.loads(text)["problems"]]


def test_files_of_people_who_left_are_named_and_kept(pingyi: Run, campaign: Path) -> None:
    assert pingyi("render", campaign)[0] == 0
    drop_row(campaign / "花名册.xlsx", 8)  # 郑行难
    theirs = sorted((campaign / "out").rglob("*郑行难*.docx"))
    assert theirs
    code, text, _err = pingyi("render", campaign, "--json")
    (left,) = [item for item in json.loads(text)["problems"] if item["code"] == "files-left"]
    assert code == 0
    assert left["message"].startswith(f"{len(theirs)} files")
    assert "郑行难" in left["message"]
    assert "files-left" in pingyi("check", campaign)[1]
    assert all(path.is_file() for path in theirs)
    for path in theirs:
        path.unlink()
    assert "file-missing" not in pingyi("check", campaign)[1]
    assert "files-left" not in pingyi("render", campaign)[2]
    assert "郑行难" not in (campaign / "out" / ".pingyi" / "manifest.jsonl").read_text(encoding="utf-8")


def test_files_of_people_who_moved_and_packs_of_branches_that_closed_are_named(pingyi: Run, campaign: Path) -> None:
    for words in ((), ("--packs", "branch"), ("--print", "all")):
        assert pingyi("render", campaign, *words)[0] == 0
    change(campaign / "花名册.xlsx", 7, 11, "机械学院教工党支部")  # the whole of 离退休第一党支部
    change(campaign / "花名册.xlsx", 8, 11, "机械学院教工党支部")
    book = openpyxl.load_workbook(campaign / "花名册.xlsx")
    book["组织"].delete_rows(7)
    book.save(campaign / "花名册.xlsx")
    _code, _text, err = pingyi("render", campaign)
    assert "files-left" in err
    assert "离退休第一党支部" in err
    _code, text, _err = pingyi("render", campaign, "--packs", "branch", "--json")
    assert any("离退休第一党支部.zip" in item["message"] for item in json.loads(text)["problems"])


@pytest.mark.parametrize("words", [(), ("--form", "党员公开承诺书"), ("--person", "钱立明"), ("--packs", "branch"),
                                   ("--packs", "general_branch"), ("--print", "branch"), ("--print", "all"),
                                   ("--packs", "branch", "--person", "钱立明")], ids=" ".join)  # fmt: skip
def test_what_is_in_the_plan_is_no_leftover(pingyi: Run, campaign: Path, words: tuple[str, ...]) -> None:
    assert pingyi("render", campaign, *words)[0] == 0
    for again in ((), ("--packs", "branch"), ("--print", "all")):
        _code, text, _err = pingyi("render", campaign, *again, "--json")
        assert "files-left" not in list_codes(text)
    assert "files-left" not in pingyi("check", campaign)[1]


@pytest.mark.parametrize("spoil", ["file", "link"])
def test_one_folder_that_cannot_be_used_is_told_once(
    pingyi: Run, write_roster: Write, tmp_path: Path, spoil: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    if spoil == "file":
        (out / "离退休党总支").write_bytes(b"theirs")
    else:
        (out / "离退休党总支").symlink_to(tmp_path / "nowhere")
    code, text, _err = pingyi("render", write_roster(), "-o", out, "--json")
    result = json.loads(text)
    errors = [item for item in result["problems"] if item["severity"] == "error"]
    assert code == 4
    assert 1 <= len(errors) <= 2  # the general branch and its branch
    assert all("Word" not in item["cure"] for item in errors)
    assert result["summary"]["failed"] > 4
    assert {path.name for path in out.rglob("*.docx") if "钱立明" in path.name}


def test_a_read_only_folder_is_told_once(
    pingyi: Run, write_roster: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster, out = write_roster(), tmp_path / "out"
    assert pingyi("render", roster, "-o", out)[0] == 0
    for path in out.rglob("*.docx"):
        path.unlink()
    known = os.open

    def refuse(path: object, *arguments: object, **keywords: object) -> int:
        if "离退休第一党支部" in str(path) and ".pingyi-tmp" in str(path):
            raise PermissionError(errno.EACCES, "Permission denied")
        return known(path, *arguments, **keywords)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "open", refuse)
    code, text, _err = pingyi("render", roster, "-o", out, "--json")
    errors = [item for item in json.loads(text)["problems"] if item["severity"] == "error"]
    assert code == 4
    assert [item["file"] for item in errors] == ["离退休党总支/离退休第一党支部"]


@pytest.mark.parametrize("name", ["state folder", "lock"])
def test_the_state_folder_is_not_written_through_a_link(tmp_path: Path, name: str) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    elsewhere.mkdir()
    out.mkdir()
    if name == "lock":
        (out / ".pingyi").mkdir()
        (out / ".pingyi" / "lock").symlink_to(elsewhere / "lock")
    else:
        (out / ".pingyi").symlink_to(elsewhere)
    with pytest.raises(DeliveryError, match="link"), OutputFolder(out):
        pass
    assert not list(elsewhere.iterdir())


@pytest.mark.parametrize("spoil", ["link", "folder"])
def test_a_manifest_that_cannot_be_written_is_told(
    pingyi: Run, write_roster: Write, tmp_path: Path, spoil: str
) -> None:
    out = tmp_path / "out"
    (out / ".pingyi").mkdir(parents=True)
    if spoil == "link":
        (out / ".pingyi" / "manifest.jsonl").symlink_to(tmp_path / "nowhere")
    else:
        (out / ".pingyi" / "manifest.jsonl").mkdir()
    code, text, err = pingyi("render", write_roster(), "-o", out, *MEMBER)
    assert code == 4
    assert "manifest.jsonl" in err
    assert "mistake in pingyi" not in err
    if spoil == "link":
        assert "rendered" in text
        assert list((out / ".pingyi").glob("*.journal"))


def test_a_torn_manifest_is_noticed(pingyi: Run, campaign: Path) -> None:
    assert pingyi("render", campaign, *MEMBER)[0] == 0
    manifest = campaign / "out" / ".pingyi" / "manifest.jsonl"
    lines = manifest.read_bytes().splitlines(keepends=True)
    manifest.write_bytes(lines[0] + lines[1][:20] + b"\n" + lines[2][:30] + b"\n" + b"".join(lines[3:]))
    code, text, _err = pingyi("check", campaign)
    assert "manifest-torn" in text
    assert "2 lines" in text
    assert code == 0
    assert pingyi("render", campaign, *MEMBER)[0] == 0
    assert "manifest-torn" not in pingyi("check", campaign)[1]


@pytest.mark.parametrize("lost", [".pingyi/manifest.jsonl", ".pingyi"])
def test_a_lost_manifest_is_noticed(pingyi: Run, campaign: Path, lost: str) -> None:
    assert pingyi("render", campaign, *MEMBER)[0] == 0
    gone = campaign / "out" / lost
    shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    assert "manifest-missing" in pingyi("check", campaign)[1]


def test_a_file_that_was_never_made_here_is_not_called_changed(pingyi: Run, campaign: Path) -> None:
    assert pingyi("render", campaign, *MEMBER)[0] == 0
    shutil.rmtree(campaign / "out" / ".pingyi")
    theirs = sorted((campaign / "out").rglob("*钱立明*.docx"))[0]
    theirs.write_bytes(b"theirs")
    _code, _text, err = pingyi("render", campaign, *MEMBER)
    assert "file-foreign" in err
    assert "since it was made" not in err
    assert theirs.read_bytes() == b"theirs"
    _code, text, _err = pingyi("render", campaign, *MEMBER, "--overwrite")
    assert "1 rendered" in text


@pytest.mark.parametrize("name", ["manifest.jsonl", ".dead-0.journal"])
def test_a_list_that_cannot_be_read_is_told(
    pingyi: Run, campaign: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    assert pingyi("render", campaign, *MEMBER)[0] == 0
    (campaign / "out" / ".pingyi" / ".dead-0.journal").write_bytes(b"")
    known = Path.read_bytes

    def refuse(self: Path) -> bytes:
        if self.name == name:
            raise PermissionError(errno.EACCES, "Permission denied")
        return known(self)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    code, _text, err = pingyi("render", campaign, *MEMBER)
    assert (code, "mistake" in err) == (4, False)
    assert name in err
    assert "could not be read" in err
    code, text, err = pingyi("check", campaign)
    assert (code, "mistake" in err) == (1, False)
    assert "manifest-unreadable" in text


def test_a_journal_that_cannot_be_written_is_named_and_ends_the_run_once(
    pingyi: Run, write_roster: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = os.open

    def refuse(path: object, *arguments: object, **keywords: object) -> int:
        if str(path).endswith(".journal"):
            raise PermissionError(errno.EACCES, "Permission denied")
        return known(path, *arguments, **keywords)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "open", refuse)
    code, text, err = pingyi("render", write_roster(), "-o", tmp_path / "out", *MEMBER)
    assert code == 4
    assert ".journal" in err
    assert "Make room" not in err
    assert err.count("error [") == 1
    assert "not made" in text


def test_half_a_line_of_a_journal_is_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    storage = LocalStorage(tmp_path)
    line = Entry(path="甲/一.docx").to_line()
    assert storage.write([("甲/一.docx", b"x")], [line]) == [None]
    known, calls = os.write, []

    def fill_up(descriptor: int, content: bytes) -> int:
        calls.append(content)
        if len(calls) == 2:
            return known(descriptor, bytes(content)[:7])
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, "full")
        return known(descriptor, content)

    monkeypatch.setattr(os, "write", fill_up)
    (error,) = storage.write([("甲/二.docx", b"x")], [line])
    assert isinstance(error, DiskError)
    assert next((tmp_path / ".pingyi").glob("*.journal")).read_bytes() == line


@pytest.mark.parametrize("out", ["file", "file/in it"])
def test_a_file_as_output_folder_is_told_once(pingyi: Run, write_roster: Write, tmp_path: Path, out: str) -> None:
    (tmp_path / "file").write_bytes(b"theirs")
    code, _text, err = pingyi("render", write_roster(), "-o", tmp_path / out)
    assert code == 4
    assert err.count("→") == 1
    assert "Word" not in err


def test_any_folder_with_a_manifest_can_be_verified(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        assert pingyi("render", write_roster(), "-o", tmp_path / "全" / name, *MEMBER)[0] == 0
    assert pingyi("check", tmp_path / "全" / "甲")[0] == 0
    gone = sorted((tmp_path / "全" / "乙").rglob("*.docx"))[0]
    gone.unlink()
    _code, text, _err = pingyi("check", tmp_path / "全", "--json")
    assert list_codes(text) == ["file-missing"]
    assert gone.name in text
    code, _text, err = pingyi("check", tmp_path)
    assert code != 0, err


def test_the_cures_of_check_help(pingyi: Run, campaign: Path) -> None:
    for words in (MEMBER, ("--packs", "general_branch"), ("--print", "all", "--duplex"), ("--print", "branch")):
        assert pingyi("render", campaign, *words)[0] == 0
    out = campaign / "out"
    one, two = sorted(path for path in out.rglob("*公示*.docx") if "钱立明" in path.name or "孙国喆" in path.name)
    one.unlink()
    one.symlink_to(two)
    two.unlink()
    two.mkdir()
    for path in (next(out.rglob("*.zip")), out / "打印" / "全部.docx", out / "打印" / "全部.xlsx"):
        path.unlink()
    next(path for path in (out / "打印").rglob("*.docx") if path.name != "全部.docx").unlink()
    _code, text, _err = pingyi("check", campaign, "--json")
    found = {item["file"]: item["message"] + item["cure"] for item in json.loads(text)["problems"] if item["file"]}
    assert "link" in found[str(one.relative_to(out))]
    assert "render" not in found[str(one.relative_to(out))]
    assert "folder" in found[str(two.relative_to(out))]
    assert "link" not in found[str(two.relative_to(out))]
    assert any("--packs general_branch" in cure for name, cure in found.items() if name.endswith(".zip"))
    assert "--print all --duplex" in found["打印/全部.docx"]
    assert "--print all --duplex" in found["打印/全部.xlsx"]
    assert any("“pingyi render --print branch”" in cure for cure in found.values())


def test_a_folder_in_the_place_of_a_file_is_called_one(pingyi: Run, campaign: Path) -> None:
    assert pingyi("render", campaign, *MEMBER)[0] == 0
    place = sorted((campaign / "out").rglob("*钱立明*.docx"))[0]
    place.unlink()
    place.mkdir()
    code, _text, err = pingyi("render", campaign, *MEMBER)
    assert code == 4
    assert "folder" in err
    assert "link" not in err


@pytest.fixture
def two_megabytes(tmp_path: Path) -> Iterator[Path]:
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or shutil.which("mount") is None:
        pytest.skip("needs Linux and mount")
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("mounting a small tmpfs is not allowed here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_small_disk_holds_what_fits_and_a_re_run_goes_on(pingyi: Run, tmp_path: Path, two_megabytes: Path) -> None:
    campaign, out = tmp_path / "demo", two_megabytes / "out"
    assert pingyi("init", campaign, "--demo")[0] == 0
    code, text, _err = pingyi("render", campaign, "-o", out, "--json", "--jobs", "1")
    first = json.loads(text)["summary"]
    assert code == 4
    assert first["stopped"]
    assert first["rendered"] > 100
    assert first["rendered"] == len(list(out.rglob("*.docx")))
    assert first["unmade"] > 1000
    assert not [item for item in verify(out) if item.code != "file-unreadable"]
    subprocess.run(["mount", "-o", "remount,size=60m", str(two_megabytes)], check=True)
    code, text, _err = pingyi("render", campaign, "-o", out, "--json", "--jobs", "1")
    again = json.loads(text)["summary"]
    assert code == 0
    assert again["unchanged"] == first["rendered"]
    assert again["rendered"] == first["unmade"]

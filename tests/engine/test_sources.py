"""A campaign, one roster, a folder of rosters; files, packs, print files; a folder of this machine or a URL."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_kit import HEADERS, list_tree, make_rows, read_manifest_lines, write_rows

from pingyi.campaign import list_rosters
from pingyi.deliver import verify
from pingyi.engine import Order, Result, SerialEngine, Summary, Words, run_order, run_sources, split_order
from pingyi.engine.processes import ProcessEngine
from pingyi.errors import UsageError
from pingyi.forms import read_text

Run = Callable[..., tuple[int, str, str]]
Write = Callable[..., Path]
Make = Callable[..., Summary]
MEMBER = Words(forms=("member",), copies=("organisation",))


@pytest.fixture
def province(tmp_path: Path) -> Path:
    folder = tmp_path / "全省"
    folder.mkdir()
    write_rows(folder / "甲大学.xlsx", make_rows(30))
    write_rows(folder / "乙大学.xlsx", make_rows(20))
    (folder / "~$甲大学.xlsx").write_bytes(b"Excel's lock")
    (folder / "甲大学_检查结果.xlsx").write_bytes(b"a marked copy")
    (folder / "说明.txt").write_text("not a roster", encoding="utf-8")
    return folder


def test_each_roster_of_a_folder_is_a_university_of_its_own(pingyi: Run, province: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, text, _err = pingyi("render", province, "-o", out, "--form", "member", "--json")
    summary = json.loads(text)["summary"]
    assert code == 0
    assert summary["rendered"] == 150
    assert {path.name for path in out.iterdir()} == {"甲大学", "乙大学"}
    assert len(read_manifest_lines(out / "甲大学")) == 90
    form = next((out / "乙大学").rglob("*.docx"))
    assert "乙大学" in "".join(read_text(form.read_bytes()).values())
    assert verify(out) == []
    code, text, _err = pingyi("render", province, "-o", out, "--form", "member")
    assert "0 rendered, 150 skipped" in text


def test_a_roster_that_cannot_be_read_does_not_stop_the_others(pingyi: Run, province: Path, tmp_path: Path) -> None:
    (province / "坏.xlsx").write_bytes(b"not a workbook")
    code, text, err = pingyi("render", province, "-o", tmp_path / "out", "--form", "member")
    assert code == 4
    assert "坏.xlsx" in err
    assert "150 rendered" in text


@pytest.mark.slow
def test_a_folder_of_rosters_in_processes_gives_the_same(province: Path, tmp_path: Path) -> None:
    trees = []
    for name, engine in (("one", SerialEngine()), ("two", ProcessEngine(2))):
        order = Order(source=province, out=str(tmp_path / name), words=MEMBER)
        seen: list[Result] = []
        orders = split_order(order, list_rosters(province))
        summary = run_sources(orders, lambda _count, engine=engine: engine, seen.append)
        assert summary.rendered == 50
        assert [result.title for result in seen] == ["乙大学.xlsx", "甲大学.xlsx"]
        trees.append(list_tree(tmp_path / name))
    assert trees[0] == trees[1]


def test_a_word_that_selects_nothing_in_any_roster_is_told(pingyi: Run, province: Path, tmp_path: Path) -> None:
    code, _text, err = pingyi("render", province, "-o", tmp_path / "out", "--form", "membr")
    assert code == 2
    assert "membr" in err
    code, text, err = pingyi(
        "render", province, "-o", tmp_path / "out", "--branch", "第2教工党支部", "--form", "member"
    )
    assert (code, "15 rendered" in text) == (0, True), err  # only 甲大学 has such a branch


@pytest.mark.parametrize(("by", "packs"), [("branch", 4), ("general_branch", 1)])
def test_packs(pingyi: Run, tmp_path: Path, by: str, packs: int) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(60))
    out = tmp_path / "out"
    assert pingyi("render", roster, "-o", out, "--packs", by)[0] == 0
    zips = sorted(out.rglob("*.zip"))
    assert len(zips) == packs
    forms = [name for path in zips for name in zipfile.ZipFile(path).namelist() if name.endswith(".docx")]
    assert sum("登记表_党组织存" in name for name in forms) >= 60
    before = list_tree(out)
    assert f"0 rendered, {packs} skipped" in pingyi("render", roster, "-o", out, "--packs", by)[1]
    zips[0].unlink()
    assert "1 rendered" in pingyi("render", roster, "-o", out, "--packs", by)[1]
    assert list_tree(out) == before
    zips[0].write_bytes(b"changed by the secretary")
    _code, _text, err = pingyi("render", roster, "-o", out, "--packs", by)
    assert "file-edited" in err
    assert zips[0].read_bytes() == b"changed by the secretary"


def test_a_pack_is_made_again_when_a_record_changes(tmp_path: Path, make: Make) -> None:
    rows = make_rows(50)
    make(write_rows(tmp_path / "花名册.xlsx", rows), "out", packs="branch")
    rows[3][8] = "教授"
    again = make(write_rows(tmp_path / "花名册.xlsx", rows), "out", packs="branch")
    assert (again.rendered, again.unchanged) == (1, 2)
    fresh = make(tmp_path / "花名册.xlsx", "fresh", packs="branch")
    assert fresh.rendered == 3
    assert list_tree(tmp_path / "out") == list_tree(tmp_path / "fresh")


def test_a_pack_lacks_only_the_documents_that_failed(
    big_roster: Write, make: Make, poison: Path, tmp_path: Path
) -> None:
    summary = make(big_roster(25), "out", words=MEMBER, packs="branch")
    assert (summary.rendered, summary.failed) == (1, 1)
    (path,) = (tmp_path / "out").rglob("*.zip")
    assert sum(name.endswith(".docx") for name in zipfile.ZipFile(path).namelist()) == 24


@pytest.mark.parametrize(("by", "files"), [("branch", 2), ("all", 1)])
def test_print_files_with_their_index(pingyi: Run, tmp_path: Path, by: str, files: int) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(30))
    out = tmp_path / "out"
    words = ("render", roster, "-o", out, "--form", "member", "--copies", "organisation", "--print", by)
    assert pingyi(*words)[0] == 0
    assert len(list(out.rglob("*.docx"))) == len(list(out.rglob("*.xlsx"))) == files
    assert f"0 rendered, {2 * files} skipped" in pingyi(*words)[1]
    next(out.rglob("*.xlsx")).unlink()
    before = {path: path.read_bytes() for path in out.rglob("*.docx")}
    assert "1 rendered" in pingyi(*words)[1]
    assert {path: path.read_bytes() for path in out.rglob("*.docx")} == before
    assert f"{2 * files} rendered" in pingyi(*words, "--duplex")[1]


@pytest.mark.parametrize(
    "words", [["--packs", "person"], ["--print", "2"], ["--packs", "branch", "--print", "all"], ["--duplex"]]
)
def test_options_that_do_not_fit_are_refused(pingyi: Run, tmp_path: Path, words: list[str]) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(3))
    assert pingyi("render", roster, "-o", tmp_path / "out", *words)[0] == 2
    assert not (tmp_path / "out").exists()


def test_a_url_takes_the_same_files(tmp_path: Path, make: Make) -> None:
    fsspec = pytest.importorskip("fsspec", reason="pingyi[dask] is not installed")
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(10))
    make(roster, "local", words=MEMBER)
    memory = fsspec.filesystem("memory")
    order = Order(source=roster, out="memory://bucket/2010", words=MEMBER)
    try:
        first = run_order(order, lambda _count: SerialEngine())
        found = {name.removeprefix("/bucket/2010/"): memory.cat_file(name) for name in memory.find("/bucket/2010")}
        again = run_order(Order(source=roster, out="memory://bucket/2010", words=MEMBER), lambda _count: SerialEngine())
    finally:
        memory.rm("/bucket", recursive=True)
    local = {
        str(path.relative_to(tmp_path / "local")): path.read_bytes()
        for path in (tmp_path / "local").rglob("*")
        if path.is_file() and path.name != "lock"
    }
    assert found == local
    assert (first.rendered, again.unchanged) == (10, 10)


def test_a_url_of_an_unknown_kind_is_told(tmp_path: Path, make: Make) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(3))
    order = Order(source=roster, out="nonsense://bucket")
    with pytest.raises(UsageError, match="nonsense"):
        run_order(order, lambda _count: SerialEngine())


def test_check_names_delivered_files_that_were_damaged(
    pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pingyi("init", tmp_path / "campaign")
    write_rows(tmp_path / "campaign" / "花名册.xlsx", make_rows(4))
    monkeypatch.chdir(tmp_path / "campaign")
    assert pingyi("render", "--form", "member")[0] == 0
    path = sorted((tmp_path / "campaign" / "out").rglob("*.docx"))[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    code, text, _err = pingyi("check")
    assert code == 1
    assert "file-damaged" in text
    assert path.name in text
    shutil.rmtree(tmp_path / "campaign" / "out")


def test_a_dry_run_says_what_a_run_would_do(pingyi: Run, tmp_path: Path) -> None:
    rows = make_rows(4)
    roster, out = write_rows(tmp_path / "花名册.xlsx", rows), tmp_path / "out"
    words = ("render", roster, "-o", out, "--form", "member", "--copies", "organisation")
    pingyi(*words)
    rows[1][8] = "教授"
    write_rows(roster, [*rows, ["99999", "新来的", *rows[3][2:]]])
    paths = sorted(out.rglob("*.docx"))
    paths[0].write_bytes(b"mine")
    paths[2].unlink()
    before = list_tree(out)
    code, text, err = pingyi(*words, "--dry-run")
    assert code == 0
    assert list_tree(out) == before
    found = {line.split("_")[1]: line.split()[0] for line in text.splitlines() if line.endswith(".docx")}
    assert found == {
        "新来的": "new", paths[2].name.split("_")[1]: "new", paths[1].name.split("_")[1]: "changed",
        paths[0].name.split("_")[1]: "edited",
    }  # fmt: skip
    assert "2 new and 1 changed" in text
    assert "leave 1 as they are" in text
    assert "file-edited" in err
    report = json.loads(pingyi(*words, "--dry-run", "--json")[1])
    assert len(report["documents"]) == 3
    assert report["summary"]["would_render"] == 3
    pingyi(*words)
    code, text, _err = pingyi(*words, "--dry-run")
    assert not [line for line in text.splitlines() if line.startswith(("new", "changed"))]


@pytest.mark.parametrize("options", [("--packs", "branch"), ("--print", "branch")])
def test_a_dry_run_of_packs_and_print_files(pingyi: Run, tmp_path: Path, options: tuple[str, str]) -> None:
    roster, out = write_rows(tmp_path / "花名册.xlsx", make_rows(30)), tmp_path / "out"
    words = ("render", roster, "-o", out, "--form", "member", "--copies", "self", *options)
    listed = set(json.loads(pingyi(*words, "--dry-run", "--json")[1])["documents"])
    assert not out.exists()
    pingyi(*words)
    made = {str(path.relative_to(out)) for path in out.rglob("*") if path.is_file() and ".pingyi" not in path.parts}
    assert listed == made
    assert json.loads(pingyi(*words, "--dry-run", "--json")[1])["documents"] == []


def test_a_dry_run_refuses_what_a_run_refuses(pingyi: Run, province: Path, tmp_path: Path) -> None:
    for source in (province, write_rows(tmp_path / "花名册.xlsx", make_rows(3))):
        code, text, err = pingyi("render", source, "-o", tmp_path / "out", "--dry-run", "--engine", "foo")
        assert (code, text) == (2, "")
        assert "foo" in err
        assert "Rendering" not in err


def test_a_dry_run_of_a_folder_of_rosters(pingyi: Run, province: Path, tmp_path: Path) -> None:
    (province / "坏.xlsx").write_bytes(b"not a workbook")
    code, text, err = pingyi("render", province, "-o", tmp_path / "out", "--form", "member", "--dry-run")
    assert code == 4
    assert "坏.xlsx" in err
    assert len([line for line in text.splitlines() if line.startswith("new  甲大学/")]) == 90
    assert len([line for line in text.splitlines() if line.startswith("new  乙大学/")]) == 60
    assert not (tmp_path / "out").exists()


def test_rows_with_errors_of_a_folder_of_rosters_are_named(pingyi: Run, province: Path, tmp_path: Path) -> None:
    rows = make_rows(20)
    rows[4][2] = "南"
    write_rows(province / "乙大学.xlsx", rows)
    words = ("render", province, "-o", tmp_path / "out", "--form", "member")
    code, _text, err = pingyi(*words)
    assert code == 1
    assert "乙大学.xlsx 党员 row 6" in err
    problems = json.loads(pingyi(*words, "--json")[1])["problems"]
    assert [(item["file"], item["sheet"], item["row"]) for item in problems] == [("乙大学.xlsx", "党员", 6)]
    alone = json.loads(pingyi("render", province / "乙大学.xlsx", "-o", tmp_path / "alone", "--json")[1])["problems"]
    assert [(item["file"], item["sheet"], item["row"]) for item in alone] == [("乙大学.xlsx", "党员", 6)]


def test_a_roster_of_a_folder_that_cannot_be_read_is_told_once(pingyi: Run, province: Path, tmp_path: Path) -> None:
    (province / "坏.xlsx").write_bytes(b"not a workbook")
    _code, _text, err = pingyi("render", province, "-o", tmp_path / "out", "--form", "member")
    assert err.count("plain text") == 1
    assert "坏.xlsx: 坏.xlsx" not in err


def test_a_person_whom_no_roster_of_a_folder_knows(pingyi: Run, province: Path, tmp_path: Path) -> None:
    rows = make_rows(20)
    rows[3][1] = "欧阳长河"
    write_rows(province / "甲大学.xlsx", rows)
    write_rows(province / "丁大学.xlsx", [])
    words = ("render", province, "-o", tmp_path / "out", "--person")
    for spoil in (False, True):
        if spoil:
            (province / "坏.xlsx").write_bytes(b"not a workbook")
        code, _text, err = pingyi(*words, "欧阳常河")
        assert code == 2
        assert "Did you mean: 欧阳长河" in err
        assert ("坏.xlsx" in err) == spoil
    code, _text, err = pingyi("render", province / "丁大学.xlsx", "-o", tmp_path / "out", "--person", "谁")
    assert code == 2
    assert "Did you mean" not in err
    assert "→" in err


def test_words_that_would_select_everything_are_refused(pingyi: Run, tmp_path: Path) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(3))
    for option in ("--copies", "--form", "--branch", "--person", "--branch-type"):
        code, _text, err = pingyi("render", roster, "-o", tmp_path / "out", option, "")
        assert code == 2, option
        assert option in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("copies", ["self, organisation", "本人存、党组织存", "self，党组织存"])
def test_copies_in_any_usual_writing(pingyi: Run, tmp_path: Path, copies: str) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(3))
    words = ("render", roster, "-o", tmp_path / "out", "--form", "member", "--copies", copies)
    code, text, err = pingyi(*words)
    assert code == 0, err
    assert "6 rendered" in text


@pytest.mark.parametrize("out", ["", "  ", "://x", "file://elsewhere/x", "file://"])
def test_no_folder_at_all_is_refused(pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, out: str) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(3))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    code, _text, err = pingyi("render", roster, "-o", out)
    assert code == 2
    assert "→" in err
    assert not list((tmp_path / "here").iterdir())


@pytest.mark.parametrize("start", ["file://", "file://localhost", "FILE://"])
def test_a_file_url_is_a_folder_of_this_machine(pingyi: Run, tmp_path: Path, start: str) -> None:
    roster = write_rows(tmp_path / "花名册.xlsx", make_rows(3))
    url = f"{start}{tmp_path}/%E8%A1%A8%20a%23b"
    code, _text, err = pingyi("render", roster, "-o", url, "--form", "member")
    assert code == 0, err
    assert len(list((tmp_path / "表 a#b").rglob("*.docx"))) == 9


def test_an_institution_for_a_campaign_is_refused(pingyi: Run, tmp_path: Path) -> None:
    pingyi("init", tmp_path / "campaign")
    code, _text, err = pingyi("render", tmp_path / "campaign", "--institution", "示例大学")
    assert code == 2
    assert "[campaign]" in err


def test_a_folder_with_neither_campaign_nor_rosters(pingyi: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    code, _text, err = pingyi("render", tmp_path / "empty", "-o", tmp_path / "out")
    assert code == 2
    assert "folder of rosters" in err
    assert not (tmp_path / "out").exists()


def test_a_text_that_is_no_table_is_no_roster(pingyi: Run, tmp_path: Path) -> None:
    pingyi("init", tmp_path / "campaign")
    text = tmp_path / "campaign" / "请先读我.txt"
    for command in (("render", text, "-o", tmp_path / "out"), ("check", text), ("plan", text)):
        code, _text, err = pingyi(*command)
        assert code == 1
        assert "not a workbook" in err
    assert not (tmp_path / "out").exists()
    table = tmp_path / "名单.txt"
    table.write_text("\n".join("\t".join(row) for row in (HEADERS, *make_rows(3))), encoding="utf-8")
    code, _text, err = pingyi("render", table, "-o", tmp_path / "out", "--form", "member")
    assert code == 0, err

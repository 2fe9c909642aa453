"""A campaign, one roster, a folder of rosters; files, packs, print files; a folder of this machine or a URL."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from engine_kit import list_tree, make_rows, read_manifest_lines, write_rows

from pingyi.deliver import verify
from pingyi.engine import Order, Result, SerialEngine, Summary, Words, list_rosters, run_order, run_sources, split_order
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

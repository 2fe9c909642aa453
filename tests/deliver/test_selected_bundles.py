"""A pack or print file of a selection never takes the place of the complete one, nor of another selection."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
BRANCH, GENERAL = "机械学院教工党支部", "机械学院党总支"


@pytest.fixture
def roster(write_roster: Callable[..., Path]) -> Path:
    return write_roster()


def list_files(out: Path) -> dict[str, bytes]:
    found = (path for path in out.rglob("*") if path.is_file() and ".pingyi" not in path.parts)
    return {str(path.relative_to(out)): path.read_bytes() for path in found}


@pytest.mark.parametrize("bundle", [("--packs", "branch"), ("--packs", "general_branch"), ("--print", "branch"),
                                    ("--print", "all")], ids=" ".join)  # fmt: skip
@pytest.mark.parametrize(
    ("words", "label"),
    [
        (("--person", "钱立明"), "钱立明"),
        (("--form", "member"), "党员领导点评登记表"),
        (("--copies", "public,self"), "公示"),
        (("--person", "钱立明", "--copies", "public"), "钱立明"),
    ],
)
def test_a_selection_gets_a_name_of_its_own(
    pingyi: Run, roster: Path, bundle: tuple[str, str], words: tuple[str, ...], label: str
) -> None:
    out = roster.parent / "out"
    assert pingyi("render", roster, "-o", out, *bundle)[0] == 0
    whole = list_files(out)
    code, _text, _err = pingyi("render", roster, "-o", out, *bundle, *words)
    assert code == 0
    both = list_files(out)
    assert {name: both[name] for name in whole} == whole
    assert both.keys() > whole.keys()
    assert all("部分" in name and label in name for name in both.keys() - whole.keys())
    assert pingyi("render", roster, "-o", out, *bundle, *words)[1].startswith("0 rendered")


def test_two_selections_do_not_replace_each_other(
    pingyi: Run, write_roster: Callable[..., Path], tmp_path: Path
) -> None:
    # two people of one name, told apart by their numbers
    roster, out = write_roster(changes={(4, "姓名"): "钱立明"}), tmp_path / "out"
    for number in ("10002", "10003"):
        assert pingyi("render", roster, "-o", out, "--packs", "branch", "--person", number)[0] == 0
    assert len(list_files(out)) == 2


@pytest.mark.parametrize(
    ("bundle", "name"),
    [
        (("--packs", "general_branch"), "工作包_按党总支/机械学院党总支（部分：机械学院教工党支部）.zip"),
        (("--print", "all"), "打印/全部（部分：机械学院教工党支部）.docx"),
    ],
)
def test_a_part_of_the_organisations_is_a_part(
    pingyi: Run, write_roster: Callable[..., Path], tmp_path: Path, bundle: tuple[str, str], name: str
) -> None:
    roster, out = write_roster(), tmp_path / "out"
    assert pingyi("render", roster, "-o", out, *bundle, "--branch", BRANCH)[0] == 0
    assert name in list_files(out)


@pytest.mark.parametrize(
    "words",
    [("--branch", BRANCH), ("--branch", GENERAL), ("--branch-type", "student"), ("--branch-type", "retired")],
    ids=" ".join,
)
def test_what_a_selection_takes_whole_keeps_its_name(
    pingyi: Run, write_roster: Callable[..., Path], tmp_path: Path, words: tuple[str, ...]
) -> None:
    roster = write_roster()
    for bundle in (("--packs", "branch"), ("--print", "branch")):
        assert pingyi("render", roster, "-o", tmp_path / "whole", *bundle)[0] == 0
        assert pingyi("render", roster, "-o", tmp_path / "some", *bundle, *words)[0] == 0
    whole, some = list_files(tmp_path / "whole"), list_files(tmp_path / "some")
    same = {name: content for name, content in some.items() if "部分" not in name}
    assert same
    assert same.items() <= whole.items()


def test_packs_of_branches_and_of_general_branches_stand_side_by_side(
    pingyi: Run, write_roster: Callable[..., Path], tmp_path: Path
) -> None:
    roster, out = write_roster(), tmp_path / "out"
    for by in ("branch", "general_branch"):
        assert pingyi("render", roster, "-o", out, "--packs", by)[0] == 0
    assert len(zipfile.ZipFile(out / "工作包_按党总支" / f"{GENERAL}.zip").namelist()) > len(
        zipfile.ZipFile(out / "工作包" / f"{GENERAL}.zip").namelist()
    )
    for by in ("branch", "general_branch"):
        assert pingyi("render", roster, "-o", out, "--packs", by)[1].startswith("0 rendered")

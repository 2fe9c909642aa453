"""The name of a file that is posted tells no more than what is in it: no number of a person (R54, Q8)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]
Write = Callable[..., Path]
NUMBERS = ("10001", "10002", "10003", "20001", "20002", "30001", "30002")


def find_numbers(names: Iterable[str]) -> list[str]:
    return [name for name in names if any(number in name for number in NUMBERS)]


def names_below(folder: Path) -> list[str]:
    return [str(path.relative_to(folder)) for path in folder.rglob("*.docx")]


def test_R54_names_of_public_copies_hold_no_number(pingyi: Run, write_roster: Write, tmp_path: Path) -> None:
    assert pingyi("render", write_roster(), "-o", tmp_path / "out")[0] == 0
    names = names_below(tmp_path / "out")
    posted = [name for name in names if "公示" in name]
    assert len(posted) == len(NUMBERS)
    assert find_numbers(posted) == []
    assert len(find_numbers(name for name in names if "本人存" in name)) == len(NUMBERS)
    assert any(name.endswith("/赵书远_党员领导点评登记表_公示.docx") for name in posted)


def test_R54_the_packs_of_secretaries_name_public_copies_without_numbers(
    pingyi: Run, write_roster: Write, tmp_path: Path
) -> None:
    assert pingyi("render", write_roster(), "-o", tmp_path / "out", "--packs", "branch", "--copies", "public")[0] == 0
    packs = [zipfile.ZipFile(path) for path in (tmp_path / "out").rglob("*.zip")]
    packed = [name for pack in packs for name in pack.namelist() if "公示" in name]
    assert packed
    assert find_numbers(packed) == []


@pytest.mark.parametrize("pattern", ["{no}_{name}_{form}_{copy}", "{no}{form}{copy}", "{name}（{no}）{copy}"])
def test_R54_people_of_one_name_keep_a_file_each_whatever_the_pattern(
    pingyi: Run, write_roster: Write, tmp_path: Path, pattern: str
) -> None:
    folder = tmp_path / "campaign"
    pingyi("init", folder)
    text = (folder / "campaign.toml").read_text(encoding="utf-8")
    assert '"{no}_{name}_{form}_{copy}"' in text
    text = text.replace('"{no}_{name}_{form}_{copy}"', f'"{pattern}"')
    (folder / "campaign.toml").write_text(text, encoding="utf-8")
    (folder / "花名册.xlsx").unlink()
    write_roster().rename(folder / "花名册.xlsx")
    write_roster("campaign/花名册.xlsx", {(4, "姓名"): "钱立明"})
    code, out, err = pingyi("render", folder, "--form", "member", "--copies", "public")
    assert code == 0, out + err
    posted = names_below(folder / "out")
    assert len(posted) == 3
    assert find_numbers(posted) == []
    assert len([name for name in posted if "钱立明" in name]) == 2
    assert not [name for name in posted if "（）" in name or "__" in name]
    assert pingyi("render", folder, "--form", "member", "--copies", "public")[1].startswith("0 rendered, 3 skipped")

"""An officer's desk beside the plan: blank papers that come back, an empty campaign, Ctrl-C at the start."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typing_kit import mark_ballot

import pingyi.cli

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, pingyi: Run, write_roster: Callable[..., Path]) -> Path:
    """A campaign of the small university, with the packs of its branches beside it."""
    place = tmp_path / "2010点评"
    assert pingyi("init", place)[0] == 0
    write_roster().replace(place / "花名册.xlsx")
    assert pingyi("render", place, "--packs", "branch", "-o", tmp_path / "packs")[0] == 0
    return place


def test_a_pack_that_comes_back_untouched_votes_for_nothing(folder: Path, tmp_path: Path, pingyi: Run) -> None:
    for pack in (tmp_path / "packs").rglob("*.zip"):
        (folder / "returned" / pack.name).write_bytes(pack.read_bytes())
    _code, out, _err = pingyi("collect", folder / "returned", "--campaign", folder, "--json")
    found = json.loads(out)
    assert [item for item in found["problems"] if item["severity"] == "error"] == []
    ballots = [item for item in found["documents"] if item["form"].startswith("ballot")]
    assert ballots
    assert not [item["path"] for item in ballots if item["counts"]]
    _code, out, _err = pingyi("tally", folder, "--json", "--no-files")
    tallied = json.loads(out)
    assert (tallied["tallies"], tallied["summary"]["error"]) == ([], 0)


def test_an_electronic_ballot_without_a_remark_is_read_without_complaint(
    folder: Path, tmp_path: Path, pingyi: Run
) -> None:
    pack = next((tmp_path / "packs").rglob("机械学院教工党支部.zip"))
    with zipfile.ZipFile(pack) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("集中评议表.docx")]
        (folder / "returned" / "票.docx").write_bytes(mark_ballot(archive.read(name), lambda _line: "好"))
    code, out, _err = pingyi("collect", folder / "returned", "--campaign", folder, "--json")
    (ballot,) = json.loads(out)["documents"]
    assert code == 0, out
    assert ballot["counts"]
    assert set(map(tuple, ballot["ticks"].values())) == {("好",)}


def test_R48_a_campaign_without_people_is_not_covered(tmp_path: Path, pingyi: Run) -> None:
    assert pingyi("init", tmp_path / "c")[0] == 0
    code, out, _err = pingyi("report", tmp_path / "c", "--on", "2011-01-10", "--json")
    summary = json.loads(out)["summary"]
    assert code == 0
    assert (summary["total"], summary["rate"], summary["complete"]) == (0, "—", False)


def test_an_interruption_before_the_command_begins_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(pingyi.cli, "run", interrupt)
    monkeypatch.setattr(pingyi.cli, "watch", lambda: None)  # the tests keep their own Ctrl-C
    with pytest.raises(SystemExit) as left:
        pingyi.cli.main()
    assert left.value.code == 130

"""From one year to the next."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pingyi.campaign import load_settings, open_campaign
from pingyi.campaign.folder import RETURNED
from pingyi.model.review.procedure import SubjectKind
from pingyi.report.next_settings import move_day, move_id, move_settings, move_text
from pingyi.report.sealing import MANIFEST, seal_folder

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def campaign(tmp_path: Path, write_roster: Callable[..., Path], pingyi: Command) -> Path:
    """A campaign with two pledges, an exemption, a rule, a returned file and a cache."""
    folder = tmp_path / "2010年"
    assert pingyi("init", folder)[0] == 0
    roster = folder / "花名册.xlsx"
    write_roster().replace(roster)
    book = openpyxl.load_workbook(roster)
    sheet = book.create_sheet("承诺")
    for row in (
        ["对象", "学工号", "所在党组织", "承诺事项"],
        ["周平", "20002", "机械学院学生党支部", "1. 每月做一件好事\n2. 不缺课"],
        ["机械学院党总支", "", "", "每月接待一次"],
    ):
        sheet.append(row)
    book.save(roster)
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8")
    text += '\n[[exemptions]]\nperson = "孙国喆"\nreason = "进修"\napproved_by = "赵书远"\n'
    settings.write_text(text, encoding="utf-8")
    (folder / RETURNED / "张三.txt").write_text("收回", encoding="utf-8")
    (folder / ".pingyi").mkdir(exist_ok=True)
    (folder / ".pingyi" / "cache").write_text("x", encoding="utf-8")
    return folder


def test_R35_pledges_arrive_as_last_years(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    target = tmp_path / "2011年"
    code, out, err = pingyi("rollover", target, "--from", campaign)
    assert code == 0, err
    assert "2 subjects" in out
    assert "孙国喆" in err  # the exemption ended
    opened = open_campaign(target)
    record = opened.campaign.record_of(SubjectKind.MEMBER, "20002")
    assert record.last_commitments == ("每月做一件好事", "不缺课")
    assert record.next_commitments == ()
    assert opened.campaign.record_of(SubjectKind.ORGANISATION, "机械学院党总支").last_commitments == ("每月接待一次",)


def test_nobody_is_lost_because_a_row_has_an_error(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    roster = campaign / "花名册.xlsx"
    whole = roster.read_bytes()
    book = openpyxl.load_workbook(roster)
    book["党员"].cell(6, 6).value = "2010-13-01"
    book.save(roster)
    target = tmp_path / "2011年"
    code, _out, err = pingyi("rollover", target, "--from", campaign)
    assert code == 1
    assert not target.exists()
    assert "党员" in err
    assert "2010-13-01" in err
    assert "--roster" in err
    new = tmp_path / "新花名册.xlsx"
    new.write_bytes(whole)
    assert pingyi("rollover", target, "--from", campaign, "--roster", new)[0] == 0


def test_people_and_tree_are_carried_and_the_year_moves(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    target = tmp_path / "2011年"
    pingyi("rollover", target, "--from", campaign)
    old, new = open_campaign(campaign), open_campaign(target)
    assert list(new.campaign.people) == list(old.campaign.people)
    assert {(item.id, item.kind, item.parent_id) for item in new.campaign.organisations.values()} == {
        (item.id, item.kind, item.parent_id) for item in old.campaign.organisations.values()
    }
    settings = new.campaign.settings
    assert (settings.campaign.year, settings.campaign.id) == (2011, "chuangxian_zhengyou_2011")
    assert settings.deadlines.review == dt.date(2012, 1, 13)
    assert settings.exemptions == ()
    ages = [(new.campaign.people[key].age or 0) - (person.age or 0) for key, person in old.campaign.people.items()]
    assert set(ages) == {1}
    text = (target / "campaign.toml").read_text(encoding="utf-8")
    assert "# 评议哪一年的工作" in text  # comments stay
    assert '# person = "孙国喆"' in text


def verify_seal(path: Path) -> list[str]:
    """Names of the files in a sealed zip that are missing, added or other than the manifest says.

    Raises:
        ValueError: it is no sealed zip.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            listed = json.loads(archive.read(MANIFEST))["files"]
            names = set(archive.namelist()) - {MANIFEST}
            wrong = names ^ set(listed)
            for name in names & set(listed):
                if hashlib.sha256(archive.read(name)).hexdigest() != listed[name]["sha256"]:
                    wrong.add(name)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ValueError(str(error)) from error
    return sorted(wrong)


def test_the_old_year_is_sealed_and_untouched(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    before = {path: path.read_bytes() for path in campaign.rglob("*") if path.is_file()}
    target = tmp_path / "2011年"
    pingyi("rollover", target, "--from", campaign)
    assert {path: path.read_bytes() for path in campaign.rglob("*") if path.is_file()} == before | {
        path: path.read_bytes() for path in campaign.rglob("*") if ".pingyi" in path.parts and path.is_file()
    }
    sealed = target / "上年档案_2010.zip"
    assert verify_seal(sealed) == []
    with zipfile.ZipFile(sealed) as archive:
        assert f"{RETURNED}/张三.txt" in archive.namelist()
        assert not [name for name in archive.namelist() if name.startswith(".pingyi")]
    assert seal_folder(campaign) == sealed.read_bytes()


def test_a_sealed_year_that_was_changed_is_found_out(campaign: Path, tmp_path: Path) -> None:
    path = tmp_path / "spoilt.zip"
    with zipfile.ZipFile(tmp_path / "whole.zip", "w") as _:
        pass
    whole = tmp_path / "whole.zip"
    whole.write_bytes(seal_folder(campaign))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "campaign.toml":
                data += b"#"
            if name != f"{RETURNED}/张三.txt":
                target.writestr(name, data)
        target.writestr("more.txt", "x")
        assert MANIFEST in source.namelist()
    assert verify_seal(path) == ["campaign.toml", "more.txt", f"{RETURNED}/张三.txt"]
    (tmp_path / "none.zip").write_bytes(b"PK")
    with pytest.raises(ValueError, match="zip"):
        verify_seal(tmp_path / "none.zip")


def test_joiners_leavers_and_movers_are_shown(
    campaign: Path, tmp_path: Path, write_roster: Callable[..., Path], pingyi: Command
) -> None:
    changes = {
        (6, "学工号"): "20009", (6, "姓名"): "冯新来",  # 周平 left, 冯新来 joined
        (4, "所在党支部"): "机械学院学生党支部",
    }  # fmt: skip
    roster = write_roster("新.xlsx", changes)
    target = tmp_path / "2011年"
    code, out, err = pingyi("rollover", target, "--from", campaign, "--roster", roster, "--json")
    assert code == 0, err
    found = json.loads(out)
    assert (found["joined"], found["left"]) == (["冯新来"], ["周平"])
    assert found["moved"] == [{"name": "孙国喆", "from": "机械学院教工党支部", "to": "机械学院学生党支部"}]
    assert found["summary"]["pledged"] == 1  # the one who left took the pledge along
    assert "20009" in open_campaign(target).campaign.people


def test_a_new_roster_with_errors_is_refused(
    campaign: Path, tmp_path: Path, write_roster: Callable[..., Path], pingyi: Command
) -> None:
    roster = write_roster("新.xlsx", {(3, "出生日期"): "1990-13-45"})
    target = tmp_path / "2011年"
    code, _out, err = pingyi("rollover", target, "--from", campaign, "--roster", roster)
    assert code == 1
    assert "new roster" in err
    assert not target.exists()


def test_nothing_is_ever_overwritten(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    used = tmp_path / "used"
    used.mkdir()
    (used / "mine.txt").write_text("x", encoding="utf-8")
    for target in (used, campaign, used / "mine.txt"):
        assert pingyi("rollover", target, "--from", campaign)[0] == 2
    assert pingyi("rollover", campaign / "next", "--from", campaign)[0] == 2
    assert [path.name for path in used.iterdir()] == ["mine.txt"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".pingyi-")]
    empty = tmp_path / "empty"
    empty.mkdir()
    assert pingyi("rollover", empty, "--from", campaign)[0] == 0


def test_a_place_that_cannot_be_made_is_explained(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    code, _out, err = pingyi("rollover", tmp_path / "file" / "2011年", "--from", campaign)
    assert code == 4, err
    assert "could not be written" in err


def test_a_bare_roster_cannot_be_rolled_over(
    write_roster: Callable[..., Path], tmp_path: Path, pingyi: Command
) -> None:
    assert pingyi("rollover", tmp_path / "next", "--from", write_roster())[0] == 2


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[campaign]\nyear = 2015\nid = 'mine'  # ours\n",
        "[deadlines]\nreview = 2012-02-29\nreport = \"2012年3月1日\"\n[deadlines.steps]\nself-summary = 2012-02-01\n",
        "[campaign]\n[[exemptions]]\nperson = \"甲\"\nreason = \"a\"\napproved_by = \"b\"\n[forms]\nempty = \"\"\n",
    ],
)  # fmt: skip
def test_the_moved_text_says_what_the_moved_settings_say(tmp_path: Path, text: str) -> None:
    old, new = tmp_path / "old.toml", tmp_path / "new.toml"
    old.write_text(text, encoding="utf-8")
    settings = load_settings(old)
    new.write_text(move_text(text, settings), encoding="utf-8")
    assert load_settings(new) == move_settings(settings)


def test_days_and_ids_move_by_a_year() -> None:
    assert move_day(dt.date(2012, 2, 29)) == dt.date(2013, 2, 28)
    assert move_id("mine", 2010) == "mine_2011"
    assert move_id("mine_2010", 2010) == "mine_2011"
    assert len(move_id("x" * 40, 2010)) <= 40


def test_a_rolled_over_campaign_rolls_over_again(campaign: Path, tmp_path: Path, pingyi: Command) -> None:
    first, second = tmp_path / "2011年", tmp_path / "2012年"
    assert pingyi("rollover", first, "--from", campaign)[0] == 0
    assert pingyi("rollover", second, "--from", first)[0] == 0
    assert load_settings(second / "campaign.toml").campaign.id == "chuangxian_zhengyou_2012"

"""`init` writes a folder that works, all of it or nothing, and never over anything that is there."""

from __future__ import annotations

import errno
import os
import tomllib
from pathlib import Path

import pytest

from pingyi import BranchType, Model, hookimpl
from pingyi.campaign import init_campaign, list_parts, load_settings, open_campaign, scaffold
from pingyi.errors import DeliveryError, SettingsError, UsageError
from pingyi.model.config.settings import Settings
from pingyi.plugins import load_plugins

NAMES = ["campaign.toml", "花名册.xlsx", "请先读我.txt", "rules", "templates", "returned"]


def read_tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every file below a folder, hidden ones too."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_init_writes_a_campaign_that_opens(tmp_path: Path) -> None:
    folder = tmp_path / "示例大学" / "2010 评议"
    written = init_campaign(folder)
    assert [path.name for path in written] == NAMES
    assert sorted(path.name for path in folder.iterdir()) == sorted(NAMES)
    for name in ("rules", "templates", "returned"):
        assert list((folder / name).iterdir()) == []
    settings = load_settings(folder / "campaign.toml")
    assert settings.model_copy(update={"plugins": {}}) == Settings()
    assert not any(settings.plugins.values())  # their keys are shown as comments
    opened = open_campaign(folder)
    assert opened.folder == folder
    assert not opened.campaign.people


def test_the_read_me_names_the_next_two_commands_and_opens_in_any_notepad(tmp_path: Path) -> None:
    init_campaign(tmp_path)
    content = (tmp_path / "请先读我.txt").read_bytes()
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    assert text.count("\n") == text.count("\r\n")
    assert text.index("pingyi check") < text.index("pingyi render")
    for name in (*NAMES[:2], *NAMES[3:]):
        assert name in text


def test_a_second_init_writes_nothing(tmp_path: Path) -> None:
    init_campaign(tmp_path)
    before = read_tree(tmp_path)
    assert init_campaign(tmp_path) == []
    assert read_tree(tmp_path) == before


def test_a_second_demo_writes_nothing(tmp_path: Path) -> None:
    init_campaign(tmp_path, demo=True)
    before = read_tree(tmp_path)
    assert init_campaign(tmp_path, demo=True) == []
    assert init_campaign(tmp_path) == []
    assert read_tree(tmp_path) == before


def test_what_is_there_stays_and_only_what_lacks_is_written(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text("[campaign]\nyear = 2011\n", encoding="utf-8")
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "member.docx").write_bytes(b"mine")
    (tmp_path / "通讯录.xlsx").write_bytes(b"somebody's")
    before = read_tree(tmp_path)
    written = init_campaign(tmp_path)
    assert [path.name for path in written] == ["花名册.xlsx", "请先读我.txt", "rules", "returned"]
    assert {name: state for name, state in read_tree(tmp_path).items() if name in before} == before


def test_a_deleted_part_comes_back(tmp_path: Path) -> None:
    init_campaign(tmp_path)
    (tmp_path / "花名册.xlsx").unlink()
    assert [path.name for path in init_campaign(tmp_path)] == ["花名册.xlsx"]


@pytest.mark.parametrize("name", ["党员.csv", "../党员.xlsx", "数据/党员.xlsx"])
def test_a_roster_that_lies_elsewhere_is_not_made(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "campaign"
    folder.mkdir()
    (folder / "campaign.toml").write_text(f'[roster]\nfile = "{name}"\n', encoding="utf-8")
    assert [path.name for path in init_campaign(folder)] == NAMES[2:]
    assert not (folder / name).exists()


def test_a_roster_of_another_name_is_made_under_that_name(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text('[roster]\nfile = "党员.xlsx"\n', encoding="utf-8")
    assert tmp_path / "党员.xlsx" in init_campaign(tmp_path)
    assert not (tmp_path / "花名册.xlsx").exists()


@pytest.mark.parametrize("name", ["campaign.toml", "花名册.xlsx"])
def test_the_demo_does_not_mix_with_a_campaign_of_ones_own(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UsageError, match=name) as caught:
        init_campaign(tmp_path, demo=True)
    assert "another folder" in caught.value.cure
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["rules", "templates", "returned"])
def test_a_file_where_a_folder_must_be_is_refused_before_anything_is_written(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match=name):
        init_campaign(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "campaign"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        init_campaign(path)
    assert path.read_text(encoding="utf-8") == "mine"


def test_wrong_settings_that_are_there_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "campaign.toml").write_text("[campaign]\nyaer = 2011\n", encoding="utf-8")
    with pytest.raises(SettingsError):
        init_campaign(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["campaign.toml"]


def test_a_dangling_link_is_not_written_through(tmp_path: Path) -> None:
    folder = tmp_path / "campaign"
    folder.mkdir()
    target = tmp_path / "elsewhere.txt"
    (folder / "请先读我.txt").symlink_to(target)
    assert folder / "请先读我.txt" not in init_campaign(folder)
    assert not target.exists()


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(scaffold, "write_workbook", fail)
    with pytest.raises(DeliveryError, match="disk is full"):
        init_campaign(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("count", range(len(NAMES)))
def test_a_rename_that_fails_takes_the_others_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(scaffold, "write_workbook", lambda target, *_rest: target.write_bytes(b""))
    calls = iter(range(len(NAMES)))
    replace = Path.replace

    def fail_once(path: Path, target: Path) -> Path:
        if next(calls) == count:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail_once)
    with pytest.raises(DeliveryError):
        init_campaign(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_list_parts_names_everything_that_init_makes(tmp_path: Path) -> None:
    assert init_campaign(tmp_path) == list_parts(tmp_path)


class WardSettings(Model):
    shifts: int = 3
    label: str = "早班"


class Ward(BranchType):
    NAME = "ward"
    LABEL = "病区党支部"
    settings_model = WardSettings


class Hospital:
    @hookimpl
    def pingyi_branch_types(self) -> list[type[BranchType]]:
        return [Ward]


def test_the_settings_of_every_installed_branch_type_are_shown_with_their_defaults() -> None:
    plugins = load_plugins(extra={"hospital": Hospital()})
    text = scaffold.write_settings(plugins)
    assert tomllib.loads(text)["plugins"]["ward"] == {}
    for name, kind in plugins.branch_types.items():
        keys = kind.settings_model.model_fields
        assert not keys or f"[plugins.{name}]" in text
    uncommented = tomllib.loads(text.replace("# shifts =", "shifts =").replace("# label =", "label ="))
    assert uncommented["plugins"]["ward"] == WardSettings().model_dump()
    load_plugins(tomllib.loads(text)["plugins"], extra={"hospital": Hospital()})

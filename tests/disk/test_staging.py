"""Folders that come to their place as a whole or not at all."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from pingyi.disk.folders import stage, stage_in


def test_a_folder_appears_with_everything_in_it(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b"
    with stage(target) as new:
        (new / "inner").mkdir()
        (new / "inner" / "file").write_bytes(b"x")
        assert not target.exists()
        assert new.is_relative_to(target.parent)  # on the same disk
    assert (target / "inner" / "file").read_bytes() == b"x"
    assert list(target.parent.iterdir()) == [target]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_a_failure_inside_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def fill(new: Path) -> None:
        (new / "file").write_bytes(b"x")
        raise error

    with pytest.raises(error), stage(tmp_path / "a" / "b" / "c") as new:
        fill(new)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_keeps_what_others_put_into_a_new_folder(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "theirs").write_bytes(b"y")
        raise OSError

    with pytest.raises(OSError), stage_in(tmp_path / "a" / "b") as new:  # noqa: PT011 - it has no message
        fill(new.parent)
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["theirs"]


def test_a_folder_that_is_in_use_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "used"
    target.mkdir()
    (target / "mine").write_bytes(b"x")
    with pytest.raises(OSError, match="used"), stage(target) as new:
        (new / "mine").write_bytes(b"other")
    assert (target / "mine").read_bytes() == b"x"
    assert list(tmp_path.iterdir()) == [target]


def test_a_file_in_the_way_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "used"
    target.write_bytes(b"x")
    with pytest.raises(OSError, match="used"), stage(target):
        pass
    assert target.read_bytes() == b"x"
    assert list(tmp_path.iterdir()) == [target]


def test_an_empty_folder_gives_way(tmp_path: Path) -> None:
    target = tmp_path / "empty"
    target.mkdir()
    with stage(target) as new:
        (new / "file").write_bytes(b"x")
    assert [path.name for path in target.iterdir()] == ["file"]


def test_no_parent_can_be_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(OSError, match="file"), stage(tmp_path / "file" / "a" / "b"):
        pass
    assert (tmp_path / "file").read_bytes() == b"x"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_folder_is_private_unless_asked_otherwise(tmp_path: Path) -> None:
    with stage(tmp_path / "own"):
        pass
    with stage(tmp_path / "shared", mode=0o755):
        pass
    assert stat.S_IMODE((tmp_path / "own").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "shared").stat().st_mode) == 0o755

"""What the system and the libraries say comes to the user in the user's language."""

from __future__ import annotations

import errno
import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from pingyi.campaign.toml_sayings import say
from pingyi.disk.problems import describe, explain
from pingyi.errors import DiskError

Run = Callable[..., tuple[int, str, str]]
NUMBERS = ("EACCES", "EPERM", "ENOSPC", "EEXIST", "EISDIR", "ENOTDIR", "ELOOP", "EROFS", "EBUSY", "ENAMETOOLONG")


@pytest.mark.parametrize("name", NUMBERS)
def test_what_the_system_says_is_in_our_catalogue(name: str) -> None:
    number = getattr(errno, name)
    error = OSError(number, os.strerror(number), "x")
    assert describe(error) != error.strerror
    assert describe(error) in str(explain("x", error))


def test_a_rare_number_keeps_the_words_of_the_system() -> None:
    assert describe(OSError(errno.EDOM, "odd")) == "odd"
    assert describe(OSError("no number")) == "no number"


def test_the_cure_fits_the_number() -> None:
    def cure(number: int) -> str:
        return explain("x", OSError(number, "")).cure

    assert "room" in cure(errno.ENOSPC)
    assert "right" in cure(errno.EROFS)
    assert "right" in cure(errno.EACCES)
    assert "Word or WPS" in cure(errno.EBUSY)
    assert "in its place" in cure(errno.EISDIR)
    assert isinstance(explain("x", OSError(errno.EROFS, "")), DiskError)


def test_a_file_that_may_not_be_read(pingyi: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(b"x")
    monkeypatch.setattr(os, "access", lambda *_arguments, **_options: False)
    code, _out, err = pingyi("check", path)
    assert code == 2
    assert "may not be read: check your rights" in err
    assert "花名册.xlsx" in err


@pytest.mark.parametrize(
    "text",
    [
        "a = 1 2", "a", "[a", "[[a]", "[a]\n[a]", "a = 1\na = 2", "a = {}\n[a.b]", "a = {b = 1, b = 2}", "= 1", "a = ",
        "a = 2010-13-45", "a = [1", "a = {b = 1", 'a = "x', "a = 'x", 'a = "x\ny"', 'a = "\\x"', "a = 1\x01",
        "[copies.public]\n[copies.public]",
    ],
)  # fmt: skip
def test_the_words_of_the_toml_reader_are_the_users(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(text)
    reason = re.sub(r"\s*\(at .*\)$", "", str(caught.value))
    assert say(reason) != reason
    assert "{" not in say(reason)
    assert say("Something new") == "Something new"

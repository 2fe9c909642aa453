"""Reading `campaign.toml`: its bytes, its TOML, its keys; every complaint with line, key and cure."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pingyi.campaign.toml_causes import find_cause
from pingyi.campaign.toml_sayings import say
from pingyi.disk.problems import describe
from pingyi.errors import Problem, SettingsError, Severity
from pingyi.model.config.faults import SETTINGS_FILE, key_text, list_faults
from pingyi.model.config.settings import Settings
from pingyi.texts import translate as _

_PLACE = re.compile(r"\s*\(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_BOMS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}
_QUOTES = ('"""', "'''")
_OTHER_ENCODING = "GB18030"
"""What a Chinese Windows editor writes when it is told ANSI."""


def load_settings(path: Path) -> Settings:
    """Read a campaign's settings.

    Args:
        path: the file, usually `campaign.toml`.

    Raises:
        SettingsError: the file is missing, not UTF-8, not TOML, or has wrong keys; every wrong key is one problem, with
            its line, its full key (elements of lists counted from 1), its value and what to write instead.
    """
    text = _read_text(path)
    data = _parse(path, text)
    try:
        return Settings.model_validate(data)
    except ValidationError as error:
        problems = list_faults(error, Settings, data)
        raise SettingsError(
            _("{file} has {count} wrong settings.").format(file=path.name, count=len(problems)),
            cure=_("Correct them in a text editor and run the command again."),
            problems=place_problems(path, problems),
        ) from error


def place_problems(path: Path, problems: Sequence[Problem]) -> list[Problem]:
    """Add the line of its key to each problem with a setting; a missing key gets the line of its table."""
    if not any(problem.column and problem.file in ("", SETTINGS_FILE) for problem in problems):
        return list(problems)
    try:
        lines = _index_lines(_read_text(path))
    except SettingsError:  # the file changed in between: the problems still stand, without lines
        lines = {}
    placed = []
    for problem in problems:
        key = problem.column
        while key and key not in lines:
            key = key[: max(key.rfind("."), key.rfind("["), 0)]
        same_file = problem.file in ("", SETTINGS_FILE)
        placed.append(
            dataclasses.replace(problem, file=path.name, row=lines.get(key))
            if same_file and problem.column
            else problem
        )
    return placed


def _read_text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise SettingsError(_("There is no {path}.").format(path=path), cure=_cure_missing(path)) from None
    except OSError as error:
        raise SettingsError(
            _("{path} cannot be read: {error}.").format(path=path, error=describe(error)),
            cure=_("Close it in other programs and check your rights to the folder."),
        ) from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        encoding = _BOMS.get(content[:2]) or _OTHER_ENCODING
        line = content.count(b"\n", 0, error.start) + 1
        problem = Problem(
            Severity.ERROR,
            "settings-encoding",
            _("The file is not saved as UTF-8 but, it seems, as {encoding}.").format(encoding=encoding),
            _("Open it in Notepad, choose Save As, set the encoding below to UTF-8, and save."),
            file=path.name,
            row=line,
        )
        message = _("{file} cannot be read.").format(file=path.name)
        raise SettingsError(message, problems=[problem]) from error


def _cure_missing(path: Path) -> str:
    for near in (path.with_name(path.name + ".txt"), path.with_name(path.stem + ".txt")):
        if near.is_file():  # Windows hides the ending that its Notepad added
            return _("Rename “{near}” to “{name}”; Windows shows endings under View.").format(
                near=near.name, name=path.name
            )
    return _("Write a campaign folder with “pingyi init DIR”, or change into the right folder.")


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        row, column, reason = _locate(error, text)
        line = text.splitlines()[row - 1 : row]
        where = _("column {column}").format(column=column) if column else ""
        problem = Problem(
            Severity.ERROR,
            "settings-syntax",
            _("This line cannot be understood ({reason}).").format(
                reason=", ".join(filter(None, (where, say(reason))))
            ),
            find_cause(reason, "".join(line)),
            file=path.name,
            row=row,
            value="".join(line).strip(),
        )
        message = _("{file} is not valid TOML.").format(file=path.name)
        raise SettingsError(message, problems=[problem]) from error


def _locate(error: Exception, text: str) -> tuple[int, int | None, str]:
    """Line, column and reason of a syntax error; what is noticed only later is told where it began."""
    if not isinstance(error, tomllib.TOMLDecodeError):  # 3,000 brackets, or a number of 5,000 digits
        return _last_begun(text), None, _("too long")
    reason = str(error)
    match = _PLACE.search(reason)
    if match is None or match["line"] is None:
        return _last_begun(text), None, _PLACE.sub("", reason)
    row, column = int(match["line"]), int(match["column"])
    begun = _last_begun("".join(text.splitlines(keepends=True)[:row]))
    return begun, column if begun == row else None, _PLACE.sub("", reason)


def _last_begun(text: str) -> int:
    """The line on which the value begins that makes this text break off."""
    lines = text.splitlines(keepends=True)
    return next((count for count in range(len(lines), 0, -1) if _try_parse("".join(lines[: count - 1])) is not None), 1)


def _index_lines(text: str) -> dict[str, int]:
    """The line on which each key of a file begins.

    The TOML reader does not tell. But a file cut after any line either is whole, and has the keys so far, or breaks off
    inside a value; so a key that appears begins after the last place where the file was whole. Blank lines and comments
    bring no key, and are left out: they are most of a campaign's settings.
    """
    lines = [(number, line) for number, line in enumerate(text.splitlines(keepends=True), 1) if _may_tell(line)]
    found: dict[str, int] = {}
    whole = 0
    for count in range(1, len(lines) + 1):
        data = _try_parse("".join([line for _number, line in lines[:count]]))
        if data is None:
            continue
        for key in _list_key_texts(data):
            found.setdefault(key, lines[whole][0])
        whole = count
    return found


def _may_tell(line: str) -> bool:
    """Whether a line is more than a comment; one with three quotes may be the end of a text of several lines."""
    stripped = line.strip()
    return bool(stripped) and (not stripped.startswith("#") or any(quotes in stripped for quotes in _QUOTES))


def _try_parse(text: str) -> dict[str, Any] | None:
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return None


def _list_key_texts(value: object, path: tuple[str | int, ...] = ()) -> Iterator[str]:
    if path:
        yield key_text(path)
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _list_key_texts(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _list_key_texts(item, (*path, index))

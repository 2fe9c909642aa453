"""`campaign.toml` of the next year: the same text with the year and the dates moved, comments and all."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import Any

from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate

_HEADER = re.compile(r"^\s*(\[\[?)\s*([\w.\-\"]+)\s*\]\]?")


def move_settings(settings: Settings) -> Settings:
    """The settings one year later: year, id, dates; exemptions end with the year they were approved for (Q9)."""
    info, deadlines = settings.campaign, settings.deadlines
    return settings.model_copy(
        update={
            "campaign": info.model_copy(update={"year": info.year + 1, "id": move_id(info.id, info.year)}),
            "deadlines": deadlines.model_copy(
                update={
                    "review": move_day(deadlines.review),
                    "report": move_day(deadlines.report),
                    "steps": {step: move_day(day) for step, day in deadlines.steps.items()},
                }
            ),
            "exemptions": (),
        }
    )


def move_day(day: dt.date) -> dt.date:
    """The same day a year later; 29 February becomes the 28th."""
    return PartialDate(day.year, day.month, day.day).plus_years(1).first


def move_id(campaign_id: str, year: int) -> str:
    """Another id for another campaign, so that last year's forms are not taken for this year's."""
    base = campaign_id.removesuffix(f"_{year}")
    return f"{base[:34]}_{year + 1}"


def move_text(text: str, settings: Settings) -> str:
    """Change the lines of `campaign.toml` that a new year changes, and nothing else.

    Args:
        text: the file.
        settings: what it says.
    """
    moved = move_settings(settings)
    values: dict[str, Mapping[str, Any]] = {
        "campaign": {"id": f'"{moved.campaign.id}"', "year": moved.campaign.year},
        "deadlines": {"review": moved.deadlines.review, "report": moved.deadlines.report},
        "deadlines.steps": dict(moved.deadlines.steps),
    }
    written: set[tuple[str, str]] = set()
    lines: list[str] = []
    section = ""
    for line in text.splitlines():
        header = _HEADER.match(line)
        if header:
            section = header[2].replace('"', "")
        if section == "exemptions" and line.strip() and not line.lstrip().startswith("#"):
            lines.append(f"# {line}")
            continue
        key = line.partition("=")[0].strip().strip('"')
        if "=" in line and not line.lstrip().startswith("#") and key in values.get(section, {}):
            written.add((section, key))
            line = _replace_value(line, values[section][key])  # noqa: PLW2901
        lines.append(line)
    for name in ("campaign", "deadlines"):
        added = [f"{key} = {value}" for key, value in values[name].items() if (name, key) not in written]
        lines = _add(lines, name, added)
    return "\n".join(lines) + "\n"


def _replace_value(line: str, value: object) -> str:
    """Put another value behind the sign of equality; what follows it, such as a comment, stays where it is."""
    shown: Callable[[re.Match[str]], str] = lambda match: f"{match[1]}{value}"  # noqa: E731
    return re.sub(r'^(\s*[\w\-"]+\s*=\s*)("[^"]*"|\'[^\']*\'|[^\s#]+)', shown, line, count=1)


def _add(lines: list[str], section: str, added: list[str]) -> list[str]:
    if not added:
        return lines
    for place, line in enumerate(lines):
        header = _HEADER.match(line)
        if header and header[1] == "[" and header[2] == section:
            return [*lines[: place + 1], *added, *lines[place + 1 :]]
    return [*lines, "", f"[{section}]", *added]

"""Gathering the entry sheets of a folder, at any depth and inside packs; of one sheet sent twice one copy counts."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pingyi.collect.folder import SHEETS, File, Walker
from pingyi.errors import FileKindError, Problem, Severity
from pingyi.evaluate.ballots import Part, Shape, Source
from pingyi.evaluate.sheets.entry import read_entry
from pingyi.evaluate.subjects import Subjects
from pingyi.roster.files.workbooks import read_sheets
from pingyi.texts import translate as _

_NOWHERE = Source("")
Key = tuple[str, Shape, str, str]


def gather_parts(folder: Path, subjects: Subjects) -> tuple[list[Part], list[Problem]]:
    """Read every entry sheet of a folder; nothing in it is changed.

    Args:
        folder: of returned files; it need not exist.
        subjects: what can be voted on.

    Returns:
        The sheets that count, in no order that matters, and everything that is wrong with them.
    """
    parts: list[Part] = []
    problems: list[Problem] = []
    if not folder.is_dir():
        return parts, problems
    # what is wrong with files that are no entry sheets is told where forms are collected
    for file in Walker(folder, []).walk():
        if file.suffix in SHEETS:
            for part, found in _read_file(file, subjects):
                problems.extend(found)
                if part is not None:
                    parts.append(part)
    kept, doubts = _settle(parts)
    return kept, [*problems, *doubts]


def _read_file(file: File, subjects: Subjects) -> Iterator[tuple[Part | None, list[Problem]]]:
    with tempfile.TemporaryDirectory(prefix="pingyi-") as place:
        path = Path(place, f"sheet{file.suffix}")
        path.write_bytes(file.content)
        try:
            sheets = read_sheets(path)
        except FileKindError:
            return  # told where forms are collected
    for sheet in sheets:
        yield read_entry(sheet, file.path, subjects)


def _settle(parts: Iterable[Part]) -> tuple[list[Part], list[Problem]]:
    """Sheets on one subject, by the same voters in the same room, are copies of one; different copies are no votes."""
    groups: defaultdict[Key, list[Part]] = defaultdict(list)
    for part in parts:
        groups[part.organisation_id, part.shape, part.head.category, part.head.session].append(part)
    kept: list[Part] = []
    problems: list[Problem] = []
    for copies in groups.values():
        copies.sort(key=lambda part: part.source)
        first, *others = copies
        if all(_strip(part) == _strip(first) for part in others):
            kept.append(first)
            problems.extend(_tell_copy(part, first) for part in others)
        else:
            problems.append(_tell_conflict(copies))
    return kept, problems


def _strip(part: Part) -> Part:
    """What a sheet says, wherever it stands."""
    ballots = tuple(sorted((replace(ballot, row=0) for ballot in part.ballots), key=repr))
    counts = tuple(sorted((replace(line, row=0) for line in part.counts), key=repr))
    return replace(part, source=_NOWHERE, ballots=ballots, counts=counts, columns={})


def _tell_copy(part: Part, first: Part) -> Problem:
    message = _("The same sheet as in “{file}”: it is counted once.").format(file=first.source.file)
    return Problem(Severity.INFO, "ballot-sheet-copy", message, file=part.source.file, sheet=part.source.sheet)


def _tell_conflict(copies: Sequence[Part]) -> Problem:
    first = copies[0].source
    return Problem(
        Severity.ERROR,
        "ballot-sheets-differ",
        _("{count} different sheets say how the same ballots were cast; none of them is counted: {files}.").format(
            count=len(copies), files="、".join(dict.fromkeys(part.source.file for part in copies))
        ),
        _("Keep the right one. If they are different ballots, write 场次 or 评议人身份 above each table."),
        file=first.file,
        sheet=first.sheet,
    )

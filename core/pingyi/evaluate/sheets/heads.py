"""The lines above the table of an entry sheet: labels with their values beside them or behind a colon."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from pingyi.evaluate.ballots import Head
from pingyi.evaluate.sheets.words import HEAD_NUMBERS, HEAD_TEXTS, normalise, read_cell
from pingyi.roster.files.sheets import CellValue

_NUMBER_AFTER = r"(?:选票|评议表|票)?(?:人数|票数|份数|总数|数)?[：:]?\s*(\d{1,6})"
_LONGEST_LABEL = 12


def read_head(rows: Sequence[Sequence[CellValue]]) -> tuple[Head, str]:
    """Read what stands above the table.

    Args:
        rows: the rows before the header.

    Returns:
        The head, and the words that name the subject.
    """
    numbers: dict[str, int] = {}
    texts: dict[str, str] = {}
    for row in rows:
        cells = [read_cell(value) for value in row]
        for index, cell in enumerate(cells):
            if cell:
                follower = next((text for text in cells[index + 1 :] if text), "")
                _read_numbers(cell, follower, numbers)
                _read_text(cell, follower, texts)
    subject = texts.pop("subject", "")
    return Head(**texts, **numbers), subject  # type: ignore[arg-type]


def _read_numbers(cell: str, follower: str, found: dict[str, int]) -> None:
    plain = unicodedata.normalize("NFKC", cell)
    for name, words in HEAD_NUMBERS.items():
        for word in words:
            match = re.search(word + _NUMBER_AFTER, plain)
            if match is not None:
                found.setdefault(name, int(match[1]))
            elif normalise(cell).startswith(word) and len(normalise(cell)) <= _LONGEST_LABEL:
                number = re.match(r"(\d{1,6})\s*(?:张|份|人|名|票)?$", unicodedata.normalize("NFKC", follower))
                if number is not None:
                    found.setdefault(name, int(number[1]))


def _read_text(cell: str, follower: str, found: dict[str, str]) -> None:
    label, colon, value = unicodedata.normalize("NFKC", cell).partition(":")
    for name, words in HEAD_TEXTS.items():
        if normalise(label) in words and name not in found:
            text = value.strip() if colon and value.strip() else follower
            if text and not _is_label(text):
                found[name] = text


def _is_label(text: str) -> bool:
    """Whether the next cell is another label, because the value was left empty."""
    plain = normalise(text.replace("：", ":").partition(":")[0])
    return any(plain in words for words in HEAD_TEXTS.values()) or any(
        plain.startswith(word) for words in HEAD_NUMBERS.values() for word in words
    )

"""How much text the cells of an .xlsx share: one long text, used by every cell, is copied for each of them."""

from __future__ import annotations

import re
from zipfile import ZipFile, ZipInfo

_ITEM = re.compile(rb"<(?:\w+:)?si[\s>]")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>(\d{1,9})<")
_NAME = "sharedStrings"


def measure_texts(archive: ZipFile, info: ZipInfo) -> int:
    """Bytes of the longest shared text in a part, 0 if the part has none."""
    return max(_lengths(archive, info), default=0)


def sum_texts(archive: ZipFile) -> int:
    """Bytes of text that the cells of all sheets hold together, copies counted."""
    lengths = [size for info in archive.infolist() for size in _lengths(archive, info)]
    total = 0
    for info in archive.infolist():
        content = archive.read(info)
        if b"sheetData" in content:
            total += sum(lengths[int(number)] for number in _VALUE.findall(content) if int(number) < len(lengths))
    return total


def _lengths(archive: ZipFile, info: ZipInfo) -> list[int]:
    if _NAME.lower() not in info.filename.lower():
        return []
    return [len(item) for item in _ITEM.split(archive.read(info))[1:]]

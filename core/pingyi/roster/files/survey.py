"""A first look at the parts of an .xlsx, so that calamine is never given one it would die of.

calamine reserves memory for the whole used range: a workbook with the cells A1 and XFD1048576 ends the process, and
cells that share one long text are copied one by one. Here each part is inflated once, within limits, and the used
range of each sheet is found. What stands behind a long run of empty rows is cut off.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile, ZipInfo

from pingyi.errors import FileKindError
from pingyi.roster.files.refusals import damaged, refuse, too_large
from pingyi.roster.files.shared_text import measure_texts, sum_texts
from pingyi.roster.files.sheet_xml import SheetScan, UnusualXmlError, scan_unusual
from pingyi.texts import translate as _

CHUNK = 1 << 20
_MAX_TOTAL = 2 << 30  # a million rows of twenty columns are 1 GiB
_SMALL = 64 << 20
_MAX_RATIO = 200  # sheets compress 10 to 40 times, a bomb about 1,000 times
_MAX_CELLS = 40_000_000
_FREE_RANGE = 2_000_000  # cells of a used range that cost nothing worth asking about
_MAX_SPARSENESS = 20
_MAX_TEXT = 512 << 20
_LOOK_BEHIND = 64 << 20


@dataclass
class Survey:
    """What was found.

    Attributes:
        cuts: parts that are read only up to a byte offset, and the last row before it.
        hidden_values: parts that have values behind their cut.
        lost: cells by part whose formula has an error or was never calculated.
    """

    cuts: dict[str, tuple[int, int]] = field(default_factory=dict)
    hidden_values: set[str] = field(default_factory=set)
    lost: dict[str, list[str]] = field(default_factory=dict)


def survey_workbook(path: Path, archive: ZipFile) -> Survey:
    """Look at every part of a workbook.

    Raises:
        FileKindError: it would need more time or memory than a roster can be worth, or is damaged.
    """
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    if total > _MAX_TOTAL or (total > _SMALL and total > _MAX_RATIO * max(path.stat().st_size, 1)):
        raise too_large(path)
    survey = Survey()
    cells = 0
    longest = 0
    for info in infos:
        scan = _scan_part(path, archive, info)
        if scan is None:
            longest = max(longest, measure_texts(archive, info))
            continue
        cells += scan.cells
        box = (scan.last_row - scan.first_row + 1) * scan.columns
        if box > _MAX_CELLS or (box > _FREE_RANGE and box > _MAX_SPARSENESS * scan.cells):
            raise _sparse(path, scan)
        if scan.cut is not None:
            survey.cuts[info.filename] = (scan.cut, scan.last_row)
            if scan.values_behind:
                survey.hidden_values.add(info.filename)
        if scan.lost:
            survey.lost[info.filename] = scan.lost
    if cells > _MAX_CELLS or (cells * longest > _MAX_TEXT and sum_texts(archive) > _MAX_TEXT):
        raise too_large(path)
    return survey


def _scan_part(path: Path, archive: ZipFile, info: ZipInfo) -> SheetScan | None:
    """Look at one part; `None` if it is no sheet."""
    try:
        try:
            scan = _scan_fast(path, archive, info)
        except UnusualXmlError:
            return scan_unusual(_read_chunks(archive, info))
        if scan is not None and scan.cut is not None and not scan.values_behind:
            scan.values_behind = _has_values_behind(archive, info, scan.cut)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise damaged(path) from error
    return scan


def _scan_fast(path: Path, archive: ZipFile, info: ZipInfo) -> SheetScan | None:
    scan: SheetScan | None = None
    tail = b""
    for number, chunk in enumerate(_read_chunks(archive, info)):
        window = chunk
        if scan is None:
            window = tail + chunk  # the words may lie across two chunks
            if b"!" in window and (b"<!DOCTYPE" in window or b"<!ENTITY" in window):
                raise refuse(
                    path,
                    "file-entities",
                    _("“{file}” contains entity definitions, which no spreadsheet program writes."),
                    _("Do not trust this file; ask its sender for a new copy, saved from Excel or WPS."),
                )
            if b"sheetData" not in window:
                tail = chunk[-16:]
                continue
            start = window.index(b"sheetData")
            scan = SheetScan(offset=number * CHUNK - len(tail) + start)
            window = window[start:]
        if not scan.feed(window):
            break
    return scan


def _read_chunks(archive: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    """Inflate one part bit by bit; a part that is longer than it says is refused by `zipfile` itself."""
    with archive.open(info) as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _has_values_behind(archive: ZipFile, info: ZipInfo, cut: int) -> bool:
    with archive.open(info) as stream:
        stream.seek(cut)
        looked = 0
        while looked < _LOOK_BEHIND and (chunk := stream.read(CHUNK)):
            if b"<v>" in chunk or b"<is>" in chunk:
                return True
            looked += len(chunk)
    return False


def _sparse(path: Path, scan: SheetScan) -> FileKindError:
    return refuse(
        path,
        "file-range",
        _("“{file}” has a stray value at cell {cell}, far away from its table."),
        _("Delete the rows and columns around that cell, save, and try again."),
        cell=scan.far_cell,
    )

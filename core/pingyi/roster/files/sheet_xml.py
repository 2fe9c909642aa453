"""The used range of one sheet's XML, found without building anything.

Fast for the dialect that spreadsheet programs write, by a real parser for any other.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

GAP = 1_000
"""Empty rows after which a sheet is taken to have ended."""

_CONTENT = rb"(?:/>|>(?:<v>[^<]*+</v>|<is><t[^<>/]*+>[^<]*+</t></is>)</c>)"
# groups are not possessive: before Python 3.11.5 those that fail halfway match what they must not
_PLAIN = rb' r="%s\1"(?: s="\d++")?(?: t="(?!e")\w++")?' + _CONTENT
_PLAIN_ROW = re.compile(
    rb'<row r="(\d{1,7})"[^<>/]*+>(?:<c%s)*((?:<c%s)*)</row>' % (_PLAIN % b"[A-Z]", _PLAIN % b"[A-Z]{2,3}")
)
"""A row as programs write it for values alone: its number, and those of its cells that stand behind column Z."""
_ROW = re.compile(rb'<row r="(\d{1,7})"')
_CELL = re.compile(rb'<c r="[A-Z]{1,3}(\d{1,7})"')
_WIDE_CELL = re.compile(rb'<c r="([A-Z]{2,3})(\d{1,7})"[^>]*(?<!/)>')
_FORMULA_CELL = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"([^>]*)(?<!/)>(.*?)</c>', re.DOTALL)
_FULL_VALUE = re.compile(rb"<v[^>]*>[^<]")
_REFERENCE = re.compile(r"([A-Za-z]{1,3})(\d{1,7})")
_PREFIXED = re.compile(rb":(?:c|v|is|row)[\s/>]")
_OPENING = b"sheetData>"
_LONGEST_ROW = 32 << 20
_NARROW = 26  # columns: below that, nothing needs to be exact


class UnusualXmlError(Exception):
    """The XML is not written as the fast look expects."""


def column_number(letters: str | bytes) -> int:
    """`A` is 1, `XFD` 16384."""
    number = 0
    for letter in letters.upper().encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - 64
    return number


@dataclass
class SheetScan:
    """The used range so far.

    Attributes:
        offset: where the next untaken byte stands in the part.
        cells: how many cells were seen up to the last value.
        cut: byte offset behind the last row with a value before a long run of empty rows.
        values_behind: whether there are values behind the cut.
        lost: cells whose formula has an error or was never calculated.
    """

    offset: int = 0
    cells: int = 0
    columns: int = 0
    first_row: int = 0
    last_row: int = 0
    far_cell: str = ""
    cut: int | None = None
    values_behind: bool = False
    lost: list[str] = field(default_factory=list)
    _rest: bytes = b""
    _end_of_values: int = 0

    def feed(self, chunk: bytes) -> bool:
        """Take the next bytes, from `sheetData` on; `False` when nothing more is needed.

        Raises:
            UnusualXmlError: see `scan_unusual`.
        """
        data = self._rest + chunk
        end = data.find(b"</sheetData")
        stop = end if end >= 0 else data.rfind(b"<row ")
        if stop > 0:
            self._take(data[:stop])
            self.offset += stop
            data = data[stop:]
        if len(data) > _LONGEST_ROW:
            raise UnusualXmlError
        self._rest = data
        return end < 0 and self.cut is None

    def _take(self, block: bytes) -> None:
        """Take a block of whole rows."""
        if self._take_plain(block):
            return
        numbers = _ROW.findall(block)
        if block.count(b"<row") != len(numbers) or _PREFIXED.search(block):
            raise UnusualXmlError
        last_value = max(block.rfind(b"<v"), block.rfind(b"<is"))
        if last_value >= 0:
            after = block.find(b"<row ", last_value)
            if after < 0:
                self._measure(block, numbers)
            else:
                self._measure(block[:after], _ROW.findall(block, 0, after))
        if numbers and self.last_row and self.cut is None and max(map(int, numbers)) > self.last_row + GAP:
            self.cut = self._end_of_values

    def _take_plain(self, block: bytes) -> bool:
        """Take a block in one look, if it holds plain rows and nothing else, and ends with a value."""
        if not block.endswith((b"</v></c></row>", b"</is></c></row>")):
            return False
        content = block.removeprefix(_OPENING)
        if not _PLAIN_ROW.match(content):  # told at once for most files that are written otherwise
            return False
        _between, *parts = _PLAIN_ROW.split(content)
        if any(parts[2::3]):
            return False
        rows = list(map(int, parts[::3]))
        if any(row > before + GAP for before, row in itertools.pairwise([self.last_row or rows[0], *rows])):
            return False
        self._extend(block, rows, block.count(b'<c r="'), b"".join(parts[1::3]))
        return True

    def _measure(self, block: bytes, numbers: list[bytes]) -> None:
        """Measure a block that ends with a row that has a value."""
        if not numbers:
            raise UnusualXmlError
        rows = list(map(int, numbers))
        for position, (before, row) in enumerate(itertools.pairwise([self.last_row or rows[0], *rows])):
            if row > before + GAP:
                at = block.index(b'<row r="' + numbers[position] + b'"')
                self.cut, self.values_behind = self.offset + at, True
                block, rows, numbers = block[:at], rows[:position], numbers[:position]
                break
        cells = _CELL.findall(block)
        if block.count(b"<c") != len(cells) or not set(cells) <= set(numbers):
            raise UnusualXmlError
        self._extend(block, rows, len(cells), block)
        if b"<f" in block or b't="e"' in block:
            self._note_lost(block)

    def _extend(self, block: bytes, rows: list[int], cells: int, wide: bytes) -> None:
        """Extend the used range by a block; `wide` has all of its cells behind column Z."""
        if rows:
            self.first_row = min([self.first_row or rows[0], *rows])
            self.last_row = max([self.last_row, *rows])
        self.cells += cells
        self.columns = max(self.columns, _NARROW if cells else 0)
        for letters, number in _WIDE_CELL.findall(wide):
            if column_number(letters) > self.columns:
                self.columns = column_number(letters)
                self.far_cell = (letters + number).decode()
        self._end_of_values = self.offset + len(block)

    def _note_lost(self, block: bytes) -> None:
        for reference, attributes, content in _FORMULA_CELL.findall(block):
            if b't="e"' in attributes or (b"<f" in content and not _FULL_VALUE.search(content)):
                self.lost.append(reference.decode())


def scan_unusual(chunks: Iterable[bytes]) -> SheetScan:
    """Find the used range by a real parser: slower, but right for every way to write the XML.

    A sheet that is not well-formed is measured up to its mistake; calamine finds the mistake itself.
    """
    scan = SheetScan()
    row = column = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal row, column
        tag = name.rpartition(":")[2]
        if tag == "row":
            row, column = int(attributes["r"]) if attributes.get("r", "").isdecimal() else row + 1, 0
        elif tag == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            column = column_number(match[1]) if match else column + 1
            at = int(match[2]) if match else row
            scan.cells += 1
            scan.first_row = min(scan.first_row or at, at)
            scan.last_row = max(scan.last_row, at)
            if column >= scan.columns:
                scan.columns, scan.far_cell = column, attributes.get("r", "") or f"R{at}C{column}"

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
    except (expat.ExpatError, ValueError):
        pass
    return scan

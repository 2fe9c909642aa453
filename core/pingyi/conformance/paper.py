"""A filled form as people read it: what stands in the cell beside a printed label."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from lxml import etree

from pingyi.forms import read_package, read_text
from pingyi.forms.word.dialect import W, span_of
from pingyi.forms.word.reading import read_paragraph


class Paper:
    """A .docx, asked by its printed labels.

    `paper["姓名"]` is the text of the cell to the right of the cell 姓　名, or of the cell below where nothing stands
    to the right; blanks and line breaks in a label do not count.

    Args:
        content: the whole file.

    Raises:
        FileKindError: it is no .docx.
    """

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._parts = read_text(content)
        package = read_package(content, "docx")
        self._main = package.main
        self._cells = dict[str, list[str]]()
        for table in package.parse(package.main).iter(W + "tbl"):
            for label, text in _list_pairs(table):
                self._cells.setdefault(label, []).append(text)

    @property
    def text(self) -> str:
        """The whole text of the body."""
        return self._parts[self._main]

    @property
    def labels(self) -> list[str]:
        """Everything that can be asked, in the order of the form."""
        return list(self._cells)

    def list_texts(self, label: str) -> list[str]:
        """The texts beside every cell of this label, from top to bottom; none where nothing is labelled so."""
        return self._cells.get(squeeze(label), [])

    def __getitem__(self, label: str) -> str:
        """The text beside the first cell of this label.

        Raises:
            KeyError: nothing is labelled so; the message says what is.
        """
        found = self.list_texts(label)
        if not found:
            known = [name for name in self._cells if len(name) < 20]
            near = difflib.get_close_matches(squeeze(label), known, n=3, cutoff=0.3) or known
            raise KeyError(f"no cell is labelled {label!r}; labels: {'、'.join(near)}")
        return found[0]

    def __contains__(self, text: object) -> bool:
        """Whether a text is printed anywhere: body, header or footer."""
        return isinstance(text, str) and any(text in part for part in self._parts.values())


def squeeze(label: str) -> str:
    """A label without the blanks and line breaks that only spread it."""
    return "".join(label.split())


def _list_pairs(table: etree._Element) -> Iterator[tuple[str, str]]:
    rows = [list(_place_cells(row)) for row in table.findall(W + "tr")]
    for number, row in enumerate(rows):
        for (start, cell), right in zip(row, [*row[1:], None], strict=True):
            label = squeeze(_read(cell))
            if not label:
                continue
            if right is not None:
                yield label, _read(right[1])
            elif number + 1 < len(rows):
                yield from ((label, _read(below)) for column, below in rows[number + 1] if column == start)


def _place_cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for cell in row.iterdescendants(W + "tc"):
        if next(cell.iterancestors(W + "tr")) is not row:
            continue  # of a table inside a cell
        yield column, cell
        column += span_of(cell)


def _read(cell: etree._Element) -> str:
    return "\n".join(read_paragraph(item) for item in cell.iter(W + "p"))

"""Workbooks made from a mould hold what they would hold if they were made one by one."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import load_workbook

from pingyi.deliver.packs.mould import Mould, mark_slot
from pingyi.workbooks.book import open_workbook
from pingyi.workbooks.sheet import Sheet, count_lines

HARD = (
    'a<b>&"c"\'',
    " 前后有空格 ",
    "两\n行\t格",
    "=1+2",
    "<r>粗</r>",
    "\x0b控制\r",
    "_x0041_x0042_",
    "\ue0001\ue000",
    "𠀀",
)


def write(texts: list[str]) -> bytes:
    """Two sheets; the texts are the title, then the cells."""
    title, *cells = texts
    with open_workbook(title) as (book, content):
        for name, values in (("甲", cells[:2]), ("乙", cells[2:])):
            sheet = Sheet(book, name, [10, 20])
            sheet.write_head(0, ["一", "二"])
            for row in range(0, len(values), 2):
                sheet.write_row(row // 2 + 1, values[row : row + 2])
            sheet.finish(frozen=(1, 1), last=(len(values) // 2, 1))
    return content.getvalue()


@pytest.fixture(scope="module")
def mould() -> Mould:
    return Mould(write([mark_slot(number) for number in range(9)]))


def read(content: bytes) -> tuple[str, list[list[tuple[object, object]]]]:
    """The title, and of each cell what it says and in which style."""
    book = load_workbook(io.BytesIO(content))
    cells = [[(cell.value, cell.font.b) for row in sheet.iter_rows() for cell in row] for sheet in book.worksheets]
    return str(book.properties.title), cells


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("hard", HARD)
def test_any_text_is_kept(mould: Mould, hard: str) -> None:
    texts = ["题目", "一", hard, "三", hard, "", "六", "七" + hard, "八"]
    title, cells = read(mould.fill(texts))
    assert title == "题目"
    found = [value for sheet in cells for value, _bold in sheet[2:]]
    expected = [text.replace("\x0b", "_x000B_").replace("\r", "_x000D_") for text in texts[1:]]  # as openpyxl reads it
    assert [str(value or "").replace("_x005F_", "_") for value in found] == expected
    if not hard.startswith("<r>") and "_x0041" not in hard:  # xlsxwriter takes the first for markup
        assert cells == read(write(texts))[1]


def test_everything_but_the_texts_is_as_it_was_made(mould: Mould) -> None:
    texts = ["题目", *"甲乙丙丁", "", *"戊己庚"]
    made, expected = unzip(mould.fill(texts)), unzip(write(texts))
    assert made.keys() == expected.keys()
    strings = "xl/sharedStrings.xml"
    assert {name for name in made if made[name] != expected[name]} == {strings}
    assert made[strings].replace(b' xml:space="preserve"', b"") == expected[strings]


def test_the_title_is_escaped(mould: Mould) -> None:
    assert read(mould.fill(["<机械>&", *"12345678"]))[0] == "<机械>&"


def test_a_text_longer_than_a_cell_is_cut_and_the_same_texts_give_the_same_bytes(mould: Mould) -> None:
    texts = ["题", "长" * 40_000, *"2345678"]
    content = mould.fill(texts)
    assert content == mould.fill(texts)
    assert read(content)[1][0][2][0] == "长" * 32_767


def test_the_head_of_a_sheet_is_as_high_as_its_longest_title() -> None:
    assert count_lines(["序号", "组织领导本单位开展创先争优活动情况"], [10, 18]) == 2
    assert count_lines(["abc", "序号"], [3, 4]) == 1
    with open_workbook("评议票") as (book, content):
        Sheet(book, "票", [10, 18]).write_head(0, ["序号", "组织领导本单位开展创先争优活动情况"])
    assert load_workbook(content).active.row_dimensions[1].height == 33

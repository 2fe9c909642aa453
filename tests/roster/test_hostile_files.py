"""Files that are no rosters, or want to end the program: each is one clear error, in little time and memory."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from roster_kit import HEADER, ORGANISATIONS, PEOPLE, find, save

from pingyi.errors import FileKindError
from pingyi.roster import Roster
from pingyi.roster.files.workbooks import read_sheets

Read = Callable[..., Roster]
XLS = Path(__file__).with_name("members.xls")  # written by LibreOffice from the invented members of `roster_kit`
WORKSHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def make_xlsx(sheet: str | bytes, shared: str = "", prolog: str = "") -> bytes:
    """A workbook whose only sheet has the given XML."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="a" Type="{office}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="党员" sheetId="1" r:id="s"/></sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{package}"><Relationship Id="s" Type="{office}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        )
        if shared:
            archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{shared}</sst>')
        archive.writestr(
            "xl/worksheets/sheet1.xml", prolog.encode() + (sheet if isinstance(sheet, bytes) else sheet.encode())
        )
    return content.getvalue()


def cell(reference: str, value: int = 1) -> str:
    return f'<c r="{reference}"><v>{value}</v></c>'


def sheet_of(*rows: str) -> str:
    return WORKSHEET.format("".join(rows))


def wide_row(number: int) -> str:
    return f'<row r="{number}">{cell(f"A{number}")}{cell(f"XFD{number}")}</row>'


def make_zip(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), part)
    return content.getvalue()


def make_lying_zip() -> bytes:
    """A zip whose directory says that a part is smaller than it is."""
    whole = bytearray(make_xlsx(sheet_of(f'<row r="1">{cell("A1") * 20000}</row>')))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    return bytes(whole).replace(struct.pack("<I", size), struct.pack("<I", 200))


def make_cyclic_xls() -> bytes:
    """An .xls whose directory is a chain of sectors that leads back to itself."""
    content = bytearray(XLS.read_bytes())
    table = 512 + 512 * struct.unpack_from("<I", content, 0x4C)[0]
    first = struct.unpack_from("<I", content, 0x30)[0]
    struct.pack_into("<I", content, table + 4 * first, first)
    return bytes(content)


def encrypted_zip() -> bytes:
    content = bytearray(make_xlsx(sheet_of()))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        places = [content.find(b"PK\x01\x02")]
        assert archive.namelist()
    content[places[0] + 8] |= 1
    return bytes(content)


FAR_CELLS = (f'<row r="1">{cell("A1")}</row>', f'<row r="1048576">{cell("XFD1048576")}</row>')
GOOD = make_xlsx(sheet_of(f'<row r="1">{cell("A1")}</row>'))
ZOO: dict[str, tuple[str, bytes | Callable[[], bytes], str, str]] = {
    # what: (file name, content, code, what the message or cure must say)
    "empty": ("a.xlsx", b"", "file-empty", "empty"),
    "doc": ("a.xls", OLE + "WordDocument".encode("utf-16-le"), "file-kind", "(.doc)"),
    "ppt": ("a.xls", OLE + "PowerPoint Document".encode("utf-16-le"), "file-kind", "(.ppt)"),
    "encrypted OLE": ("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "file-encrypted", "password"),
    "encrypted zip": ("a.xlsx", encrypted_zip(), "file-encrypted", "password"),
    "unknown OLE": ("a.xls", OLE, "file-damaged", "damaged"),
    "xls without content": ("a.xls", OLE + "Workbook".encode("utf-16-le"), "file-damaged", "damaged"),
    "truncated xls": ("a.xls", XLS.read_bytes()[:3000], "file-damaged", "damaged"),
    "cyclic xls": ("a.xls", make_cyclic_xls(), "file-damaged", "damaged"),
    "old Excel": ("a.xls", b"\x09\x08\x08\x00\x00\x05", "file-kind", "Excel 5.0"),
    "html": ("a.xls", b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "file-kind", "HTML"),
    "html table": ("a.xls", b"\r\n <TABLE border=1>", "file-kind", "HTML"),
    "xml spreadsheet": ("a.xls", b'<?xml version="1.0"?><Workbook/>', "file-kind", "XML"),
    "mhtml": ("a.xls", b"MIME-Version: 1.0\r\n", "file-kind", "MHTML"),
    "docx": ("a.xlsx", make_zip(word__document_xml=b"<w/>"), "file-kind", "Word"),
    "pptx": ("a.xlsx", make_zip(ppt__presentation_xml=b"<p/>"), "file-kind", "presentation"),
    "xlsb": ("a.xlsx", make_zip(xl__workbook_bin=b""), "file-kind", ".xlsb"),
    "ods": ("a.xlsx", make_zip(content_xml=b"<o/>"), "file-kind", ".ods"),
    "zip": ("a.xlsx", make_zip(readme_txt=b"hello"), "file-kind", "zip"),
    "empty zip": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18, "file-kind", "zip"),
    "truncated": ("a.xlsx", GOOD[:-40], "file-damaged", "damaged"),
    "half": ("a.xlsx", GOOD[: len(GOOD) // 2], "file-damaged", "damaged"),
    "flipped": ("a.xlsx", GOOD.replace(b"sheet1.xml", b"sheet9.xml", 1), "file-damaged", "damaged"),
    "no sheets": ("a.xlsx", make_zip(xl__workbook_xml=b"<workbook/>"), "file-damaged", "damaged"),
    "lying zip": ("a.xlsx", make_lying_zip(), "file-damaged", "damaged"),
    "pdf": ("a.xlsx", b"%PDF-1.7", "file-kind", "PDF"),
    "png": ("a.xlsx", b"\x89PNG\r\n", "file-kind", "PNG"),
    "rar": ("a.xlsx", b"Rar!\x1a", "file-kind", "RAR"),
    "noise": ("a.xlsx", b"\x00\x01\x02\x03", "file-kind", "unknown kind"),
    "text as xlsx": ("a.xlsx", "姓名,性别".encode(), "file-kind", ".csv"),
    "utf-16": ("a.csv", "姓名\t性别".encode("utf-16"), "file-encoding", "CSV UTF-8"),
    "neither encoding": ("a.csv", b"name,\xff\xff\xff", "file-encoding", "GB18030"),
    "open quotation mark": ("a.csv", b'a,b\n"c,d\n', "file-damaged", "line"),
    "lock file": ("~$a.xlsx", b"\x05user", "file-kind", "while a workbook is open"),
    "entities": ("a.xlsx", make_xlsx(sheet_of(), prolog='<!DOCTYPE w [<!ENTITY a "b">]>'), "file-entities", "entity"),
    "zip bomb": ("a.xlsx", lambda: make_xlsx(b" " * (80 << 20)), "file-bomb", "unpacks"),
    "stray column": ("a.xlsx", make_xlsx(sheet_of(*map(wide_row, range(1, 400)))), "file-range", "XFD1"),
    "stray column, other dialect": (
        "a.xlsx", make_xlsx(sheet_of(*map(wide_row, range(1, 400))).replace('"', "'")), "file-range", "XFD"
    ),
    "far cells, other dialect": (
        "a.xlsx", make_xlsx(sheet_of(*FAR_CELLS).replace('"', "'")), "file-range", "XFD1048576"
    ),
    "cell of another row": (
        "a.xlsx", make_xlsx(sheet_of(f'<row r="1">{cell("A1")}{cell("XFD1048576")}</row>')), "file-range", "XFD1048576"
    ),
    "one long text, many cells": (
        "a.xlsx",
        make_xlsx(
            sheet_of(*(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 40000))),
            shared=f"<si><t>{'好' * 30000}</t></si>",
        ),
        "file-bomb",
        "unpacks",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ZOO)
def test_every_wrong_file_is_named_and_cured(what: str, tmp_path: Path) -> None:
    name, content, code, says = ZOO[what]
    path = tmp_path / name
    path.write_bytes(content() if callable(content) else content)
    with pytest.raises(FileKindError) as caught:
        read_sheets(path)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert name in problem.message
    assert problem.cure
    assert says in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for path, says in ((tmp_path / "none.xlsx", "does not exist"), (tmp_path, "is a folder")):
        with pytest.raises(FileKindError, match=says):
            read_sheets(path)


def limited(path: Path, megabytes: int) -> subprocess.CompletedProcess[str]:
    """Read in a process that may use little memory and two seconds of the processor."""
    script = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from pingyi.errors import FileKindError\n"
        "from pingyi.roster.files.workbooks import read_sheets\n"
        f"resource.setrlimit(resource.RLIMIT_DATA, ({megabytes} << 20, {megabytes} << 20))\n"
        "start = resource.getrusage(resource.RUSAGE_SELF).ru_utime\n"
        "try:\n"
        "    print([len(sheet.rows) for sheet in read_sheets(Path(sys.argv[1]))])\n"
        "except FileKindError as error:\n"
        "    print(error.problems[0].code)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_utime - start < 2)\n"
    )
    command = [sys.executable, "-c", script, str(path)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no memory limit for a process of its own")
@pytest.mark.parametrize(
    ("what", "answer"),
    [
        ("zip bomb", "file-bomb"),
        ("one long text, many cells", "file-bomb"),
        ("stray column", "file-range"),
        ("far cells, other dialect", "file-range"),
        ("cell of another row", "file-range"),
        ("far cells", "[1]"),
        ("formatted to the last row", "[3]"),
    ],
)
def test_bombs_cost_little(what: str, answer: str, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    if what == "far cells":  # legal, 5 kB, and the death of calamine
        path.write_bytes(make_xlsx(sheet_of(*FAR_CELLS)))
    elif what == "formatted to the last row":
        rows = "".join(
            f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>'
            for n in range(4, 1048577)
        )
        filled = "".join(f'<row r="{n}">{cell(f"A{n}")}</row>' for n in range(1, 4))
        path.write_bytes(make_xlsx(sheet_of(filled, rows)))
    else:
        content = ZOO[what][1]
        path.write_bytes(content() if callable(content) else content)
    done = limited(path, 300)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [answer, "True"]


def test_values_behind_a_long_gap_are_told(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "gap.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("党员")
        for number, row in enumerate((HEADER, *PEOPLE)):
            sheet.write_row(number, 0, row)
        sheet.write(1048575, 16383, "x")
    roster = read(path)
    assert len(roster.people) == 3
    (problem,) = find(roster, "rows-unread")
    assert problem.severity == "warning"
    assert "row 4" in problem.message


def test_formats_to_the_last_row_cost_nothing_and_are_not_told(read: Read, tmp_path: Path) -> None:
    path = tmp_path / "formatted.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet("党员")
        for number, row in enumerate((HEADER, *PEOPLE)):
            sheet.write_row(number, 0, row)
        for number in range(len(PEOPLE) + 1, 60_000):
            for column in range(10):
                sheet.write_blank(number, column, None, text)
    roster = read(path)
    assert len(roster.people) == 3
    assert find(roster, "rows-unread") == []
    assert find(roster, "rows-blank") == []


def test_a_sheet_that_starts_far_down_is_read(read: Read, tmp_path: Path) -> None:
    path = save(
        tmp_path / "far.xlsx", {"党员": [*[()] * 3000, (None, None, *HEADER), *[(None, None, *row) for row in PEOPLE]]}
    )
    roster = read(path)
    assert [person.row for person in roster.people.values()] == [3002, 3003, 3004]


def test_other_ways_to_write_the_xml(read: Read, tmp_path: Path) -> None:
    """Prefixes, positions left out, single quotes: some programs write them."""
    rows = "".join(
        "<x:row>"
        + "".join(f"<x:c t='inlineStr'><x:is><x:t>{value or ''}</x:t></x:is></x:c>" for value in row)
        + "</x:row>"
        for row in (HEADER, *PEOPLE)
    )
    sheet = WORKSHEET.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=").format(rows)
    path = tmp_path / "prefixed.xlsx"
    path.write_bytes(make_xlsx(sheet))
    assert [person.name for person in read(path).people.values()] == ["张建国", "李秀英", "王小明"]


def test_xls_is_read(read: Read) -> None:
    roster = read(XLS)
    assert [(person.name, person.row) for person in roster.people.values()] == [
        ("张建国", 3),
        ("李秀英", 4),
        ("王小明", 5),
    ]
    assert str(roster.people["20010001"].birth) == "1970.02.03"
    assert set(roster.organisations) == {row[0] for row in ORGANISATIONS[1:]}


def test_hidden_sheets_are_not_read(read: Read, tmp_path: Path) -> None:
    path = save(tmp_path / "hidden.xlsx", {"党员": [HEADER, *PEOPLE], "旧": [HEADER, *PEOPLE]})
    book = openpyxl.load_workbook(path)
    book["旧"].sheet_state = "hidden"
    book.save(path)
    roster = read(path)
    assert len(roster.people) == 3
    assert find(roster, "number-duplicate") == []

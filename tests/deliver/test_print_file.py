"""The print file: each form in its own section, with its own header, footer and pages, and an index in front."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import ooxml_integrity
import pytest
from docx.enum.section import WD_SECTION
from docx.shared import Cm
from lxml import etree
from openpyxl import load_workbook
from print_kit import Office, W, body_of, check_package, edit, entry, join, make_docx, read, save, unzip

from pingyi.deliver.local import LocalStorage
from pingyi.deliver.printing import PrintEntry, PrintFile, write_print_index
from pingyi.errors import DeliveryError, FileKindError


@pytest.fixture
def office_forms(write_roster: Callable[..., Path]) -> list[tuple[PrintEntry, bytes]]:
    return Office(write_roster()).forms()


def make_pages(count: int) -> bytes:
    document = make_docx(*["甲"] * count)
    for paragraph in document.paragraphs[1:]:
        paragraph.paragraph_format.page_break_before = True
    return save(document)


def test_every_form_has_its_own_section_footer_and_page_numbers(
    tmp_path: Path, office_forms: list[tuple[PrintEntry, bytes]]
) -> None:
    path = tmp_path / "print.docx"
    with path.open("wb") as stream, PrintFile(stream) as made:
        for about, content in office_forms:
            made.add(content, about)
    assert len(office_forms) == len(made.places)
    document = read(path.read_bytes())
    assert len(document.sections) == len(office_forms) + 1
    for section, (about, _content) in zip(list(document.sections)[1:], office_forms, strict=True):
        assert about.code in "".join(paragraph.text for paragraph in section.footer.paragraphs)
        assert section.start_type == WD_SECTION.NEW_PAGE
        numbers = section._sectPr.find(W + "pgNumType")
        assert numbers is not None
        assert numbers.get(W + "start") == "1"
    check_package(path.read_bytes())
    assert [str(finding) for finding in ooxml_integrity.check(path)] == []


def test_the_forms_keep_their_content_and_order(office_forms: list[tuple[PrintEntry, bytes]]) -> None:
    target = io.BytesIO()
    with PrintFile(target) as made:
        for about, content in office_forms:
            made.add(content, about)
    expected = [text for _about, content in office_forms for text in list_tables(content)]
    assert list_tables(target.getvalue())[1:] == expected


def list_tables(content: bytes) -> list[str]:
    return ["".join(item.itertext()) for item in body_of(content).iterfind(f"{W}body/{W}tbl")]


def test_the_index_names_page_section_person_form_copy_and_code(office_forms: list[tuple[PrintEntry, bytes]]) -> None:
    target = io.BytesIO()
    with PrintFile(target) as made:
        for about, content in office_forms:
            made.add(content, about)
    document = read(target.getvalue())
    assert document.paragraphs[0].text == "打印目录"
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows[0] == ["页码", "节", "姓名", "党组织", "表格", "存留", "编号"]
    for row, place, (about, _content) in zip(rows[1:], made.places, office_forms, strict=True):
        copy = about.copy or "—"
        expected = [f"s{place.section}", about.person, about.organisation, about.form, copy, about.code]
        assert row == [str(place.page), *expected]
    links = [item.get(W + "anchor") for item in body_of(target.getvalue()).iter(W + "hyperlink")]
    marks = {item.get(W + "name") for item in body_of(target.getvalue()).iter(W + "bookmarkStart")}
    assert len(links) == len(office_forms)
    assert set(links) <= marks


def test_duplex_starts_each_form_on_the_front_of_a_sheet() -> None:
    content = join(*(make_docx(name) for name in "甲乙丙"), duplex=True)
    sections = list(read(content).sections)[1:]
    assert [section.start_type for section in sections] == [WD_SECTION.ODD_PAGE] * 3
    target = io.BytesIO()
    with PrintFile(target, duplex=True) as made:
        for pages in (1, 2, 3, 1):
            made.add(make_pages(pages), entry())
    assert [place.pages for place in made.places] == [1, 2, 3, 1]
    assert [place.page for place in made.places] == [3, 5, 7, 11]
    assert "连同双面打印时空出的背面" in body_of(target.getvalue()).xpath("string()")


def test_pages_are_counted_one_after_another() -> None:
    with PrintFile(io.BytesIO()) as made:
        for number in range(47):  # 46 fit on a page of the index
            made.add(make_pages(2 if number == 0 else 1), entry())
    assert [place.page for place in made.places[:3]] == [3, 5, 6]
    assert [place.section for place in made.places[:3]] == [2, 3, 4]


def test_nothing_is_inherited_from_the_form_before() -> None:
    first, second = make_docx("甲"), make_docx("乙")
    first.sections[0].header.paragraphs[0].text = "甲的页眉"
    first.sections[0].footer.paragraphs[0].text = "甲的页脚"
    content = join(first, second)
    sections = list(read(content).sections)
    assert sections[1].header.paragraphs[0].text == "甲的页眉"
    assert not sections[2].header.is_linked_to_previous
    assert not sections[2].footer.is_linked_to_previous
    assert sections[2].header.paragraphs[0].text == sections[2].footer.paragraphs[0].text == ""
    check_package(content)


def test_first_and_even_pages_stay_what_they_are() -> None:
    plain, fancy = make_docx("甲"), make_docx("乙")
    plain.sections[0].footer.paragraphs[0].text = "普通"
    fancy.settings.odd_and_even_pages_header_footer = True
    fancy.sections[0].different_first_page_header_footer = True
    fancy.sections[0].even_page_footer.paragraphs[0].text = "双页"
    fancy.sections[0].footer.paragraphs[0].text = "单页"
    content = join(plain, fancy, plain)
    document = read(content)
    assert document.settings.odd_and_even_pages_header_footer
    _index, first, second, third = document.sections
    assert first.even_page_footer.paragraphs[0].text == first.footer.paragraphs[0].text == "普通"
    assert second.even_page_footer.paragraphs[0].text == "双页"
    assert not second.first_page_footer.is_linked_to_previous
    assert second.first_page_footer.paragraphs[0].text == ""
    assert third.even_page_footer.paragraphs[0].text == "普通"
    check_package(content)


def test_a_form_of_several_sections_keeps_them() -> None:
    long = make_docx("纵向")
    wide = long.add_section(WD_SECTION.NEW_PAGE)
    wide.page_width, wide.page_height = Cm(29.7), Cm(21)
    long.add_paragraph("横向")
    with PrintFile(io.BytesIO()) as made:
        made.add(save(long), entry())
        made.add(save(make_docx("后一份")), entry())
    assert [place.section for place in made.places] == [2, 4]
    content = join(long, make_docx("后一份"))
    sections = list(read(content).sections)
    assert [section.page_width > section.page_height for section in sections[1:]] == [False, True, False]  # type: ignore[operator]
    assert sections[2]._sectPr.find(W + "pgNumType") is None  # its pages go on from the section before
    check_package(content)


@pytest.mark.parametrize(
    "ending",
    [
        '<w:p><w:pPr><w:jc w:val="left"/></w:pPr><w:r><w:t>末</w:t></w:r></w:p>',
        "<w:p><w:r><w:t>末</w:t></w:r></w:p>",
        "<w:p><w:pPr/><w:r><w:t>末</w:t></w:r></w:p>",
        "<w:p/>",
        '<w:p w:rsidR="00112233"/>',
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></w:pict></w:r></w:p>",
    ],
)
def test_every_way_a_form_can_end(ending: str) -> None:
    text = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
    one = edit(save(make_docx("正文")), "word/document.xml", text, text + ending)
    content = join(one, one, one)
    check_package(content)
    root = body_of(content)
    assert len(root.findall(f".//{W}sectPr")) == 4
    assert len(read(content).sections) == 4
    for properties in root.iter(W + "pPr"):
        assert properties.find(W + "sectPr") is None or properties.getparent().getparent().tag == W + "body"  # type: ignore[union-attr]


def test_the_same_forms_give_the_same_bytes(office_forms: list[tuple[PrintEntry, bytes]]) -> None:
    def make() -> bytes:
        target = io.BytesIO()
        with PrintFile(target, duplex=True) as made:
            for about, content in office_forms:
                made.add(content, about)
        return target.getvalue()

    assert make() == make()


def test_an_empty_print_file_is_one_page() -> None:
    content = join()
    assert [section.start_type for section in read(content).sections] == [WD_SECTION.NEW_PAGE]


def test_what_is_no_form_is_named() -> None:
    with pytest.raises(FileKindError), PrintFile(io.BytesIO()) as made:
        made.add(b"%PDF-1.4", entry())


def deliver(folder: Path, *documents: bytes) -> None:
    """Write a print file as a batch does."""
    with LocalStorage(folder).draft(PurePosixPath("print.docx")) as draft:
        with PrintFile(draft.stream) as made:
            for content in documents:
                made.add(content, entry())
        draft.line = b"line"


def test_after_an_error_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "print.docx"
    path.write_bytes(b"old")
    with pytest.raises(FileKindError):
        deliver(tmp_path, save(make_docx("甲")), b"no form")
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["print.docx"]


def test_a_full_disk_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "print.docx"
    path.write_bytes(b"old")

    def fail(*_arguments: object, **_keywords: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        with pytest.raises(DeliveryError, match="disk is full"):
            deliver(tmp_path, save(make_docx("甲")))
    assert path.read_bytes() == b"old"
    assert [item.name for item in tmp_path.iterdir()] == ["print.docx"]


def test_the_index_workbook_has_text_and_numbers() -> None:
    with PrintFile(io.BytesIO()) as made:
        made.add(make_pages(2), PrintEntry("=1+1", "支部", "登记表", "公示", "ABCDE-12345-X"))
    target = io.BytesIO()
    write_print_index(target, made.places)
    sheet = load_workbook(target).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows[1] == [2, 2, "s2", "=1+1", "支部", "登记表", "公示", "ABCDE-12345-X"]
    assert sheet["D2"].data_type == "s"
    again = io.BytesIO()
    write_print_index(again, made.places)
    assert again.getvalue() == target.getvalue()


def test_measures_in_other_units_stop_nothing() -> None:
    odd = make_docx("甲")
    odd.add_table(1, 1)
    content = edit(save(odd), "word/document.xml", '<w:tcW w:type="dxa" w:w="', '<w:tcW w:type="pct" w:w="50%" w:was="')
    content = edit(content, "word/document.xml", "<w:tblGrid>", '<w:tblGrid><w:gridCol w:w="12pt"/>')
    with PrintFile(io.BytesIO()) as made:
        made.add(content, entry())
    assert made.places[0].pages == 1


def test_long_names_are_never_cut() -> None:
    name = "信息与控制工程学院" * 5
    target = io.BytesIO()
    with PrintFile(target) as made:
        made.add(save(make_docx("甲")), PrintEntry(name, name, name, name, name))
    table = read(target.getvalue()).tables[0]
    assert table.rows[1].cells[3].text == name


def test_properties_tell_nothing_of_a_single_form(office_forms: list[tuple[PrintEntry, bytes]]) -> None:
    target = io.BytesIO()
    with PrintFile(target) as made:
        made.add(office_forms[0][1], office_forms[0][0])
    parts = unzip(target.getvalue())
    assert "docProps/custom.xml" not in parts
    assert etree.fromstring(parts["docProps/core.xml"]).xpath("string()").startswith("打印目录")

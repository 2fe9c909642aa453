"""The .docx files: drawn by the script beside them, light, nameless, and laid out so that Word and WPS agree."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import ooxml_integrity
import pytest
from lxml import etree

import pingyi_forms
from pingyi.forms import check_template, find_template
from pingyi.model.config.settings import Settings
from pingyi.model.fields.base import list_cells
from pingyi.plugins import Plugins
from pingyi_forms.build import FORMS, write_forms

FOLDER = Path(pingyi_forms.__file__).parent
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WIDTH = 10205  # 180 mm in twips
PARTS = {
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/core.xml",
    "word/_rels/document.xml.rels",
    "word/document.xml",
    "word/fontTable.xml",
    "word/footer.xml",
    "word/settings.xml",
    "word/styles.xml",
}
LINE = re.compile(r"_\{\{\w+\.id\}\}$")
"""What a bookmark that is repeated for each line of a list has behind the field's name."""
every_file = pytest.mark.parametrize("name", sorted(FORMS))


def read_parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def parse(name: str, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(read_parts((FOLDER / name).read_bytes())[part])


def attribute(element: etree._Element | None, name: str = "val") -> str:
    assert element is not None
    return str(element.get(W + name))


def span(cell: etree._Element) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if found is None else int(attribute(found))


def is_flexible(table: etree._Element) -> bool:
    return any("{%tc " in (text.text or "") for text in table.iter(W + "t"))


def test_the_folder_holds_the_files_of_the_script_and_no_others() -> None:
    assert {path.name for path in FOLDER.glob("*.docx")} == set(FORMS)


@every_file
def test_a_file_is_what_the_script_draws(name: str) -> None:
    drawn, kept = read_parts(FORMS[name]()), read_parts((FOLDER / name).read_bytes())
    assert list(drawn) == list(kept)
    for part, content in drawn.items():
        assert content == kept[part], f"{name}: {part} differs; run python -m pingyi_forms.build"


@every_file
def test_drawing_twice_gives_the_same_bytes(name: str) -> None:
    assert FORMS[name]() == FORMS[name]()


@every_file
def test_a_file_is_light_and_nameless(name: str) -> None:
    content = (FOLDER / name).read_bytes()
    parts = read_parts(content)
    assert set(parts) == PARTS  # no thumbnail, no stylesWithEffects, no theme, no fonts
    assert len(content) < 8_000
    assert len(etree.fromstring(parts["docProps/core.xml"])) == 0  # no author, no times
    for part, xml in parts.items():
        assert b"rsid" not in xml, part
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@every_file
def test_only_used_styles_are_kept(name: str) -> None:
    used = {
        attribute(item)
        for part in ("document", "footer")
        for item in parse(name, f"word/{part}.xml").iter(W + "pStyle")
    }
    kept = {attribute(item, "styleId") for item in parse(name, "word/styles.xml").iter(W + "style")}
    assert kept == used | {"Normal"}


@every_file
def test_the_page_is_A4_with_explicit_margins(name: str) -> None:
    section = parse(name).find(f"{W}body/{W}sectPr")
    assert section is not None
    size, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    assert (attribute(size, "w"), attribute(size, "h")) == ("11906", "16838")
    sides = {side: int(attribute(margins, side)) for side in ("top", "right", "bottom", "left", "header", "footer")}
    assert sides["left"] == sides["right"] == 850
    assert 11906 - sides["left"] - sides["right"] >= WIDTH - 5
    assert all(300 < length < 1200 for length in sides.values())


@every_file
def test_tables_are_fixed_and_every_row_has_the_width_of_the_grid(name: str) -> None:
    for table in parse(name).iter(W + "tbl"):
        assert attribute(table.find(f"{W}tblPr/{W}tblLayout"), "type") == "fixed"
        assert attribute(table.find(f"{W}tblPr/{W}tblW"), "w") == str(WIDTH)
        grid = [int(attribute(column, "w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        assert sum(grid) == WIDTH
        for row in table.iterfind(W + "tr"):
            place = 0
            for cell in row.iterfind(W + "tc"):
                width = cell.find(f"{W}tcPr/{W}tcW")
                if is_flexible(table):
                    assert width is None  # the loop changes the grid: the grid alone counts
                else:
                    assert int(attribute(width, "w")) == sum(grid[place : place + span(cell)])
                place += span(cell)
            assert place == len(grid)


@every_file
def test_no_row_can_clip_text(name: str) -> None:
    document = parse(name)
    assert {attribute(height, "hRule") for height in document.iter(W + "trHeight")} == {"atLeast"}
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in document.iter(W + "tr"))


@every_file
def test_every_cell_ends_with_a_paragraph(name: str) -> None:
    assert all(cell[-1].tag == W + "p" for cell in parse(name).iter(W + "tc"))


@every_file
def test_chinese_fonts_are_named_and_not_embedded(name: str) -> None:
    styles, fonts = parse(name, "word/styles.xml"), parse(name, "word/fontTable.xml")
    named = {font.get(W + "eastAsia") for font in styles.iter(W + "rFonts")}
    assert named <= {"宋体", "仿宋"}
    defaults = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}rFonts")
    assert attribute(defaults, "eastAsia") == "宋体"
    listed = {attribute(font, "name"): font for font in fonts.iter(W + "font")}
    for font in ("宋体", "仿宋"):
        assert listed[font].find(W + "altName") is not None
        assert not [child for child in listed[font] if "embed" in child.tag]
    # quotes, √ and □ take the Chinese font only with this hint
    assert {attribute(run, "hint") for run in parse(name).iter(W + "rFonts")} == {"eastAsia"}


@pytest.mark.parametrize(
    "name",
    ["organisation.docx", "member.docx", "member_student.docx", "member_retired.docx", "member_retired_visit.docx"],
)
def test_side_labels_stand_upright(name: str) -> None:
    upright = [
        "".join(text.text or "" for text in cell.iter(W + "t")).replace(" ", "").replace("\u3000", "")
        for cell in parse(name).iter(W + "tc")
        if cell.find(f"{W}tcPr/{W}textDirection[@{W}val='tbRlV']") is not None
    ]
    assert [text for text in upright if text] == [
        "开展活动情况总结" if name == "organisation.docx" else "个人总结",
        "领导点评",
    ]


def test_every_field_that_people_fill_has_a_bookmark(plugins: Plugins) -> None:
    for form in plugins.forms.values():
        if not form.template.startswith("pingyi_forms:"):
            continue
        starts = list(parse(form.file_name).iter(W + "bookmarkStart"))
        names = {LINE.sub("", attribute(start, "name")) for start in starts}
        lists = {LINE.sub("", name) for start in starts if LINE.search(name := attribute(start, "name"))}
        filled = [name for name, cell in list_cells(form.data).items() if cell.fill]
        cells = {f"fill_{name}": form.data.model_fields[name] for name in filled}
        assert names == cells.keys(), form.id
        assert lists == {name for name, field in cells.items() if "AspectText" in str(field.annotation)}, form.id
        assert len({attribute(start, "id") for start in starts}) == len(starts)


def test_every_field_is_printed(plugins: Plugins) -> None:
    """A value that no template prints would be collected for nothing."""
    for form in plugins.forms.values():
        if not form.template.startswith("pingyi_forms:"):
            continue
        text = etree.tostring(parse(form.file_name), encoding="unicode")
        text += etree.tostring(parse(form.file_name, "word/footer.xml"), encoding="unicode")
        unprinted = {name for name in list_cells(form.data) if name not in text}
        assert unprinted <= {"year"}, form.id  # ballots say no year


def test_the_checks_find_nothing(plugins: Plugins) -> None:
    for form_id, form in plugins.forms.items():
        source = find_template(form, plugins.form_plugins[form_id], None)
        assert check_template(source, Settings()) == []


@every_file
def test_ooxml_integrity_finds_nothing(name: str) -> None:
    assert [str(finding) for finding in ooxml_integrity.check(FOLDER / name)] == []


def test_script_writes_into_a_folder(tmp_path: Path) -> None:
    paths = write_forms(tmp_path)
    assert [path.read_bytes() for path in paths] == [(FOLDER / path.name).read_bytes() for path in paths]


def test_fixture_data_fits_every_form(make_data: Callable[..., object], plugins: Plugins) -> None:
    assert all(make_data(form_id) for form_id in plugins.forms)

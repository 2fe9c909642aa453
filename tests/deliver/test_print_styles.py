"""Templates that differ in one print file: each keeps its look, its numbers, its pictures and its notes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Pt
from lxml import etree
from print_kit import R, W, body_of, check_package, edit, join, make_docx, read, save, unzip

NOTES = (
    f'<w:footnotes xmlns:w="{W.strip("{}")}" xmlns:r="{R.strip("{}")}">'
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:id="{id}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
)
THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="x"><a:themeElements><a:fontScheme'
    ' name="x"><a:majorFont><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont>'
    '<a:minorFont><a:latin typeface="{font}"/><a:ea typeface=""/><a:cs typeface=""/>'
    '<a:font script="Hans" typeface="楷体"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)
OFFICE = "application/vnd.openxmlformats-officedocument."


def with_style(text: str, size: int) -> DocumentObject:
    document = make_docx()
    style = document.styles.add_style("FormText", 1)
    style.font.size = Pt(size)
    child = document.styles.add_style("FormChild", 1)
    child.base_style = style
    child.font.bold = True
    document.add_paragraph(text, style="FormText")
    document.add_paragraph(text, style="FormChild")
    return document


def find(content: bytes, text: str) -> list[str]:
    root = body_of(content)
    return [
        str(item.find(f"{W}pPr/{W}pStyle").get(W + "val"))  # type: ignore[union-attr]
        for item in root.iter(W + "p")
        if "".join(item.itertext()) == text
    ]


def get_size(content: bytes, style_id: str) -> float:
    """The size a style gives, through the styles it builds on."""
    styles = {item.style_id: item for item in read(content).styles}
    style = styles[style_id]
    while style.font.size is None:
        style = style.base_style
    return float(style.font.size.pt)


def test_equal_styles_are_kept_once() -> None:
    content = join(with_style("甲", 12), with_style("乙", 12))
    assert find(content, "甲") == find(content, "乙") == ["FormText", "FormChild"]
    assert len(list(read(content).styles)) == len(list(with_style("", 12).styles))
    check_package(content)


def test_clashing_styles_keep_both_looks() -> None:
    content = join(with_style("甲", 12), with_style("乙", 20), with_style("丙", 12))
    first, second, third = (find(content, text) for text in "甲乙丙")
    assert first == third == ["FormText", "FormChild"]
    assert second == ["t2_FormText", "t2_FormChild"]
    assert [get_size(content, name) for name in (*first, *second)] == [12, 12, 20, 20]
    names = [item.name for item in read(content).styles]
    assert len(names) == len(set(names))
    check_package(content)


def test_a_style_that_only_one_has_is_added() -> None:
    other = make_docx()
    other.styles.add_style("Own", 1).font.size = Pt(33)
    other.add_paragraph("乙", style="Own")
    content = join(make_docx("甲"), other)
    assert find(content, "乙") == ["Own"]
    assert get_size(content, "Own") == 33
    check_package(content)


def test_other_defaults_are_written_out() -> None:
    plain = make_docx("甲")
    other = make_docx("乙", "", "乙")
    other.add_table(1, 1).cell(0, 0).text = "乙"
    changed = edit(save(other), "word/styles.xml", '<w:sz w:val="22"/>', '<w:sz w:val="40"/>')
    content = join(plain, changed)
    check_package(content)
    styles = set(find(content, "乙"))
    assert styles == {"t2_Normal"}
    assert get_size(content, "t2_Normal") == 20
    defaults = etree.fromstring(unzip(content)["word/styles.xml"]).find(f".//{W}docDefaults//{W}sz")
    assert defaults is not None
    assert defaults.get(W + "val") == "22"
    tables = [item.get(W + "val") for item in body_of(content).iter(W + "tblStyle")]
    assert tables == ["t2_TableNormal"]


def test_a_property_the_first_sets_for_all_does_not_reach_the_others() -> None:
    wide = edit(save(make_docx("甲")), "word/styles.xml", '<w:sz w:val="22"/>', '<w:sz w:val="44"/><w:b/>')
    narrow = edit(save(make_docx("乙")), "word/styles.xml", '<w:sz w:val="22"/>', "")
    content = join(wide, narrow)
    assert find(content, "乙") == ["t2_Normal"]
    style = next(item for item in read(content).styles if item.style_id == "t2_Normal")
    assert style.font.size == Pt(10)  # what Word takes where nobody says anything
    assert style.font.bold is False


def test_lists_start_anew_in_each_form() -> None:
    def listed(name: str) -> DocumentObject:
        document = make_docx()
        for text in (f"{name}一", f"{name}二"):
            document.add_paragraph(text, style="List Number")
        return document

    content = join(listed("甲"), listed("乙"), listed("甲"))
    numbers = [item.get(W + "val") for item in body_of(content).iter(W + "numId")]
    assert len(numbers) == 6
    assert numbers[0] == numbers[1] != numbers[2] == numbers[3] != numbers[4] == numbers[5] != numbers[0]
    numbering = etree.fromstring(unzip(content)["word/numbering.xml"])
    instances = {item.get(W + "numId"): item for item in numbering.iter(W + "num")}
    for number in set(numbers):
        starts = [item.get(W + "val") for item in instances[number].iter(W + "startOverride")]
        assert starts
        assert starts[0] == "1"
    check_package(content)


def test_pictures_are_kept_once_and_numbered_through() -> None:
    def pictured() -> DocumentObject:
        document = make_docx("照片")
        for colour in (0, 200):
            document.add_picture(io.BytesIO(make_png(colour)), width=Pt(20))
        return document

    content = join(pictured(), pictured(), pictured())
    media = [name for name in unzip(content) if name.startswith("word/media/")]
    assert len(media) == 2
    assert len(list(body_of(content).iter(qn("wp:docPr")))) == 6
    assert len(read(content).inline_shapes) == 6
    check_package(content)


def make_png(grey: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes([0, grey])))
        + chunk(b"IEND", b"")
    )


def test_a_picture_in_a_header_comes_along() -> None:
    def headed(name: str) -> DocumentObject:
        document = make_docx(name)
        document.sections[0].header.paragraphs[0].add_run(name).add_picture(io.BytesIO(make_png(9)), width=Pt(9))
        return document

    content = join(headed("甲"), headed("乙"))
    document = read(content)
    for section, text in zip(list(document.sections)[1:], "甲乙", strict=True):
        assert section.header.paragraphs[0].text == text
        image = section.header._element.find(".//" + qn("a:blip"))
        assert section.header.part.related_parts[image.get(qn("r:embed"))].blob == make_png(9)
    check_package(content)


def test_links_lead_where_they_led() -> None:
    def linked(address: str) -> DocumentObject:
        document = make_docx("网址")
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
        number = document.part.relate_to(address, kind, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), number)
        link.append(document.paragraphs[0].add_run("这里")._r)
        document.paragraphs[0]._p.append(link)
        return document

    content = join(linked("https://example.org/1"), linked("https://example.org/2"))
    document = read(content)
    links = [item.get(qn("r:id")) for item in document.element.iter(qn("w:hyperlink")) if item.get(qn("r:id"))]
    assert [document.part.rels[link].target_ref for link in links] == ["https://example.org/1", "https://example.org/2"]


def test_bookmarks_and_what_refers_to_them_stay_together() -> None:
    name = "fill_self_summary_a_very_long_aspect_nam"  # forty characters, as many as Word allows
    mark = (
        f'<w:p><w:bookmarkStart w:id="7" w:name="{name}"/><w:r><w:t>文</w:t></w:r><w:bookmarkEnd w:id="7"/>'
        f'<w:fldSimple w:instr=" REF {name} "><w:r><w:t>文</w:t></w:r></w:fldSimple></w:p>'
    )
    plain = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
    form = edit(save(make_docx("正文")), "word/document.xml", plain, mark)
    content = join(form, form)
    check_package(content)
    root = body_of(content)
    names = [str(item.get(W + "name")) for item in root.iter(W + "bookmarkStart")]
    fields = [str(item.get(W + "instr")).split()[1] for item in root.iter(W + "fldSimple")]
    assert len(set(fields)) == 2
    assert set(fields) <= set(names)


@pytest.mark.parametrize("kind", ["footnotes", "endnotes"])
def test_notes_of_all_forms_come_along(kind: str) -> None:
    tag = kind.removesuffix("s")

    def noted(text: str) -> bytes:
        reference = f'<w:r><w:{tag}Reference w:id="2"/></w:r></w:p>'
        content = edit(
            save(make_docx("正文")), "word/document.xml", "正文</w:t></w:r></w:p>", f"正文</w:t></w:r>{reference}"
        )
        part = NOTES.replace("{id}", "2").replace("{text}", text).replace("footnote", tag)
        return add_part(content, f"word/{kind}.xml", part, kind, f"{OFFICE}wordprocessingml.{kind}+xml")

    content = join(noted("甲的注"), noted("乙的注"), make_docx("丙"))
    check_package(content)
    notes = etree.fromstring(unzip(content)[f"word/{kind}.xml"])
    texts = {item.get(W + "id"): item.xpath("string()") for item in notes if item.get(W + "type") is None}
    used = [item.get(W + "id") for item in body_of(content).iter(f"{W}{tag}Reference")]
    assert [texts[number] for number in used] == ["甲的注", "乙的注"]
    restarts = [item.get(W + "val") for item in body_of(content).iter(W + "numRestart")]
    assert restarts == ["eachSect", "eachSect"]


def test_another_theme_is_written_out() -> None:
    def themed(font: str) -> bytes:
        styled = '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorEastAsia" w:hAnsiTheme="minorHAnsi"/>'
        plain = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>"
        run = f"<w:p><w:r><w:rPr>{styled}</w:rPr><w:t>正文</w:t></w:r></w:p>"
        content = edit(save(make_docx("正文")), "word/document.xml", plain, run)
        parts = unzip(content)
        theme = next(name for name in parts if "theme" in name)
        return replace_part(content, theme, THEME.replace("{font}", font))

    content = join(themed("Calibri"), themed("Georgia"))
    fonts = [dict(item.attrib) for item in body_of(content).iter(W + "rFonts") if "宋体" not in item.attrib.values()]
    assert fonts[0][W + "asciiTheme"] == "minorHAnsi"
    assert fonts[1] == {W + "ascii": "Georgia", W + "eastAsia": "楷体", W + "hAnsi": "Georgia"}
    check_package(content)


def replace_part(content: bytes, name: str, xml: str) -> bytes:
    parts = unzip(content)
    old = parts[name].decode()
    return edit(content, name, old, xml)


def add_part(content: bytes, name: str, xml: str, kind: str, content_type: str) -> bytes:
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    link = f'<Relationship Id="rIdNote" Type="{office}{kind}" Target="/{name}"/></Relationships>'
    content = edit(content, "[Content_Types].xml", "</Types>", override)
    content = edit(content, "word/_rels/document.xml.rels", "</Relationships>", link)
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, xml)
    return buffer.getvalue()


def test_another_meaning_of_a_prefix_is_kept() -> None:
    def named(uri: str) -> bytes:
        content = save(make_docx("正文"))
        content = edit(content, "word/document.xml", "<w:document ", f'<w:document xmlns:own="{uri}" ')
        return edit(content, "word/document.xml", "<w:t>正文", '<w:t own:mark="1">正文')

    content = join(named("urn:one"), named("urn:two"))
    marks = [key for item in body_of(content).iter(W + "t") for key in item.attrib if str(key).endswith("mark")]
    assert marks == ["{urn:one}mark", "{urn:two}mark"]

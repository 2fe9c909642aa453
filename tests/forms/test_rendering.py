# ruff: noqa: E501 - hostile strings and XML are easier to read unbroken
"""Filling forms: values exactly as typed or one clear error, one record without a trace in the next, same bytes."""

from __future__ import annotations

import io
import random
import re
import threading
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ooxml_integrity
import pytest
from docx.document import Document as DocumentObject
from formkit import (
    IDENTITY,
    SAMPLE_FORM,
    Line,
    Sample,
    add_footnote,
    add_table,
    all_text,
    bookmark,
    compiled,
    fill,
    make_docx,
    paragraphs,
    read,
    rezip,
    tables,
    unzip,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pingyi import Form, FormData, PartialDate, Settings
from pingyi.errors import RenderError
from pingyi.forms import CompiledTemplate, read_package, read_text
from pingyi.forms.word.container import STORED_BELOW
from pingyi.forms.word.reading import read_part
from pingyi.model.papers.forms import MemberForm
from pingyi.model.papers.identity import Identity

FILLED = (
    "word/document.xml",
    "word/header1.xml",
    "word/footer1.xml",
    "word/footnotes.xml",
    "docProps/core.xml",
)
PLACES = ("body", "table", "header", "footer", "footnote", "property")


def _everywhere(document: DocumentObject) -> None:
    document.add_paragraph("甲{{ name }}乙")
    add_table(document, ("姓名", "{{ name }}"))
    section = document.sections[0]
    section.header.paragraphs[0].text = "{{ name }}"
    section.footer.paragraphs[0].text = "{{ name }}"
    document.core_properties.title = "{{ name }}"
    document.core_properties.subject = "主题：{{ post }}"


@pytest.fixture(scope="module")
def everywhere() -> CompiledTemplate:
    return compiled(add_footnote(make_docx(_everywhere), "{{ name }}"))


def read_places(content: bytes) -> dict[str, str]:
    document = read(content)
    footnotes = read_text(content)["word/footnotes.xml"]
    return {
        "body": document.paragraphs[0].text.removeprefix("甲").removesuffix("乙"),
        "table": document.tables[0].cell(0, 1).paragraphs[0].text,
        "header": document.sections[0].header.paragraphs[0].text,
        "footer": document.sections[0].footer.paragraphs[0].text,
        "footnote": footnotes,
        "property": document.core_properties.title,
    }


HOSTILE_PIECES = [
    "&", "<", ">", '"', "'", "&amp;", "&lt;b&gt;", "&#65;", "&#x0;", "&nbsp;", "]]>", "<![CDATA[x]]>", "<!-- x -->", "<?x?>",
    "</w:t>", "</w:p><w:p>", "<w:br/>", "{{ name }}", "{{ 7*7 }}", "{% if x %}", "{# c #}", "{_{", "}_}", "{_%", "%_}",
    "{{", "}}", "{%", "%}", "｛｛", "\t", "\n", "\r\n", "\r", "  ", " ", "\u3000", "\u00a0", "\u200b", "\u200f", "\u202e", "\ufeff",
    "\u2028", "\u2029", "\u0085", "\u007f", "\u0080", "張", "张三", "𠮷", "𪚥", "葛\U000e0100", "☑", "√", "😀", "👨‍👩‍👧",
    "e\u0301", "한", "ä", "\ue000", "\U0010ffff", "a" * 200, "%s", "%(x)s", "{0}", "\\", "\\n", "$1", "../", "=1+1", "0", "\ufdd0",
]  # fmt: skip
FORBIDDEN = [chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xD800, 0xDBFF, 0xDC00, 0xDFFF, 0xFFFE, 0xFFFF)]


def _hostile_strings() -> list[str]:
    chance = random.Random(20101220)
    strings = list(HOSTILE_PIECES) + [f"张{character}三" for character in FORBIDDEN]
    while len(strings) < 500:
        pieces = chance.choices(HOSTILE_PIECES, k=chance.randint(2, 6))
        if chance.random() < 0.15:
            pieces.insert(chance.randrange(len(pieces)), chance.choice(FORBIDDEN))
        strings.append("".join(pieces))
    return strings


HOSTILE = _hostile_strings()


def _expected(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _is_forbidden(text: str) -> bool:
    return any(character in FORBIDDEN or 0xD800 <= ord(character) < 0xE000 for character in text)


def test_hostile_strings_are_five_hundred() -> None:
    assert len(HOSTILE) >= 500
    assert sum(map(_is_forbidden, HOSTILE)) > 50


def test_hostile_strings_are_exact_or_one_clear_error(everywhere: CompiledTemplate) -> None:
    for text in HOSTILE:
        data = Sample(name=text, post="讲师")
        if _is_forbidden(text):
            with pytest.raises(RenderError) as caught:
                everywhere.render(data, IDENTITY)
            code = next(ord(character) for character in text if character in FORBIDDEN)
            assert f"U+{code:04X}" in str(caught.value)
            assert "姓名" in str(caught.value)
            assert [problem.code for problem in caught.value.problems] == ["value-unprintable"]
            continue
        package = read_package(everywhere.render(data, IDENTITY), "form.docx")
        parts = {name: "\n".join(read_part(package.parse(name))) for name in FILLED}
        expected = _expected(text)
        assert parts["word/document.xml"] == f"甲{expected}乙\n姓名\n{expected}"
        assert parts["word/header1.xml"] == expected
        assert parts["word/footer1.xml"] == expected
        assert parts["word/footnotes.xml"] == expected
        assert expected in parts["docProps/core.xml"]


def test_hostile_strings_are_read_back_by_python_docx(everywhere: CompiledTemplate) -> None:
    printable = [text for text in HOSTILE if not _is_forbidden(text)]
    for text in printable[:60] + printable[-60:]:
        places = read_places(everywhere.render(Sample(name=text), IDENTITY))
        assert places == dict.fromkeys(PLACES, _expected(text))


def test_many_hostile_strings_in_one_form() -> None:
    printable = tuple(text for text in HOSTILE if not _is_forbidden(text))
    rows = (("{%tr for word in words %}", ""), ("{{ loop.index }}", "{{ word }}"), ("{%tr endfor %}", ""))
    table = read(fill(tables(*rows), words=printable)).tables[0]
    assert [row.cells[1].text for row in table.rows] == [_expected(text) for text in printable]


@settings(max_examples=150)
@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_any_text_is_exact_or_an_error(text: str) -> None:
    data = Sample(name=text)
    if _is_forbidden(text):
        with pytest.raises(RenderError, match=r"U\+"):
            _small_template().render(data, IDENTITY)
    else:
        parts = read_text(_small_template().render(data, IDENTITY))
        assert parts["word/document.xml"] == f"甲{_expected(text)}乙"


_SMALL: list[CompiledTemplate] = []


def _small_template() -> CompiledTemplate:
    if not _SMALL:
        _SMALL.append(compiled(paragraphs("甲{{ name }}乙")))
    return _SMALL[0]


def test_every_forbidden_character_is_named() -> None:
    for character in FORBIDDEN:
        with pytest.raises(RenderError, match=f"U\\+{ord(character):04X}"):
            _small_template().render(Sample(name="张" + character), IDENTITY)


def test_all_bad_fields_are_named_at_once() -> None:
    with pytest.raises(RenderError) as caught:
        _small_template().render(Sample(name="\x07", post="\x0c", lines=(Line(text="\x00"),)), IDENTITY)
    assert [problem.column for problem in caught.value.problems] == ["姓名", "职务", "明细"]
    assert "\x07" not in str(caught.value)


def test_line_ends_of_windows_are_one_break() -> None:
    document = unzip(fill(paragraphs("{{ name }}"), name="一\r\n二\r三\n四"))["word/document.xml"].decode()
    assert document.count("<w:br/>") == 3
    assert read(fill(paragraphs("{{ name }}"), name="一\r\n二")).paragraphs[0].text == "一\n二"


@pytest.mark.parametrize("character", ["\x07", "\x0c", "\x0b"])
def test_no_page_or_paragraph_break_comes_from_data(character: str) -> None:
    with pytest.raises(RenderError):
        fill(paragraphs("{{ name }}"), name=f"一{character}二")


def test_values_print_as_people_write_them() -> None:
    texts = {
        "total": "{{ total }}",
        "share": "{{ share }}",
        "present": "{{ present }}",
        "birth": "{{ birth }}",
        "month": "{{ birth|month }}",
        "day": "{{ birth|day }}",
        "year": "{{ birth|year }}",
        "chinese": "{{ birth|chinese }}",
        "joined": "{{ words|join('；') }}",
        "glued": "{{ total ~ '／' ~ share ~ present }}",
    }
    template = tables(*texts.items())
    values = {"total": 3, "share": 20.0, "present": True, "birth": PartialDate(2010, 7, 1), "words": ("一", "二")}
    cells = {row.cells[0].text: row.cells[1].text for row in read(fill(template, **values)).tables[0].rows}
    assert cells == {
        "total": "3",
        "share": "20",
        "present": "是",
        "birth": "2010.07.01",
        "month": "2010.07",
        "day": "2010.07.01",
        "year": "2010",
        "chinese": "2010年7月1日",
        "joined": "一；二",
        "glued": "3／20是",
    }
    cells = {
        row.cells[0].text: row.cells[1].text for row in read(fill(template, birth=PartialDate(1990, 1))).tables[0].rows
    }
    assert (cells["birth"], cells["chinese"], cells["share"], cells["present"]) == ("1990.01", "1990年1月", "", "否")
    cells = {
        row.cells[0].text: row.cells[1].text for row in read(fill(template, birth="1990年", share=0.5)).tables[0].rows
    }
    assert (cells["month"], cells["year"], cells["share"]) == ("1990年", "1990年", "0.5")


def test_empty_values_are_marked_where_the_cell_says_so() -> None:
    template = paragraphs(
        "{{ post }}|{{ birth|month }}|{{ total }}|{{ summary }}|{% if post %}有{% else %}没有{% endif %}"
    )
    assert read(fill(template)).paragraphs[0].text == "—|—|—||没有"
    other = Settings.model_validate({"forms": {"empty": "无"}})
    result = compiled(template, settings=other).render(Sample(total=0), IDENTITY)
    assert read(result).paragraphs[0].text == "无|无|0||没有"


def test_markup_that_claims_to_be_safe_is_text() -> None:
    from markupsafe import Markup

    data = Sample.model_construct(**{**Sample().model_dump(), "name": Markup("<w:br/>"), "lines": ()})
    result = _small_template().render(data, IDENTITY)
    assert read(result).paragraphs[0].text == "甲<w:br/>乙"


def test_value_of_an_unknown_kind_is_an_error() -> None:
    data = Sample.model_construct(**{**Sample().model_dump(), "name": object(), "lines": ()})
    with pytest.raises(RenderError, match=r"姓名.*object"):
        _small_template().render(data, IDENTITY)


def test_missing_value_is_an_error_never_a_blank() -> None:
    with pytest.raises(RenderError, match="name"):
        _small_template().fill_parts({})


# one record and the next


def _people(count: int) -> list[Sample]:
    return [
        Sample(
            name=f"姓名{number:04d}", post=f"职务{number:04d}", lines=(Line(title=f"条目{number:04d}"),) * (number % 3)
        )
        for number in range(count)
    ]


LOOPED = (
    ("姓名", "{{ name }}"),
    ("{%tr for line in lines %}", ""),
    ("{{ line.title }}", ""),
    ("{%tr endfor %}", ""),
    ("职务", "{{ post }}"),
)


def test_failing_records_leave_no_trace() -> None:
    template = compiled(tables(*LOOPED))
    people = _people(60)
    alone = [template.render(person, IDENTITY) for person in people]
    broken = Sample(name="坏\x00", post="坏"), Sample(name="坏", lines=(Line(title="\ufffe"),))
    chance = random.Random(1)
    for _round in range(3):
        order = list(range(len(people)))
        chance.shuffle(order)
        fresh = compiled(tables(*LOOPED))
        for position, number in enumerate(order):
            if position % 7 == 0:
                with pytest.raises(RenderError):
                    fresh.render(chance.choice(broken), IDENTITY)
            assert fresh.render(people[number], IDENTITY) == alone[number]


def test_template_that_fails_halfway_leaves_no_trace() -> None:
    template = compiled(paragraphs("{{ name }}", "{{ lines[0].title }}"))
    good = Sample(name="张三", lines=(Line(title="甲"),))
    expected = template.render(good, IDENTITY)
    for _round in range(3):
        with pytest.raises(RenderError):
            template.render(Sample(name="李四"), IDENTITY)
        assert template.render(good, IDENTITY) == expected


def test_threads_do_not_mix_people() -> None:
    template = compiled(make_docx(_everywhere))
    people = _people(300)
    expected = [template.render(person, IDENTITY) for person in people]
    start = threading.Barrier(4)

    def work(offset: int) -> list[tuple[int, bytes]]:
        start.wait()
        return [(number, template.render(people[number], IDENTITY)) for number in range(offset, len(people), 4)]

    with ThreadPoolExecutor(4) as pool:
        done = [pair for pairs in pool.map(work, range(4)) for pair in pairs]
    assert all(expected[number] == content for number, content in done)
    assert len(done) == len(people)
    for person, content in zip(people, expected, strict=True):
        text = all_text(content) if person is people[0] else "\n".join(read_text(content).values())
        assert person.name in text
        assert not any(other.name in text for other in people if other is not person)


# the same input, the same bytes


def test_same_input_gives_same_bytes() -> None:
    template = make_docx(_everywhere)
    first = fill(template, name="张三", post="讲师")
    assert fill(template, name="张三", post="讲师") == first
    assert fill(template, name="李四", post="讲师") != first


def test_container_is_the_same_everywhere() -> None:
    with zipfile.ZipFile(io.BytesIO(fill(make_docx(_everywhere), name="张三"))) as archive:
        members = archive.infolist()
        assert archive.testzip() is None
    assert members[0].filename == "[Content_Types].xml"
    assert {member.date_time for member in members} == {(1980, 1, 1, 0, 0, 0)}
    assert {member.compress_type for member in members} <= {zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED}
    assert all(member.file_size < STORED_BELOW for member in members if member.compress_type == zipfile.ZIP_STORED)
    assert {(member.external_attr, member.create_system, member.extra) for member in members} == {(0, 0, b"")}
    assert len({member.filename for member in members}) == len(members)


def test_template_version_is_its_content() -> None:
    content = paragraphs("{{ name }}")
    assert compiled(content).version == compiled(content).version
    assert compiled(content).version != compiled(paragraphs("{{ post }}")).version
    assert compiled(content).form is SAMPLE_FORM


# what Word needs


def _structure(content: bytes) -> None:
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    root = etree.fromstring(unzip(content)["word/document.xml"])
    for cell in root.iter(word + "tc"):
        assert cell[-1].tag == word + "p"
    for row in root.iter(word + "tr"):
        assert row.find(word + "tc") is not None
    for table in root.iter(word + "tbl"):
        assert table.find(word + "tr") is not None


def test_cell_without_a_paragraph_gets_one() -> None:
    def build(document: DocumentObject) -> None:
        cell = add_table(document, ("点评", "x")).cell(0, 1)
        cell.text = "{%p if present %}"
        cell.add_paragraph("到会")
        cell.add_paragraph("{%p endif %}")

    for present in (True, False):
        result = fill(make_docx(build), present=present)
        _structure(result)
        assert read(result).tables[0].cell(0, 1).text == ("到会" if present else "")


def test_cell_that_ends_with_a_table_gets_a_paragraph() -> None:
    def build(document: DocumentObject) -> None:
        cell = add_table(document, ("一", "x")).cell(0, 1)
        cell.text = "{{ name }}"
        add_table(cell.add_table(0, 1), ("内",))
        cell.add_paragraph("{%p if present %}")
        cell.add_paragraph("到会")
        cell.add_paragraph("{%p endif %}")

    _structure(fill(make_docx(build), present=False))


def test_header_without_a_paragraph_gets_one() -> None:
    def build(document: DocumentObject) -> None:
        header = document.sections[0].header
        header.paragraphs[0].text = "{%p if present %}"
        header.add_paragraph("到会")
        header.add_paragraph("{%p endif %}")
        document.add_paragraph("{{ name }}")

    assert len(read(fill(make_docx(build))).sections[0].header.paragraphs) == 1


def test_table_without_rows_is_an_error() -> None:
    template = tables(("{%tr for line in lines %}", ""), ("{{ line.title }}", ""), ("{%tr endfor %}", ""))
    with pytest.raises(RenderError, match="no row left"):
        fill(template)


def test_row_without_cells_is_an_error() -> None:
    template = tables(("{%tc for word in words %}", "{{ word }}", "{%tc endfor %}"), ("a", "b", "c"))
    with pytest.raises(RenderError, match="no cell left"):
        fill(template)


def test_bookmarks_in_a_loop_keep_numbers_of_their_own() -> None:
    def build(document: DocumentObject) -> None:
        table = add_table(
            document,
            ("总结", "{{ summary }}"),
            ("{%tr for line in lines %}", ""),
            ("{{ line.title }}", "{{ line.text }}"),
            ("{%tr endfor %}", ""),
        )
        bookmark(table.cell(0, 1), "fill_summary", 1)
        bookmark(table.cell(2, 1), "fill_lines_{{ line.id }}", 2)

    result = fill(make_docx(build), lines=tuple(Line(id=f"a{number}") for number in range(3)))
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    root = etree.fromstring(unzip(result)["word/document.xml"])
    starts = {mark.get(word + "id"): mark.get(word + "name") for mark in root.iter(word + "bookmarkStart")}
    ends = [mark.get(word + "id") for mark in root.iter(word + "bookmarkEnd")]
    assert sorted(starts.values()) == ["fill_lines_a0", "fill_lines_a1", "fill_lines_a2", "fill_summary"]
    assert sorted(starts) == sorted(ends)


def test_no_tag_is_left_in_any_part() -> None:
    result = fill(make_docx(_everywhere), name="张三", post="讲师")
    for part, text in read_text(result).items():
        assert not re.search(r"\{[{%#]", text), part
    assert read_text(result)["word/document.xml"].count("张三") == 2


# identity and properties


def test_identity_is_in_the_custom_properties() -> None:
    identity = Identity("review&<2010>", "sample", "0123456789abcdef", 'member:"张三"@第一支部', "self")
    content = unzip(compiled(paragraphs("{{ name }}")).render(Sample(name="x"), identity))
    root = etree.fromstring(content["docProps/custom.xml"])
    assert {item.get("name"): item[0].text for item in root} == identity.properties()
    assert [item.get("pid") for item in root] == [str(number) for number in range(2, 2 + len(root))]
    assert b'PartName="/docProps/custom.xml"' in content["[Content_Types].xml"]
    assert content["_rels/.rels"].count(b"custom-properties") == 1


def test_custom_properties_of_the_template_stay() -> None:
    kept = (
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="7" name="单位"><vt:lpwstr>组织部</vt:lpwstr></property>'
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="9" name="pingyi_form"><vt:lpwstr>old</vt:lpwstr></property>'
        "</Properties>"
    )
    parts = unzip(paragraphs("{{ name }}"))
    parts["docProps/mine.xml"] = kept.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/docProps/mine.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/></Types>',
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/mine.xml"/></Relationships>',
    )
    content = unzip(fill(rezip(parts), name="x"))
    root = etree.fromstring(content["docProps/custom.xml"])
    values = {item.get("name"): item[0].text for item in root}
    assert values == {"单位": "组织部", **IDENTITY.properties()}
    assert len({item.get("pid") for item in root}) == len(root)
    assert "docProps/mine.xml" not in content
    assert content["[Content_Types].xml"].count(b"custom-properties") == 1


def test_identity_that_cannot_be_written_is_an_error() -> None:
    with pytest.raises(RenderError, match=r"U\+0000"):
        _small_template().render(Sample(name="x"), Identity("a", "b", "c", "member:\x00", "self"))


def test_nothing_tells_who_made_the_template() -> None:
    def build(document: DocumentObject) -> None:
        document.add_paragraph("{{ name }}")
        properties = document.core_properties
        properties.author, properties.last_modified_by, properties.title = "王五", "赵六", "登记表"

    parts = unzip(make_docx(build))
    parts["docProps/thumbnail.jpeg"] = b"\xff\xd8\xff"
    parts["docProps/app.xml"] = (
        b'<Properties xmlns="x"><Company>\xe6\x9f\x90\xe5\x85\xac\xe5\x8f\xb8</Company></Properties>'
    )
    result = fill(rezip(parts), name="张三")
    assert not [name for name in unzip(result) if "thumbnail" in name]
    text = b"\n".join(unzip(result).values()).decode("utf-8", "replace")
    assert not any(name in text for name in ("王五", "赵六", "某公司", "python-docx"))
    core = read(result).core_properties
    assert (core.author, core.last_modified_by, core.title) == ("", "", "登记表")
    assert core.created == core.modified


def test_author_that_is_a_tag_is_filled() -> None:
    def build(document: DocumentObject) -> None:
        document.add_paragraph("x")
        document.core_properties.author = "{{ name }} & {{ 'a' if 1 < 2 else 'b' }}"

    assert read(fill(make_docx(build), name="张三 <x>")).core_properties.author == "张三 <x> & a"


def test_form_of_another_model_is_an_error_of_that_document() -> None:
    with pytest.raises(RenderError):
        _small_template().render(FormData(), IDENTITY)


def test_size_of_a_member_form() -> None:
    form = Form("member", "登记表", "登记表", "package:member.docx", MemberForm)
    result = fill(paragraphs("{{ name }}"), form, name="张三")
    assert len(result) < len(paragraphs("{{ name }}"))


# what others say


def test_outside_checker_finds_nothing(tmp_path: Path) -> None:
    table = (*LOOPED, ("总结", "{{ summary }}"))
    for number, template in enumerate((make_docx(_everywhere), tables(*table))):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(fill(template, name="张三 & <李四>", summary="一\n二\t三", lines=(Line(title="甲"),) * 3))
        assert [finding for finding in ooxml_integrity.check(path) if finding.severity == ooxml_integrity.ERROR] == []


@pytest.mark.office
@pytest.mark.slow
def test_libreoffice_reads_the_same_text(office: Callable[..., Path], tmp_path: Path) -> None:
    path = tmp_path / "form.docx"
    texts = ("一行\n二行", "甲\t乙", '& < > "引号"', "{{ 7*7 }}", "𠮷😀")
    path.write_bytes(fill(paragraphs("{%p for word in words %}", "【{{ word }}】", "{%p endfor %}"), words=texts))
    text = office(path, "txt:Text (encoded):UTF8", tmp_path).read_text("utf-8-sig")
    assert text.split() == "".join(f"【{word}】\n" for word in texts).split()

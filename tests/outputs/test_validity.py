"""Every form, in every copy, for ordinary and extreme data, is a document that Word opens and that loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ooxml_integrity
import pytest
from outputkit import OFFICIAL, Press, find_faults, list_cases, unzip
from test_leaks import pack

from pingyi.campaign import open_roster
from pingyi.engine.guard import guard_copy
from pingyi.forms import read_text
from pingyi.plan import fill_document, identify, make_plan
from pingyi.plugins import load_plugins

FORMS = tuple(name for name, form in load_plugins().forms.items() if issubclass(form.data, OFFICIAL))
MEETINGS = ("evaluation_agenda", "evaluation_record", "thematic_agenda", "thematic_record")
DRAWN = (  # what the SDK, which is slow, looks at: every form, every copy, and the cases that change the structure
    *(("organisation", case, "organisation") for case in ("full", "many_aspects")),
    *(("member", case, "self") for case in ("hostile", "breaks", "no_second")),
    ("student_member", "one_aspect", "organisation"),
    *(("retired_member", case, "public") for case in ("nothing", "rare")),
    ("retired_visit", "plain", "public"),
    ("ballot_organisation", "two_grades", "ballot"),
    *((form, case, "organisation") for form in MEETINGS for case in ("full", "breaks")),
    *(("thematic_record", case, "organisation") for case in ("nothing", "many_aspects", "no_second")),
    ("visit_record", "rare", "organisation"),
    *(("organisation_pledge", case, "organisation") for case in ("full", "many_aspects")),
    *(("member_pledge", case, "public") for case in ("nothing", "breaks")),
    *(("ballot_members", case, "ballot") for case in ("nobody", "sixty", "seven_grades")),
)


@pytest.mark.parametrize("form_id", FORMS)
def test_every_output_is_sound(form_id: str, press: Press, tmp_path: Path) -> None:
    for case in list_cases():
        for copy in press.copies(form_id):
            data = press.data(form_id, case, copy)
            content = press.print(form_id, data, copy)
            assert find_faults(content, data) == [], (case, copy)
            assert content == press.print(form_id, data, copy)
            path = tmp_path / f"{case}-{copy}.docx"
            path.write_bytes(content)
            assert [str(finding) for finding in ooxml_integrity.check(path)] == [], path.name


def test_every_form_is_among_them() -> None:
    assert {form for form, _case, _copy in DRAWN} == set(FORMS)
    assert {case for _form, case, _copy in DRAWN} <= set(list_cases())
    assert {copy for _form, _case, copy in DRAWN} == {"self", "organisation", "public", "ballot"}


def test_every_planned_document_of_a_roster_is_sound(write_roster: Callable[..., Path]) -> None:
    opened = open_roster(write_roster())
    plan = make_plan(opened.campaign, opened.plugins)
    press = Press(opened.plugins, opened.campaign.settings)
    seen = set()
    for subject in plan.subjects():
        for document in subject.documents:
            data = fill_document(plan, subject, document)
            template = press.template(document.form)
            content = template.render(data, identify(plan, subject, document, template.version))
            assert find_faults(content, data) == []
            guard_copy(plan, subject, document, data, content)
            seen.add((subject.branch_type, document.form, document.copy))
    assert {kind for kind, _form, _copy in seen} >= {"faculty", "student", "retired"}
    assert {form for _kind, form, _copy in seen} >= {"organisation", "member", "student_member", "retired_member"}
    assert {form for _kind, form, _copy in seen} >= {"ballot_organisation", "ballot_members"}


NUMBERED = b'<w:p><w:bookmarkStart w:id="1" w:name="x"/></w:p><w:sectPr'
ENDING = b"<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:tc>"
SPOILERS = {
    "does not end with a paragraph": (b"</w:p></w:tc>", b"</w:p>" + ENDING),
    "a row without a cell": (b"</w:tbl>", b"<w:tr/></w:tbl>"),
    "a table without a row": (b"<w:sectPr", b"<w:tbl/><w:p/><w:sectPr"),
    "tag {{": (b"</w:t>", b"{{ name }}</w:t>"),
    "tag %}": (b"</w:t>", b" %}</w:t>"),
    "lost: '姓名认真履行职责。'": ("姓名认真".encode(), b""),
    "bookmarkStart with one number twice": (b"<w:sectPr", NUMBERED),
}


@pytest.mark.parametrize("fault", SPOILERS)
def test_a_planted_fault_is_found(fault: str, press: Press) -> None:
    data = press.data("member", "plain", "self")
    parts = unzip(press.print("member", data, "self"))
    old, new = SPOILERS[fault]
    body = parts["word/document.xml"]
    assert old in body
    parts["word/document.xml"] = body.replace(old, new) if fault.startswith("lost") else body.replace(old, new, 1)
    assert any(fault in found for found in find_faults(pack(parts), data)), find_faults(pack(parts), data)


def test_a_planted_external_link_is_found(press: Press) -> None:
    parts = unzip(press.print("member", press.data("member", "plain", "self"), "self"))
    rels = "word/_rels/document.xml.rels"
    link = b'<Relationship Id="x" Type="t" Target="http://example.com" TargetMode="External"/></Relationships>'
    parts[rels] = parts[rels].replace(b"</Relationships>", link)
    assert find_faults(pack(parts)) == [f"{rels}: external http://example.com"]


@pytest.mark.slow
def test_the_open_xml_sdk_finds_no_error(validate: Callable[[Path], list[str]], press: Press, tmp_path: Path) -> None:
    def check(drawn: tuple[str, str, str]) -> list[str]:
        form_id, case, copy = drawn
        path = tmp_path / f"{form_id}-{case}-{copy}.docx"
        path.write_bytes(press.print(form_id, press.data(form_id, case, copy), copy))
        return [f"{path.name}: {error}" for error in validate(path)]

    with ThreadPoolExecutor(2) as pool:
        assert [error for errors in pool.map(check, DRAWN) for error in errors] == []


def test_the_open_xml_sdk_is_asked_in_earnest(
    validate: Callable[[Path], list[str]], press: Press, tmp_path: Path
) -> None:
    parts = unzip(press.print("member", press.data("member", "plain", "self"), "self"))
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:sectPr", b"<w:tbl/><w:p/><w:sectPr", 1)
    path = tmp_path / "spoilt.docx"
    path.write_bytes(pack(parts))
    assert validate(path)


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize(
    ("form_id", "case"), [("organisation", "full"), ("retired_member", "plain"), ("member", "hostile")]
)
def test_libreoffice_reads_the_same_text(
    form_id: str, case: str, press: Press, office: Callable[..., Path], tmp_path: Path
) -> None:
    copy = press.copies(form_id)[-1]
    data = press.data(form_id, case, copy)
    content = press.print(form_id, data, copy)
    path = tmp_path / "form.docx"
    path.write_bytes(content)
    read = squeeze(office(path, "txt:Text (encoded):UTF8", tmp_path).read_text(encoding="utf-8-sig"))
    assert read == squeeze(read_text(content)["word/document.xml"])


def squeeze(text: str) -> str:
    """The characters of a text: LibreOffice writes cells and paragraphs with breaks and tabs of its own."""
    return "".join(text.split())

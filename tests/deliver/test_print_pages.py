"""The print file as LibreOffice lays it out: the text of page k belongs to the person of the index."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from print_kit import Office, save
from pypdf import PdfReader

from pingyi.deliver.printing import PrintedPlace, PrintEntry, PrintFile

pytestmark = [pytest.mark.office, pytest.mark.slow]
BLANK_PAGES = 'pdf:writer_pdf_Export:{"IsSkipEmptyPages":{"type":"boolean","value":"false"}}'
PROSE = "在创先争优活动中，支部组织党员学习五中全会精神，结合岗位实际查找不足、明确方向，扎实推进各项工作；"


def write_prose(length: int) -> str:
    return "".join(itertools.islice(itertools.cycle(PROSE), length))


@pytest.fixture
def forms(write_roster: Callable[..., Path]) -> list[tuple[PrintEntry, bytes]]:
    """Sixty forms: those of the small university, and member forms with texts of many lengths."""
    made = Office(write_roster())
    return [*made.forms(), *itertools.islice(_fill(made), 36)]


def _fill(made: Office) -> Iterator[tuple[PrintEntry, bytes]]:
    from pingyi.model.papers.identity import Identity
    from pingyi.plan import fill_document

    members = [item for item in made.documents() if item[0].kind == "member"]
    for number, (subject, document) in enumerate(itertools.cycle(members)):
        template = made.template(document.form)
        identity = Identity("long", document.form, template.version, f"member:{number}", document.copy)
        data = fill_document(made.plan, subject, document)
        length = 10 * number
        summary = tuple(
            aspect.model_copy(update={"text": write_prose(length)})
            for aspect in data.self_summary  # type: ignore[attr-defined]
        )
        changes = {"code": identity.code, "self_summary": summary, "comment_secretary": write_prose(length)}
        about = PrintEntry(subject.name, subject.organisation_id, document.form, document.copy, identity.code)
        yield about, template.render(data.model_copy(update=changes), identity)


def check_pages(pdf: Path, places: tuple[PrintedPlace, ...]) -> None:
    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    assert len(pages) >= places[-1].page + places[-1].pages - 1
    for place in places:
        for number in range(place.pages):
            text = pages[place.page - 1 + number].replace(" ", "")
            assert place.entry.code in text
            assert f"第{number + 1}页" in text
            if number == 0:
                assert place.entry.person in text
        if place.page + place.pages - 1 < len(pages):
            assert place.entry.code not in pages[place.page + place.pages - 1]


@pytest.mark.parametrize("duplex", [False, True])
def test_page_k_belongs_to_the_person_of_the_index(
    duplex: bool, tmp_path: Path, office: Callable[..., Path], forms: list[tuple[PrintEntry, bytes]]
) -> None:
    assert len(forms) >= 60
    path = tmp_path / "print.docx"
    with path.open("wb") as stream, PrintFile(stream, duplex=duplex) as made:
        for about, content in forms:
            made.add(content, about)
    # LibreOffice leaves blank backs out of a PDF unless it is told to keep them
    check_pages(office(path, BLANK_PAGES if duplex else "pdf", tmp_path), made.places)
    if duplex:
        assert all(place.page % 2 == 1 for place in made.places)


def test_a_form_looks_as_it_does_alone(tmp_path: Path, office: Callable[..., Path]) -> None:
    from docx.shared import Pt
    from print_kit import edit, entry, make_docx

    first = make_docx("甲")
    first.styles["Normal"].font.size = Pt(16)
    second = make_docx(*[write_prose(200)] * 3)
    second.add_table(2, 2).cell(0, 0).text = "表格"
    other = edit(save(second), "word/styles.xml", '<w:sz w:val="22"/>', '<w:sz w:val="30"/>')
    target = io.BytesIO()
    with PrintFile(target) as made:
        made.add(save(first), entry("甲"))
        made.add(other, entry("乙"))
    (tmp_path / "both.docx").write_bytes(target.getvalue())
    (tmp_path / "alone.docx").write_bytes(other)
    alone = PdfReader(office(tmp_path / "alone.docx", "pdf", tmp_path)).pages[0]
    both = PdfReader(office(tmp_path / "both.docx", "pdf", tmp_path)).pages[made.places[1].page - 1]
    assert list_places(both) == list_places(alone)


def list_places(page: object) -> list[tuple[str, int, int, int]]:
    found: list[tuple[str, int, int, int]] = []

    def visit(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
        if text.strip():
            found.append((text.strip(), round(tm[4]), round(tm[5]), round(size)))

    page.extract_text(visitor_text=visit)  # type: ignore[attr-defined]
    return found

"""collect(render(x)) == x for every field that people fill, in every form and copy, also through LibreOffice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from collect_kit import Desk, Edit, list_slots, make_truth, plainly, tick
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pingyi.collect.papers.form import fill_in, read_form
from pingyi.collect.papers.layout import read_layout
from pingyi.collect.papers.paper import read_paper
from pingyi.forms import read_package
from pingyi.forms.filling.filters import Mark
from pingyi.forms.filling.values import make_context
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import FormData

FORMS = ("organisation", "member", "student_member", "retired_member")
# what a person can type: no control characters, no blanks at the edges, no private characters of symbol fonts
LETTERS = st.characters(blacklist_categories=("Cc", "Cs", "Co", "Cn", "Zl", "Zp"), blacklist_characters="\u00ad")
TEXT = st.text(st.one_of(LETTERS, st.sampled_from("，。\n　 1.、&<>{}√□")), max_size=60).map(
    lambda text: "\n".join(line for line in text.split("\n")).strip(" \t\n\r\u3000\xa0\u200b\ufeff").strip()
)
LINE = TEXT.map(lambda text: " ".join(text.split())).filter(bool)
DATES = st.one_of(st.just(""), st.builds(PartialDate, st.integers(2000, 2030), st.integers(1, 12), st.integers(1, 28)))


def fill_fields(data: FormData) -> dict[str, st.SearchStrategy[Any]]:
    kinds: dict[str, st.SearchStrategy[Any]] = {}
    for name, cell in list_cells(type(data)).items():
        value = getattr(data, name)
        if name == "oral_commitment":
            kinds[name] = st.booleans()
        elif not cell.fill or (name == "comment_committee" and not data.second_reviewer):  # type: ignore[attr-defined]
            continue
        elif name == "self_summary":
            kinds[name] = st.tuples(*[TEXT.map(lambda text, item=item: (item, text)) for item in value]).map(
                lambda pairs: tuple(item.model_copy(update={"text": text}) for item, text in pairs)
            )
        elif name == "next_commitments":
            kinds[name] = st.lists(LINE, max_size=4).map(tuple)
        elif name in ("held_on", "visit_held_on"):
            kinds[name] = DATES
        elif name == "visit_method":
            kinds[name] = st.sampled_from(("", "走访", "慰问", "送学上门", "委托", "视频连线"))
        elif name == "signature_mode":
            kinds[name] = st.sampled_from(("", "本人", "代签", "口头"))
        elif name == "grade":
            kinds[name] = st.sampled_from(("", "优秀", "合格", "不合格"))
        else:
            kinds[name] = TEXT
    return kinds


def read_back(desk: Desk, form: str, sent: FormData, content: bytes) -> FormData:
    package = read_package(content, "form.docx")
    mark = Mark(desk.plan.campaign.settings.forms.empty)
    body = desk.templates[form].fill_parts(make_context(sent, mark))[0][1]
    reading = read_form(read_layout(body, sent), read_paper(package.parse(package.main)))
    assert not [item for item in reading.problems if item.code != "date-unreadable"]
    return fill_in(sent, reading.values)


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(choices=st.data())
def test_R30_what_is_rendered_is_read_back(desk: Desk, form: str, choices: st.DataObject) -> None:
    subject, document = desk.paper(form)
    sent = desk.sent(subject, document)
    values = {name: choices.draw(kind, label=name) for name, kind in fill_fields(sent).items()}
    filled = sent.model_copy(update=values)
    assert read_back(desk, form, sent, desk.render(subject, document, **values)) == filled


def test_every_copy_of_every_form_is_read_back(desk: Desk, collect: Callable[..., Any]) -> None:
    files, truth = {}, {}
    for form in FORMS:
        for copy_id in ("organisation",) if form == "organisation" else ("self", "organisation", "public"):
            subject, document = desk.paper(form, 1, copy_id)
            values = make_truth(desk.sent(subject, document), 5)
            name = f"{form} {copy_id}.docx"
            files[name] = desk.render(subject, document, **values)
            truth[name] = desk.sent(subject, document).model_copy(update=values)
    collected = collect(files)
    assert {item.path: item.data for item in collected.documents} == truth
    assert not [item for item in collected.problems if item.severity == "error"]


def write_form(desk: Desk, form: str, copy_id: str, path: Path) -> FormData:
    """Fill a form in as people do, and return what is on it."""
    subject, document = desk.paper(form, 2, copy_id)
    sent = desk.sent(subject, document)
    values = make_truth(sent, len(form))
    edit = Edit(desk.render(subject, document))
    for name in ("visit_method", "signature_mode"):
        if name in values:
            tick(edit, name, values[name], "√")
    plainly(edit, dict(list_slots(values)), None)  # type: ignore[arg-type]
    path.write_bytes(edit.save())
    return sent.model_copy(update=values)


def check(collected: Any, truth: dict[str, FormData]) -> None:
    assert {item.path: item.data for item in collected.documents} == truth
    assert not [item for item in collected.problems if item.severity != "info"]


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("through", [("docx",), ("doc", "docx")], ids="-".join)
def test_forms_saved_again_by_libreoffice_are_read(
    desk: Desk, collect: Callable[..., Any], office: Callable[..., Path], tmp_path: Path, through: tuple[str, ...]
) -> None:
    files, truth = {}, {}
    for form, copy_id in (("retired_member", "self"), ("organisation", "")):
        path = tmp_path / f"{form}.docx"
        truth[path.name] = write_form(desk, form, copy_id, path)
        for kind in through:
            folder = tmp_path / f"{form}-{kind}"
            folder.mkdir()
            path = office(path, kind, folder)
        files[path.name] = path.read_bytes()
    check(collect(files), truth)


@pytest.mark.office
@pytest.mark.slow
def test_doc_odt_and_rtf_are_converted(
    desk: Desk, collect: Callable[..., Any], office: Callable[..., Path], tmp_path: Path
) -> None:
    files, truth = {}, {}
    for form, copy_id, kind in (
        ("member", "public", "doc"),
        ("student_member", "self", "odt"),
        ("member", "self", "rtf"),
    ):
        path = tmp_path / f"{form}-{kind}.docx"
        data = write_form(desk, form, copy_id, path)
        made = office(path, kind, tmp_path)
        files[made.name] = made.read_bytes()
        truth[made.name] = data
    cache = tmp_path / "cache"
    collected = collect(files, cache=cache)
    assert {item.path: item.data for item in collected.documents} == truth
    (tmp_path / "returned" / "member-doc.doc").rename(tmp_path / "returned" / "改名.wps")
    again = collect(cache=cache)  # not converted a second time
    assert sorted(item.path for item in again.documents) == ["member-rtf.rtf", "student_member-odt.odt", "改名.wps"]

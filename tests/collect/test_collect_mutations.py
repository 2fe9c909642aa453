"""Forms edited in 23 ways and ticked in 13 styles: everything is read as it was written, or the form is named."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from collect_kit import KINDS, TICKS, Desk, Edit, list_slots, make_truth, tick

from pingyi.collect import Collected
from pingyi.collect.papers.paper import read_paper


def spoil(desk: Desk, forms: int) -> tuple[dict[str, bytes], dict[str, tuple[str, str, dict[str, Any]]]]:
    """Forms as people return them, and what is on them."""
    papers = [item for item in desk.papers() if item[1].copy in ("self", "organisation")]
    random.Random(7).shuffle(papers)
    retired = [item for item in papers if item[1].form == "retired_member"][: forms // 3]
    files, truth = {}, {}
    kinds, styles = list(KINDS), list(TICKS)
    for number, (subject, document) in enumerate([*retired, *papers[: forms - len(retired)]]):
        values = make_truth(desk.sent(subject, document), number)
        edit = Edit(desk.render(subject, document))
        kind, style = kinds[number % len(kinds)], styles[number % len(styles)]
        for name in ("visit_method", "signature_mode"):
            if name in values:
                tick(edit, name, values[name], style)
        KINDS[kind](edit, dict(list_slots(values)), random.Random(number))
        name = f"{number:04}.docx"
        files[name] = edit.save(modified=f"2010-12-20T08:{number // 60 % 60:02}:{number % 60:02}Z")
        truth[name] = (kind, style, values)
    return files, truth


def weigh(collected: Collected, truth: dict[str, tuple[str, str, dict[str, Any]]]) -> tuple[int, int, list[str]]:
    """How many fields were read rightly, how many there are, and which are wrong although nobody was told."""
    right = total = 0
    silent = []
    told = {item.file for item in collected.problems if item.severity == "error"}
    found = {item.path: item.data for item in collected.documents}
    for name, (kind, style, values) in truth.items():
        for field, value in values.items():
            total += 1
            if name in found and getattr(found[name], field) == value:
                right += 1
            elif name not in told:
                silent.append(f"{name} {kind} / {style}: {field}")
    return right, total, silent


@pytest.mark.slow
def test_no_edited_form_is_read_wrongly(desk: Desk, collect: Callable[..., Collected]) -> None:
    files, truth = spoil(desk, 230)
    right, total, silent = weigh(collect(files), truth)
    assert not silent
    assert right == total  # recall; precision follows, since nothing else was read


@pytest.mark.parametrize("form", ["organisation", "member", "retired_member", "ballot_members"])
def test_the_quick_and_the_thorough_reader_agree(desk: Desk, form: str) -> None:
    subject, document = desk.paper(form)
    slots = dict(list_slots(make_truth(desk.sent(subject, document), 1))) if not form.startswith("ballot") else {}
    for edit_in in KINDS.values() if slots else (lambda *_nothing: None,):
        edit = Edit(desk.render(subject, document))
        edit_in(edit, slots, random.Random(1))
        assert read_paper(edit.root, fonts=False) == read_paper(edit.root, fonts=True)


def test_an_unfilled_form_has_no_values(desk: Desk, collect: Callable[..., Collected]) -> None:
    subject, document = desk.paper("retired_member")
    collected = collect({"空表.docx": desk.render(subject, document)})
    (returned,) = collected.documents
    assert returned.data == desk.sent(subject, document)
    assert not returned.written
    assert "summary-empty" in {item.code for item in collected.problems}


@pytest.mark.parametrize("style", TICKS)
def test_each_tick_style(desk: Desk, collect: Callable[..., Collected], style: str) -> None:
    files = {}
    for number, option in enumerate(("走访", "委托", "视频连线")):
        subject, document = desk.paper("retired_member", number, "self")
        edit = Edit(desk.render(subject, document))
        tick(edit, "visit_method", option, style)
        files[f"{option}.docx"] = edit.save()
    read = {item.path: item.data.visit_method for item in collect(files).documents}  # type: ignore[attr-defined]
    assert read == {"走访.docx": "走访", "委托.docx": "委托", "视频连线.docx": "视频连线"}

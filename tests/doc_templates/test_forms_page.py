"""docs/forms.md and its pictures: every field of every form, as the models have it."""

from __future__ import annotations

import re
from pathlib import Path

from pingyi.model.fields.base import Cell, list_cells
from pingyi.model.papers.forms import FormData
from pingyi.plugins import Plugins

DOCS = Path(__file__).parent.parent.parent / "docs"
PUBLIC = {True: "yes", False: "no", "year": "the year"}


def write_line(name: str, cell: Cell) -> str:
    filled = "people" if cell.fill else "pingyi"
    return f"| `{name}` | {cell.label} | {filled} | {cell.budget or ''} | {PUBLIC[cell.public]} |"


def list_lines(plugins: Plugins) -> list[str]:
    """One line for each field, in the order of the models; fields of all forms and of a base once only."""
    lines: dict[str, None] = {}
    for form_id in (
        "organisation",
        "member",
        "student_member",
        "retired_member",
        "retired_visit",
        "ballot_organisation",
        "evaluation_agenda",
        "thematic_agenda",
        "evaluation_record",
        "thematic_record",
        "visit_record",
        "organisation_pledge",
        "member_pledge",
    ):
        for name, cell in list_cells(plugins.forms[form_id].data).items():
            lines.setdefault(write_line(name, cell))
    return list(lines)


def test_the_page_lists_every_field_as_it_is(plugins: Plugins) -> None:
    text = (DOCS / "forms.md").read_text(encoding="utf-8")
    missing = [line for line in list_lines(plugins) if line not in text]
    assert not missing, "\n".join(missing)
    known = {name for form in plugins.forms.values() for name in list_cells(form.data)}
    told = set(re.findall(r"^\| `(\w+)` \| ", text, flags=re.MULTILINE))
    assert told <= known | set(FormData.model_fields), told - known


def test_pictures_are_there_light_and_shown() -> None:
    text = (DOCS / "forms.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"\(pictures/([\w-]+\.png)\)", text))
    kept = {path.name: path.stat().st_size for path in (DOCS / "pictures").glob("*.png")}
    assert {"member.png", "member_blank.png", "organisation-1.png", "organisation-2.png"} <= shown
    assert shown <= set(kept)
    assert all(kept[name] < 150_000 for name in shown)

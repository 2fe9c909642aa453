"""Outputs of every form for edge data, and the rules that every one of them must keep."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml.ns import qn
from lxml import etree
from pydantic import BaseModel

from pingyi import AspectText, BallotForm, BallotItem, FormData, MemberForm, OrganisationForm, PartialDate, Settings
from pingyi.forms import CompiledTemplate, compile_template, count_characters, find_template, read_text
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.identity import Identity, make_code
from pingyi.model.papers.meeting_forms import SAID, MeetingForm
from pingyi.model.papers.pledge_forms import PledgeForm
from pingyi.plugins import Plugins
from pingyi_retired import VisitRecord

STORIES = tuple(map(qn, ("w:hdr", "w:ftr", "w:tc", "w:txbxContent", "w:footnote")))
TAG = re.compile(r"\{[{%#]|[%#}]\}")
OFFICIAL = (MemberForm, OrganisationForm, BallotForm, PledgeForm, MeetingForm, VisitRecord)
"""What the notice's three forms and their variants print, the pledges, and the papers of meetings and visits."""
LONG = "在创先争优活动中，支部组织党员学习五中全会精神，结合岗位实际查找不足、明确方向，扎实推进各项工作；"
HOSTILE = '<w:p>&amp;"引\'号" ]]> &#49; {{ 7*7 }} {% x %} {# y #} <?xml?> <!-- --> \\ %s ${x}'
RARE = "㼆𠮷𱁬𫍯\U000e0100é\u200b\u202e\ufeff①㈱ﾊﾝｶｸ👨‍👩‍👧 \u2028\u3000"
BROKEN = "第一行\n第二行\t后\n\n末\r\n尾\r"
LINES = ("mending", "taken_up", "pledges", "measures", "finish_by", "points")
"""The columns of the pledges."""
TEXTS: Mapping[str, str] = {
    "plain": "认真履行职责。",
    "hostile": HOSTILE,
    "rare": RARE,
    "breaks": BROKEN,
    "blanks": "  前后  空格  ",
}


def list_cases() -> tuple[str, ...]:
    return ("nothing", "full", *TEXTS, "one_aspect", "many_aspects", "two_grades", "seven_grades", "nobody",
            "somebody", "sixty", "no_second", "long_names")  # fmt: skip


def make_data(model: type[FormData], case: str) -> FormData:
    """One form's data for one of `list_cases`."""
    values: dict[str, Any] = {}
    if case == "nothing":
        return model()
    text = TEXTS.get(case, TEXTS["plain"])
    for name, field in model.model_fields.items():
        cell = list_cells(model).get(name)
        label = cell.label if cell else name
        if field.annotation is str:
            values[name] = text if cell and cell.fill else f"{label}{text if case in TEXTS else ''}"
        elif "PartialDate" in str(field.annotation):
            values[name] = PartialDate(1978, 3) if name == "birth" else PartialDate(2005, 7, 1)
        elif field.annotation in (int, int | None):
            values[name] = 2010
    values |= _lists(case, text)
    if case == "full":
        values |= _full(model)
    elif case == "long_names":
        values |= dict.fromkeys(("org_name", "branch_name", "name", "post_line", "reviewers", "subject"), LONG)
    elif case == "no_second":
        values |= {"second_reviewer": "", "comment_committee": ""}
    return model(**{name: value for name, value in values.items() if name in model.model_fields})


def _lists(case: str, text: str) -> dict[str, Any]:
    aspects = {"one_aspect": 1, "many_aspects": 12}.get(case, 4)
    grades = {"two_grades": 2, "seven_grades": 7}.get(case, 4)
    people = {"nobody": 0, "somebody": 1, "sixty": 60}.get(case, 7)
    line = tuple(
        AspectText(id=str(number), number=str(number), title=f"第{number}行", text=text) for number in range(aspects)
    )
    return {
        **dict.fromkeys(LINES, line),
        **dict.fromkeys(SAID, line),
        "self_summary": tuple(
            AspectText(id=f"aspect_{number}", number="一", title=f"方面{number}", text=text)
            for number in range(aspects)
        ),
        "next_commitments": (text, "第二条"),
        "grades": tuple(f"等次{number}" for number in range(grades)),
        "items": tuple(
            BallotItem(number=number, text=f"人员{number}", note=text if number % 3 == 0 else "")
            for number in range(1, people + 1)
        ),
        "voter_categories": () if case == "nobody" else ("党员", "群众（代表）", "学生"),
    }


def _full(model: type[FormData]) -> dict[str, Any]:
    """Every cell that people fill, filled to its last character."""
    budgets = {name: cell.budget for name, cell in list_cells(model).items() if cell.fill and cell.budget}
    values: dict[str, Any] = {name: _write(budget) for name, budget in budgets.items()}
    if "self_summary" in values:
        part = _write(budgets["self_summary"] // 4)
        values["self_summary"] = tuple(
            AspectText(id=f"a{number}", number="一", title=f"方面{number}", text=part) for number in range(4)
        )
    for name in set(LINES) & values.keys():
        part = _write(budgets[name] // 4)
        values[name] = tuple(AspectText(id=str(i), number=str(i), title=f"第{i}行", text=part) for i in range(4))
    if "next_commitments" in values:
        values["next_commitments"] = (_write(budgets["next_commitments"] // 3),) * 3
    return values


def _write(length: int) -> str:
    text = (LONG * (length // len(LONG) + 1))[:length]
    assert count_characters(text) == length
    return text


class Press:
    """Compiled templates of every form, and documents made of them."""

    def __init__(self, plugins: Plugins, settings: Settings | None = None) -> None:
        self.plugins = plugins
        self.settings = settings or Settings()
        self._templates: dict[str, CompiledTemplate] = {}

    def template(self, form_id: str) -> CompiledTemplate:
        if form_id not in self._templates:
            source = find_template(self.plugins.forms[form_id], self.plugins.form_plugins[form_id], None)
            self._templates[form_id] = compile_template(source, self.settings)
        return self._templates[form_id]

    def copies(self, form_id: str) -> tuple[str, ...]:
        return self.plugins.forms[form_id].copies or ("ballot",)

    def data(self, form_id: str, case: str, copy: str) -> FormData:
        data = make_data(self.plugins.forms[form_id].data, case)
        data = data.model_copy(update={"code": make_code("c", form_id, case, copy)})
        return data.for_copy(self.settings.copies[copy]) if copy in self.settings.copies else data

    def print(self, form_id: str, data: FormData, copy: str) -> bytes:
        template = self.template(form_id)
        identity = Identity("campaign", form_id, template.version, "member:10001", copy, anonymous=copy == "public")
        return template.render(data, identity)


def unzip(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(set(names))
        return {name: archive.read(name) for name in names}


def find_faults(content: bytes, data: FormData | None = None) -> list[str]:
    """What is wrong with an output by our own rules; nothing where it is sound."""
    parts = unzip(content)
    faults = []
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(part)
            faults += [f"{name}: {fault}" for fault in _find_structure(root)]
            faults += [
                f"{name}: external {item.get('Target')}" for item in root if item.get("TargetMode") == "External"
            ]
    texts = read_text(content)
    if data is None:
        return faults
    shown = "\n".join(texts.values())
    given = "\n".join(_list_texts(data))
    # what looks like a tag must have come from a value
    faults += [f"{name}: tag {tag}" for name, text in texts.items() for tag in TAG.findall(text) if tag not in given]
    for value in _list_printed(data):
        printed = value.replace("\r\n", "\n").replace("\r", "\n")
        if printed not in shown:
            faults.append(f"lost: {value!r}")
    return faults


def _find_structure(root: etree._Element) -> Iterator[str]:
    for story in root.iter(*STORIES):
        last = [child for child in story if child.tag != qn("w:sectPr")][-1:]
        if not last or last[0].tag != qn("w:p"):
            yield f"{etree.QName(story).localname} does not end with a paragraph"
    for row in root.iter(qn("w:tr")):
        if row.find(qn("w:tc")) is None:
            yield "a row without a cell"
    for table in root.iter(qn("w:tbl")):
        if table.find(qn("w:tr")) is None:
            yield "a table without a row"
    for kind in ("w:bookmarkStart", "w:bookmarkEnd"):
        numbers = [item.get(qn("w:id")) for item in root.iter(qn(kind))]
        if len(numbers) != len(set(numbers)):
            yield f"{kind} with one number twice"


def _list_printed(data: FormData) -> Iterator[str]:
    """What must be found again on paper: every value of the cells, but what a template turns into something else."""
    for name, cell in list_cells(type(data)).items():
        value = getattr(data, name)
        if name in UNPRINTED or (isinstance(data, BallotForm) and cell.fill):
            continue
        if isinstance(value, PartialDate):
            yield value.by_month
        elif isinstance(value, int) and not isinstance(value, bool) and value:
            yield str(value)
        yield from (text for text in _list_texts(value) if text)


UNPRINTED = frozenset({"visit_method", "signature_mode", "oral_commitment"})
"""Fields that tick one of several boxes."""


def _list_texts(value: object) -> Iterator[str]:
    if isinstance(value, AspectText | BallotItem):
        yield from (value.title, value.text) if isinstance(value, AspectText) else (value.text, value.note)
    elif isinstance(value, BaseModel):
        yield from (text for name in type(value).model_fields for text in _list_texts(getattr(value, name)))
    elif isinstance(value, tuple):
        yield from (text for item in value for text in _list_texts(item))
    elif isinstance(value, str):
        yield value


__all__ = ["Press", "find_faults", "list_cases", "make_data", "unzip"]

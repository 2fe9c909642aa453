"""A returned form as people make it: typing into cells, and the many ways in which they and editors change a file."""

from __future__ import annotations

import copy
import dataclasses
import io
import itertools
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from pingyi.campaign import OpenCampaign, init_campaign, open_campaign
from pingyi.forms import TemplateShelf
from pingyi.model.fields.base import list_cells
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import BallotForm, FormData
from pingyi.model.review.procedure import PlannedDocument, SubjectPlan
from pingyi.plan import Plan, fill_document, identify, make_plan

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NS}}}"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
TEXTS = (
    "一年来认真学习五中全会精神，积极参加支部组织的各项活动，撰写心得{n}篇",
    "立足本岗，按时完成教学和管理任务，帮助新同事熟悉工作{n}次",
    "年初公开承诺的{n}件事都已完成，已在支部公示",
    "与学生结对{n}人，节假日到宿舍走访",
    "能够按要求履行职责，发挥作用；希望进一步加强理论学习（第{n}号）",
)


class Desk:
    """A campaign of the demo university, with nothing written yet, and the papers that were sent."""

    def __init__(self, folder: Path) -> None:
        init_campaign(folder, demo=True)
        opened = open_campaign(folder)
        campaign = dataclasses.replace(opened.campaign, meetings=())
        self.opened: OpenCampaign = dataclasses.replace(opened, campaign=campaign)
        self.folder = folder
        blank = dataclasses.replace(self.opened.campaign, records={})
        self.plan: Plan = make_plan(blank, self.opened.plugins)
        self.templates = TemplateShelf(self.plan.plugins, self.plan.campaign.settings, None)
        self.subjects = list(self.plan.subjects())

    def papers(self, form: str = "", copy_id: str = "") -> Iterator[tuple[SubjectPlan, PlannedDocument]]:
        for subject in self.subjects:
            for document in subject.documents:
                is_ballot = issubclass(self.plan.plugins.forms[document.form].data, BallotForm)
                wanted = document.form == form if form else not is_ballot
                if wanted and copy_id in ("", document.copy):
                    yield subject, document

    def paper(self, form: str, number: int = 0, copy_id: str = "") -> tuple[SubjectPlan, PlannedDocument]:
        return next(itertools.islice(self.papers(form, copy_id), number, None))

    def sent(self, subject: SubjectPlan, document: PlannedDocument) -> FormData:
        return fill_document(self.plan, subject, document)

    def render(self, subject: SubjectPlan, document: PlannedDocument, **changes: Any) -> bytes:
        template = self.templates[document.form]
        data = self.sent(subject, document).model_copy(update=changes)
        return template.render(data, identify(self.plan, subject, document, template.version))


class Edit:
    """One .docx that is being changed."""

    def __init__(self, content: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            self.parts = {info.filename: archive.read(info) for info in archive.infolist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])

    def save(self, *, modified: str = "2010-12-20T08:00:00Z") -> bytes:
        self.parts["word/document.xml"] = etree.tostring(self.root, encoding="UTF-8", standalone=True)
        core = self.parts["docProps/core.xml"].decode()
        self.parts["docProps/core.xml"] = re.sub(r"(:modified[^>]*>)[^<]*", rf"\g<1>{modified}", core).encode()
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        return target.getvalue()

    def mark(self, name: str) -> etree._Element | None:
        marks = self.root.iter(W + "bookmarkStart")
        return next((item for item in marks if item.get(W + "name") == f"fill_{name}"), None)

    def cell(self, name: str) -> etree._Element:
        mark = self.mark(name)
        assert mark is not None, name
        return next(mark.iterancestors(W + "tc"))

    def labelled(self, label: str) -> etree._Element:
        """The cell that prints a label."""
        return next(
            cell for cell in self.root.iter(W + "tc") if "".join("".join(map(str, cell.itertext())).split()) == label
        )

    def type(self, name: str, text: str) -> None:
        """Type into the bookmark's own paragraph, new lines as new paragraphs."""
        mark = self.mark(name)
        assert mark is not None
        paragraph = next(mark.iterancestors(W + "p"))
        first, *others = text.split("\n")
        for item in list(paragraph):
            if item.tag == W + "r":
                paragraph.remove(item)
        mark.addnext(make_run(first))
        for line in reversed(others):
            paragraph.addnext(make_paragraph(line))

    def drop_marks(self) -> None:
        for tag in ("bookmarkStart", "bookmarkEnd"):
            for item in list(self.root.iter(W + tag)):
                item.getparent().remove(item)  # type: ignore[union-attr]


def make_run(text: str, font: str = "") -> etree._Element:
    run = etree.Element(W + "r", nsmap={"w": NS})
    if font:
        properties = etree.SubElement(run, W + "rPr")
        etree.SubElement(properties, W + "rFonts", {W + "ascii": font, W + "hAnsi": font})
    for number, line in enumerate(text.split("\v")):
        if number:
            etree.SubElement(run, W + "br")
        piece = etree.SubElement(run, W + "t")
        piece.text = line
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return run


def make_paragraph(text: str = "") -> etree._Element:
    paragraph = etree.Element(W + "p", nsmap={"w": NS})
    if text:
        paragraph.append(make_run(text))
    return paragraph


def make_truth(data: FormData, number: int) -> dict[str, Any]:  # noqa: C901 - one branch for each kind of field
    """What somebody writes on a form, by field."""
    truth: dict[str, Any] = {}
    for place, (name, cell) in enumerate(list_cells(type(data)).items()):
        value = getattr(data, name)
        text = TEXTS[(number + place) % len(TEXTS)].format(n=number * 31 + place)
        if not cell.fill or (name == "comment_committee" and not data.second_reviewer):  # type: ignore[attr-defined]
            continue
        if name == "self_summary":
            truth[name] = tuple(
                item.model_copy(update={"text": TEXTS[(number + k) % 5].format(n=f"{number}{k}") + "。"})
                for k, item in enumerate(value)
            )
        elif name == "next_commitments":
            truth[name] = (f"为师生办实事{number}件", f"每月参加志愿服务一次（{number}）")
        elif name in ("held_on", "visit_held_on"):
            truth[name] = PartialDate(2010, 12, number % 28 + 1)
        elif name == "grade":
            if value:  # 不评定等次 of a probationary member
                continue
            truth[name] = ("优秀", "合格", "基本合格", "不合格")[number % 4]
        elif name == "visit_method":
            truth[name] = ("走访", "慰问", "座谈", "电话", "送学上门", "视频连线")[number % 6]
        elif name == "signature_mode":
            truth[name] = ("本人", "代签", "口头")[number % 3]
        elif name == "rectification":
            truth[name] = f"{text}\n今后要加强学习"
        elif name in ("method", "place", "visit_place", "visitors", "proxy", "remark", "follow_up"):
            truth[name] = text[:12]
        else:
            truth[name] = text
    return truth


def list_slots(truth: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What to type into each cell, by the name of its bookmark; choices are ticked, not typed."""
    for name, value in truth.items():
        if name == "self_summary":
            yield from ((f"{name}_{item.id}", item.text) for item in value)
        elif name == "next_commitments":
            yield name, "\n".join(f"{number}. {item}" for number, item in enumerate(value, 1))
        elif name not in ("visit_method", "signature_mode"):
            yield name, str(value)


# ---------------------------------------------------------------- ticks

TickStyle = Callable[[list[etree._Element], str], None]


def _replace(sign: str) -> Callable[[str, str], list[etree._Element]]:
    return lambda before, after: [make_run(before + sign + after)]


def _symbol(before: str, after: str) -> list[etree._Element]:
    run = etree.Element(W + "r", nsmap={"w": NS})
    etree.SubElement(run, W + "sym", {W + "font": "Wingdings 2", W + "char": "F052"})
    return [make_run(before), run, make_run(after)]


def _control(before: str, after: str) -> list[etree._Element]:
    xml = (
        f'<w:sdt xmlns:w="{NS}" xmlns:w14="{W14}"><w:sdtPr><w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>'
        "</w:sdtPr><w:sdtContent><w:r><w:t>☒</w:t></w:r></w:sdtContent></w:sdt>"
    )
    return [make_run(before), etree.fromstring(xml), make_run(after)]


TICKS: dict[str, Callable[[str, str], list[etree._Element]]] = {
    **{sign: _replace(sign) for sign in "√✓✔☑■☒"},
    "v": _replace("v"),
    "对": _replace("对"),
    "R in Wingdings 2": lambda before, after: [make_run(before), make_run("R", "Wingdings 2"), make_run(after)],
    "w:sym": _symbol,
    "content control": _control,
    "before the box": _replace("√□"),
    "behind the label": _replace("□"),
}
"""How the box in front of an option is ticked: from the text before it and behind it to runs."""


def tick(edit: Edit, name: str, option: str, style: str) -> None:
    """Tick one option of a choice cell; an option that is not printed is written behind 其他."""
    cell = edit.cell(name)
    paragraphs = [item for item in cell.iter(W + "p") if "□" in "".join(map(str, item.itertext()))]
    for paragraph in paragraphs:
        text = "".join(item.text or "" if item.tag == W + "t" else "\v" for item in paragraph.iter(W + "t", W + "br"))
        label = option if f"□{option}" in text else "其他："
        if f"□{label}" not in text:
            continue
        before, after = text.split(f"□{label}", 1)
        if style == "behind the label" and label != "其他：":
            runs = [make_run(f"{before}□{label}√{after}")]
        else:
            chosen = "√" if style == "behind the label" else style
            after = label + (option if label != option else "") + after
            runs = TICKS[chosen](before, after)
        for item in list(paragraph):
            if item.tag == W + "r":
                paragraph.remove(item)
        for run in runs:
            paragraph.append(run)
        return


# ---------------------------------------------------------------- kinds of editing

Kind = Callable[[Edit, Mapping[str, str], random.Random], None]


def plainly(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    for name, text in slots.items():
        edit.type(name, text)


def before_the_mark(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    for name, text in slots.items():
        paragraph = next(edit.mark(name).iterancestors(W + "p"))  # type: ignore[union-attr]
        lines = text.split("\n")
        at = next((k for k, item in enumerate(paragraph) if item.tag != W + "pPr"), 0)
        paragraph.insert(at, make_run("\v".join(lines)))


def in_a_paragraph_of_its_own(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    for name, text in slots.items():
        paragraph = next(edit.mark(name).iterancestors(W + "p"))  # type: ignore[union-attr]
        for line in reversed(text.split("\n")):
            paragraph.addnext(make_paragraph(line))


def in_split_runs(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for run in list(edit.root.iter(W + "r")):
        pieces = run.findall(W + "t")
        if len(pieces) == 1 and run.find(W + "br") is None and len(pieces[0].text or "") > 3:
            for char in reversed(pieces[0].text or ""):
                run.addnext(make_run(char))
            pieces[0].text = ""


def with_other_fonts(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for run in edit.root.iter(W + "r"):
        properties = run.find(W + "rPr")
        if properties is None:
            properties = etree.Element(W + "rPr")
            run.insert(0, properties)
        for item in list(properties):
            properties.remove(item)
        etree.SubElement(properties, W + "rFonts", {W + "eastAsia": "楷体", W + "ascii": "Arial"})
        etree.SubElement(properties, W + "b")
        etree.SubElement(properties, W + "sz", {W + "val": "30"})


def with_empty_paragraphs(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for cell in edit.root.iter(W + "tc"):
        cell.append(make_paragraph())
        if chance.random() < 0.5:
            first = cell.find(W + "p")
            assert first is not None
            first.addprevious(make_paragraph("　"))


def without_marks(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    edit.drop_marks()


def without_marks_and_shifted(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    without_marks(edit, slots, chance)
    rows = list(edit.root.iter(W + "tr"))
    for row in rows[:1]:
        added = copy.deepcopy(row)
        for item in list(added.iter(W + "t")):
            item.text = ""
        row.addprevious(added)


def with_a_row_added(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    """The last sentence of one text goes into a row added below."""
    plainly(edit, {name: text for name, text in slots.items() if name != "rectification"}, chance)
    row = next(edit.cell("rectification").iterancestors(W + "tr"))
    added = copy.deepcopy(row)
    for tag in ("bookmarkStart", "bookmarkEnd"):
        for item in list(added.iter(W + tag)):
            item.getparent().remove(item)  # type: ignore[union-attr]
    for item in added.iter(W + "t"):
        item.text = ""
    row.addnext(added)
    edit.type("rectification", slots["rectification"].partition("\n")[0])
    added.findall(W + "tc")[-1].findall(W + "p")[-1].append(make_run(slots["rectification"].partition("\n")[2]))


def with_signatures(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for item in edit.root.iter(W + "t"):
        if item.text and "签名：" in item.text and "年" in item.text:
            signed = item.text.replace("签名：　　　", "签名：周某某")
            item.text = signed.replace("　　　年　　月　　日", "2010年12月20日")


def in_content_controls(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for name in slots:
        paragraph = next(edit.mark(name).iterancestors(W + "p"))  # type: ignore[union-attr]
        parent = paragraph.getparent()
        assert parent is not None
        control = etree.Element(W + "sdt")
        etree.SubElement(control, W + "sdtPr")
        content = etree.SubElement(control, W + "sdtContent")
        parent.replace(paragraph, control)
        content.append(paragraph)


def as_tracked_changes(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for name in slots:
        paragraph = next(edit.mark(name).iterancestors(W + "p"))  # type: ignore[union-attr]
        for run in paragraph.findall(W + "r"):
            inserted = etree.Element(W + "ins", {W + "id": "9", W + "author": "x"})
            paragraph.replace(run, inserted)
            inserted.append(run)
        deleted = etree.SubElement(paragraph, W + "del", {W + "id": "8", W + "author": "x"})
        run = etree.SubElement(deleted, W + "r")
        etree.SubElement(run, W + "delText").text = "删去的话"


def without_properties(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    edit.parts.pop("docProps/custom.xml")
    for name in ("[Content_Types].xml", "_rels/.rels"):
        text = edit.parts[name].decode()
        text = re.sub(r"<(Override|Relationship)[^>]*custom[^>]*/>", "", text)
        edit.parts[name] = text.encode()


def with_line_breaks(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    for name, text in slots.items():
        edit.type(name, text.replace("\n", "\v"))


def in_two_tables(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    table = next(edit.root.iter(W + "tbl"))
    rows = table.findall(W + "tr")
    second = etree.Element(W + "tbl")
    for tag in ("tblPr", "tblGrid"):
        second.append(copy.deepcopy(table.find(W + tag)))
    second.extend(rows[len(rows) // 2 :])
    table.addnext(second)
    second.addprevious(make_paragraph())


def with_signature_rows_merged(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    """A text's row and its signature's row become one, as Word's “merge cells” does."""
    plainly(edit, slots, chance)
    for name in ("comment_secretary", "comment_committee"):
        if edit.mark(name) is None:
            continue
        cell = edit.cell(name)
        row = next(cell.iterancestors(W + "tr"))
        below = row.getnext()
        assert below is not None
        cell.extend(below.findall(W + "tc")[-1].findall(W + "p"))
        parent = below.getparent()
        assert parent is not None
        parent.remove(below)


def with_labels_spaced(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    without_marks(edit, slots, chance)
    for item in edit.root.iter(W + "t"):
        if item.text in ("落实情况", "民主评议等次", "对党组织", "备　注"):
            item.text = " ".join("".join(item.text.split()))


def with_links(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for name in slots:
        paragraph = next(edit.mark(name).iterancestors(W + "p"))  # type: ignore[union-attr]
        for number, run in enumerate(paragraph.findall(W + "r")):
            wrapper = etree.Element(W + ("hyperlink" if number % 2 else "smartTag"))
            paragraph.replace(run, wrapper)
            wrapper.append(run)


def indented(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    for name, text in slots.items():
        edit.type(name, "\n".join(f"　　{line}  " for line in text.split("\n")))


def with_a_column_inserted(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, slots, chance)
    for name in ("rectification", "follow_up"):
        cell = edit.cell(name)
        empty = etree.Element(W + "tc")
        empty.append(make_paragraph())
        cell.addprevious(empty)


def with_a_label_reworded(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    without_marks(edit, slots, chance)
    for item in edit.root.iter(W + "t"):
        if item.text == "落实情况":
            item.text = "落实的情况"


def with_marks_moved(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    """Two bookmarks change places, as when a text was cut out and pasted into the right cell."""
    plainly(edit, slots, chance)
    one, other = edit.mark("rectification"), edit.mark("follow_up")
    assert one is not None
    assert other is not None
    name = one.get(W + "name", "")
    one.set(W + "name", other.get(W + "name", ""))
    other.set(W + "name", name)


def in_a_text_box(edit: Edit, slots: Mapping[str, str], chance: random.Random) -> None:
    plainly(edit, {name: text for name, text in slots.items() if name != "rectification"}, chance)
    lines = "</w:t></w:r></w:p><w:p><w:r><w:t>".join(slots["rectification"].split("\n"))
    xml = (
        f'<w:r xmlns:w="{NS}"><w:pict><w:txbxContent><w:p><w:r><w:t>{lines}</w:t></w:r></w:p>'
        "</w:txbxContent></w:pict></w:r>"
    )
    edit.cell("rectification").findall(W + "p")[-1].append(etree.fromstring(xml))


KINDS: dict[str, Kind] = {
    function.__name__: function
    for function in (
        plainly, before_the_mark, in_a_paragraph_of_its_own, in_split_runs, with_other_fonts, with_empty_paragraphs,
        without_marks, without_marks_and_shifted, with_a_row_added, with_signatures, in_content_controls,
        as_tracked_changes, without_properties, with_line_breaks, in_two_tables, with_signature_rows_merged,
        with_labels_spaced, with_links, indented, with_a_column_inserted, with_a_label_reworded, with_marks_moved,
        in_a_text_box,
    )
}  # fmt: skip

"""The instruction sheet of a pack: what is in it, what to do, by when.

Plain text with a byte order mark and Windows line ends: Notepad, WPS and a phone all show it, nothing of it needs a
layout, and no officer has to keep one more Word template.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from pingyi.deliver.packs.entry_sheet import ISSUED, RETURNED, list_ballots
from pingyi.model.config.settings import Copy
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.forms import BallotForm, Form
from pingyi.model.people.organisation import Organisation
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan
from pingyi.plan.fields.numerals import number_copies
from pingyi.plan.wording import write_day, write_reviewers


class _Content(NamedTuple):
    """What a pack holds.

    Attributes:
        roster: it has the roster of its organisations.
        entry_sheet: it has a workbook for the returned ballots.
        forms: the forms in it, each with the copies that are in it; none of a ballot.
    """

    roster: bool
    entry_sheet: bool
    forms: Mapping[Form, tuple[Copy, ...]]

    @property
    def ballots(self) -> bool:
        """It has ballots to be copied."""
        return any(issubclass(form.data, BallotForm) for form in self.forms)


def write_instructions(
    plan: Plan, organisations: Sequence[Organisation], kinds: Sequence[tuple[str, str]] | None = None
) -> bytes:
    """Return the text for the secretary of the first of the organisations.

    Args:
        plan: the plan that the pack comes from.
        organisations: whose pack it is.
        kinds: ids of form and copy of the documents in it, each once; all that the plan has where it is not said.
    """
    content = _describe(plan, organisations, _list_planned(plan, organisations) if kinds is None else kinds)
    several = len(organisations) > 1
    lines = [
        *_write_head(plan, organisations),
        "",
        *_write_content(content, several=several),
        "",
        *_write_work(content),
    ]
    for organisation in organisations:
        steps = _write_steps(plan, organisation)
        if steps:
            lines += ["", *steps]
    return ("\ufeff" + "\r\n".join([*lines, ""])).encode()


def _list_planned(plan: Plan, organisations: Sequence[Organisation]) -> Sequence[tuple[str, str]]:
    subjects = (subject for organisation in organisations for subject in plan.subjects_of(organisation.id))
    return [(document.form, document.copy) for subject in subjects for document in subject.documents]


def _describe(plan: Plan, organisations: Sequence[Organisation], kinds: Sequence[tuple[str, str]]) -> _Content:
    copies: dict[str, dict[str, Copy]] = {}
    for form, copy in kinds:
        found = copies.setdefault(form, {})
        if copy in plan.campaign.settings.copies:
            found[copy] = plan.campaign.settings.copies[copy]
    return _Content(
        any(plan.campaign.members_of(organisation.id) for organisation in organisations),
        any(list_ballots(plan, organisation) for organisation in organisations),
        {plan.plugins.forms[form]: tuple(found.values()) for form, found in copies.items()},
    )


def _write_head(plan: Plan, organisations: Sequence[Organisation]) -> list[str]:
    settings, leading = plan.campaign.settings, organisations[0]
    days = settings.deadlines
    secretary = f"（书记：{leading.secretary.name}）" if leading.secretary is not None else ""
    return [
        f"{plan.institution}{settings.campaign.activity}领导点评工作包",
        f"{leading.name}{secretary}",
        "",
        f"点评工作最迟 {write_day(days.last_day('review'))} 全部结束。",
        f"登记表和评议结果最迟 {write_day(days.last_day('report', reporting=True))} 汇总上报。",
    ]


def _write_content(content: _Content, *, several: bool) -> list[str]:
    items = ["说明.txt：就是这一页。"]
    if content.roster:
        items.append("花名册.xlsx：本组织党员的名单，请核对；有错请告诉组织员，不要在这里改。")
    if content.entry_sheet:
        items.append("评议票录入表.xlsx：收回评议票以后录入，一张票一行，不写姓名。")
    if content.forms:
        labels = "、".join(dict.fromkeys(form.label for form in content.forms))
        items.append(f"“表格”文件夹：按打印顺序编号，有{labels}。")
    lines = ["一、包里有什么", *(f"{number}. {item}" for number, item in enumerate(items, 1))]
    if several:
        lines.append("每个党组织一个文件夹，里面是它自己的文件。")
    return lines


def _write_work(content: _Content) -> list[str]:
    copied = {form: copies for form, copies in content.forms.items() if copies}
    items = []
    if content.roster:
        items.append("核对花名册：人数、姓名、入党时间、预备党员。")
    if copied:
        items.append(f"打印表格。{_write_copies(copied)}{_write_posting(copied)}")
        items.append(
            "需要填写的栏目由本人填写并签名，点评人填写点评意见并签名。空白处手写，或者在 Word、WPS 里填好再打印。"
        )
        items.append("在 Word 里填写时请保留页脚的编号，收回时靠它认出是谁的哪一张表；文件名可以改。")
    if content.ballots:
        items.append("评议票按人数复印，当场发出、当场收回。评议是无记名的：票上和录入表里都不写评议人的姓名。")
    if content.entry_sheet:
        items.append(f"录入评议票：先填“{ISSUED}”“{RETURNED}”，再一张票一行，从下拉列表里选等次；没有划“√”的留空。")
    filled = [*(["填好的表格"] if copied else []), *(["录入表"] if content.entry_sheet else [])]
    if filled:
        items.append(f"把{'和'.join(filled)}放回原来的文件夹，一起交给组织员。")
    return ["二、请这样做", *(f"{number}. {item}" for number, item in enumerate(items, 1))]


def _write_copies(copied: Mapping[Form, tuple[Copy, ...]]) -> str:
    """How many copies there are of which forms, and who keeps each."""
    groups: dict[tuple[str, ...], dict[str, None]] = {}
    for form, copies in copied.items():
        groups.setdefault(tuple(copy.label for copy in copies), {})[form.label] = None
    return "".join(
        f"{'、'.join(forms)}{'各' if len(forms) > 1 else ''}{number_copies(len(labels))}份：{'、'.join(labels)}。"
        for labels, forms in groups.items()
    )


def _write_posting(copied: Mapping[Form, tuple[Copy, ...]]) -> str:
    """Which copies may be posted: those that hide what is private, whatever they are called."""
    shown = {copy.label: True for copies in copied.values() for copy in copies}
    for form, copies in copied.items():
        for copy in copies:
            shown[copy.label] = shown[copy.label] and _hides_private(form, copy)
    posted = [f"“{label}”" for label, hides in shown.items() if hides]
    if not posted:
        return "各份都可能有隐私内容，不要张贴。"
    rest = "，其余的不能张贴" if len(posted) < len(shown) else ""
    return f"{'、'.join(posted)}不含隐私内容，可以张贴{rest}。"


def _hides_private(form: Form, copy: Copy) -> bool:
    if isinstance(copy.shows, str):
        return copy.shows == "public"
    cells = list_cells(form.data)
    fields = [name for name in copy.shows if name in form.data.model_fields]
    return all(name in cells and cells[name].public for name in fields)


def _write_steps(plan: Plan, organisation: Organisation) -> list[str]:
    subject = next(iter(plan.subjects_of(organisation.id)), None)
    if subject is None or subject.kind is not SubjectKind.ORGANISATION:
        return []
    lines = [f"{organisation.name}的步骤", f"点评人：{write_reviewers(subject.assignments, posts=True)}"]
    for number, step in enumerate(subject.steps, 1):
        how = f"（{'、'.join(step.methods)}）" if step.methods else ""
        lines.append(f"{number}. {step.title}{how}，最迟 {write_day(step.due)}")
    return lines

"""The instruction sheet of a pack: what is in it, what to do, by when.

Plain text with a byte order mark and Windows line ends: Notepad, WPS and a phone all show it, nothing of it needs a
layout, and no officer has to keep one more Word template.
"""

from __future__ import annotations

from collections.abc import Sequence

from pingyi.deliver.packs.entry_sheet import ISSUED, RETURNED, list_ballots
from pingyi.model.people.organisation import Organisation
from pingyi.model.review.procedure import SubjectKind
from pingyi.plan import Plan
from pingyi.plan.wording import write_day, write_reviewers


def write_instructions(plan: Plan, organisations: Sequence[Organisation]) -> bytes:
    """Return the text for the secretary of the first of the organisations."""
    lines = [*_write_head(plan, organisations), "", *_write_content(plan, organisations), "", *_write_work(plan)]
    for organisation in organisations:
        steps = _write_steps(plan, organisation)
        if steps:
            lines += ["", *steps]
    return ("\ufeff" + "\r\n".join([*lines, ""])).encode()


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


def _write_content(plan: Plan, organisations: Sequence[Organisation]) -> list[str]:
    items = ["说明.txt：就是这一页。"]
    if any(plan.campaign.members_of(organisation.id) for organisation in organisations):
        items.append("花名册.xlsx：本组织党员的名单，请核对；有错请告诉组织员，不要在这里改。")
    if any(list_ballots(plan, organisation) for organisation in organisations):
        items.append("评议票录入表.xlsx：收回评议票以后录入，一张票一行，不写姓名。")
    items.append("“表格”文件夹：按打印顺序编号，先是基层党组织登记表、评议票样，然后是每名党员的登记表。")
    lines = ["一、包里有什么", *(f"{number}. {item}" for number, item in enumerate(items, 1))]
    if len(organisations) > 1:
        lines.append("每个党组织一个文件夹，里面是它的录入表和表格。")
    return lines


def _write_work(plan: Plan) -> list[str]:
    labels = "、".join(copy.label for copy in plan.campaign.settings.copies.values())
    return [
        "二、请这样做",
        "1. 核对花名册：人数、姓名、入党时间、预备党员。",
        f"2. 打印登记表。党员登记表一式几份，分别是：{labels}；公示的一份不含隐私内容，只有这一份可以张贴。",
        "3. 党员填写总结并签名；点评人填写点评意见并签名。空白处手写，或者在 Word、WPS 里填好再打印。",
        "4. 在 Word 里填写时请保留页脚的编号，收回时靠它认出是谁的哪一张表；文件名可以改。",
        "5. 评议票按人数复印，当场发出、当场收回。评议是无记名的：票上和录入表里都不写评议人的姓名。",
        f"6. 录入评议票：先填“{ISSUED}”“{RETURNED}”，再一张票一行，从下拉列表里选等次；没有划“√”的留空。",
        "7. 把填好的表格和录入表放回原来的文件夹，一起交给组织员。",
    ]


def _write_steps(plan: Plan, organisation: Organisation) -> list[str]:
    subject = next(iter(plan.subjects_of(organisation.id)), None)
    if subject is None or subject.kind is not SubjectKind.ORGANISATION:
        return []
    lines = [f"{organisation.name}的步骤", f"点评人：{write_reviewers(subject.assignments, posts=True)}"]
    for number, step in enumerate(subject.steps, 1):
        how = f"（{'、'.join(step.methods)}）" if step.methods else ""
        lines.append(f"{number}. {step.title}{how}，最迟 {write_day(step.due)}")
    return lines

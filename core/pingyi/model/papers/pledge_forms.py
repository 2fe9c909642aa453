"""What stands on the 公开承诺书 of organisations and members (R34-R39, R51).

The columns of a table are lists of equal length: line 2 of `pledges`, `measures` and `finish_by` is one pledge.
"""

from __future__ import annotations

from typing import Annotated

from pingyi.model.fields.base import Cell
from pingyi.model.fields.dates import PartialDate
from pingyi.model.papers.forms import AspectText, FormData


class PledgeForm(FormData):
    """What both have in common: what is to be mended, the pledges, the points to look at."""

    next_year: Annotated[int, Cell("承诺年度", public=True, frame=True)] = 0
    due: Annotated[str, Cell("制定期限", public=True, frame=True)] = ""
    last_commitments: Annotated[tuple[str, ...], Cell("本年度承诺", public=True)] = ()
    mending: Annotated[tuple[AspectText, ...], Cell("整改事项", fill=True, budget=180, public=True)] = ()
    taken_up: Annotated[tuple[AspectText, ...], Cell("列入第几项承诺", fill=True, public=True)] = ()
    pledges: Annotated[tuple[AspectText, ...], Cell("承诺事项", fill=True, budget=240, public=True)] = ()
    measures: Annotated[tuple[AspectText, ...], Cell("具体措施", fill=True, budget=240, public=True)] = ()
    finish_by: Annotated[tuple[AspectText, ...], Cell("完成时限", fill=True, budget=60, public=True)] = ()
    written_on: Annotated[PartialDate | str, Cell("制定日期", fill=True, public=True)] = ""
    points: Annotated[tuple[AspectText, ...], Cell("对照检查", fill=True, public=True)] = ()
    copy_label: Annotated[str, Cell("存留", public=True, frame=True)] = ""
    copies_note: Annotated[str, Cell("份数说明", public=True, frame=True)] = ""


class OrganisationPledge(PledgeForm):
    """公开承诺书 of an organisation, approved by the one above (R36)."""

    org_name: Annotated[str, Cell("党组织名称", public=True, marked=True)] = ""
    org_kind: Annotated[str, Cell("党组织类别", public=True, marked=True)] = ""
    secretary_name: Annotated[str, Cell("书记姓名", public=True, marked=True)] = ""
    parent_org: Annotated[str, Cell("上级党组织", public=True, marked=True)] = ""
    approver: Annotated[str, Cell("审核者", public=True, frame=True)] = "上级党组织"
    answer: Annotated[str, Cell("审核结论", fill=True, public=True)] = ""
    opinion: Annotated[str, Cell("审核意见", fill=True, budget=100, public=True)] = ""
    signed_by: Annotated[str, Cell("审核人", fill=True, public=True)] = ""
    signed_on: Annotated[PartialDate | str, Cell("审核日期", fill=True, public=True)] = ""


class MemberPledge(PledgeForm):
    """公开承诺书 of a member, with the guidance of the branch (R37)."""

    name: Annotated[str, Cell("姓名", public=True)] = ""
    membership: Annotated[str, Cell("人员类别", public=True, marked=True)] = ""
    branch_name: Annotated[str, Cell("所在党支部", public=True, marked=True)] = ""
    post_line_label: Annotated[str, Cell("单位职务栏名称", public=True, frame=True)] = "所在单位及职务（职称）"
    post_line: Annotated[str, Cell("所在单位及职务", public=True, marked=True)] = ""
    ways: Annotated[tuple[str, ...], Cell("可选承诺方式", public=True, frame=True)] = ()
    """More than one where a pledge by word of mouth is allowed."""
    way: Annotated[str, Cell("承诺方式", fill=True, public=True)] = ""
    opinion: Annotated[str, Cell("指导意见", fill=True, budget=100, public=True)] = ""
    signed_by: Annotated[str, Cell("指导人", fill=True, public=True)] = ""
    signed_on: Annotated[PartialDate | str, Cell("指导日期", fill=True, public=True)] = ""

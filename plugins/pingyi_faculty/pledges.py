"""The steps about the pledges of the coming year (R34-R39)."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi import Organisation, Reason, Step, StepId
from pingyi_faculty.writer import StepWriter

FOUR_POINTS = ("体现先进性要求", "体现以正在干的事情为中心", "体现岗位职责特点", "体现群众意愿")
"""What every pledge is checked against (R38)."""
SERVICE_POINT = "与改进工作作风、提升服务质量、推动文明处室（窗口）建设密切结合"
"""What pledges of offices and service windows are checked against besides (R39)."""
ADMIN = "admin"


def list_pledge_steps(writer: StepWriter) -> Iterator[Step]:
    """Making the pledges; then a branch guides its members (R37), a general branch approves its branches (R36)."""
    year = writer.settings.campaign.year + 1
    below = tuple(writer.campaign.children_of(writer.organisation.id)) if writer.is_general else ()
    points, reasons = _list_points(writer, (writer.organisation,))
    reasons_of_making = [
        writer.reason("next-year-plan", "R34", f"完善制定{year}年度公开承诺方案"),
        writer.reason("pledges-of-all", "R35", f"党组织和党员梳理分析{year}年度承诺事项，完善修订承诺内容"),
    ]
    evidence = [f"{year}年度党组织公开承诺书"]
    if not writer.is_general:
        evidence.append(f"{year}年度党员公开承诺书")
    yield writer.write(
        StepId.PLEDGES,
        f"制定{year}年度公开承诺方案",
        (*reasons_of_making, *reasons),
        methods=("书面承诺",),
        evidence=tuple(evidence),
        checks=points,
    )
    if not writer.is_general:
        guidance = writer.reason("guidance", "R37", "党支部对党员新一年度承诺内容进行指导")
        yield writer.write(
            StepId.GUIDE_PLEDGES,
            f"指导党员{year}年度承诺内容",
            (guidance, *reasons),
            evidence=("党员公开承诺书“党支部指导意见”栏",),
            checks=points,
            after=(StepId.PLEDGES,),
        )
    else:
        points, reasons = _list_points(writer, below)
        approval = writer.reason("approval", "R36", "党总支对基层党支部新一年度承诺方案进行审核把关")
        yield writer.write(
            StepId.APPROVE_PLEDGES,
            f"审核所属党支部{year}年度承诺方案",
            (approval, *reasons),
            evidence=("所属党支部公开承诺书“审核意见”栏",),
            checks=points,
        )


def _list_points(writer: StepWriter, pledging: tuple[Organisation, ...]) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """The points to check, and why: one more where somebody who pledges serves the public."""
    four = writer.reason("four-points", "R38", "承诺事项符合四项要求")
    serving = [item for item in pledging if item.service_window or item.branch_type == ADMIN]
    if not serving and writer.kind.NAME != ADMIN:
        return FOUR_POINTS, (four,)
    names = "、".join(item.name for item in serving if item.service_window)
    because = "机关职能部门和窗口岗位的承诺" + SERVICE_POINT
    service = writer.reason("service-pledges", "R39", because, service_windows=names or "无")
    return (*FOUR_POINTS, SERVICE_POINT), (four, service)

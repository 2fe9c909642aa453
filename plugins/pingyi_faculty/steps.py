"""The procedure of the notice, step by step, for a branch, a directly affiliated branch or a general branch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pingyi import BranchType, Organisation, OrgKind, PlanContext, Step, StepId
from pingyi_faculty.pledges import list_pledge_steps
from pingyi_faculty.writer import StepWriter

_OF_THE_ORGANISATION = (StepId.ORGANISATION_REVIEW, StepId.LEDGER, StepId.TALLIES)
"""Steps in which a member has no part."""
_ORGANISATION_ASPECTS = "organisation-aspects"
ORGANISATION_METHODS = ("会议集中点评", "现场点评", "个别点评", "随机点评")


def list_steps(kind: BranchType, organisation: Organisation, context: PlanContext) -> tuple[Step, ...]:
    """The ordered steps of one organisation."""
    writer = StepWriter(kind, organisation, context)
    return (
        _self_summary(writer),
        _evaluation_meeting(writer),
        _collective_evaluation(writer),
        _organisation_review(writer),
        *(_reviews_below(writer) if writer.is_general else (_thematic_meeting(writer),)),
        *_results(writer),
        *list_pledge_steps(writer),
        _report(writer),
    )


def list_member_steps(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """What of the steps of a branch concerns each member: no papers of the organisation, no aspects of it."""
    return tuple(
        replace(
            step,
            evidence=tuple(text for text in step.evidence if _concerns_members(text)),
            checks=tuple(text for text in step.checks if _concerns_members(text)),
            reasons=tuple(reason for reason in step.reasons if reason.rule != _ORGANISATION_ASPECTS),
        )
        for step in steps
        if step.id not in _OF_THE_ORGANISATION
    )


def _concerns_members(text: str) -> bool:
    return "党组织" not in text or "党员" in text


def _self_summary(writer: StepWriter) -> Step:
    aspects = writer.settings.aspects
    of_organisation = "、".join(aspect.title for aspect in aspects.organisation)
    of_member = "、".join(aspect.title for aspect in aspects.member)
    reasons = [
        writer.reason("self-summary", "R16", f"党组织和全体党员全面总结一年来开展{writer.activity}情况"),
        writer.reason("summary-on-form", "R17", "总结形成书面材料，填入登记表"),
        writer.reason(_ORGANISATION_ASPECTS, "R13", f"党组织及其书记对照{len(aspects.organisation)}个方面"),
    ]
    evidence = ["基层党组织登记表“开展活动情况总结”栏"]
    checks = [f"党组织逐项总结：{of_organisation}"]
    if not writer.is_general:
        reasons.append(writer.reason("member-aspects", "R14", f"党员对照{len(aspects.member)}个方面"))
        evidence.append("党员登记表“个人总结”栏")
        checks.append(f"党员逐项总结：{of_member}")
    return writer.write(
        StepId.SELF_SUMMARY,
        "做好活动总结",
        tuple(reasons),
        methods=("书面总结",),
        evidence=tuple(evidence),
        checks=(*checks, "每个方面都有内容，不空白、不雷同"),
    )


def _evaluation_meeting(writer: StepWriter) -> Step:
    reasons = [
        writer.reason("merged-with-assessment", "R15", "点评、党员民主评议、群众集中评议与年度考核合并进行"),
        writer.reason("unit-meeting", "R18", "各部门各单位召开年度考核测评会时进行双述双评"),
        writer.reason("report-in-two-parts", "R19", f"述职报告包括年度工作情况和个人开展{writer.activity}情况"),
        writer.reason("report-contents", "R20", "述职对照公开承诺，总结工作，查找不足，明确努力方向"),
        writer.reason("secretary-report", "R21", f"书记述职还包括本{writer.noun}开展{writer.activity}情况"),
    ]
    checks = [
        f"述职报告有两部分：年度工作情况、个人开展{writer.activity}情况",
        "述职对照公开承诺、总结工作、查找不足、明确努力方向",
        f"书记的述职报告另有一部分：本{writer.noun}开展{writer.activity}情况",
    ]
    if writer.organisation.kind is not OrgKind.BRANCH:
        leaders = "、".join(leader.name for leader in writer.campaign.leaders_of(writer.organisation.id))
        because = "党员校领导必须参加分管（联系）部门的述职评议会"
        reasons.append(writer.reason("leader-attends", "R24", because, leaders=leaders or "未填写"))
        checks.append(f"分管（联系）校领导{leaders}到会")
    return writer.write(
        StepId.EVALUATION_MEETING,
        "召开述职评议会（双述双评）",
        tuple(reasons),
        methods=("与年度考核测评会合并召开",),
        evidence=("述职评议会记录", "签到表"),
        checks=tuple(checks),
    )


def _collective_evaluation(writer: StepWriter) -> Step:
    return writer.write(
        StepId.COLLECTIVE_EVALUATION,
        "发放评议表，评议党组织和党员",
        (
            writer.reason("ballots-after-reports", "R22", "述职完毕后，与会人员对党组织和党员个人进行评议"),
            writer.reason("with-assessment", "R23", "评议与年度考核测评一并进行"),
            writer.reason("tick-below-grade", "R53", "在所选择的评价等级下面的空格内划“√”"),
        ),
        methods=("无记名填写集中评议表",),
        evidence=("集中评议表",),
        after=(StepId.EVALUATION_MEETING,),
        checks=("全部述职完毕后才发放评议表", "评议党组织，也评议党员个人", "评议表上没有评议人的任何信息"),
    )


def _organisation_review(writer: StepWriter) -> Step:
    if writer.organisation.kind is OrgKind.BRANCH:
        who = "党总支书记"
        reason = writer.reason("superior-reviews-branch", "R8", "党总支书记对所属基层党支部及其书记进行点评")
    else:
        who = "分管（联系）校领导"
        reason = writer.reason("leader-reviews-at-meeting", "R25", "校领导在述职评议会上对该党组织及其书记进行点评")
    return writer.write(
        StepId.ORGANISATION_REVIEW,
        f"{who}点评{writer.noun}及其书记",
        (reason,),
        methods=ORGANISATION_METHODS,
        evidence=("基层党组织登记表“领导点评”栏：对党组织、对书记",),
    )


def _thematic_meeting(writer: StepWriter) -> Step:
    reviewers = "党支部书记" if writer.organisation.kind is OrgKind.DIRECT_BRANCH else "党支部书记和党总支委员"
    return writer.write(
        StepId.THEMATIC_MEETING,
        "召开专题组织生活会，点评党员",
        (
            writer.reason("thematic-meeting", "R26", "述职评议完成后，每个党支部召开专题组织生活会"),
            writer.reason("criticism", "R27", "针对每个党员的汇报开展批评与自我批评"),
            writer.reason("both-roles-every-member", "R28", f"{reviewers}对本支部每名党员进行点评"),
            writer.reason("after-evaluation", "R29", "在述职评议会之后召开，可以同日，也可以另行安排时间"),
        ),
        methods=("述职评议会后接着召开", "另行安排时间召开"),
        evidence=("专题组织生活会记录", "党员登记表“领导点评”栏"),
        after=(StepId.EVALUATION_MEETING,),
        checks=("不早于述职评议会", "每名党员都有汇报和批评与自我批评的记录", f"{reviewers}点评了每名党员"),
    )


def _reviews_below(writer: StepWriter) -> tuple[Step, ...]:
    """What a general branch does for its branches."""
    return (
        writer.write(
            StepId.BRANCH_REVIEWS,
            "党总支书记点评所属党支部及其书记",
            (writer.reason("secretary-reviews-branches", "R8", "党总支书记对所属基层党支部及其书记进行点评"),),
            methods=ORGANISATION_METHODS,
            evidence=("所属党支部登记表“领导点评”栏",),
            checks=("所属党支部及其书记一个不漏",),
        ),
        writer.write(
            StepId.MEMBER_REVIEWS,
            "党总支委员参加支部专题组织生活会，点评党员",
            (
                writer.reason("committee-reviews-members", "R9", "党总支委员对支部党员进行点评"),
                writer.reason("both-roles-every-member", "R28", "党支部书记和党总支委员对每名党员进行点评"),
            ),
            evidence=("党员登记表“党总支委员点评”栏",),
        ),
    )


def _results(writer: StepWriter) -> Iterator[Step]:
    copies = "、".join(copy.label for copy in writer.settings.copies.values())
    yield writer.write(
        StepId.FILL_FORMS,
        "填写登记表",
        (
            writer.reason("complete-forms", "R30", "总结和领导点评内容填入相应的登记表"),
            writer.reason("form-copies", "R54", f"党员登记表每份各有去处：{copies}"),
        ),
        evidence=("基层党组织登记表",) if writer.is_general else ("基层党组织登记表", "党员登记表"),
        checks=("签名和日期齐全",),
    )
    yield writer.write(
        StepId.LEDGER,
        "建立点评工作台账",
        (writer.reason("ledger", "R31", "建立点评工作台账"),),
        evidence=("点评工作台账",),
    )
    yield writer.write(
        StepId.TALLIES,
        "汇总党员民主评议和群众集中评议情况",
        (writer.reason("two-tallies", "R32", "党员民主评议和群众集中评议情况分别汇总整理"),),
        evidence=("党员民主评议结果汇总表", "群众集中评议结果汇总表"),
    )
    yield writer.write(
        StepId.NOTIFICATION,
        "通报点评和评议结果",
        (writer.reason("notification", "R33", "点评和评议结束后，采取适当方式在一定范围内向师生通报"),),
        methods=("会议通报", "书面通报", "公示栏", "网上通报"),
        evidence=("通报，注明方式和范围",),
        after=(StepId.COLLECTIVE_EVALUATION, StepId.MEMBER_REVIEWS if writer.is_general else StepId.THEMATIC_MEETING),
        checks=("在点评和评议都结束之后",),
    )


def _report(writer: StepWriter) -> Step:
    return writer.write(
        StepId.REPORT,
        "上报登记表和评议结果汇总",
        (writer.reason("report-upward", "R45", "完成《点评登记表》和评议结果的汇总上报工作"),),
        evidence=("登记表", "评议结果汇总表"),
        reporting=True,
    )

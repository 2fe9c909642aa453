"""The three official forms as .docx templates, and the plugin that registers them (R17, R22, R54, R55).

The variants of form 2 for students and the retired lie here too; the plugins of those branch types register them.
"""

from __future__ import annotations

from pingyi import (
    CoverageCertificate,
    EvaluationAgenda,
    EvaluationRecord,
    Form,
    Ledger,
    MemberBallot,
    MemberForm,
    MemberPledge,
    MemberTally,
    OrganisationBallot,
    OrganisationForm,
    OrganisationPledge,
    OrganisationTally,
    ResultsNotice,
    StepId,
    SubjectKind,
    ThematicAgenda,
    ThematicRecord,
    UpwardReport,
    hookimpl,
)


@hookimpl
def pingyi_forms() -> list[Form]:
    """Register form 1, form 2, both shapes of form 3 (Q2) with their tallies (R32), and the papers that sum up."""
    ballot = "基层党组织{activity}集中评议表"
    return [
        Form(
            "organisation",
            "基层党组织开展{activity}领导点评登记表",
            "党组织领导点评登记表",
            "pingyi_forms:organisation.docx",
            OrganisationForm,
            ("organisation",),
        ),
        Form(
            "member",
            "党员在{activity}中接受领导点评登记表",
            "党员领导点评登记表",
            "pingyi_forms:member.docx",
            MemberForm,
            ("self", "organisation", "public"),
        ),
        Form("ballot_organisation", ballot, "集中评议表", "pingyi_forms:ballot_organisation.docx", OrganisationBallot),
        Form("ballot_members", ballot, "党员评议表", "pingyi_forms:ballot_members.docx", MemberBallot),
        Form(
            "tally_organisation",
            "基层党组织{activity}集中评议结果汇总表",
            "集中评议汇总表",
            "pingyi_forms:tally_organisation.docx",
            OrganisationTally,
        ),
        Form(
            "tally_members",
            "党员{activity}民主评议结果汇总表",
            "党员评议汇总表",
            "pingyi_forms:tally_members.docx",
            MemberTally,
        ),
        *_list_meetings(),
        *_list_pledges(),
        *_list_papers(),
    ]


def _list_meetings() -> list[Form]:
    """Agenda and record of both meetings (R18-R29), made where they are asked for."""
    papers = (
        ("evaluation_agenda", "述职评议会议程", EvaluationAgenda, StepId.EVALUATION_MEETING),
        ("evaluation_record", "述职评议会记录", EvaluationRecord, StepId.EVALUATION_MEETING),
        ("thematic_agenda", "专题组织生活会议程", ThematicAgenda, StepId.THEMATIC_MEETING),
        ("thematic_record", "专题组织生活会记录", ThematicRecord, StepId.THEMATIC_MEETING),
    )
    return [
        Form(
            name,
            "{activity}" + label,
            label,
            f"pingyi_forms:{name}.docx",
            model,
            ("organisation",),
            step,
            (SubjectKind.ORGANISATION,),
        )
        for name, label, model, step in papers
    ]


def _list_pledges() -> list[Form]:
    """The 公开承诺书 of organisations and members (R34-R37), made where they are asked for."""
    copies, step = ("organisation", "public"), StepId.PLEDGES
    return [
        Form(
            "organisation_pledge",
            "基层党组织{activity}公开承诺书",
            "党组织公开承诺书",
            "pingyi_forms:pledge_organisation.docx",
            OrganisationPledge,
            copies,
            step,
            (SubjectKind.ORGANISATION,),
        ),
        Form(
            "member_pledge",
            "党员{activity}公开承诺书",
            "党员公开承诺书",
            "pingyi_forms:pledge_member.docx",
            MemberPledge,
            copies,
            step,
            (SubjectKind.MEMBER,),
        ),
    ]


def _list_papers() -> list[Form]:
    """Ledger (R31), certificate of coverage (R42), notice of results (R33) and report upward (R45)."""
    folder = "pingyi_forms.reports:"
    return [
        Form("ledger", "{activity}领导点评工作台账", "点评工作台账", folder + "ledger.docx", Ledger),
        Form(
            "coverage_certificate",
            "{activity}领导点评覆盖情况确认表",
            "点评覆盖情况确认表",
            folder + "coverage_certificate.docx",
            CoverageCertificate,
        ),
        Form(
            "results_notice",
            "关于{activity}领导点评和评议结果的通报",
            "点评和评议结果通报",
            folder + "results_notice.docx",
            ResultsNotice,
        ),
        Form(
            "upward_report",
            "关于{activity}领导点评工作情况的报告",
            "点评工作情况报告",
            folder + "upward_report.docx",
            UpwardReport,
        ),
    ]

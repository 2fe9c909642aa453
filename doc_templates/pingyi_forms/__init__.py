"""The three official forms as .docx templates, and the plugin that registers them (R17, R22, R54, R55).

The variants of form 2 for students and the retired lie here too; the plugins of those branch types register them.
"""

from __future__ import annotations

from pingyi import Form, MemberBallot, MemberForm, OrganisationBallot, OrganisationForm, hookimpl


@hookimpl
def pingyi_forms() -> list[Form]:
    """Register form 1, form 2 and the two shapes of form 3 (Q2)."""
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
    ]

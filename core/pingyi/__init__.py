"""pingyi (评议): official Word forms of a leader-review campaign, by rules that come in as plugins.

The names below are what plugin authors may use; everything else may change without notice. They are loaded on first
use, so that `import pingyi` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pingyi.errors import PingyiError, Problem, Severity
    from pingyi.hookspecs import hookimpl
    from pingyi.model.branch_type import BranchType, PlanContext
    from pingyi.model.campaign import Campaign
    from pingyi.model.config.settings import Settings
    from pingyi.model.fields.base import Cell, Column, Model
    from pingyi.model.fields.dates import DateError, PartialDate
    from pingyi.model.papers.forms import (
        AspectText,
        BallotForm,
        BallotItem,
        Form,
        FormData,
        MemberBallot,
        MemberForm,
        OrganisationBallot,
        OrganisationForm,
    )
    from pingyi.model.papers.meeting_forms import EvaluationAgenda, EvaluationRecord, ThematicAgenda, ThematicRecord
    from pingyi.model.papers.pledge_forms import MemberPledge, OrganisationPledge
    from pingyi.model.papers.report_forms import CoverageCertificate, Ledger, ResultsNotice, UpwardReport
    from pingyi.model.papers.rich import Listing, Paragraph, Picture, RichParagraphs, RichText, Run, Subdocument
    from pingyi.model.papers.tally_forms import MemberTally, OrganisationTally
    from pingyi.model.people.organisation import Officer, Organisation, OrgKind, SchoolLeader
    from pingyi.model.people.person import Membership, Person
    from pingyi.model.results.records import Record, Visit
    from pingyi.model.review.decision import Decision, Reason
    from pingyi.model.review.procedure import Assignment, PlannedDocument, Role, Step, SubjectKind, SubjectPlan
    from pingyi.model.review.steps import StepId
    from pingyi.texts import translate

_HOMES = {
    "pingyi.errors": ("PingyiError", "Problem", "Severity"),
    "pingyi.hookspecs": ("hookimpl",),
    "pingyi.model.fields.base": ("Cell", "Column", "Model"),
    "pingyi.model.branch_type": ("BranchType", "PlanContext"),
    "pingyi.model.campaign": ("Campaign",),
    "pingyi.model.fields.dates": ("DateError", "PartialDate"),
    "pingyi.model.review.decision": ("Decision", "Reason"),
    "pingyi.model.papers.forms": (
        "AspectText",
        "BallotForm",
        "BallotItem",
        "Form",
        "FormData",
        "MemberBallot",
        "MemberForm",
        "OrganisationBallot",
        "OrganisationForm",
    ),
    "pingyi.model.papers.meeting_forms": ("EvaluationAgenda", "EvaluationRecord", "ThematicAgenda", "ThematicRecord"),
    "pingyi.model.people.organisation": ("Officer", "OrgKind", "Organisation", "SchoolLeader"),
    "pingyi.model.people.person": ("Membership", "Person"),
    "pingyi.model.papers.pledge_forms": ("MemberPledge", "OrganisationPledge"),
    "pingyi.model.review.procedure": ("Assignment", "PlannedDocument", "Role", "Step", "SubjectKind", "SubjectPlan"),
    "pingyi.model.review.steps": ("StepId",),
    "pingyi.model.results.records": ("Record", "Visit"),
    "pingyi.model.papers.report_forms": ("CoverageCertificate", "Ledger", "ResultsNotice", "UpwardReport"),
    "pingyi.model.papers.rich": ("Listing", "Paragraph", "Picture", "RichParagraphs", "RichText", "Run", "Subdocument"),
    "pingyi.model.config.settings": ("Settings",),
    "pingyi.model.papers.tally_forms": ("MemberTally", "OrganisationTally"),
    "pingyi.texts": ("translate",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AspectText",
    "Assignment",
    "BallotForm",
    "BallotItem",
    "BranchType",
    "Campaign",
    "Cell",
    "Column",
    "CoverageCertificate",
    "DateError",
    "Decision",
    "EvaluationAgenda",
    "EvaluationRecord",
    "Form",
    "FormData",
    "Ledger",
    "Listing",
    "MemberBallot",
    "MemberForm",
    "MemberPledge",
    "MemberTally",
    "Membership",
    "Model",
    "Officer",
    "OrgKind",
    "Organisation",
    "OrganisationBallot",
    "OrganisationForm",
    "OrganisationPledge",
    "OrganisationTally",
    "Paragraph",
    "PartialDate",
    "Person",
    "Picture",
    "PingyiError",
    "PlanContext",
    "PlannedDocument",
    "Problem",
    "Reason",
    "Record",
    "ResultsNotice",
    "RichParagraphs",
    "RichText",
    "Role",
    "Run",
    "SchoolLeader",
    "Settings",
    "Severity",
    "Step",
    "StepId",
    "Subdocument",
    "SubjectKind",
    "SubjectPlan",
    "ThematicAgenda",
    "ThematicRecord",
    "UpwardReport",
    "Visit",
    "hookimpl",
    "translate",
]


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'pingyi' has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

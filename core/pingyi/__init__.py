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
    from pingyi.model.base import Cell, Column, Model
    from pingyi.model.branch_type import BranchType, PlanContext
    from pingyi.model.campaign import Campaign
    from pingyi.model.dates import DateError, PartialDate
    from pingyi.model.decision import Decision, Reason
    from pingyi.model.forms import (
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
    from pingyi.model.meeting_forms import EvaluationAgenda, EvaluationRecord, ThematicAgenda, ThematicRecord
    from pingyi.model.organisation import Officer, Organisation, OrgKind, SchoolLeader
    from pingyi.model.person import Membership, Person
    from pingyi.model.pledge_forms import MemberPledge, OrganisationPledge
    from pingyi.model.procedure import Assignment, PlannedDocument, Role, Step, SubjectKind, SubjectPlan
    from pingyi.model.records import Record, Visit
    from pingyi.model.report_forms import CoverageCertificate, Ledger, ResultsNotice, UpwardReport
    from pingyi.model.rich import Listing, Paragraph, Picture, RichParagraphs, RichText, Run, Subdocument
    from pingyi.model.settings import Settings
    from pingyi.model.tally_forms import MemberTally, OrganisationTally
    from pingyi.texts import translate

_HOMES = {
    "pingyi.errors": ("PingyiError", "Problem", "Severity"),
    "pingyi.hookspecs": ("hookimpl",),
    "pingyi.model.base": ("Cell", "Column", "Model"),
    "pingyi.model.branch_type": ("BranchType", "PlanContext"),
    "pingyi.model.campaign": ("Campaign",),
    "pingyi.model.dates": ("DateError", "PartialDate"),
    "pingyi.model.decision": ("Decision", "Reason"),
    "pingyi.model.forms": (
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
    "pingyi.model.meeting_forms": ("EvaluationAgenda", "EvaluationRecord", "ThematicAgenda", "ThematicRecord"),
    "pingyi.model.organisation": ("Officer", "OrgKind", "Organisation", "SchoolLeader"),
    "pingyi.model.person": ("Membership", "Person"),
    "pingyi.model.pledge_forms": ("MemberPledge", "OrganisationPledge"),
    "pingyi.model.procedure": ("Assignment", "PlannedDocument", "Role", "Step", "SubjectKind", "SubjectPlan"),
    "pingyi.model.records": ("Record", "Visit"),
    "pingyi.model.report_forms": ("CoverageCertificate", "Ledger", "ResultsNotice", "UpwardReport"),
    "pingyi.model.rich": ("Listing", "Paragraph", "Picture", "RichParagraphs", "RichText", "Run", "Subdocument"),
    "pingyi.model.settings": ("Settings",),
    "pingyi.model.tally_forms": ("MemberTally", "OrganisationTally"),
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

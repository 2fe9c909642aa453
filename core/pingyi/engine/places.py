"""Which folder the documents of each organisation go to: no two share one, so that each can be made by itself.

In a folder, namesakes whom no number tells apart are told apart by the code on the form. Their order in the roster
would do it too, until somebody of the same name is entered above them: then a file in which its owner has written would
lie where another's belongs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath

from pingyi.disk.names import clean_name, make_unique
from pingyi.model.review.procedure import PlannedDocument, SubjectKind, SubjectPlan
from pingyi.plan import Plan, identify


class Places:
    """The folders of a plan: one for each general branch, and in it, or beside it, one for each branch."""

    def __init__(self, plan: Plan) -> None:
        campaign = plan.campaign
        self._folders: dict[str, PurePosixPath] = {}
        taken: defaultdict[PurePosixPath, set[str]] = defaultdict(set)
        for organisation in plan.organisations:  # a general branch comes before its branches
            above = campaign.general_branch_of(organisation)
            parent = PurePosixPath() if above is None else self._folders.get(above.id, PurePosixPath())
            name = make_unique(clean_name(organisation.name), taken[parent])
            self._folders[organisation.id] = parent / name

    def list_folders(self) -> dict[str, str]:
        """The folders, relative to the output folder, with the organisations they are for."""
        return {str(folder): organisation_id for organisation_id, folder in self._folders.items()}

    def folder_of(self, organisation_id: str) -> PurePosixPath:
        """The folder of an organisation, relative to the output folder."""
        return self._folders[organisation_id]


def find_namesakes(subjects: Iterable[SubjectPlan]) -> set[tuple[SubjectKind, str]]:
    """Kinds and names that several of these subjects share."""
    counts = Counter((subject.kind, subject.name) for subject in subjects)
    return {key for key, count in counts.items() if count > 1}


def mark_document(plan: Plan, subject: SubjectPlan, document: PlannedDocument) -> str:
    """What tells a file from that of a namesake: half of the code that is printed on it."""
    return f"（{identify(plan, subject, document, '').code.partition('-')[0]}）"

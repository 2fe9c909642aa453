"""One pack: a zip that a branch secretary opens, prints from and works with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from pingyi.deliver.packs.archive import Archive
from pingyi.deliver.packs.entry_sheet import list_ballots, write_entry_sheet
from pingyi.deliver.packs.instructions import write_instructions
from pingyi.deliver.packs.roster_slice import write_roster_slice
from pingyi.disk.names import clean_name
from pingyi.model.people.organisation import Organisation
from pingyi.plan import Plan

INSTRUCTIONS, ROSTER, ENTRY_SHEET, FORMS = "说明.txt", "花名册.xlsx", "评议票录入表.xlsx", "表格"


@dataclass(frozen=True, slots=True)
class PackDocument:
    """One finished document.

    Attributes:
        name: of the file.
        content: the whole file.
        organisation_id: the organisation it belongs to.
    """

    name: str
    content: bytes
    organisation_id: str


def write_pack(
    stream: IO[bytes],
    plan: Plan,
    organisation_ids: Sequence[str],
    documents: Iterable[PackDocument],
    kinds: Sequence[tuple[str, str]] | None = None,
) -> int:
    """Write the pack of one branch, or of a general branch with its branches.

    Forms are numbered in the order they come in: the plan's, which is form 1, the ballots, then the members. They are
    stored as they are, one after another, so that memory does not grow with the pack. The same input gives the same
    bytes.

    Args:
        stream: a writable binary stream, which need not seek.
        plan: the plan that the documents come from.
        organisation_ids: whose pack it is, the leading organisation first; with several each gets a folder.
        documents: the finished documents, those of one organisation together.
        kinds: ids of form and copy of these documents, each once, which the instructions tell of before the first of
            them is made; all that the plan has where it is not said.

    Returns:
        How many documents it holds.

    Raises:
        OSError: the stream cannot be written.
    """
    organisations = [plan.campaign.organisations[name] for name in organisation_ids]
    folders = _name_folders(organisations)
    archive = Archive(stream)
    archive.add_text(INSTRUCTIONS, write_instructions(plan, organisations, kinds))
    roster = write_roster_slice(plan, organisations)
    if roster:
        archive.add(ROSTER, roster)
    for organisation in organisations:
        ballots = list_ballots(plan, organisation)
        if ballots:
            sheet = write_entry_sheet(plan, organisation, ballots)
            archive.add(f"{folders[organisation.id]}{ENTRY_SHEET}", sheet)
    count = _add_documents(archive, plan, folders, documents)
    archive.finish()
    return count


def _add_documents(archive: Archive, plan: Plan, folders: dict[str, str], documents: Iterable[PackDocument]) -> int:
    counts: dict[str, int] = {}
    for document in documents:
        name = document.organisation_id
        counts[name] = number = counts.get(name, 0) + 1
        width = _count_digits(plan, name)
        place = f"{folders[name]}{FORMS}/{number:0{width}}_{clean_name(document.name)}"
        archive.add(place, document.content)
    return sum(counts.values())


def _name_folders(organisations: Sequence[Organisation]) -> dict[str, str]:
    if len(organisations) == 1:
        return {organisations[0].id: ""}
    folders: dict[str, str] = {}
    for number, organisation in enumerate(organisations, 1):
        folders[organisation.id] = f"{number:02}_{clean_name(organisation.name)}/"
    return folders


def _count_digits(plan: Plan, organisation_id: str) -> int:
    """Enough digits for the last number, so that names sort as they are counted: at most five papers a member."""
    copies = max(3, len(plan.campaign.settings.copies))
    return max(2, len(str(copies * len(plan.campaign.members_of(organisation_id)) + copies + 2)))

"""Numbers that two rows share, and names that two members of one branch share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pingyi.errors import Severity
from pingyi.roster.cells import Trouble
from pingyi.roster.findings import join_rows
from pingyi.roster.reader import Draft, RowFindings
from pingyi.texts import translate as _


def check_numbers(drafts: Sequence[Draft], rows: RowFindings) -> None:
    """Report person numbers that stand in several rows.

    One row keeps the number: the one whose neighbours' numbers it fits, if there is exactly one such row, else the
    first. The others have the error.
    """
    numbers = [draft.get("person_no") for draft in drafts]
    if len(set(numbers) - {""}) == len(numbers) - numbers.count(""):
        return
    places: defaultdict[str, list[int]] = defaultdict(list)
    for position, draft in enumerate(drafts):
        number = draft.get("person_no")
        if number:
            places[number].append(position)
    for positions in places.values():
        if len(positions) < 2:
            continue
        fitting = [position for position in positions if _fits(drafts, position)]
        owner = fitting[0] if len(fitting) == 1 else positions[0]
        for position in positions:
            draft = drafts[position]
            others = [drafts[other] for other in positions if other != position]
            if position == owner:
                message = _("The person number also stands in row {rows}; it is taken as this person's.").format(
                    rows=join_rows(other.row for other in others)
                )
                cure = _("If it belongs to the other person, correct it here.")
                trouble = Trouble(Severity.WARNING, "number-duplicate", message, cure)
            else:
                keeper = drafts[owner]
                message = _("The person number is that of {name} in row {row}.").format(
                    name=keeper.name, row=keeper.row
                )
                same = keeper.name == draft.name
                cure = _("Delete one of the two rows.") if same else _("Write this person's own number.")
                trouble = Trouble(Severity.ERROR, "number-duplicate", message, cure)
            rows.tell(draft, "person_no", trouble)


def _fits(drafts: Sequence[Draft], position: int) -> bool:
    """Whether a number lies between those of the rows above and below."""
    if not 0 < position < len(drafts) - 1:
        return False
    numbers = [drafts[at].get("person_no") for at in (position - 1, position, position + 1)]
    if len({len(number) for number in numbers}) != 1 or not all(numbers):
        return False
    return numbers == sorted(numbers) or numbers == sorted(numbers, reverse=True)


def check_names(drafts: Sequence[Draft], rows: RowFindings) -> None:
    """Report members of one branch who share a name: a warning, or an error where no number tells them apart."""
    first: dict[tuple[str, str], Draft] = {}
    groups: dict[tuple[str, str], list[Draft]] = {}
    for draft in drafts:
        key = (draft.name, draft.branch_id)
        namesake = first.setdefault(key, draft)
        if namesake is not draft and all(key):
            groups.setdefault(key, [namesake]).append(draft)
    for (name, _branch), found in groups.items():
        for position, draft in enumerate(found):
            others = join_rows(other.row for other in found if other is not draft)
            told_apart = bool(draft.get("person_no")) or position == 0
            trouble = Trouble(
                Severity.WARNING if told_apart else Severity.ERROR,
                "name-twice-in-branch",
                _("There is another {name} in this branch, in row {rows}.").format(name=name, rows=others),
                _("If they are two people, see that each has a person number; if not, delete one row.")
                if not told_apart
                else _("If it is one person, delete one row."),
            )
            rows.tell(draft, "name", trouble)

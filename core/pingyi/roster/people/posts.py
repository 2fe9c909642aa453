"""From the members' own party posts to the secretaries and committees of organisations that name none."""

from __future__ import annotations

from collections.abc import Iterable

from pingyi.errors import Severity
from pingyi.model.people.organisation import OrgKind
from pingyi.roster.findings import Findings
from pingyi.roster.people.namebook import Written
from pingyi.roster.reader import Draft
from pingyi.roster.tree.units import Unit, UnitIndex
from pingyi.texts import translate as _

_GENERAL = ("总支", "分党委")


def appoint_from_posts(drafts: Iterable[Draft], index: UnitIndex, findings: Findings) -> None:
    """Fill empty posts of organisations from the column 党内职务.

    支部书记 and 支部委员 count for the member's branch, 党总支书记 and 党总支委员 for the organisation above it.
    """
    without_secretary = {unit.id for unit in index.units.values() if not unit.secretary}
    without_committee = {unit.id for unit in index.units.values() if not unit.committee}
    for draft in drafts:
        for post in draft.values.get("party_posts", ()):
            unit = _find_unit(draft, post, index)
            if unit is None or not draft.name:
                continue
            if _is_secretary(post):
                if unit.id in without_secretary:
                    _appoint_secretary(unit, _write(draft, post), draft, findings)
            elif unit.id in without_committee and ("委员" in post or "副书记" in post):
                written = _write(draft, post)
                if written not in unit.committee:
                    unit.committee.append(written)
    for unit in index.units.values():
        _note(unit, secretary=unit.id in without_secretary, committee=unit.id in without_committee)


def _note(unit: Unit, *, secretary: bool, committee: bool) -> None:
    if unit.secretary and secretary:
        unit.guesses.append(_("secretary {name}").format(name=Written.parse(unit.secretary[0]).name))
    if unit.committee and committee:
        names = "、".join(Written.parse(text).name for text in unit.committee)
        unit.guesses.append(_("committee {names}").format(names=names))


def _find_unit(draft: Draft, post: str, index: UnitIndex) -> Unit | None:
    """The organisation in which a member holds a post; none for posts in the committee at the top."""
    branch = index.units.get(draft.branch_id)
    if branch is None or "党委" in post.replace("分党委", ""):
        return None
    unit = index.units.get(branch.parent_id) if any(word in post for word in _GENERAL) else branch
    return unit if unit is not None and unit.kind is not OrgKind.COMMITTEE else None


def _is_secretary(post: str) -> bool:
    return "书记" in post and "副" not in post and "团" not in post


def _write(draft: Draft, post: str) -> str:
    """The name so that it is found again: with the number, which tells namesakes apart."""
    return f"{draft.name}（{draft.get('person_no') or post}）"


def _appoint_secretary(unit: Unit, written: str, draft: Draft, findings: Findings) -> None:
    if not unit.secretary:
        unit.secretary = [written]
        return
    findings.add(
        Severity.WARNING,
        "secretary-twice",
        _("“{unit}” has two secretaries: {first} and {second}; the first is taken.").format(
            unit=unit.name, first=Written.parse(unit.secretary[0]).name, second=draft.name
        ),
        _("Correct the party posts, or name the secretary in a sheet “组织”."),
        sheet=draft.table.sheet.name,
        row=draft.row,
        person=draft.name,
    )

"""Building the tree of organisations from the members' own columns, where a roster has no sheet for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from pingyi.errors import Severity
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import OrgKind
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft
from pingyi.roster.tree.organisations import ROOT_NAME, guess_kind, make_root
from pingyi.roster.tree.parents import Pairs, settle_parents, strip_end
from pingyi.roster.tree.units import PATH_SEPARATORS, Unit, UnitIndex, simplify
from pingyi.texts import translate as _

_GENERAL_ENDS = ("党总支", "总支", "党委", "分党委")


def build_tree(
    drafts: Sequence[Draft], settings: Settings, findings: Findings, known: Sequence[Unit] = ()
) -> UnitIndex:
    """Make a unit of every branch and every organisation above one, below one root.

    A branch without a parent, or whose parent is the root or itself, is a directly affiliated one.

    Args:
        drafts: the members; those whose parent is settled by other rows are changed.
        settings: may name the institution.
        findings: takes a note on the root, and the rows whose parent is settled by others.
        known: organisations that a sheet lists, if it lists no branches.
    """
    pairs = _list_pairs(drafts)
    root = next((unit for unit in known if unit.kind is OrgKind.COMMITTEE), None)
    if root is None:
        root = _choose_root(pairs, settings, findings)
    index = UnitIndex([root, *(unit for unit in known if unit is not root)])
    for unit in known:
        if unit is not root:
            unit.parent_id = root.id
    pairs = settle_parents(pairs, root, known, findings)
    names: defaultdict[str, set[str]] = defaultdict(set)
    for parent, branch in pairs:
        names[simplify(branch)].add(parent)
    for (parent, branch), members in pairs.items():
        above = _add_parent(parent, branch, root, index)
        name = branch
        if len(names[simplify(branch)]) > 1 and above is not root:  # 第一党支部 exists below several
            name = strip_end(parent) + branch
        if index.find(name) is not None:
            continue
        kind = OrgKind.BRANCH if above is not root else OrgKind.DIRECT_BRANCH
        unit = Unit(id=name, name=name, kind=kind, parent=above.name, parent_id=above.id, code=_code(members))
        unit.guesses += [
            _("kind {kind}").format(kind=kind.value),
            _("below “{parent}”").format(parent=above.name),
        ]
        index.add(unit)
    index.link()
    return index


def _list_pairs(drafts: Iterable[Draft]) -> Pairs:
    pairs: defaultdict[tuple[str, str], list[Draft]] = defaultdict(list)
    for draft in drafts:
        parent, branch = draft.get("parent"), draft.get("branch")
        if not parent:
            parent, branch = _split_path(branch)
        if branch:
            pairs[parent, branch].append(draft)
    return pairs


def _split_path(branch: str) -> tuple[str, str]:
    """机械学院党总支/教工第一党支部 names both."""
    for separator in PATH_SEPARATORS:
        left, _mid, right = branch.rpartition(separator)
        if right and left.rstrip(separator).endswith(_GENERAL_ENDS):
            return left.rpartition(separator)[2], right
    return "", branch


def _choose_root(pairs: Iterable[tuple[str, str]], settings: Settings, findings: Findings) -> Unit:
    """A parent that is named as a committee and has a direct branch below it, else the institution's committee."""
    root = make_root(settings)
    if root.name == ROOT_NAME:
        named = {
            parent for parent, branch in pairs if guess_kind(parent) is OrgKind.COMMITTEE and "直属" in branch
        } or {
            parent
            for parent, _branch in pairs
            if parent.endswith("委员会") and parent.startswith(("中共", "中国共产党")) and not _has_twin(parent, pairs)
        }
        if len(named) == 1:
            name = named.pop()
            root = Unit(id=name, name=name, kind=OrgKind.COMMITTEE)
    findings.add(
        Severity.INFO,
        "root-assumed",
        _("There is no sheet of organisations; “{name}” is taken as the committee at the top.").format(name=root.name),
        _("Add a sheet “组织”, or write campaign.institution in campaign.toml."),
    )
    return root


def _has_twin(parent: str, pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether this may be the full name of a general branch: 中共机械学院委员会 beside 机械学院党总支."""
    base = strip_end(simplify(parent))
    return "总支" in parent or any("总支" in other and strip_end(simplify(other)) == base for other, _branch in pairs)


def _add_parent(parent: str, branch: str, root: Unit, index: UnitIndex) -> Unit:
    if not parent or simplify(parent) in (simplify(branch), simplify(root.name)) or "直属" in branch:
        return root
    found = index.find(parent)
    if found is not None:
        return found
    unit = Unit(id=parent, name=parent, kind=OrgKind.GENERAL_BRANCH, parent=root.name, parent_id=root.id)
    unit.guesses += [
        _("kind {kind}").format(kind=unit.kind.value),
        _("below “{parent}”").format(parent=root.name),
    ]
    index.add(unit)
    return unit


def _code(members: Sequence[Draft]) -> str:
    codes = {draft.get("branch_code") for draft in members}
    return codes.pop() if len(codes) == 1 else ""

"""The organisation above each branch, where the members' rows do not all write it alike."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pingyi.errors import Severity
from pingyi.roster.cells import Trouble
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft, RowFindings
from pingyi.roster.tree.units import Unit, simplify
from pingyi.texts import translate as _

Pairs = Mapping[tuple[str, str], Sequence[Draft]]
"""Members by what their rows give as the organisation above, and as the branch."""
_END = re.compile(r"(?:党?总支部?(?:委员会)?|分?党委|(?:党的)?委员会)$")
_UNIVERSITY = "大学"


class _Spellings:
    """Which names mean the same organisation, and how it is written best.

    机械学院总支, 机械学院 and 示例大学机械学院党总支 have one base, and no university has two organisations of one.

    Args:
        rows: the number of rows by name.
        root: the committee at the top.
        known: organisations that a sheet lists; their names are the right ones.
    """

    def __init__(self, rows: Mapping[str, int], root: Unit, known: Iterable[Unit]) -> None:
        listed = [root.name, *(unit.name for unit in known)]
        institution = strip_end(simplify(root.name))
        bases = {name: _find_base(name, institution) for name in (*listed, *rows)}
        taken = set(bases.values())
        self._bases = {name: _shorten(base, taken) for name, base in bases.items()}
        self._exact = {simplify(name): name for name in reversed(listed)}
        self._best: dict[str, str] = {}
        for name in (*listed, *sorted(rows, key=lambda name: -rows[name])):
            self._best.setdefault(self._bases[name], name)

    def choose(self, name: str) -> str:
        """The best spelling: the listed one, else the one that most rows have."""
        return self._exact.get(simplify(name)) or self._best[self._bases[name]]

    def is_top(self, name: str) -> bool:
        """Whether a name means the committee at the top."""
        return not self._bases[name]

    def is_owner(self, name: str, branch: str) -> bool:
        """Whether a branch bears the name of an organisation: 机械学院教工党支部 that of 机械学院党总支."""
        base = self._bases[name]
        return bool(base) and base in branch


def strip_end(name: str) -> str:
    """机械学院 of 机械学院党总支."""
    return _END.sub("", name)


def _find_base(name: str, institution: str) -> str:
    """What is left of a name without institution and end: nothing for the committee at the top."""
    base = strip_end(simplify(name).removeprefix(institution))
    return simplify(name) if not base and "总支" in name else base


def _shorten(base: str, taken: set[str]) -> str:
    """The base without a university in front, if it is in use so too."""
    head, _university, rest = base.partition(_UNIVERSITY)
    return rest if head and rest in taken - {""} else base


def settle_parents(pairs: Pairs, root: Unit, known: Iterable[Unit], findings: Findings) -> Pairs:
    """Give the members of one branch one organisation above it, and tell the rows that say something else.

    An empty cell follows the other rows of its branch; another spelling, and a single row with another organisation
    for a branch that bears the name of its own, are taken for the usual ones. What several rows say below each of
    several organisations are several branches.

    Args:
        pairs: what the rows say; their drafts are changed.
        root: the committee at the top.
        known: organisations that a sheet lists.
        findings: takes the troubles.
    """
    rows: Counter[str] = Counter()
    for (parent, _branch), members in pairs.items():
        rows[parent] += len(members)
    del rows[""]
    spellings = _Spellings(rows, root, known)
    written = {(parent, branch): _choose(parent, branch, spellings) for parent, branch in pairs}
    above: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (parent, branch), name in written.items():
        above[simplify(branch)][name] += len(pairs[parent, branch])
    teller = RowFindings(findings)
    settled: defaultdict[tuple[str, str], list[Draft]] = defaultdict(list)
    for (parent, branch), members in pairs.items():
        name = _decide(written[parent, branch], simplify(branch), above[simplify(branch)], spellings)
        settled[name, branch] += members
        trouble = _judge(parent, branch, name, root) if any(above[simplify(branch)]) else None
        for draft in members:
            if trouble is not None:
                _tell(draft, parent, trouble, teller)
            if name:
                draft.values["parent"] = name
    return settled


def _choose(parent: str, branch: str, spellings: _Spellings) -> str:
    """How a row's organisation is written best; empty where it says nothing about the place of the branch."""
    if not parent or simplify(parent) == simplify(branch) or "直属" in branch:
        return ""
    return spellings.choose(parent)


def _decide(name: str, branch: str, above: Counter[str], spellings: _Spellings) -> str:
    """The organisation of the rows that have `name`, which is one of those above the branch, or empty."""
    others = [other for other in above if other]
    if not name and len(others) == 1:
        return others[0]
    owners = [other for other in others if above[other] > 1 and spellings.is_owner(other, branch)]
    is_weak = not name or above[name] == 1 or spellings.is_top(name)
    return owners[0] if len(owners) == 1 and is_weak else name


def _judge(parent: str, branch: str, name: str, root: Unit) -> Trouble | None:
    """What there is to say of the rows that write `parent`, if `name` is taken."""
    if name == root.name or (name and simplify(parent) == simplify(name)):
        return None
    if not name:
        message = _("“{branch}” is taken as directly below “{parent}”; other rows have it below another one").format(
            branch=branch, parent=root.name
        )
        cure = _("Write the organisation above it, unless it is a directly affiliated branch.")
    elif parent and simplify(parent) != simplify(branch):
        message = _("“{name}” is taken as “{full}”").format(name=parent, full=name)
        cure = _("Write “{name}” in every row that means it.").format(name=name)
    else:
        message = _("taken as below “{parent}”, like the other rows of the branch").format(parent=name)
        cure = _("Write “{name}” in every row that means it.").format(name=name)
    return Trouble(Severity.WARNING, "parent-inferred", message, cure)


def _tell(draft: Draft, parent: str, trouble: Trouble, rows: RowFindings) -> None:
    columns = draft.table.columns
    if not parent and "parent" not in columns:  # nobody could have filled it in
        trouble = trouble._replace(severity=Severity.INFO)
    field = "branch" if parent and not draft.get("parent") else "parent"
    rows.repeat(draft, field if field in columns else "", trouble)

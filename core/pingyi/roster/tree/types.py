"""Which branch type each organisation follows, and how that was decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from pingyi.errors import Severity
from pingyi.model.branch_type import BranchType
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import OrgKind
from pingyi.plugins import Plugins
from pingyi.roster.findings import Findings
from pingyi.roster.reader import Draft
from pingyi.roster.tree.units import Unit, UnitIndex, simplify
from pingyi.texts import translate as _


class TypeDecider:
    """Decides branch types: the settings' own list, the roster's column, the name, the members, the default.

    Args:
        index: the organisations; their types are set.
        settings: `branch_types.assign` and `branch_types.default`.
        plugins: the types there are.
        findings: takes unknown words.
    """

    def __init__(self, index: UnitIndex, settings: Settings, plugins: Plugins, findings: Findings) -> None:
        self._index = index
        self._types = plugins.branch_types
        self._findings = findings
        self._words = {word: kind for kind in reversed(self._types.values()) for word in kind.words}
        self._assigned = {simplify(name): word for name, word in settings.branch_types.assign.items()}
        self._default = settings.branch_types.default

    def decide(self, members: Mapping[str, Sequence[Draft]], title: str) -> None:
        """Set the type of every branch, then of every general branch.

        Args:
            members: drafts by branch id.
            title: header of the column 支部类型.
        """
        self._check_assigned()
        for unit in self._index.units.values():
            if unit.kind.has_members:
                self._set(unit, *self._decide_branch(unit, members.get(unit.id, ()), title))
        for unit in self._index.units.values():
            if unit.kind is OrgKind.GENERAL_BRANCH:
                self._set(unit, *self._decide_general(unit, members, title))

    def _set(self, unit: Unit, name: str, because: str) -> None:
        unit.branch_type, unit.because = name, because

    def _decide_branch(self, unit: Unit, members: Sequence[Draft], title: str) -> tuple[str, str]:
        said = self._decide_by_word(unit, title)
        if said is not None:
            return said
        hinted = self._find_hint(unit.name)
        if hinted is not None:
            kind, hint = hinted
            unit.guesses.append(
                _("type {label}, because its name contains “{hint}”").format(label=kind.LABEL, hint=hint)
            )
            return kind.NAME, f"名称含有“{hint}”"
        counts = Counter(name for draft in members for name, kind in self._types.items() if kind.claims(draft.values))
        if counts:
            name, count = counts.most_common(1)[0]
            if count * 2 > len(members):
                label = self._types[name].LABEL
                unit.guesses.append(
                    _("type {label}, because of the categories of {count} of its {total} members").format(
                        label=label, count=count, total=len(members)
                    )
                )
                return name, f"{len(members)}名党员中有{count}名的人员类别属于{label}"
        return self._use_default(unit)

    def _decide_general(self, unit: Unit, members: Mapping[str, Sequence[Draft]], title: str) -> tuple[str, str]:
        said = self._decide_by_word(unit, title)
        if said is not None:
            return said
        below = [item for item in self._index.walk(unit.id) if item.kind.has_members]
        counts = Counter(item.branch_type for item in below)
        sizes: Counter[str] = Counter()
        for item in below:
            sizes[item.branch_type] += len(members.get(item.id, ()))
        if counts:
            name = max(counts, key=lambda key: (counts[key], sizes[key]))
            kind = self._types.get(name)
            if kind is not None:
                return name, f"所属{len(below)}个党支部中有{counts[name]}个为{kind.LABEL}"
        return self._use_default(unit)

    def _decide_by_word(self, unit: Unit, title: str) -> tuple[str, str] | None:
        word = self._assigned.get(simplify(unit.name))
        if word is not None and word in self._words:
            return self._words[word].NAME, f"设置 branch_types.assign 指定为“{word}”"
        if not unit.type_word:
            return None
        kind = self._words.get(unit.type_word) or self._words.get(unit.type_word.removesuffix("党支部"))
        if kind is not None:
            return kind.NAME, f"花名册的支部类型为“{unit.type_word}”"
        self._findings.add(
            Severity.WARNING,
            "branch-type-unknown",
            _("“{value}” is no branch type; the type is inferred instead.").format(value=unit.type_word),
            _("Write one of: {labels}.").format(labels="、".join(item.LABEL for item in self._types.values())),
            sheet=unit.sheet,
            row=unit.row,
            column=title,
            value=unit.type_word,
        )
        return None

    def _find_hint(self, name: str) -> tuple[BranchType, str] | None:
        """The longest hint in a name; of equally long ones the last, since types of branches end their names."""
        hints = [
            (len(hint), name.rfind(hint), order, kind, hint)
            for order, kind in enumerate(self._types.values())
            for hint in kind.NAME_HINTS
            if hint in name
        ]
        best = max(hints, key=lambda item: item[:3], default=None)
        return (best[3], best[4]) if best is not None else None

    def _use_default(self, unit: Unit) -> tuple[str, str]:
        kind = self._words.get(self._default)
        label = kind.LABEL if kind is not None else self._default
        unit.guesses.append(_("type {label}, the default").format(label=label))
        return (kind.NAME if kind is not None else self._default), "花名册和名称都没有说明，采用默认类型"

    def _check_assigned(self) -> None:
        for name in self._assigned:
            if self._index.find(name) is None:
                near = self._index.suggest(name)
                self._findings.add(
                    Severity.WARNING,
                    "assigned-unknown",
                    _("branch_types.assign names “{name}”, which is not in the roster.").format(name=name),
                    _("Did you mean {names}?").format(names="、".join(near)) if near else _("Correct or remove it."),
                    value=name,
                )

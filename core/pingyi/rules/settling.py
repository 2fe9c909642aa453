"""Which rules apply to a subject, and what counts where two of them disagree: the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pingyi.model.campaign import Campaign
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.rules.compiled import Change, CompiledRule


@dataclass(frozen=True)
class Disagreement:
    """Two rules that want different values for the same thing."""

    what: str
    first: CompiledRule
    second: CompiledRule


@dataclass
class Settled:
    """What the rules want for one subject.

    Attributes:
        rules: those that fit, in their order.
        changes: by what is changed, with the rule that counts.
        disagreements: rules that do not count.
    """

    rules: tuple[CompiledRule, ...]
    changes: dict[str, tuple[Change, CompiledRule]] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)


NOTHING_SETTLED = Settled(())


def settle(rules: Sequence[CompiledRule], subject: Organisation | Person, campaign: Campaign) -> Settled:
    """Ask every rule about one subject."""
    fitting = tuple(rule for rule in rules if rule.fits(subject, campaign))
    if not fitting:
        return NOTHING_SETTLED
    settled = Settled(fitting)
    for rule in fitting:
        for change in rule.changes():
            first = settled.changes.setdefault(change.what, (change, rule))
            if first[0].value != change.value:
                settled.disagreements.append(Disagreement(change.what, first[1], rule))
    return settled


def list_changes(settled: Settled, kind: str) -> Mapping[str, tuple[Change, CompiledRule]]:
    """The changes of one kind, such as `step:`, by what stands behind it."""
    return {what.removeprefix(kind): found for what, found in settled.changes.items() if what.startswith(kind)}

"""Choices and why they were made. Light on purpose: a province's plan holds millions, most of them shared."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule chose what it chose.

    Attributes:
        rule: the rule's name, kebab-case, such as `secretary-reviews-members`.
        plugin: the plugin it came from; `pingyi` for the core.
        clause: number of the requirement or open question, such as `R9` or `Q3`; empty for an institution's own rule.
        because: one sentence for people, in Chinese, since it is printed beside Chinese forms.
        inputs: the facts it looked at, as name and value.
    """

    rule: str
    plugin: str
    clause: str
    because: str
    inputs: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {
            "rule": self.rule,
            "plugin": self.plugin,
            "clause": self.clause,
            "because": self.because,
            "inputs": dict(self.inputs),
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """One choice for one subject.

    Attributes:
        what: what was decided: `method`, `form`, `visitors`, `exemption`, `branch_type`, `step_skipped`.
        value: the choice.
        reason: why.
    """

    what: str
    value: str
    reason: Reason

    def to_json(self) -> dict[str, object]:
        """Return the documented JSON shape."""
        return {"value": self.value, "reasons": [self.reason.to_json()]}

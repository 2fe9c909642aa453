"""A rule of one's own, as it stands under `[[rules]]` in `campaign.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from pingyi.model.fields.base import Model
from pingyi.model.fields.values import Day, FilledText, Text

Count = Annotated[int, Field(ge=1)]


class AddedStep(Model):
    """A step that a rule adds to a procedure, at its end."""

    id: Annotated[str, Field(pattern=r"^[^\W\d][\w-]{0,39}$")]
    """Unique among the steps, such as `birthday-visit`."""
    title: FilledText
    due: Day
    methods: tuple[FilledText, ...] = ()
    evidence: tuple[FilledText, ...] = ()
    """What must exist afterwards."""


class Rule(Model):
    """Whom it is about, on which condition, what it changes, and why."""

    because: FilledText
    """One sentence for people; printed wherever the rule has an effect."""
    name: Annotated[Text, Field(max_length=40)] = ""
    """What reasons call it; without it, `rules[2]` for the second one."""
    subject: Literal["member", "organisation"] = "member"
    branch_type: Text = ""
    """NAME, label or other name of a branch type; empty: all types."""
    branch: Text = ""
    """Name of a branch, or of a general branch with all its branches; empty: all."""
    when: Text = ""
    """The condition; empty: always."""
    order: int = 0
    """Rules with a lower number apply first; those with the same number in the order of the file."""
    method: Text = ""
    visitors: Annotated[int, Field(ge=1, le=20)] | None = None
    """How many people visit the member."""
    form: Text = ""
    """Id of the form the subject gets."""
    reviewers: tuple[FilledText, ...] = ()
    """Names, numbers or roles of the reviewers, instead of the usual ones."""
    reviewers_added: tuple[FilledText, ...] = ()
    """Names, numbers or roles of further reviewers."""
    steps_skipped: tuple[FilledText, ...] = ()
    """Ids of steps that do not apply."""
    steps_added: tuple[AddedStep, ...] = ()
    due: Day | None = None
    """The last day of every step that would end later."""
    steps_due: Mapping[str, Day] = Field(default_factory=dict)
    """The last days of single steps, by step id."""
    exempt: bool = False
    """The member is not reviewed; needs `approved_by` (Q9)."""
    approved_by: Text = ""
    budgets: Mapping[str, Count] = Field(default_factory=dict)
    """How many characters fit, by field name."""

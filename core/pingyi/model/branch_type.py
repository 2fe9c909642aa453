"""A branch type: a class that says how branches of one kind and their members are reviewed."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from pingyi.errors import PingyiError, Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.fields.base import Model
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.decision import Decision, Reason
from pingyi.model.review.procedure import Step
from pingyi.texts import translate as _


class NoSettings(Model):
    """For branch types that have nothing to set."""


@dataclass(frozen=True)
class PlanContext:
    """What a branch type may look at while it decides.

    Attributes:
        campaign: the people, the organisations and the settings.
        branch_types: every branch type by NAME, so that one can follow another's procedure (R41).
    """

    campaign: Campaign
    branch_types: Mapping[str, BranchType]

    def require_type(self, name: str, follower: BranchType) -> BranchType:
        """The branch type whose procedure another one follows or adapts (R41).

        Args:
            name: NAME of the type that is followed.
            follower: who needs it.

        Raises:
            PingyiError: it is not installed.
        """
        found = self.branch_types.get(name)
        if found is None:
            raise PingyiError(
                _("“{label}” follows the branch type “{name}”, which is not installed.").format(
                    label=follower.LABEL, name=name
                ),
                cure=_("Install the plugin that brings “{name}”.").format(name=name),
            )
        return found


class BranchType:
    """Base of all branch types. A plugin subclasses it and returns the class from `pingyi_branch_types`.

    Attributes:
        NAME: unique id, used in settings and decisions.
        LABEL: as printed on form 1.
        ALIASES: other values of the roster's 支部类型 column that mean this type.
        NAME_HINTS: parts of branch names that suggest it, where the roster has no such column.
        PERSON_KINDS: values of 人员类别 that make a member of any branch follow this type (mixed branches).
        METHODS: how reviews of members of this type are usually held; what a rule spells nearly so is taken for a
            typing mistake.
        INPUT_LABELS: printed names of what its reasons rest on, beside the headers of its columns and the
            descriptions of its settings.
        FULL_COVERAGE: whether a member without a review is an error (R42) or a warning.
        member_model: `Person`, or a subclass with the type's own roster columns.
        settings_model: the keys it accepts in `[plugins.NAME]`.
        member_form: id of the form its members get.
        organisation_form: id of the form its branches get.
    """

    NAME: ClassVar[str]
    LABEL: ClassVar[str]
    ALIASES: ClassVar[tuple[str, ...]] = ()
    NAME_HINTS: ClassVar[tuple[str, ...]] = ()
    PERSON_KINDS: ClassVar[tuple[str, ...]] = ()
    METHODS: ClassVar[tuple[str, ...]] = ()
    INPUT_LABELS: ClassVar[Mapping[str, str]] = {}
    FULL_COVERAGE: ClassVar[bool] = False

    member_model: ClassVar[type[Person]] = Person
    settings_model: ClassVar[type[Model]] = NoSettings
    member_form: ClassVar[str] = "member"
    organisation_form: ClassVar[str] = "organisation"

    def __init__(self, settings: Model | None = None, *, plugin: str = "") -> None:
        self.settings: Any = settings if settings is not None else self.settings_model()
        self.plugin = plugin or self.NAME

    @property
    def words(self) -> tuple[str, ...]:
        """What people write to name this type, in the roster, in settings and in rules."""
        return (self.NAME, self.LABEL, self.LABEL.removesuffix("党支部"), *self.ALIASES)

    def claims(self, values: Mapping[str, Any]) -> str:
        """Say why a member belongs to this type whatever the branch, or return an empty text.

        Args:
            values: the member's roster values by field name, as far as they are given, before `member_model` is chosen.
        """
        value = str(values.get("person_kind") or "")
        return f"人员类别为“{value}”" if value in self.PERSON_KINDS else ""

    def procedure(self, organisation: Organisation, context: PlanContext) -> tuple[Step, ...]:
        """The ordered steps for one organisation of this type, each with due date, methods, evidence and reasons."""
        raise NotImplementedError

    def member_steps(
        self, member: Person, steps: tuple[Step, ...], method: Decision, context: PlanContext
    ) -> tuple[Step, ...]:
        """The steps that concern one member, out of the steps of the branch; all of them by default."""
        return steps

    def method(self, member: Person, branch: Organisation, context: PlanContext) -> Decision:
        """How this member's review is held, and why."""
        raise NotImplementedError

    def organisation_method(self, organisation: Organisation, context: PlanContext) -> Decision:
        """How the review of an organisation and its secretary is held, and why: at the evaluation meeting (R25)."""
        return Decision(
            "method",
            "会议集中点评",
            self.reason("review-at-evaluation-meeting", "R25", "在述职评议会上对党组织及其书记进行点评"),
        )

    def form(self, member: Person, branch: Organisation, context: PlanContext) -> Decision:
        """Which form this member gets, and why."""
        return self._member_form

    @functools.cached_property
    def _member_form(self) -> Decision:
        reason = self.reason("member-form", "R17", f"{self.LABEL}的党员填写这一类型的登记表", form=self.member_form)
        return Decision("form", self.member_form, reason)

    def fill(self, member: Person, branch: Organisation, context: PlanContext) -> Mapping[str, object]:
        """Values for the member's form beyond those every form has: at least `post_line`."""
        return {"post_line": member.post}

    def check(self, organisation: Organisation, context: PlanContext) -> Iterable[Problem]:
        """Problems with one organisation of this type, beyond those the core finds."""
        return ()

    def reason(self, rule: str, clause: str, because: str, **inputs: object) -> Reason:
        """A reason that names this type's plugin."""
        return Reason(rule, self.plugin, clause, because, tuple((name, str(value)) for name, value in inputs.items()))

    @property
    def coverage_severity(self) -> Severity:
        """How bad it is when a member is left out."""
        return Severity.ERROR if self.FULL_COVERAGE else Severity.WARNING

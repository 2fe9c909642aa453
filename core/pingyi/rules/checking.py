"""Whether rules can be meant: names, conditions, kinds, forms, steps; everything that is wrong at once."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence

from pingyi.errors import PluginError, Problem, Severity
from pingyi.model.branch_type import BranchType, PlanContext
from pingyi.model.campaign import Campaign
from pingyi.model.config.faults import SETTINGS_FILE, suggest_key
from pingyi.model.config.rule import Rule
from pingyi.model.config.settings import Settings
from pingyi.model.papers.forms import BallotForm, MemberForm, OrganisationForm
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.people.person import Person
from pingyi.plugins import Plugins, guard
from pingyi.rules.compiled import CompiledRule
from pingyi.rules.expression import Expression, compile_expression
from pingyi.rules.kinds import Kind, describe_model
from pingyi.texts import translate as _

_OF_MEMBERS = ("visitors", "exempt", "approved_by")
"""Effects that only a member can have."""
_CONDITIONS = ("because", "name", "subject", "branch_type", "branch", "when", "order", "approved_by")
"""Keys that change nothing by themselves."""


class RuleChecker:
    """Checks the rules of one campaign against what its plugins bring.

    Args:
        settings: with the rules.
        plugins: branch types and forms.
    """

    def __init__(self, settings: Settings, plugins: Plugins) -> None:
        self._settings = settings
        self._plugins = plugins
        self.problems: list[Problem] = []

    def compile(self) -> tuple[CompiledRule, ...]:
        """The rules in the order in which they apply; `problems` has what is wrong with them."""
        made = []
        names: dict[str, str] = {}
        for number, rule in enumerate(self._settings.rules, start=1):
            key = f"rules[{number}]"
            if rule.name in names and rule.name:
                message = _("the name “{name}” is also that of {other}").format(name=rule.name, other=names[rule.name])
                self._tell(key, "name", rule.name, message, _("Give each rule a name of its own."))
            names.setdefault(rule.name, key)
            made.append(self._compile_rule(rule, key))
        return tuple(sorted(made, key=lambda item: item.rule.order))  # stable: those of one order stay as they stand

    def _compile_rule(self, rule: Rule, key: str) -> CompiledRule:
        if not rule.because.strip():
            self._tell(key, "because", rule.because, _("must not be empty"), _("Correct the value."))
        branch_type = self._resolve_type(rule, key)
        self._check_effects(rule, key)
        self._check_form(rule, key)
        self._check_method(rule, key, branch_type)
        self._check_steps(rule, key, branch_type)
        self._check_budgets(rule, key)
        condition = self._compile_condition(rule, key, branch_type)
        return CompiledRule(rule, rule.name or key, key, branch_type, condition)

    def _resolve_type(self, rule: Rule, key: str) -> str:
        known = self._plugins.branch_types
        if not rule.branch_type or rule.branch_type in known:
            return rule.branch_type
        words = {word: kind.NAME for kind in reversed(known.values()) for word in kind.words}  # as in the roster
        if rule.branch_type in words:
            return words[rule.branch_type]
        message = _("no branch type is called “{value}”").format(value=rule.branch_type)
        self._tell_unknown(key, "branch_type", rule.branch_type, message, list(words), known=list(known))
        return ""

    def _check_effects(self, rule: Rule, key: str) -> None:
        given = [name for name in type(rule).model_fields if getattr(rule, name) != Rule.model_fields[name].default]
        given = [name for name in given if getattr(rule, name)]  # empty tables and lists change nothing either
        if not set(given) - set(_CONDITIONS) and not rule.approved_by:
            known = ", ".join(name for name in Rule.model_fields if name not in _CONDITIONS)
            self._tell(key, "", "", _("the rule changes nothing"), _("Add one of: {known}.").format(known=known))
        if rule.subject == "organisation":
            for name in set(given) & set(_OF_MEMBERS):
                message = _("an organisation cannot have {name}").format(name=name)
                self._tell(key, name, "", message, _('Remove the line, or remove subject = "organisation".'))
        if rule.exempt and not rule.approved_by.strip():
            message = _("nobody is exempt without an approver (Q9)")
            self._tell(key, "exempt", "true", message, _('Add: approved_by = "…"'))
        if rule.approved_by and not rule.exempt:
            message = _("an approver is named, but nobody is exempt")
            self._tell(key, "approved_by", rule.approved_by, message, _("Add exempt = true, or remove the line."))

    def _check_form(self, rule: Rule, key: str) -> None:
        if not rule.form or not self._plugins.forms:  # a plugin that could not be loaded is told as such
            return
        form = self._plugins.forms.get(rule.form)
        wrong, own = (OrganisationForm, MemberForm) if rule.subject == "member" else (MemberForm, OrganisationForm)
        fitting = [
            name
            for name, it in self._plugins.forms.items()
            if it.copies and not issubclass(it.data, (wrong, BallotForm))
        ]
        if form is None:
            message = _("there is no form “{value}”").format(value=rule.form)
            self._tell_unknown(key, "form", rule.form, message, fitting)
        elif rule.form not in fitting:
            message = _("the form “{value}” is not one that a {subject} gets").format(
                value=rule.form, subject=_("member") if own is MemberForm else _("organisation")
            )
            self._tell(key, "form", rule.form, message, _("Choose one of: {known}.").format(known=", ".join(fitting)))

    def _check_method(self, rule: Rule, key: str, branch_type: str) -> None:
        kinds = self._kinds(branch_type)
        methods = list(dict.fromkeys(method for kind in kinds for method in kind.METHODS))
        if not rule.method or not methods or rule.method in methods or rule.subject != "member":
            return
        near = suggest_key(rule.method, methods) or next(
            (item for item in methods if len(item) == len(rule.method) and set(item) & set(rule.method)), ""
        )
        message = _("“{value}” is none of the usual methods").format(value=rule.method)
        cure = (
            _("Did you mean “{key}”?").format(key=near) if near else _("Usual are: {known}. If it is meant, leave it.")
        )
        severity = Severity.ERROR if near else Severity.WARNING
        self._tell(key, "method", rule.method, message, cure.format(known="、".join(methods)), severity=severity)

    def _check_steps(self, rule: Rule, key: str, branch_type: str) -> None:
        used = [("steps_skipped", id_) for id_ in rule.steps_skipped] + [("steps_due", id_) for id_ in rule.steps_due]
        if not used and not rule.steps_added:
            return
        known = dict.fromkeys(id_ for kind in self._kinds(branch_type) for id_ in self._list_steps(kind))
        for step in rule.steps_added:
            if step.id in known:
                message = _("there is a step “{value}” already").format(value=step.id)
                self._tell(key, "steps_added", step.id, message, _("Give it another id."))
        added = [step.id for rule in self._settings.rules for step in rule.steps_added]
        for name, id_ in used:
            if known and id_ not in known and id_ not in added:
                message = _("there is no step “{value}”").format(value=id_)
                self._tell_unknown(key, name, id_, message, [*known, *added])

    @functools.lru_cache(maxsize=64)  # noqa: B019 - a checker lives as long as one opening
    def _list_steps(self, kind: BranchType) -> tuple[str, ...]:
        """The ids of a branch type's steps, asked for organisations of every kind."""
        context = PlanContext(Campaign(self._settings), self._plugins.branch_types)
        found: dict[str, None] = {}
        for level in (OrgKind.BRANCH, OrgKind.DIRECT_BRANCH, OrgKind.GENERAL_BRANCH):
            sample = Organisation(id="-", name="-", kind=level, branch_type=kind.NAME)
            try:
                steps = guard(kind.plugin, "procedure", functools.partial(kind.procedure, sample, context))
                found |= dict.fromkeys(step.id for step in steps)
            except (PluginError, AttributeError, TypeError):
                return ()  # told where it is used; here nothing can be compared
        return tuple(found)

    def _check_budgets(self, rule: Rule, key: str) -> None:
        fillable = list(self._plugins.fillable_fields())
        for field in rule.budgets if fillable else ():
            if field not in fillable:
                message = _("no form has a field “{value}” that people fill in").format(value=field)
                self._tell_unknown(key, f"budgets.{field}", field, message, fillable)

    def _compile_condition(self, rule: Rule, key: str, branch_type: str) -> Expression | None:
        if not rule.when:
            return None
        names = self._list_names(rule, branch_type)
        expression, faults = compile_expression(rule.when, names)
        for fault in faults:
            cure = self._suggest_type(rule, fault.message, fault.cure, branch_type)
            severity = Severity.WARNING if fault.doubtful else Severity.ERROR
            message = _("character {at}: {message}").format(at=fault.at, message=fault.message)
            self._tell(key, "when", rule.when, message, cure, severity=severity)
        return expression

    def _list_names(self, rule: Rule, branch_type: str) -> Mapping[str, Kind]:
        info = describe_model(type(self._settings.campaign))
        if rule.subject == "organisation":
            return {"organisation": describe_model(Organisation), "campaign": info}
        kind = self._plugins.branch_types.get(branch_type)
        member = describe_model(kind.member_model if kind is not None else Person)
        return {"member": member, "branch": describe_model(Organisation), "campaign": info}

    def _suggest_type(self, rule: Rule, message: str, cure: str, branch_type: str) -> str:
        """A field that only members of another branch type have: the rule lacks its branch_type."""
        if rule.subject != "member":
            return cure
        own = self._list_names(rule, branch_type)["member"]
        for kind in self._plugins.branch_types.values():
            fields = describe_model(kind.member_model).fields
            named = [name for name in fields if name not in own.fields and f"“{name}”" in message]
            if named:
                return _('Only members of the type “{label}” have it: add branch_type = "{name}".').format(
                    label=kind.LABEL, name=kind.NAME
                )
        return cure

    def _kinds(self, branch_type: str) -> list[BranchType]:
        known = self._plugins.branch_types
        return [known[branch_type]] if branch_type in known else list(known.values())

    def _tell_unknown(
        self, key: str, name: str, value: str, message: str, words: Sequence[str], *, known: Sequence[str] = ()
    ) -> None:
        near = suggest_key(value, words)
        listed = ", ".join(known or words)
        cure = _("Did you mean “{key}”?").format(key=near) if near else _("Known: {known}.").format(known=listed)
        self._tell(key, name, value, message, cure)

    def _tell(
        self, key: str, name: str, value: str, message: str, cure: str, *, severity: Severity = Severity.ERROR
    ) -> None:
        column = f"{key}.{name}" if name else key
        text = _("“{key}”: {reason}.").format(key=column, reason=message)
        self.problems.append(
            Problem(severity, "rule-wrong", text, cure, file=SETTINGS_FILE, column=column, value=value)
        )


def list_errors(problems: Sequence[Problem]) -> Iterator[Problem]:
    """The problems that make rules unusable."""
    return (problem for problem in problems if problem.severity is Severity.ERROR)

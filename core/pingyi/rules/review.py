"""What is wrong with rules and can only be seen beside the roster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pingyi.errors import Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.config.faults import SETTINGS_FILE, suggest_key
from pingyi.model.people.organisation import Organisation
from pingyi.model.people.person import Person
from pingyi.model.review.procedure import Assignment
from pingyi.rules.compiled import CompiledRule
from pingyi.rules.reviewers import ROLES, find_named, list_reviewers
from pingyi.rules.settling import settle
from pingyi.texts import shorten
from pingyi.texts import translate as _

_SHOWN = 5


def review_rules(rules: Sequence[CompiledRule], campaign: Campaign) -> Iterator[Problem]:
    """Every doubt about the rules of a campaign, each rule in its order."""
    for rule in rules:
        yield from _check_branch(rule, campaign)
        yield from _check_reviewers(rule, campaign)
    yield from _check_subjects(rules, campaign)


def _check_branch(rule: CompiledRule, campaign: Campaign) -> Iterator[Problem]:
    name = rule.rule.branch
    known = [item.name for item in campaign.organisations.values()]
    if name and name not in known and name not in campaign.organisations:
        near = suggest_key(name, known)
        cure = _("Did you mean “{key}”?").format(key=near) if near else _("Write the name as in the sheet 组织.")
        message = _("the roster has no organisation “{name}”: the rule has no effect").format(name=name)
        yield _tell(rule, "branch", name, message, cure, severity=Severity.ERROR, code="rule-branch-unknown")


def _check_reviewers(rule: CompiledRule, campaign: Campaign) -> Iterator[Problem]:
    for key in ("reviewers", "reviewers_added"):
        for word in getattr(rule.rule, key):
            found = [] if word in ROLES else find_named(word, campaign)
            if word in ROLES or len(found) == 1:
                continue
            if found:
                message = _("{count} people are called “{name}”: nobody is chosen").format(count=len(found), name=word)
                cure = _("Write the person number instead of the name.")
                yield _tell(rule, key, word, message, cure, severity=Severity.ERROR, code="rule-reviewer-ambiguous")
                continue
            near = suggest_key(word, [*ROLES, *(person.name for person in campaign.people.values())])
            message = _("nobody in the roster is called “{name}”: the name is printed as it is").format(name=word)
            cure = (
                _("Did you mean “{key}”?").format(key=near) if near else _("If it is somebody from outside, leave it.")
            )
            yield _tell(rule, key, word, message, cure, severity=Severity.WARNING, code="rule-reviewer-unknown")


def _check_subjects(rules: Sequence[CompiledRule], campaign: Campaign) -> Iterator[Problem]:
    survey = _Survey(rules, campaign)
    subjects: tuple[Organisation | Person, ...] = (*campaign.organisations.values(), *campaign.people.values())
    for subject in subjects:
        survey.look_at(subject)
    yield from survey.tell()


class _Survey:
    """What the rules do to everybody: gathered by rule, so that each thing is told once with the names."""

    def __init__(self, rules: Sequence[CompiledRule], campaign: Campaign) -> None:
        self._rules = {rule.key: rule for rule in rules}
        self._campaign = campaign
        self._used: set[str] = set()
        self._unknown: dict[tuple[str, str], list[str]] = {}
        self._alone: dict[str, list[str]] = {}
        self._disputes: dict[tuple[str, str, str], list[str]] = {}

    def look_at(self, subject: Organisation | Person) -> None:
        """Note what the rules do to one subject."""
        settled = settle(tuple(self._rules.values()), subject, self._campaign)
        fitting = {rule.key for rule in settled.rules}
        self._used |= fitting
        for rule in self._rules.values():
            if isinstance(subject, Person) and rule.key not in fitting and rule.concerns(subject, self._campaign):
                for field in _list_unknown(rule, subject, self._campaign):
                    self._unknown.setdefault((rule.key, field), []).append(subject.name)
        replaced = settled.changes.get("reviewers")
        if replaced is not None and not any(_try_reviewers(replaced[1], subject, self._campaign)):
            self._alone.setdefault(replaced[1].key, []).append(subject.name)
        for it in settled.disagreements:
            self._disputes.setdefault((it.first.key, it.second.key, it.what), []).append(subject.name)

    def tell(self) -> Iterator[Problem]:
        """The problems, the gravest first."""
        for (first, second, what), names in self._disputes.items():
            one, other = self._rules[first], self._rules[second]
            message = _("“{one}” and “{other}” disagree on “{what}” for {names}: “{one}” counts").format(
                one=one.name, other=other.name, what=what, names=_list(names)
            )
            cure = _("Narrow the condition of one of them, or say by order = … which comes first.")
            yield self._warn(second, "", message, cure, code="rules-disagree", names=names)
        for key, names in self._alone.items():
            message = _("of the reviewers it names there is none for {names}: the usual ones stay")
            cure = _("Fill in the post in the sheet 组织, narrow the condition, or name somebody else.")
            told = message.format(names=_list(names))
            yield self._warn(key, "reviewers", told, cure, code="rule-reviewer-missing", names=names)
        for (key, field), names in self._unknown.items():
            message = _("{field} is not known of {names}: the rule does not apply to them")
            told, cure = message.format(field=field, names=_list(names)), _("Fill it in in the roster.")
            yield self._note(key, "when", told, cure, code="rule-value-unknown", names=names)
        for key in (rule for rule in self._rules if rule not in self._used):
            cure = _("Look at its condition, or leave it for the day when somebody fits.")
            yield self._note(key, "", _("the rule fits nobody"), cure, code="rule-unused", names=())

    def _warn(self, rule: str, key: str, message: str, cure: str, *, code: str, names: Sequence[str]) -> Problem:
        severity = Severity.WARNING
        return _tell(self._rules[rule], key, "", message, cure, severity=severity, code=code, person=_list(names))

    def _note(self, rule: str, key: str, message: str, cure: str, *, code: str, names: Sequence[str]) -> Problem:
        severity = Severity.INFO
        return _tell(self._rules[rule], key, "", message, cure, severity=severity, code=code, person=_list(names))


def _try_reviewers(rule: CompiledRule, subject: Organisation | Person, campaign: Campaign) -> Iterator[Assignment]:
    return list_reviewers(rule.rule.reviewers, subject, campaign, rule.reason(subject, campaign))


def _list_unknown(rule: CompiledRule, subject: Person, campaign: Campaign) -> Iterator[str]:
    """The fields of its condition whose values nobody knows; an empty text is a value."""
    if rule.condition is not None:
        names = rule.names_for(subject, campaign)
        yield from (look.name for look in rule.condition.looks if look.run(names) is None)


def _list(names: Sequence[str]) -> str:
    return shorten(names, _SHOWN, counted=True)


def _tell(
    rule: CompiledRule,
    key: str,
    value: str,
    message: str,
    cure: str,
    *,
    severity: Severity,
    code: str,
    person: str = "",
) -> Problem:
    column = f"{rule.key}.{key}" if key else rule.key
    text = _("“{key}”: {reason}.").format(key=column, reason=message)
    return Problem(severity, code, text, cure, file=SETTINGS_FILE, column=column, value=value, person=person)

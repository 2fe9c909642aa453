"""Which documents of a plan a run is asked for."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pingyi.errors import UsageError
from pingyi.model.papers.forms import Form
from pingyi.model.review.procedure import PlannedDocument, SubjectPlan
from pingyi.plan import Plan
from pingyi.texts import shorten
from pingyi.texts import translate as _

_SHOWN = 3


@dataclass(frozen=True)
class Selection:
    """What to take; an empty part takes everything.

    Attributes:
        forms: form ids.
        branch_types: NAMEs.
        organisations: organisation ids; those below them are included.
        subjects: subject ids (people or organisations).
        copies: copy ids.
    """

    forms: frozenset[str] = frozenset()
    branch_types: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()
    subjects: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()

    def takes_organisation(self, organisation_id: str) -> bool:
        """Whether any document of this organisation can be wanted."""
        return not self.organisations or organisation_id in self.organisations

    def takes_subject(self, subject: SubjectPlan) -> bool:
        """Whether any document of this subject can be wanted."""
        return (
            (not self.branch_types or subject.branch_type in self.branch_types)
            and (not self.organisations or subject.organisation_id in self.organisations)
            and (not self.subjects or subject.id in self.subjects)
        )

    def takes_document(self, subject: SubjectPlan, document: PlannedDocument) -> bool:
        """Whether this document of a wanted subject is wanted; what is made on request, where its form is named."""
        named = document.form in self.forms or not (self.forms or document in subject.on_request)
        return named and (not self.copies or document.copy in self.copies)

    @classmethod
    def resolve(
        cls,
        plan: Plan,
        *,
        forms: Iterable[str] = (),
        branch_types: Iterable[str] = (),
        branches: Iterable[str] = (),
        people: Iterable[str] = (),
        copies: Iterable[str] = (),
    ) -> Selection:
        """Turn what a user typed into ids.

        Args:
            plan: the plan to select from.
            forms: ids, labels or titles of forms.
            branch_types: NAMEs, labels or aliases.
            branches: names of organisations, whole or in part; a general branch includes its branches.
            people: names or person numbers; everybody of that name.
            copies: ids or labels of copies.

        Raises:
            UsageError: a word matches nothing; the message suggests what is near.
        """
        types = plan.plugins.branch_types
        copy_words: dict[str, tuple[str, ...]] = {
            name: (name, copy.label) for name, copy in plan.campaign.settings.copies.items()
        }
        copy_words["ballot"] = ("ballot", "评议票")
        return cls(
            forms=_match(forms, {form.id: _form_words(form) for form in plan.plugins.forms.values()}, "--form"),
            branch_types=_match(
                branch_types, {name: (name, kind.LABEL, *kind.ALIASES) for name, kind in types.items()}, "--branch-type"
            ),
            organisations=_match_organisations(plan, branches),
            subjects=_match_people(plan, people),
            copies=_match(copies, copy_words, "--copies"),
        )


def _form_words(form: Form) -> tuple[str, ...]:
    return (form.id, form.label, form.title, form.file_name.removesuffix(".docx"))


def _match(words: Iterable[str], known: dict[str, tuple[str, ...]], option: str) -> frozenset[str]:
    wanted = set()
    for word in words:
        found = {key for key, names in known.items() if word in names}
        if not found:
            raise _no_match(option, word, [name for names in known.values() for name in names])
        wanted |= found
    return frozenset(wanted)


def _match_organisations(plan: Plan, words: Iterable[str]) -> frozenset[str]:
    organisations = plan.campaign.organisations
    wanted: set[str] = set()
    for word in words:
        exact = [item for item in organisations.values() if word in (item.id, item.name)]
        found = exact or [item for item in organisations.values() if word in item.name]
        if not found:
            raise _no_match("--branch", word, [item.name for item in organisations.values()])
        pending = list(found)
        while pending:
            item = pending.pop()
            wanted.add(item.id)
            pending.extend(plan.campaign.children_of(item.id))
    return frozenset(wanted)


def _match_people(plan: Plan, words: Iterable[str]) -> frozenset[str]:
    wanted: set[str] = set()
    for word in words:
        found = {person.id for person in plan.campaign.people_called(word)}
        if not found:
            raise _no_match("--person", word, [person.name for person in plan.campaign.people.values()])
        wanted |= found
    return frozenset(wanted)


class NoMatchError(UsageError):
    """A word selects nothing.

    Attributes:
        word: what was typed.
        near: names that may be meant, the likeliest first.
    """

    word: str = ""
    near: tuple[str, ...] = ()


def _no_match(option: str, word: str, known: Sequence[str]) -> NoMatchError:
    near = difflib.get_close_matches(word, known, n=_SHOWN, cutoff=0.4)
    message = _("{option}: nothing is called “{word}”.").format(option=option, word=word)
    error = NoMatchError(message, cure=_explain_names(near, known))
    error.word, error.near = word, tuple(near)
    return error


def _explain_names(near: Sequence[str], known: Iterable[str]) -> str:
    if near:
        return _("Did you mean: {names}?").format(names="、".join(near))
    listed = sorted(set(known))
    if listed:
        return _("Known: {known}.").format(known=shorten(listed, 2 * _SHOWN))
    return _("“pingyi check” lists rows that were left out because of errors.")


def join_refusals(refusals: Sequence[UsageError]) -> UsageError:
    """One refusal for several sources, none of which knows a word: with the likeliest names of all of them."""
    first = refusals[0]
    alike = [item for item in refusals if isinstance(item, NoMatchError) and item.message == first.message]
    names = {name for item in alike for name in item.near}
    if names and isinstance(first, NoMatchError):
        near = difflib.get_close_matches(first.word, sorted(names), n=_SHOWN, cutoff=0)
        return UsageError(first.message, cure=_explain_names(near, ()))
    return next((item for item in alike if item.cure != _explain_names((), ())), first)

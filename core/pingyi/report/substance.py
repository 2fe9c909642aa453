"""Substance (R48, R51): summaries that two people share word for word, and problems without a pledge to mend them."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.errors import Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind
from pingyi.texts import translate as _


def check_substance(campaign: Campaign) -> Iterator[Problem]:
    """Find copied summaries, and rectification that no pledge takes up."""
    texts: dict[str, list[str]] = {}
    unpledged = []
    for (kind, subject_id), record in campaign.records.items():
        name = name_subject(campaign, kind, subject_id)
        text = "\n".join(value.strip() for value in record.self_summary.values()).strip()
        if text:
            texts.setdefault(text, []).append(name)
        if is_unpledged(record):
            unpledged.append(name)
    if unpledged:
        yield Problem(
            Severity.WARNING,
            "rectification-unpledged",
            _("{count} have something to mend, but no pledge for the coming year: {names}").format(
                count=len(unpledged), names="、".join(unpledged)
            ),
            _("Carry it into the pledges: sheet 承诺, or the form."),
        )
    for names in texts.values():
        if len(names) > 1:
            yield Problem(
                Severity.WARNING,
                "summary-copied",
                _("The same summary, word for word: {names}").format(names="、".join(names)),
                _("Have it written anew; each speaks of his or her own work."),
            )


def is_unpledged(record: Record) -> bool:
    """Whether something is to be mended that no pledge takes up: none at all, or one item of the 公开承诺书."""
    if record.pledge_plan is not None and record.pledge_plan.untaken:
        return True
    return bool(record.rectification.strip() and not record.pledges and not record.oral_commitment)


def name_subject(campaign: Campaign, kind: SubjectKind, subject_id: str) -> str:
    """The printed name of a subject, the id where nobody knows it."""
    if kind is SubjectKind.MEMBER:
        person = campaign.people.get(subject_id)
        return person.name if person is not None else subject_id
    organisation = campaign.organisations.get(subject_id)
    return organisation.name if organisation is not None else subject_id

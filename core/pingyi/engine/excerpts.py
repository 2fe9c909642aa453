"""What a file of several documents is called that a selection leaves incomplete."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from pingyi.deliver.bundles import EXCERPT
from pingyi.disk.names import clean_name
from pingyi.engine.batch import Batch

_LONGEST = 30
"""Characters of what was selected; more are told apart by a hash."""


def name_excerpt(batch: Batch, organisations: Sequence[str], whole: Sequence[str]) -> str:
    """Tell what a selection leaves of a file, as （部分：…）; empty where it leaves all of it.

    The complete file and those of other selections have other names, so that none takes the place of another.

    Args:
        batch: the documents that are wanted.
        organisations: those whose documents the file holds.
        whole: those whose documents it would hold without a selection.
    """
    parts = (
        _list_organisations(batch, whole),
        _list_subjects(batch, organisations),
        _name_each({form.id: form.label for form in batch.plan.plugins.forms.values()}, batch.selection.forms),
        _name_each(_label_copies(batch), batch.selection.copies),
    )
    label = "_".join(filter(None, ("、".join(words) for words in parts)))
    if len(label) > _LONGEST:
        label = f"{label[:_LONGEST]}~{hashlib.sha256(label.encode()).hexdigest()[:8]}"
    return f"{EXCERPT}{clean_name(label)}）" if label else ""


def _list_organisations(batch: Batch, whole: Sequence[str]) -> Iterator[str]:
    """The topmost of the selected organisations, where one is missing that has documents."""
    plan, selected = batch.plan, batch.selection.organisations
    if not selected or all(name in selected or not plan.subjects_of(name) for name in whole):
        return
    for name in whole:
        above = plan.campaign.organisations[name].parent_id
        if name in selected and above not in selected:
            yield plan.campaign.organisations[name].name


def _list_subjects(batch: Batch, organisations: Sequence[str]) -> Iterator[str]:
    """The selected people, or their branch types, where somebody is missing."""
    plan, selection = batch.plan, batch.selection
    if not selection.subjects and not selection.branch_types:
        return
    subjects = [item for name in organisations for item in plan.subjects_of(name)]
    # those of an organisation that was not selected are missing anyway
    subjects = [item for item in subjects if selection.takes_organisation(item.organisation_id)]
    taken = [item for item in subjects if selection.takes_subject(item)]
    if len(taken) == len(subjects):
        return
    if not selection.subjects:
        yield from (kind.LABEL for name, kind in plan.plugins.branch_types.items() if name in selection.branch_types)
        return
    for item in taken:
        person = plan.campaign.people.get(item.id)
        alone = person is None or len(plan.campaign.people_called(item.name)) == 1
        yield item.name if alone else f"{item.name}{item.id}"


def _label_copies(batch: Batch) -> dict[str, str]:
    labels = {name: copy.label for name, copy in batch.plan.campaign.settings.copies.items()}
    return {**labels, "ballot": "评议票"}


def _name_each(labels: Mapping[str, str], selected: Collection[str]) -> Iterator[str]:
    """The labels of what was selected, with the ids of those that share one."""
    counts = Counter(labels.values())
    return (label if counts[label] == 1 else f"{label}{name}" for name, label in labels.items() if name in selected)

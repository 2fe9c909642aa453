"""Self-summaries that several subjects have word for word (R48), whether they were typed or returned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pingyi.collect.papers.symbols import squeeze
from pingyi.errors import Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKey
from pingyi.texts import shorten
from pingyi.texts import translate as _

_COPIED = 30
"""From this length on two equal texts are no chance: two who write 无 have not copied from one another."""
_SHOWN = 6


def find_copied(records: Mapping[SubjectKey, Record], campaign: Campaign) -> Iterator[Problem]:
    """Compare the aspects of all summaries; those whose aspects are all short are compared as a whole.

    Args:
        records: whose summaries to compare; blanks, width of letters and punctuation make no difference.
        campaign: knows the names.

    Yields:
        A warning for each group of subjects with one or several texts in common.
    """
    same: defaultdict[str, list[SubjectKey]] = defaultdict(list)
    for key, record in records.items():
        for text in _list_texts(record):
            same[text].append(key)
    groups: defaultdict[tuple[SubjectKey, ...], list[str]] = defaultdict(list)
    for text, owners in same.items():
        if len(owners) > 1:
            groups[tuple(owners)].append(text)
    for keys, texts in groups.items():
        names = shorten([campaign.name_subject(*key) for key in keys], _SHOWN, counted=True)
        if len({_flatten(records[key]) for key in keys}) == 1:
            message = _("The same summary, word for word: {names}").format(names=names)
        else:
            message = _("{names} have {count} aspects of the self-summary in the same words (R48)").format(
                names=names, count=len(texts)
            )
        cure = _("Have each write in the own words.")
        yield Problem(Severity.WARNING, "summary-copied", message, cure, person=names, value=texts[0][:40])


def _list_texts(record: Record) -> list[str]:
    """The texts of a summary that are long enough to be compared, each once, in their order."""
    aspects = dict.fromkeys(squeeze(text) for text in record.self_summary.values())
    texts = [text for text in aspects if len(text) >= _COPIED] or [_flatten(record)]
    return [text for text in texts if len(text) >= _COPIED]


def _flatten(record: Record) -> str:
    return squeeze("".join(record.self_summary.values()))

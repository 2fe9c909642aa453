"""Electronic ballots: returned form-3 documents, each of them one paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pingyi.collect import Returned
from pingyi.errors import Problem
from pingyi.evaluate.ballots import BLANK, SPOILED, Ballot, Head, Part, Shape, Source
from pingyi.evaluate.subjects import Subjects
from pingyi.model.papers.forms import BallotForm, MemberBallot

SESSION = "电子票"
"""Keeps electronic ballots apart from the papers of the same organisation."""


def read_electronic(documents: Iterable[Returned], subjects: Subjects) -> list[Part]:
    """Turn returned ballots into one part for each organisation and shape.

    Args:
        documents: what was collected; forms other than ballots are passed over, and ballots nobody wrote on.
        subjects: what can be voted on.
    """
    groups: defaultdict[tuple[str, Shape], list[Returned]] = defaultdict(list)
    for document in documents:
        if document.counts and isinstance(document.data, BallotForm):
            shape = Shape.MEMBERS if isinstance(document.data, MemberBallot) else Shape.ORGANISATION
            groups[document.subject[1], shape].append(document)
    organisations = {item.id: item for item in subjects.organisations}
    parts: list[Part] = []
    for (id_, shape), found in groups.items():
        if id_ not in organisations:
            continue
        keys = [item.key for item in subjects.get(organisations[id_], shape).items]
        found.sort(key=lambda document: document.path)
        ballots = tuple(_read(document, keys, number) for number, document in enumerate(found, 1))
        source = Source("、".join(document.path for document in found))
        head = Head(session=SESSION, returned=len(found))
        parts.append(Part(id_, shape, head, source, ballots, columns=dict.fromkeys(keys, "")))
    return parts


def list_doubts(documents: Iterable[Returned]) -> Iterator[Problem]:
    """What could not be told on electronic ballots: whoever counts must know it too."""
    for document in documents:
        if document.counts and isinstance(document.data, BallotForm):
            yield from document.problems


def join_heads(parts: Iterable[Part]) -> list[Part]:
    """Give electronic ballots the heads of the sheets that say only how many were sent out and came back.

    One head is that of all ballots on its subject; of several each is that of the category of voters it names.
    """
    parts = list(parts)
    heads: defaultdict[tuple[str, Shape], list[Part]] = defaultdict(list)
    for part in parts:
        if _is_alone(part):
            heads[part.organisation_id, part.shape].append(part)
    joined: list[Part] = []
    for part in parts:
        if not _is_alone(part):
            own = heads.pop((part.organisation_id, part.shape), []) if part.head.session == SESSION else []
            joined.extend(_divide(part, own))
    return [*joined, *(head for unused in heads.values() for head in unused)]


def _is_alone(part: Part) -> bool:
    return part.head.session == SESSION and not part.ballots and not part.counts


def _divide(part: Part, heads: Sequence[Part]) -> Iterator[Part]:
    """The ballots of one subject under their heads; those that no head is for stay as they are."""
    left = list(part.ballots)
    for head in sorted(heads, key=lambda item: not item.head.category):  # one without category takes the rest
        wanted = head.head.category if len(heads) > 1 else ""
        own = [ballot for ballot in left if not wanted or ballot.category == wanted]
        left = [ballot for ballot in left if wanted and ballot.category != wanted]
        returned = head.head.returned if head.head.returned is not None else len(own)
        yield replace(part, head=replace(head.head, returned=returned), ballots=tuple(own))
    if left or not heads:
        yield replace(part, head=replace(part.head, returned=len(left)), ballots=tuple(left)) if heads else part


def _read(document: Returned, keys: Iterable[str], number: int) -> Ballot:
    marks: dict[str, str] = {}
    for key in keys:
        ticks = document.ticks.get(key, ())
        marks[key] = BLANK if not ticks else ticks[0] if len(ticks) == 1 else SPOILED
    remark = document.data.remarks if isinstance(document.data, BallotForm) else ""
    return Ballot(str(number), 0, document.category, marks, remark=remark.strip())

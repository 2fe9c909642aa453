"""Counting: pure functions from parts to a tally. The order of files and rows never matters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from pingyi.evaluate.ballots import BLANK, SPOILED, Ballot, Item, Part, Shape, Source
from pingyi.evaluate.rates import average, rate, share
from pingyi.evaluate.results import TOGETHER, UNKNOWN_CATEGORY, GroupTally, LineTally, Tally
from pingyi.evaluate.scales import get_scale
from pingyi.model.config.settings import Settings

_ABSTAINED, _INVALID, _VALID = "abstained", "invalid", "valid"
Wanted = Callable[[str], bool]


@dataclass(frozen=True)
class Subject:
    """What a tally is about: the organisation, the shape of its ballot and the lines that the ballot has."""

    organisation_id: str
    organisation: str
    shape: Shape
    items: tuple[Item, ...]


class BallotCounter:
    """Counts the parts of one subject.

    Args:
        subject: what is voted on.
        parts: entry sheets and electronic ballots, in any order.
        settings: scale and policies.
    """

    def __init__(self, subject: Subject, parts: Iterable[Part], settings: Settings) -> None:
        self._subject = subject
        self._parts = sorted(parts, key=lambda part: part.source)
        self._policy = settings.tally
        self._scale = get_scale(settings, subject.shape)
        self._blank = _ABSTAINED if settings.tally.blank_means == "abstain" else _INVALID

    def count(self, categories: Sequence[str]) -> Tally:
        """Count everything.

        Args:
            categories: the categories of voters in the order in which they are shown; others follow.
        """
        issued = _add(part.head.issued for part in self._parts)
        heads = [part.head for part in self._parts]
        void = any(is_void(part) for part in self._parts)
        together = self._count_group(TOGETHER, lambda _category: True)
        groups = self._count_categories(categories)
        if void:
            together, groups = replace(together, lines=()), ()
        remarks = sorted({ballot.remark for part in self._parts for ballot in part.ballots if ballot.remark})
        return Tally(
            organisation_id=self._subject.organisation_id,
            organisation=self._subject.organisation,
            shape=self._subject.shape,
            grades=self._scale.grades,
            expected=_add(head.expected for head in heads),
            attended=_add(head.attended for head in heads),
            issued=issued,
            together=together,
            groups=groups,
            sources=tuple(part.source for part in self._parts),
            void=void,
            remarks=() if together.withheld else tuple(remarks),
            counters=_join(head.counters for head in heads),
            supervisors=_join(head.supervisors for head in heads),
        )

    def _count_categories(self, order: Sequence[str]) -> tuple[GroupTally, ...]:
        found = {name for part in self._parts for name in _list_categories(part)}
        if not found - {""}:
            return ()
        known = [name for name in order if name in found]
        names = [*known, *sorted(found - set(known) - {""}), *([""] if "" in found else [])]
        groups = [self._count_group(name or UNKNOWN_CATEGORY, name.__eq__) for name in names]
        return _withhold(groups, self._policy.minimum)

    def _count_group(self, name: str, wanted: Wanted) -> GroupTally:
        states: Counter[str] = Counter()
        base = 0
        for part in self._parts:
            here = self._count_papers(part, wanted)
            states.update(here)
            returned = sum(here.values())
            whole = name in (TOGETHER, part.head.category)
            named = part.head.attended if part.head.attended is not None else part.head.issued
            base += max(named or 0, returned) if whole else returned
        group = GroupTally(name, states.total(), states[_VALID], states[_INVALID], states[_ABSTAINED], base)
        if group.returned < self._policy.minimum:
            return replace(group, withheld=True)
        return replace(group, lines=tuple(self._count_line(item, wanted, base) for item in self._subject.items))

    def _count_papers(self, part: Part, wanted: Wanted) -> Counter[str]:
        if not part.is_counted:
            return Counter(
                self._judge(ballot) for ballot in part.ballots if wanted(ballot.category or part.head.category)
            )
        first = part.counts[0].item
        returned = sum(
            line.total for line in part.counts if line.item == first and wanted(line.category or part.head.category)
        )
        # a sheet of counts says of whole papers only how many there were, not whose
        whole = all(wanted(line.category or part.head.category) for line in part.counts)
        invalid, abstained = (part.head.invalid or 0, part.head.abstained or 0) if whole else (0, 0)
        return Counter({_VALID: returned - invalid - abstained, _INVALID: invalid, _ABSTAINED: abstained})

    def _judge(self, ballot: Ballot) -> str:
        """Whether a whole paper is valid: one line with a clear tick is enough."""
        if ballot.spoiled:
            return _INVALID
        marks = set(ballot.marks.values())
        if ballot.blank or marks <= {BLANK}:
            return self._blank
        return _INVALID if marks <= {BLANK, SPOILED} else _VALID

    def _count_line(self, item: Item, wanted: Wanted, base: int) -> LineTally:
        votes = [0] * len(self._scale.grades)
        states: Counter[str] = Counter()
        sources: list[Source] = []
        for part in self._parts:
            if part.is_counted:
                for line in part.counts:
                    if line.item == item.key and wanted(line.category or part.head.category):
                        votes = [sum(pair) for pair in zip(votes, line.votes, strict=True)]
                        states.update({self._blank: line.abstained, _INVALID: line.invalid})
                        sources.append(replace(part.source, rows=str(line.row)))
            elif item.key in part.columns:
                self._count_marks(part, item.key, wanted, votes, states)
                sources.append(replace(part.source, column=part.columns[item.key]))
        valid = sum(votes)
        of = valid if self._policy.denominator == "valid" else max(base, valid)
        of = of if sources else 0  # a line that no sheet has got no votes, which is not the same as no approval
        positive = sum(
            count for grade, count in zip(self._scale.grades, votes, strict=True) if grade in self._scale.positive
        )
        return LineTally(
            item,
            tuple(votes),
            states[_ABSTAINED],
            states[_INVALID],
            rates=share(votes, of, self._policy.rounding) if of else None,
            satisfaction=rate(positive, of) if of else None,
            score=average(votes, self._scale.grades, self._scale.scores),
            sources=tuple(sources),
        )

    def _count_marks(self, part: Part, key: str, wanted: Wanted, votes: list[int], states: Counter[str]) -> None:
        for ballot in part.ballots:
            if not wanted(ballot.category or part.head.category):
                continue
            mark = ballot.marks.get(key, BLANK)
            if ballot.spoiled or mark == SPOILED:
                states[_INVALID] += 1
            elif ballot.blank or mark == BLANK:
                states[self._blank] += 1
            else:
                votes[self._scale.grades.index(mark)] += 1


def is_void(part: Part) -> bool:
    """Whether more papers came back than were issued: such an evaluation is held again."""
    issued = part.head.issued
    return issued is not None and max(part.returned, part.head.returned or 0) > issued


def count_ballots(subject: Subject, parts: Iterable[Part], settings: Settings, categories: Sequence[str] = ()) -> Tally:
    """Count the ballots on one organisation in one shape.

    Args:
        subject: what is voted on.
        parts: its entry sheets and electronic ballots, in any order.
        settings: scale and policies.
        categories: the order in which categories of voters are shown.
    """
    return BallotCounter(subject, parts, settings).count(categories)


def _withhold(groups: Sequence[GroupTally], minimum: int) -> tuple[GroupTally, ...]:
    """Withhold the next smallest group too, where the total less the others would give away a withheld one."""
    shown = sorted(
        (group for group in groups if not group.withheld), key=lambda group: (group.returned, group.category)
    )
    hidden = sum(group.returned for group in groups if group.withheld)
    more: set[str] = set()
    for group in shown:
        if not 0 < hidden < minimum:
            break
        more.add(group.category)
        hidden += group.returned
    return tuple(replace(group, lines=(), withheld=True) if group.category in more else group for group in groups)


def _list_categories(part: Part) -> Iterable[str]:
    if part.is_counted:
        return {line.category or part.head.category for line in part.counts}
    return {ballot.category or part.head.category for ballot in part.ballots}


def _add(numbers: Iterable[int | None]) -> int | None:
    """The sum, `None` where one of them is not known."""
    total = 0
    for number in numbers:
        if number is None:
            return None
        total += number
    return total


def _join(texts: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(text for text in texts if text))

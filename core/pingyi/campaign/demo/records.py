"""What a few of the demo's people have already written, said or visited, so that blank and filled forms both appear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pingyi.campaign.demo.dice import Dice
from pingyi.campaign.demo.people import Draft
from pingyi.model.config.settings import Settings
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.organisation import Organisation, OrgKind
from pingyi.model.results.records import Record, Visit
from pingyi.model.review.procedure import SubjectKind

_EVERY_ORGANISATION, _EVERY_MEMBER = 11, 23
"""Every so many have a record."""
_VISIT_METHODS = ("走访", "慰问", "座谈", "电话", "送学上门")


class RecordMaker:
    """Writes texts out of the sentences of the word list.

    Args:
        words: the word list.
        settings: aspects and grades.
        dice: what decides.
    """

    def __init__(self, words: Mapping[str, Any], settings: Settings, dice: Dice) -> None:
        self._words = words
        self._settings = settings
        self._dice = dice

    def make(
        self, organisations: Sequence[Organisation], people: Sequence[Draft]
    ) -> Iterator[tuple[tuple[SubjectKind, str], Record]]:
        """Yield the records of some thirty subjects, spread over the whole university."""
        units = [item for item in organisations if item.kind is not OrgKind.COMMITTEE]
        for unit in units[::_EVERY_ORGANISATION]:
            yield (SubjectKind.ORGANISATION, unit.id), self._make_organisation(unit)
        alone = {unit.id for unit in units if unit.kind is OrgKind.DIRECT_BRANCH}
        for draft in people[::_EVERY_MEMBER]:
            record = self._make_member(draft)
            if draft["branch_id"] in alone:  # nobody but the secretary comments there (Q3)
                comments = {role: text for role, text in record.comments.items() if role != "committee"}
                record = record.model_copy(update={"comments": comments})
            yield (SubjectKind.MEMBER, draft["person_no"]), record

    def _make_organisation(self, unit: Organisation) -> Record:
        words = self._words["organisation"]
        label = "总支" if unit.kind is OrgKind.GENERAL_BRANCH else "支部"
        return Record(
            self_summary=self._write(self._settings.aspects.organisation, words, unit=label, course=""),
            comments={role: self._dice.pick(texts) for role, texts in words["comment"].items()},
            method="会议集中点评",
            held_on=PartialDate(2011, 1, self._dice.between(4, 12)),
            place=f"{unit.name.removesuffix('直属党支部').removesuffix('党总支').removesuffix('党支部')}会议室",
            next_commitments=self._pledge(words["pledge"]),
        )

    def _make_member(self, draft: Draft) -> Record:
        retired = draft["branch_type"] == "retired"
        words = self._words.get(draft["branch_type"]) or self._words["faculty"]
        if not draft["college"] and not retired:
            words = {**words, **self._words["office"]}
        probationary = not draft.get("regular_on")
        # half of the members have only written their summaries yet
        commented = self._dice.falls(50)
        comments = {role: self._dice.pick(texts) for role, texts in words["comment"].items()} if commented else {}
        return Record(
            self_summary=self._write(
                self._settings.aspects.member,
                words,
                unit="支部",
                course=self._dice.pick(draft["college"].get("courses", ("",))),
            ),
            comments=comments,
            grade=self._settings.grades.verdict[self._dice.below(2)] if commented and not probationary else "",
            next_commitments=self._pledge(words["pledge"]),
            visit=self._visit(draft) if retired else None,
            oral_commitment=retired and self._dice.falls(50),
        )

    def _write(self, aspects: Sequence[Any], words: Mapping[str, Any], *, unit: str, course: str) -> dict[str, str]:
        texts = {}
        for aspect in aspects:
            parts = words[aspect.id]
            sentence = self._dice.pick(parts["first"]) + self._dice.pick(parts["then"])
            texts[aspect.id] = sentence.format(unit=unit, course=course, count=self._dice.between(2, 9))
        return texts

    def _pledge(self, pledges: Sequence[str]) -> tuple[str, ...]:
        start = self._dice.below(len(pledges))
        return tuple(pledges[(start + step) % len(pledges)] for step in range(2))

    def _visit(self, draft: Draft) -> Visit:
        dice = self._dice
        method = "电话" if draft["health"] == "外地居住" else dice.pick(_VISIT_METHODS)
        by_phone = method == "电话"
        signature = "口头" if by_phone else dice.pick(("本人签名", "本人签名", "代签"))
        return Visit(
            method=method,
            held_on=PartialDate(2011, 1, dice.between(4, 12)),
            place="电话" if by_phone else "会议室" if method == "座谈" else "家中",
            visitors=tuple(draft["colleagues"]),
            signature=signature,
            proxy=draft["contact"].partition("（")[0] if signature == "代签" else "",
            notes=dice.pick(self._words["retired"]["notes_by_phone" if by_phone else "notes"]),
        )

"""What reviewers wrote, divided where they divided it themselves; and by when things must be mended (R31)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pingyi.model.results.records import Record

MERITS, PROBLEMS, DIRECTION = "主要成绩", "存在问题", "努力方向"
_WORDS: Mapping[str, tuple[str, ...]] = {
    MERITS: (MERITS, "主要成效", "取得成绩", "取得的成绩", "工作成绩", "成绩", "成效", "主要优点", "优点"),
    PROBLEMS: (
        PROBLEMS, "存在的问题", "主要问题", "存在不足", "存在的不足", "主要不足", "不足之处", "问题和不足",
        "存在问题和不足", "不足", "问题", "缺点",
    ),
    DIRECTION: (
        DIRECTION, "今后努力方向", "下一步努力方向", "整改意见", "整改要求", "整改方向", "改进方向", "改进意见",
    ),
}  # fmt: skip
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words}
_HEADING = re.compile(
    r"(?:^|(?<=[\n。；;！!]))\s*(?:[（(]?[一二三123][)）、.．]\s*)?[【\[]?"
    rf"(?P<word>{'|'.join(sorted(_KINDS, key=len, reverse=True))})[】\]]?\s*[：:]"
)
"""A heading stands at the beginning of a sentence and ends with a colon; it may be numbered or in brackets."""
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份|\d{1,2}[日号])?"
_DAY = (
    rf"(?:(?:\d{{4}}|今|明|本)年(?:{_MONTH})?|{_MONTH}"
    r"|\d{4}[.\-/]\d{1,2}(?:[.\-/]\d{1,2})?|[本下](?:学期|学年|季度|月|周)|学期|学年)"
)
_SPAN = r"(?:[一二三四五六七八九十两半]|\d{1,3})个?(?:年|学期|季度|月|周|星期|工作日|天|日)[之以]?内"
_LIMIT = re.compile(
    rf"(?:{_DAY}(?:(?:上半年|下半年|[上中下]旬|[底末])(?:[之以]?前|内)?|[之以]?前|内|(?=完成|落实|整改|解决))"
    rf"|{_SPAN}|(?<![\d多几数])年(?:[底末](?:[之以]?前)?|内))(?!以?来|起|[之以]?后|开始)"
)
"""A last day as people write one: 2011年3月底前, 本学期末, 年底前, 两个月内, 5月完成."""
NOT_WRITTEN = "未写明"


@dataclass(frozen=True, slots=True)
class Opinion:
    """The comments on one subject.

    Attributes:
        whole: all of them as they were written, where one of them has no headings; the parts are empty then.
    """

    whole: str = ""
    merits: str = ""
    problems: str = ""
    direction: str = ""


def divide(texts: Iterable[str]) -> Opinion:
    """Divide comments by the headings that stand in them, such as `主要成绩：… 存在问题：…`.

    Nothing is guessed: a comment is divided only where its very beginning is a heading, and several comments on one
    subject only where each of them can be.
    """
    written = [text.strip() for text in texts if text.strip()]
    parts: dict[str, list[str]] = {}
    for text in written:
        pieces = list(_list_pieces(text))
        if not pieces:
            return Opinion("\n".join(written))
        for kind, piece in pieces:
            if piece:
                parts.setdefault(kind, []).append(piece)
    merits, problems, direction = ("\n".join(parts.get(kind, ())) for kind in (MERITS, PROBLEMS, DIRECTION))
    return Opinion("", merits, problems, direction)


def _list_pieces(text: str) -> Iterator[tuple[str, str]]:
    """The kinds of headings with the text behind each; nothing where the text does not begin with one."""
    found = list(_HEADING.finditer(text))
    if not found or found[0].start() > 0:
        return
    ends = [*(item.start() for item in found[1:]), len(text)]
    for item, end in zip(found, ends, strict=True):
        yield _KINDS[item["word"]], text[item.end() : end].strip()


def find_limit(record: Record, further: Sequence[str] = ()) -> str:
    """By when what is to be mended must be done, in the words in which it was written.

    Args:
        record: of the subject; the date in what is to be mended comes first, then the pledges that take it up.
        further: other texts that ask for mending, such as the reviewer's.

    Returns:
        The dates, `未写明` where something is to be mended and no date is written, nothing where nothing is.
    """
    plan = record.pledge_plan
    mending = [item.text for item in plan.mending] if plan is not None else []
    texts = [text for text in (record.rectification, *further, *mending) if text.strip()]
    if not texts:
        return ""
    limits = [found.group() for text in texts for found in _LIMIT.finditer(text)]
    if not limits:
        limits = list(_list_pledged(record))
    return "、".join(dict.fromkeys(limits)) or NOT_WRITTEN


def _list_pledged(record: Record) -> Iterator[str]:
    """The last days of the pledges that take up what is to be mended; of all of them where nobody said which do."""
    plan = record.pledge_plan
    if plan is None:
        yield from (found.group() for text in record.next_commitments for found in _LIMIT.finditer(text))
        return
    numbers = {item.pledge.strip() for item in plan.mending if item.pledge.strip()}
    for number, pledge in enumerate(plan.pledges, 1):
        if pledge.finish_by and (not numbers or str(number) in numbers):
            yield pledge.finish_by

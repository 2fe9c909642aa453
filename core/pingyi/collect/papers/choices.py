"""Reading ticks: one of several printed options, a yes-or-no box, a cell of a grid."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.collect.papers.symbols import BOXES, CROSSES, SIGNS, TICK_LETTERS, TICKS

_SIGN = re.compile(f"[{SIGNS}]")
_OPTION = re.compile(rf"[{SIGNS}]\s*(?P<label>[^\s{SIGNS}：:]+[：:]?)")
_BLANKS = re.compile(r"[\s_＿﹍﹎…]+")
_ENDS = "：:。.，,；;、_＿ \t\n\u3000()（）"


class Tick(enum.Enum):
    """What stands in a place for a tick."""

    NONE = "none"
    YES = "yes"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen.

    Attributes:
        value: the option's label, or what was written behind an open one; empty for none.
        ticked: every option that has a tick.
        unclear: options with a sign that can mean yes or no.
        unread: text that belongs to no option that was ticked.
    """

    value: str = ""
    ticked: tuple[str, ...] = ()
    unclear: tuple[str, ...] = ()
    unread: str = ""


def read_tick(text: str) -> Tick:
    """What a cell for a tick says: it may hold a sign, a letter that stands for one, or an empty box."""
    return _weigh("".join(text.split()))


def _weigh(signs: str) -> Tick:
    if any(char in CROSSES for char in signs):
        return Tick.UNCLEAR
    if any(char not in TICKS + BOXES + TICK_LETTERS for char in signs):
        return Tick.UNCLEAR
    return Tick.YES if any(char in TICKS + TICK_LETTERS for char in signs) else Tick.NONE


def list_options(text: str) -> tuple[str, ...]:
    """The labels of the options that a text prints with boxes; none where it has no boxes.

    The label of an open option, behind which people write, ends with a colon.
    """
    return tuple(found["label"] for found in _OPTION.finditer(text)) if _SIGN.search(text) else ()


def read_choice(text: str, options: Sequence[str]) -> Choice:
    """Read which option was ticked.

    Args:
        text: the cell, with signs before the labels (as printed) or behind them (as some people write).
        options: their labels, in the order in which they are printed.
    """
    if not text.strip():
        return Choice()
    spots = _find_labels(text, options)
    if not spots:
        whole = text.strip(_ENDS + SIGNS)
        return Choice(value=whole, unread=whole)
    ticks: dict[str, str] = {option: "" for option, _start, _end in spots}
    rest: dict[str, str] = {}
    before = ""
    for number, (option, start, end) in enumerate(spots):
        gap = text[spots[number - 1][2] if number else 0 : start]
        behind, written, ahead = _split_gap(gap, first=not number)
        if number:
            ticks[spots[number - 1][0]] += behind
            rest[spots[number - 1][0]] = written
        else:
            before = written
        ticks[option] += ahead
        if number == len(spots) - 1:
            behind, written, ahead = _split_gap(text[end:], first=False)
            ticks[option] += behind + ahead
            rest[option] = written
    return _decide(ticks, rest, before, options)


def _decide(ticks: dict[str, str], rest: dict[str, str], before: str, options: Sequence[str]) -> Choice:
    states = {option: _weigh(signs) for option, signs in ticks.items()}
    written = {option: text for option, text in rest.items() if text and _is_open(option)}
    stray = "".join([before, *(text for option, text in rest.items() if text and not _is_open(option))])
    ticked = tuple(option for option, state in states.items() if state is Tick.YES)
    unclear = tuple(option for option, state in states.items() if state is Tick.UNCLEAR)
    if not ticked and not unclear:
        if len(written) == 1:  # written behind 其他 without a tick
            return Choice(next(iter(written.values())), tuple(written), unread=stray)
        if len(ticks) == 1 and len(options) > 1 and not any(ticks.values()) and not _is_open(next(iter(ticks))):
            return Choice(next(iter(ticks)), tuple(ticks), unread=stray)  # the other options were deleted
    unread = stray + "".join(text for option, text in written.items() if option not in ticked)
    value = ""
    if len(ticked) == 1 and not unclear:
        value = written.get(ticked[0], "") if _is_open(ticked[0]) else ticked[0]
        value = value or ticked[0].rstrip("：:")
    elif not ticked and not unclear:
        unread = stray + "".join(written.values())
    return Choice(value, ticked, unclear, unread)


def _is_open(option: str) -> bool:
    return option.endswith(("：", ":"))


def _find_labels(text: str, options: Sequence[str]) -> list[tuple[str, int, int]]:
    """Each option with its place, in the order of the text; the colon of an open one may be gone."""
    spots: list[tuple[str, int, int]] = []
    taken: list[range] = []
    for option in sorted(options, key=len, reverse=True):
        bare = re.escape(option.rstrip("：:"))
        pattern = rf"{bare}[：:]?" if _is_open(option) else bare
        for found in re.finditer(pattern, text):
            if any(found.start() in span for span in taken):
                continue
            spots.append((option, found.start(), found.end()))
            taken.append(range(found.start(), found.end()))
            break
    return sorted(spots, key=lambda spot: spot[1])


def _split_gap(gap: str, *, first: bool) -> tuple[str, str, str]:
    """What stands between two labels: signs of the one before, text, signs of the one behind."""
    chunks = gap.split()
    glued_before = bool(gap) and not gap[:1].isspace() and not first
    glued_behind = bool(gap) and not gap[-1:].isspace()
    behind, written, ahead = "", [], ""
    for number, chunk in enumerate(chunks):
        lead, text, trail = _peel(chunk)
        is_first, is_last = number == 0, number == len(chunks) - 1
        if not text:
            if is_first and glued_before and not (is_last and glued_behind):
                behind += lead
            elif is_first and glued_before and len(lead) > 1:  # 走访√□慰问
                behind += lead[:-1]
                ahead += lead[-1]
            else:
                ahead += lead
            continue
        if is_first and glued_before:
            behind += lead
        written.append(text)
        if is_last and glued_behind:
            ahead += trail
    return behind, _BLANKS.sub("", "".join(written)).strip(_ENDS), ahead


def _peel(chunk: str) -> tuple[str, str, str]:
    """Signs at the beginning, the text, signs at the end; a chunk of signs and tick letters alone is all signs."""
    if all(char in SIGNS + TICK_LETTERS for char in chunk):
        return chunk, "", ""
    text = chunk.strip(SIGNS)
    start = chunk.index(text)
    return chunk[:start], text.strip("_＿"), chunk[start + len(text) :]


def read_flag(text: str, label: str) -> Tick:
    """Whether the box printed with a label is ticked; no where the label is gone. Signs on other lines are not its."""
    signs = f"[{re.escape(SIGNS + TICK_LETTERS)}]"
    found = re.search(rf"(?P<ahead>(?:{signs}[^\S\n]*)*){re.escape(label)}(?P<behind>(?:[^\S\n]*{signs})*)", text)
    return Tick.NONE if found is None else _weigh("".join((found["ahead"] + found["behind"]).split()))

"""What a paragraph measures, by the styles of its document. Lengths are points."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pingyi.deliver.printing.wordml import Element, W, is_default, is_on, number_of, value_of

_NATURAL = 1.3
"""Height of a single line in sizes of its type, for Chinese fonts."""
_WIDE = frozenset("WFA")


@dataclass(frozen=True)
class Measures:
    """The measures of a paragraph; a negative line is a least height, a `factor` counts where no line is set."""

    size: float = 10
    line: float = 0
    factor: float = 1
    before: float = 0
    after: float = 0
    inset: float = 0
    first: float = 0
    keep: bool = False
    breaks: bool = False

    @property
    def height(self) -> float:
        """Height of one of its lines."""
        if self.line > 0:
            return self.line
        return max(-self.line, self.size * _NATURAL * self.factor)


class StyleMeasures:
    """Measures by style.

    Args:
        root: the style part, if there is one.
    """

    def __init__(self, root: Element | None) -> None:
        self._styles = (
            {} if root is None else {item.get(W + "styleId", ""): item for item in root.iterfind(W + "style")}
        )
        defaults = root.find(W + "docDefaults") if root is not None else None
        base = Measures()
        if defaults is not None:
            base = _read(base, defaults.find(f"{W}pPrDefault/{W}pPr"), defaults.find(f"{W}rPrDefault/{W}rPr"))
        self._base = base
        self._default = next(
            (name for name, item in self._styles.items() if item.get(W + "type") == "paragraph" and is_default(item)),
            "",
        )
        self._known: dict[str, Measures] = {}

    def of(self, paragraph: Element) -> Measures:
        """The measures of one paragraph: its style's, changed by its own."""
        properties = paragraph.find(W + "pPr")
        style = value_of(properties.find(W + "pStyle")) if properties is not None else ""
        run = paragraph.find(f"{W}r/{W}rPr")
        return _read(self._of_style(style or self._default), properties, run)

    def _of_style(self, name: str, depth: int = 0) -> Measures:
        if name not in self._known:
            style = self._styles.get(name)
            if style is None or depth > len(self._styles):
                return self._base
            based = self._of_style(value_of(style.find(W + "basedOn")), depth + 1)
            self._known[name] = _read(based, style.find(W + "pPr"), style.find(W + "rPr"))
        return self._known[name]


def count_lines(paragraph: Element, measures: Measures, width: float) -> int:
    """How many lines a paragraph takes in a column."""
    room = max(1.0, (width - measures.inset) / measures.size)
    total, first = 0, measures.first / measures.size
    for piece in "".join(_list_text(paragraph)).split("\n"):
        units = sum(1.0 if unicodedata.east_asian_width(char) in _WIDE else 0.5 for char in piece)
        # a line of whole characters ends before the edge
        total += max(1, math.ceil((units + first - 0.01) / (math.floor(room * 2 + 0.1) / 2)))
        first = 0
    return total


def _list_text(paragraph: Element) -> Iterator[str]:
    for item in paragraph.iter(W + "t", W + "br", W + "tab"):
        if item.tag == W + "t":
            yield item.text or ""
        elif item.tag == W + "tab":
            yield "  " if item.getparent().tag == W + "r" else ""  # type: ignore[union-attr]
        elif item.get(W + "type", "textWrapping") == "textWrapping":
            yield "\n"


def _read(base: Measures, paragraph: Element | None, letters: Element | None) -> Measures:
    changes: dict[str, float | bool] = {}
    if letters is not None:
        size = value_of(letters.find(W + "sz"))
        if size:
            changes["size"] = max(number_of(size), 2) / 2
    if paragraph is not None:
        spacing, indent = paragraph.find(W + "spacing"), paragraph.find(W + "ind")
        if spacing is not None:
            changes |= {key: _points(spacing, key) for key in ("before", "after") if spacing.get(W + key)}
            changes |= _read_line(spacing)
        if indent is not None:
            sides = [_points(indent, key) for key in ("left", "right", "start", "end")]
            changes |= {"inset": sum(sides), "first": _points(indent, "firstLine") - _points(indent, "hanging")}
        for key, name in (("keep", "keepNext"), ("breaks", "pageBreakBefore")):
            element = paragraph.find(W + name)
            if element is not None:
                changes[key] = is_on(element)
    return replace(base, **changes) if changes else base  # type: ignore[arg-type]


def _read_line(spacing: Element) -> dict[str, float]:
    if not spacing.get(W + "line"):
        return {}
    match spacing.get(W + "lineRule", "auto"):
        case "exact":
            return {"line": _points(spacing, "line")}
        case "atLeast":
            return {"line": -_points(spacing, "line")}
        case _:
            return {"line": 0, "factor": number_of(spacing.get(W + "line"), 240) / 240}


def _points(element: Element, name: str) -> float:
    return number_of(element.get(W + name)) / 20

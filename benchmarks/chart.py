"""The figures as a page and as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, ROW, TOP = 860, 400, 110, 34, 64
COLOURS = {"pingyi": "#a61c1c", "write": "#8a8a8a"}
FONT = 'font-family="sans-serif" font-size="13"'
OTHER = "#3b6ea5"


@dataclass(frozen=True)
class Figure:
    """One figure: what was measured, how much it is, and of what."""

    what: str
    value: float
    unit: str

    @property
    def text(self) -> str:
        digits = 3 if self.value < 1 else 2 if self.value < 100 else 0
        return f"{self.value:,.{digits}f} {self.unit}"


def draw_bars(title: str, figures: Sequence[Figure], note: str) -> str:
    """Horizontal bars, the smaller the better."""
    height = TOP + ROW * len(figures) + 40
    size = f'width="{WIDTH}" height="{height}"'
    largest = max(figure.value for figure in figures)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {WIDTH} {height}" {FONT}>',
        f'<rect {size} fill="white"/>',
        f'<text x="16" y="30" font-size="17" font-weight="bold">{escape(title)}</text>',
    ]
    for number, figure in enumerate(figures):
        y = TOP + number * ROW
        length = max(2.0, figure.value / largest * (WIDTH - LEFT - RIGHT))
        colour = COLOURS.get(figure.what.partition(":")[0].partition(" ")[0], OTHER)
        lines += [
            f'<text x="{LEFT - 10}" y="{y + 16}" text-anchor="end">{escape(figure.what)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="22" fill="{colour}"/>',
            f'<text x="{LEFT + length + 8:.1f}" y="{y + 16}">{escape(figure.text)}</text>',
        ]
    lines += [f'<text x="16" y="{height - 14}" fill="#555">{escape(note)}</text>', "</svg>"]
    return "\n".join(lines) + "\n"


def write_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; every column but the first is right-aligned."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

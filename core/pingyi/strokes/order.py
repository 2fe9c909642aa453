"""The order of names by strokes, and the characters whose strokes nobody has told."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from importlib import resources

from pingyi.errors import Problem, Severity
from pingyi.model.config.faults import SETTINGS_FILE
from pingyi.texts import translate as _

_DOUBLE = """
欧阳 上官 司马 诸葛 皇甫 尉迟 公孙 慕容 令狐 司徒 司空 夏侯 东方 长孙 宇文 端木 百里 呼延 南宫 独孤 轩辕 闻人
澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 钟离 鲜于 闾丘 万俟 赫连 完颜 纳兰 西门 东郭 南门 拓跋 公羊 谷梁
"""
DOUBLE_SURNAMES = frozenset(_DOUBLE.split())
"""Surnames of two characters: within one surname, names with one further character come before those with two."""
Weight = tuple[int, str, int, str]
Key = tuple[tuple[Weight, ...], int, tuple[Weight, ...]]
_LAST = 99
"""As many strokes as no character has: those of unknown strokes go behind all others."""


@functools.cache
def _load() -> Mapping[str, tuple[str, int]]:
    """Strokes, and the place among the characters of the same strokes."""
    lines = resources.files("pingyi.strokes").joinpath("strokes.txt").read_text(encoding="utf-8").splitlines()
    return {
        character: (strokes, place) for strokes, group in map(str.split, lines) for place, character in enumerate(group)
    }


class StrokeOrder:
    """Orders names by the strokes of their characters.

    Args:
        further: strokes of characters the table lacks, as digits 1 to 5 for 横竖撇点折: `{"𠮷": "121251"}`.
    """

    def __init__(self, further: Mapping[str, str] | None = None) -> None:
        self._further = dict(further or {})

    def strokes_of(self, character: str) -> str:
        """The strokes of one character as digits 1 to 5; empty where they are not known."""
        return self._further.get(character) or _load().get(character, ("", 0))[0]

    def key(self, name: str) -> Key:
        """What a name is sorted by: surname, then the number of characters, then the rest of the name.

        Two characters of the same strokes keep the order of the table, so that the order is always the same.
        """
        surname = name[:2] if name[:2] in DOUBLE_SURNAMES else name[:1]
        rest = name[len(surname) :]
        return self._weigh(surname), len(rest), self._weigh(rest)

    def sort(self, names: Iterable[str]) -> list[str]:
        """Names in order."""
        return sorted(names, key=self.key)

    def check(self, names: Sequence[str]) -> list[Problem]:
        """Name the characters whose strokes are not known, each with somebody who bears it."""
        found: dict[str, str] = {}
        for name in names:
            for character in name:
                if character not in "·•" and not self.strokes_of(character):
                    found.setdefault(character, name)
        return [
            Problem(
                Severity.WARNING,
                "strokes-unknown",
                _("The strokes of “{character}” are not known: {name} stands at the end of lists by strokes.").format(
                    character=character, name=name
                ),
                _('Write under [report.strokes]: "{character}" = "digits", one for each stroke: {digits}.').format(
                    character=character, digits="1 横、2 竖、3 撇、4 点、5 折"
                ),
                file=SETTINGS_FILE,
                column="report.strokes",
                person=name,
                value=character,
            )
            for character, name in found.items()
        ]

    def _weigh(self, text: str) -> tuple[Weight, ...]:
        weights = []
        for character in text:
            strokes = self.strokes_of(character)
            place = _load().get(character, ("", _LAST))[1]
            weights.append((len(strokes) or _LAST, strokes, place, character))
        return tuple(weights)

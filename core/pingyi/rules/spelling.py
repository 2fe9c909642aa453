"""Chinese signs and words in an expression, and the same expression as it must be written."""

from __future__ import annotations

import re

_CLOSING = {"“": "”", "‘": "’", "「": "」", "＂": "＂", "＇": "＇", "”": "”", "’": "’"}
_SIGNS = {
    "（": "(", "）": ")", "［": "[", "］": "]", "【": "[", "】": "]", "，": ", ", "、": ", ", "。": ".", "．": ".",
    "＞": ">", "＜": "<", "＝": "=", "≥": ">=", "≤": "<=", "≠": "!=", "！": "!", "＋": "+", "－": "-", "\u3000": " ",
    "；": " ", "：": " ",
} | {chr(0xFF10 + digit): str(digit) for digit in range(10)}  # fmt: skip
_WORDS = {
    "大于等于": ">=", "小于等于": "<=", "不大于": "<=", "不小于": ">=", "不等于": "!=", "大于": ">", "小于": "<",
    "等于": "==", "不属于": "not in", "不在": "not in", "属于": "in", "并且": "and", "而且": "and", "且": "and",
    "或者": "or", "或": "or", "不是": "!=", "非": "not",
}  # fmt: skip
_WORD = re.compile(r"(?<![.\u4e00-\u9fff])(" + "|".join(_WORDS) + r")(?![\u4e00-\u9fff])")
_QUOTED = re.compile(r"""'[^'\n]*'|"[^"\n]*\"""")


def correct_spelling(text: str) -> tuple[str, list[str]]:
    """Write an expression with English signs.

    Returns:
        The expression, and the Chinese signs and words that were replaced, each once; none where it was right.
    """
    found: dict[str, None] = {}
    straight = _replace_signs(text, found)
    parts = []
    end = 0
    for quoted in _QUOTED.finditer(straight):
        parts += [_replace_words(straight[end : quoted.start()], found), quoted.group()]
        end = quoted.end()
    parts.append(_replace_words(straight[end:], found))
    return ("".join(parts) if found else text), list(found)


def _replace_signs(text: str, found: dict[str, None]) -> str:
    made: list[str] = []
    closing = ""
    for char in text:
        if closing:
            made.append("'" if char == closing and char not in "'\"" else char)
            closing = "" if char == closing else closing
        elif char in "'\"":
            closing = char
            made.append(char)
        elif char in _CLOSING:
            closing = _CLOSING[char]
            found.setdefault(char)
            found.setdefault(closing)
            made.append("'")
        elif char in _SIGNS:
            found.setdefault(char)
            made.append(_SIGNS[char])
        else:
            made.append(char)
    return "".join(made)


def _replace_words(text: str, found: dict[str, None]) -> str:
    def write(match: re.Match[str]) -> str:
        found.setdefault(match[1])
        return f" {_WORDS[match[1]]} "

    made = _WORD.sub(write, text)
    if made != text:
        made = re.sub(" {2,}", " ", made)
    return made

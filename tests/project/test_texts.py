"""The Chinese catalogue is complete, fits its messages, and is compiled."""

from __future__ import annotations

import ast
import gettext
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from pingyi.texts import LOCALE_DIR, choose_language, shorten, suggest, translate

ROOT = Path(__file__).parents[2]
PO = LOCALE_DIR / "zh_CN" / "LC_MESSAGES" / "pingyi.po"


def messages_in_code() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in [*(ROOT / "core").rglob("*.py"), *(ROOT / "plugins").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                argument = node.args[0]
                assert isinstance(argument, ast.Constant), (
                    f"{path.name}:{node.lineno}: a message must be a plain string"
                )
                found[argument.value] = f"{path.name}:{node.lineno}"
    return found


def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_every_message_has_chinese_words() -> None:
    translated = {message.id: message.string for message in catalogue() if message.id}
    missing = {text: place for text, place in messages_in_code().items() if not translated.get(text)}
    assert not missing


def test_translations_fit_their_messages() -> None:
    wrong = [message.id for message in catalogue() if message.id and fields(message.id) != fields(str(message.string))]
    assert not wrong


def test_the_catalogue_tool_finds_nothing_wrong() -> None:
    assert [(message.id, problems) for message, problems in catalogue().check()] == []


def test_nothing_is_translated_that_no_code_says() -> None:
    assert {message.id for message in catalogue() if message.id} <= set(messages_in_code())


def test_the_compiled_catalogue_is_up_to_date() -> None:
    with PO.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [message.id for message in catalogue() if message.id and compiled.gettext(message.id) != message.string]
    assert not stale, "run `make texts`"


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"PINGYI_LANG": "zh"}, "zh_CN"),
        ({"PINGYI_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "C.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
    ],
)
def test_the_language_is_chosen(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str) -> None:
    for name in ("PINGYI_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert choose_language() == language


def test_messages_appear_in_chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINGYI_LANG", "zh_CN")
    assert translate("Make the Word forms.") == "生成 Word 表格。"


def test_long_lists_are_shortened_and_short_ones_are_not() -> None:
    names = ["甲", "乙", "丙"]
    assert shorten(names, 3) == shorten(names, 3, counted=True) == "甲、乙、丙"
    assert shorten(names, 2) == "甲、乙……"
    assert shorten(names, 2, counted=True) == "甲、乙 … (3)"
    assert shorten([], 2) == ""


def test_a_mistyped_word_is_answered_with_what_looks_like_it() -> None:
    assert suggest("aspcts", ["aspects", "copies"]) == ["aspects"]
    assert suggest("甲乙丙丁", {"戊己": 1}) == []
    assert len(suggest("教工一支部", [f"教工{number}支部" for number in "二三四五"])) == 3

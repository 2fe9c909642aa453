"""Ticks as people type them."""

from __future__ import annotations

import pytest

from pingyi.collect.papers.choices import Tick, list_options, read_choice, read_flag, read_tick
from pingyi.collect.papers.symbols import read_symbols
from pingyi.model.fields.items import split_items

OPTIONS = ("走访", "慰问", "座谈", "其他：")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("□走访　□慰问　□座谈\n□其他：", ""),
        ("√走访　□慰问　□座谈\n□其他：", "走访"),
        ("□走访　■慰问　□座谈\n□其他：", "慰问"),
        ("□走访　√□慰问　□座谈　□其他：", "慰问"),
        ("□走访　□√慰问　□座谈　□其他：", "慰问"),
        ("□走访√　□慰问　□座谈　□其他：", "走访"),
        ("走访√ 慰问 座谈 其他：", "走访"),
        ("走访 v慰问 座谈", "慰问"),
        ("□走访□慰问√座谈□其他：", "座谈"),
        ("√走访", "走访"),
        ("走访", "走访"),
        ("□走访　□慰问　□座谈\n√其他：带病历上门", "带病历上门"),
        ("□走访　□慰问　□座谈\n□其他：带病历上门", "带病历上门"),
        ("□走访　□慰问　□座谈\n☑其他：____", "其他"),
        ("□走访　□慰问　对座谈　□其他：", "座谈"),
        ("√走访　√慰问　□座谈　□其他：", ""),
        ("×走访　□慰问　□座谈　□其他：", ""),
        ("", ""),
    ],
)
def test_a_choice(text: str, value: str) -> None:
    assert read_choice(text, OPTIONS).value == value


def test_two_ticks_are_both_named() -> None:
    assert read_choice("√走访　√慰问　□座谈", OPTIONS).ticked == ("走访", "慰问")


def test_text_of_no_option_is_not_lost() -> None:
    choice = read_choice("√走访　□慰问　□座谈\n□其他：带慰问品", OPTIONS)
    assert (choice.value, choice.unread) == ("走访", "带慰问品")


def test_options_are_found_where_boxes_are_printed() -> None:
    assert list_options("□走访　√慰问\n□其他：") == ("走访", "慰问", "其他：")
    assert list_options("走访、慰问") == ()


@pytest.mark.parametrize("sign", ["√", "✓", "✔", "☑", "■", "☒", "v", "V", "对", "R", "□√"])
def test_a_tick(sign: str) -> None:
    assert read_tick(f" {sign} ") is Tick.YES


@pytest.mark.parametrize(
    ("text", "tick"), [("", Tick.NONE), ("□", Tick.NONE), ("×", Tick.UNCLEAR), ("同意", Tick.UNCLEAR)]
)
def test_no_tick(text: str, tick: Tick) -> None:
    assert read_tick(text) is tick


def test_a_flag() -> None:
    assert read_flag("1. 办好事\n√口头承诺", "口头承诺") is Tick.YES
    assert read_flag("1. 办好事\n□口头承诺√", "口头承诺") is Tick.YES
    assert read_flag("1. 办好事\n□口头承诺", "口头承诺") is Tick.NONE
    assert read_flag("1. √\n□ 口头承诺\n√", "口头承诺") is Tick.NONE  # what is pledged is no tick
    assert read_flag("1. ×\n√　口头承诺", "口头承诺") is Tick.YES


@pytest.mark.parametrize(
    ("text", "font", "read"),
    [
        ("R", "Wingdings 2", "☑"), ("P", "Wingdings 2", "✓"), ("\xfe", "Wingdings", "☑"), ("R", "", "R"),
        ("\uf052", "", "☑"), ("\xa8", "Wingdings", "□"),
    ],
)  # fmt: skip
def test_symbol_fonts(text: str, font: str, read: str) -> None:
    assert read_symbols(text, font) == read


@pytest.mark.parametrize(
    ("lines", "items"),
    [
        (["1. 甲", "2. 乙"], ("甲", "乙")),
        (["1．甲\n2．乙"], ("甲", "乙")),
        (["（1）甲", "（2）乙"], ("甲", "乙")),
        (["一、甲", "二、乙"], ("甲", "乙")),
        (["①甲", "②乙"], ("甲", "乙")),
        (["甲", "", "乙"], ("甲", "乙")),
        (["1. 甲\n续行", "2. 2010年的事"], ("甲\n续行", "2010年的事")),
        (["1. 3月办甲", "2. 乙"], ("3月办甲", "乙")),
        (["2010年办甲"], ("2010年办甲",)),
        (["1. 每月走访；2. 完成甲；3、办乙。"], ("每月走访", "完成甲", "办乙。")),
        (["（1）甲;（2）乙"], ("甲", "乙")),
        (["一、甲。二、乙。"], ("甲。", "乙。")),
        (["①甲；②乙"], ("甲", "乙")),
        (["甲；2、乙"], ("甲", "乙")),
        (["1. 甲；乙；5. 丙", "2. 丁"], ("甲；乙；5. 丙", "丁")),
        (["1. 收入。2.5万元以上；2. 乙"], ("收入。2.5万元以上", "乙")),
    ],
)
def test_pledges(lines: list[str], items: tuple[str, ...]) -> None:
    assert split_items(lines) == items

"""Names by surname strokes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pingyi.report import StrokeOrder
from pingyi.strokes import make as strokes_make
from pingyi.strokes import order as strokes_order

FOLDER = Path(strokes_order.__file__).parent
SAMPLE = """x=JSON.parse('{"一":"j","乙":"o","丁":"jg","十":"jf","王":"jjfj","提":"jgifcjjjfjsl"}')"""


@pytest.mark.parametrize(
    ("given", "ordered"),
    [
        ("张三 丁一 王芳 李四 马力", "丁一 马力 王芳 李四 张三"),  # by the number of strokes
        ("韦大 王大 毛大", "王大 韦大 毛大"),  # four strokes each: 横 before 撇, then the second stroke
        ("王大伟 王芳 王伟", "王伟 王芳 王大伟"),  # two characters before three within a surname
        ("欧阳大海 欧阳修 欧文", "欧文 欧阳修 欧阳大海"),  # a double surname comes after the single one
        ("刘备 刘邦 刘大", "刘大 刘邦 刘备"),
    ],
)
def test_names_go_by_surname_strokes(given: str, ordered: str) -> None:
    assert StrokeOrder().sort(given.split()) == ordered.split()


def test_neighbours_of_the_standard_list_are_in_its_order() -> None:
    """The beginning of 通用规范汉字表, which is ordered by strokes; some neighbours have the same ones."""
    row = "一乙二十丁厂七卜八人入儿匕几九刁了刀力乃又三干于亏工土士才下寸大丈与万上小口山巾千乞川亿个夕久么勺凡丸及"
    weights = [
        (len(order.strokes_of(character)), order.strokes_of(character))
        for order in [StrokeOrder()]
        for character in row
    ]
    assert weights == sorted(weights)
    assert StrokeOrder().sort("丁十") == ["十", "丁"]  # 竖 before 竖钩


def test_the_order_is_the_same_whatever_the_order_before() -> None:
    names = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
    assert StrokeOrder().sort(names) == StrokeOrder().sort(reversed(names))


def test_a_character_without_strokes_is_named_and_a_setting_helps() -> None:
    (problem,) = StrokeOrder().check(["王㼆", "李㼆"])
    assert problem.code == "strokes-unknown"
    assert (problem.value, problem.person) == ("㼆", "王㼆")
    assert StrokeOrder().sort(["王㼆", "王璧"])[-1] == "王㼆"
    taught = StrokeOrder({"㼆": "12345"})
    assert not taught.check(["王㼆"])
    assert taught.sort(["王㼆", "王璧"]) == ["王㼆", "王璧"]


def test_the_table_is_whole_and_carries_its_licence() -> None:
    lines = (FOLDER / "strokes.txt").read_text(encoding="utf-8").splitlines()
    groups = [line.split(" ") for line in lines]
    characters = [character for _strokes, group in groups for character in group]
    assert len(characters) == len(set(characters)) == 6939
    assert all(set(strokes) <= set("12345") for strokes, _group in groups)
    assert [strokes for strokes, _group in groups] == sorted(
        (strokes for strokes, _group in groups), key=lambda text: (len(text), text)
    )
    assert "MIT License" in (FOLDER / "LICENSE").read_text(encoding="utf-8")


def test_the_script_turns_letters_into_five_classes() -> None:
    assert strokes_make.convert(SAMPLE) == "1 一\n5 乙\n12 十丁\n1121 王\n121251112134 提\n"
    with pytest.raises(ValueError, match="no table"):
        strokes_make.convert("nothing")

"""Documents that differ only in texts they print are made the short way: it must never show."""

from __future__ import annotations

import random
from typing import Any

import pytest
from formkit import IDENTITY, Line, Sample, compiled, paragraphs

from pingyi import FormData, MemberForm, PartialDate, Settings
from pingyi.errors import RenderError
from pingyi.forms import CompiledTemplate, compile_template, find_template
from pingyi.forms.filling.settled import SettledForms
from pingyi.forms.word.container import Member
from pingyi.model.papers.forms import AspectText, OrganisationForm
from pingyi.plugins import load_plugins

TEMPLATE = paragraphs(
    "{{ institution }} {{ name }} {{ name }} {{ birth|month }} {{ post|default('x', true) }} {{ year }}",
    "{% if summary %}{{ summary }}{% else %}{{ colour }}{% endif %} {{ total }} {{ share }} {{ present }} {{ code }}",
    "{% for line in lines %}{{ line.title }} {{ loop.index }} {{ line.text }}{% endfor %}" + "正文" * 400,
    "{% for word in words %}{{ word }}{% endfor %}{{ span }}",
)
TEXTS = ("", "张三", "李四", "a & b", "<b>", '"', "'", "两\n行", "制\t表", "字" * 1200, "\u2028", "𠮷", "}}{{")
DATES = ("", PartialDate(1980, 1), PartialDate(1999, 12, 31), "1999年")


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Which documents went the short way."""
    found: list[bool] = []
    original = SettledForms.pack

    def pack(self: SettledForms, data: FormData) -> list[Member] | None:
        members = original(self, data)
        found.append(members is not None)
        return members

    monkeypatch.setattr(SettledForms, "pack", pack)
    return found


class LongWay:
    """A template that forgets what it has made."""

    def __init__(self, template: CompiledTemplate) -> None:
        self._template = template

    def render(self, data: FormData) -> bytes:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(SettledForms, "pack", lambda _self, _data: None)
            return self._template.render(data, IDENTITY)


def load(form: str) -> CompiledTemplate:
    """The template of one of our own forms."""
    return compile_template(find_template(load_plugins().forms[form], "", None), Settings())


def test_both_ways_make_the_same_bytes(short: list[bool]) -> None:
    dice = random.Random(5)
    one, other = compiled(TEMPLATE), LongWay(compiled(TEMPLATE))
    lists = ((), (Line(title="一", text="甲"), Line(title="二")), (Line(title="<", text="\n"),))
    for _turn in range(800):
        texts = TEXTS if dice.random() < 0.3 else TEXTS[:3]
        data = Sample().model_copy(
            update={
                "institution": dice.choice(TEXTS[:2]), "year": dice.choice((0, 2010)), "code": dice.choice(texts),
                "name": dice.choice(texts), "post": dice.choice(texts), "birth": dice.choice(DATES),
                "total": dice.choice((None, 0, 7)), "share": dice.choice((None, 0.0, 1.5)),
                "present": dice.random() < 0.5, "summary": dice.choice(texts[:4]), "lines": dice.choice(lists),
                "words": dice.choice(((), ("一", "二"))), "span": dice.choice((1, 2)),
            }
        )  # fmt: skip
        assert one.render(data, IDENTITY) == other.render(data)
    assert 200 < sum(short) < 700


@pytest.mark.parametrize(("form", "model"), [("member", MemberForm), ("organisation", OrganisationForm)])
def test_official_forms_too(form: str, model: type[FormData], short: list[bool]) -> None:
    dice = random.Random(6)
    one, other = load(form), LongWay(load(form))
    blank = (AspectText(id="one", number="一", title="情况", text=""),)
    written = (AspectText(id="one", number="一", title="情况", text="写了"),)
    for _turn in range(300):
        values: dict[str, Any] = {
            name: dice.choice(TEXTS)
            for name, field in model.model_fields.items()
            if field.annotation is str and dice.random() < 0.1
        }
        values["self_summary"] = dice.choice((blank, written, ()))
        for number in range(4):  # of one kind
            data = model().model_copy(update={**values, "rectification": f"第{number}条"})
            assert one.render(data, IDENTITY) == other.render(data)
    assert sum(short) > 100


def test_value_that_changes_is_printed_as_it_is() -> None:
    """What a plugin gives may be anything; only what can never change tells kinds of documents apart."""
    template = compiled(TEMPLATE)
    words: Any = ["一"]
    data = Sample(name="张三").model_copy(update={"words": words})
    before = [template.render(data, IDENTITY) for _turn in range(4)]
    words.append("二")
    assert len(set(before)) == 1
    assert template.render(data, IDENTITY) == compiled(TEMPLATE).render(data, IDENTITY) != before[0]


def test_bad_value_among_good_ones_is_named() -> None:
    template = compiled(TEMPLATE)
    for number in range(5):
        template.render(Sample(name=f"人{number}"), IDENTITY)
    with pytest.raises(RenderError, match=r"姓名.*U\+0007"):
        template.render(Sample(name="坏\x07"), IDENTITY)


def test_kinds_that_are_kept_have_a_bound() -> None:
    template = compiled(TEMPLATE)
    for number in range(1500):
        for _turn in range(2):
            template.render(Sample(name="张三", summary=f"总结{number}"), IDENTITY)
    assert len(template._settled._ready) <= 256


def test_data_without_a_field_is_an_error_as_ever() -> None:
    template = compiled(TEMPLATE)
    for number in range(5):
        template.render(Sample(name=f"人{number}"), IDENTITY)
    for missing in ("name", "summary"):
        data = Sample()
        del data.__dict__[missing]
        for _turn in range(3):
            with pytest.raises(RenderError, match=missing):
                template.render(data, IDENTITY)

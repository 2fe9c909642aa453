"""docs/templates.md says what the code does: its codes, its filters and tests, its examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from formkit import errors, fill, paragraphs, read

import pingyi.forms
from pingyi import AspectText, Form, MemberForm, PartialDate
from pingyi.errors import FileKindError
from pingyi.forms.checking.lint import _rules
from pingyi.forms.checking.tags import MAX_TAG
from pingyi.forms.filling.filters import FILTERS, TESTS
from pingyi.forms.filling.sandbox import LOOP_ATTRIBUTES, MAX_LOOPS

PAGE = (Path(__file__).parents[2] / "docs" / "templates.md").read_text("utf-8")
EXAMPLES = re.search(r"```jinja\n(.*?)```", PAGE, re.DOTALL)[1].splitlines()
FORM = Form("member", "登记表", "登记表", "package:member.docx", MemberForm)
MODULES = ("checking/template", "checking/conventions", "checking/tags", "fields", "filling/values", "word/hazards")


def test_every_code_is_documented_and_every_documented_code_exists() -> None:
    folder = Path(pingyi.forms.__file__).parent
    source = "\n".join((folder / f"{name}.py").read_text("utf-8") for name in MODULES)
    codes = set(re.findall(r'"([a-z]+(?:-[a-z]+)+|comments)",\n', source))
    codes |= {
        "trial-failed",
        "filter-unknown",
        "test-unknown",
        "value-unprintable",
        "template-missing",
        FileKindError.code,
    }
    codes |= {rule.code for rule in _rules().values()}
    documented = set(
        re.findall(r"`([a-z-]+)`", "\n".join(re.findall(r"^\| (`[a-z-]+`[^|]*)\|[^|]*(?:error|warning)", PAGE, re.M)))
    )
    assert documented == codes


def test_every_filter_and_test_is_documented() -> None:
    table = PAGE.partition("## Filters")[2].partition("##")[0]
    assert {name.partition("(")[0] for name in re.findall(r"`([a-z]+(?:\([^`]*\))?)`[,| ]", table)} >= set(FILTERS)
    assert {name for name in TESTS if f"`is {name}`" not in PAGE} == {"undefined"}
    assert {name for name in LOOP_ATTRIBUTES if f"`loop.{name}`" not in PAGE} == {"revindex0", "depth", "depth0"}
    assert "three loops" in PAGE
    assert MAX_LOOPS == 3
    assert f"more than {MAX_TAG} characters" in PAGE


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_a_good_template(example: str) -> None:
    assert errors(paragraphs(example), FORM) == []


def test_examples_print_what_they_promise() -> None:
    values = {
        "name": "张三", "sex": "男", "birth": PartialDate(1990, 1), "grade": "优秀", "year": 2010,
        "next_commitments": ("一", "二"), "self_summary": (AspectText(id="a", number="一", title="题", text="文"),),
    }  # fmt: skip
    texts = [read(fill(paragraphs(example), FORM, **values)).paragraphs[0].text for example in EXAMPLES]
    assert texts == ["张三，1990年1月", "优秀", "1. 题：文", "一；二 2", "张三（男） 2011 优秀"]

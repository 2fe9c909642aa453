"""Two branch types that are called alike: one would take the other's branches, so it is told."""

from __future__ import annotations

import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pingyi import BranchType, hookimpl
from pingyi.conformance import check_plugin, find_targets
from pingyi.errors import Problem, Severity, UsageError
from pingyi.plugins import load_plugins
from pingyi.scaffold import write_plugin


def bring(**words: object) -> types.SimpleNamespace:
    """A plugin with one branch type."""
    kind = type("Lab", (BranchType,), {"NAME": "lab", "LABEL": "影像党支部", **words})
    return types.SimpleNamespace(pingyi_branch_types=hookimpl(specname="pingyi_branch_types")(lambda: [kind]))


def load(**words: object) -> list[Problem]:
    return load_plugins(extra={"zoo": bring(**words)}).problems


ALIKE = {
    "label": ({"LABEL": "离退休党支部"}, "retired", "离退休党支部"),
    "label without 党支部": ({"LABEL": "离退休"}, "retired", "离退休"),
    "alias": ({"ALIASES": ("影像", "本科")}, "student", "本科"),
    "alias that is another's NAME": ({"ALIASES": ("admin",)}, "admin", "admin"),
    "name hint": ({"NAME_HINTS": ("放射", "老干部")}, "retired", "老干部"),
}


@pytest.mark.parametrize("case", ALIKE)
def test_types_that_are_called_alike_are_a_warning(case: str) -> None:
    words, other, shared = ALIKE[case]
    (problem,) = load(**words)
    assert (problem.severity, problem.code) == (Severity.WARNING, "plugin-words-taken")
    assert "“lab” (zoo)" in problem.message
    assert f"“{other}”" in problem.message
    assert shared in problem.value.split("、")
    assert problem.cure


def test_types_with_words_of_their_own_are_not_told() -> None:
    assert load() == []
    # a part of a longer hint, and a category that a roster tells row by row
    assert load(ALIASES=("影像",), NAME_HINTS=("离退休影像",), PERSON_KINDS=("学生",)) == []


@pytest.mark.parametrize("name", ["ALIASES", "NAME_HINTS", "PERSON_KINDS"])
@pytest.mark.parametrize("words", ["影像", 5, (5,), None])
def test_words_that_are_no_list_are_told(name: str, words: object) -> None:
    (problem,) = load(**{name: words})
    assert problem.code == "plugin-answer"
    assert name in problem.message


@pytest.mark.parametrize("case", ALIKE)
def test_the_check_of_a_plugin_breaks_on_taken_words(tmp_path: Path, case: str) -> None:
    words = {"LABEL": "影像党支部", **ALIKE[case][0]}
    file = tmp_path / "lab.py"
    file.write_text(
        "from pingyi import BranchType, hookimpl\n\n\nclass Lab(BranchType):\n    NAME = 'lab'\n"
        + "".join(f"    {name} = {value!r}\n" for name, value in words.items())
        + "\n\n@hookimpl\ndef pingyi_branch_types():\n    return [Lab]\n",
        encoding="utf-8",
    )
    report = check_plugin(find_targets(str(file))[0], processes=False)
    (schema,) = [check for check in report.checks if check.id == "schema"]
    assert [(item.severity, item.code) for item in schema.problems] == [(Severity.ERROR, "plugin-words-taken")]


@pytest.mark.parametrize("label", ["离退休党支部", "离退休", "本科", "机关", "faculty"])
def test_a_new_plugin_cannot_have_a_label_that_is_taken(tmp_path: Path, label: str) -> None:
    with pytest.raises(UsageError, match="installed already"):
        write_plugin("own", tmp_path, kind="branch-type", label=label)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("label", ['医"护党支部', "医\\护党支部", "医\n护党支部", " ", "医" * 41])
def test_a_label_that_forms_cannot_print_is_refused(tmp_path: Path, label: str) -> None:
    with pytest.raises(UsageError) as caught:
        write_plugin("own", tmp_path, kind="branch-type", label=label)
    assert caught.value.cure
    assert list(tmp_path.iterdir()) == []


def test_a_rule_has_no_label_to_refuse(tmp_path: Path) -> None:
    assert write_plugin("own", tmp_path, label="离退休党支部")


@pytest.mark.parametrize("label", ["医'护党支部", "医护（夜班）党支部", "A & B党支部"])
def test_code_with_any_other_label_can_be_compiled(tmp_path: Path, label: str) -> None:
    for path in write_plugin("own", tmp_path, kind="branch-type", label=label):
        if path.suffix == ".py":
            text = path.read_text(encoding="utf-8")
            compile(text, path.name, "exec")
            assert label in text or path.name not in ("__init__.py", "branch_type.py") or "tests" in path.parts


@pytest.mark.parametrize("word", ["lab", "影像党支部", "影像", "放射"])
def test_the_test_kit_knows_a_type_by_every_word(campaign_of_people: Callable[..., Any], word: str) -> None:
    from pingyi import Decision

    def method(self: BranchType, *_rest: object) -> Decision:
        return Decision("method", "书面", self.reason("lab", "", "分散各地"))

    plugin = bring(ALIASES=("放射",), procedure=lambda *_rest: (), method=method)
    campaign = campaign_of_people([{"name": "张三"}], branch_type=word, plugins=[plugin])
    assert campaign.method("张三") == "书面"

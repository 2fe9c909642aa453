"""Loading plugins: a broken one is named, and the others work."""

from __future__ import annotations

from types import ModuleType

import pytest

from pingyi import BranchType, Form, MemberForm, Model, Person, Problem, Severity, hookimpl
from pingyi.errors import PluginError, SettingsError
from pingyi.plugins import load_plugins


class ClinicSettings(Model):
    shifts: int = 3


class Clinic(BranchType):
    NAME = "clinical"
    LABEL = "医护党支部"
    settings_model = ClinicSettings


class Hospital:
    @hookimpl
    def pingyi_branch_types(self) -> list[type[BranchType]]:
        return [Clinic]


class Checker:
    @hookimpl
    def pingyi_check(self) -> list[Problem]:
        return [Problem(Severity.WARNING, "seen", "looked at it")]


def test_the_built_in_plugins_load_without_problems() -> None:
    plugins = load_plugins()
    assert not plugins.problems
    assert {"faculty", "student", "retired", "admin"} <= set(plugins.branch_types)
    assert {"organisation", "member", "student_member", "retired_member"} <= set(plugins.forms)
    assert {"ballot_organisation", "ballot_members"} <= set(plugins.forms)
    assert [info.name for info in plugins.infos] == sorted(info.name for info in plugins.infos)


def test_a_strangers_branch_type_comes_in_the_same_way() -> None:
    plugins = load_plugins({"clinical": {"shifts": 2}}, extra={"hospital": Hospital()})
    kind = plugins.branch_types["clinical"]
    assert (kind.plugin, kind.settings.shifts) == ("hospital", 2)


def test_two_branch_types_of_one_name_are_an_error_that_names_both() -> None:
    plugins = load_plugins(extra={"hospital": Hospital(), "hospital2": Hospital()})
    assert ["hospital and hospital2" in problem.message for problem in plugins.problems] == [True]
    assert plugins.branch_types["clinical"].plugin == "hospital"


def test_two_forms_of_one_id_are_an_error_that_names_both() -> None:
    class Forms:
        @hookimpl
        def pingyi_forms(self) -> list[Form]:
            return [Form("member", "题", "签", "x:y.docx", MemberForm)]

    plugins = load_plugins(extra={"mine": Forms()})
    (problem,) = plugins.problems
    assert "“member”" in problem.message
    assert "forms and mine" in problem.message
    assert plugins.form_plugins["member"] == "forms"


def test_a_misspelt_hook_is_refused_and_named() -> None:
    class Typo:
        @hookimpl
        def pingyi_branch_type(self) -> list[type[BranchType]]:
            return []

    plugins = load_plugins(extra={"typo": Typo(), "hospital": Hospital()})
    assert [problem.value for problem in plugins.problems] == ["typo"]
    assert "pingyi_branch_type" in plugins.problems[0].message
    assert "clinical" in plugins.branch_types


def test_a_hook_with_a_wrong_argument_is_refused_and_named() -> None:
    class Wrong:
        @hookimpl
        def pingyi_check(self, nonsense: object) -> list[Problem]:
            return []

    assert [problem.value for problem in load_plugins(extra={"wrong": Wrong()}).problems] == ["wrong"]


@pytest.mark.parametrize("lazy", [False, True])
def test_an_exception_inside_a_hook_names_the_plugin(*, lazy: bool) -> None:
    class Failing:
        @hookimpl
        def pingyi_check(self) -> object:
            return (1 / 0 for _ in range(1)) if lazy else 1 / 0

    plugins = load_plugins(extra={"failing": Failing()})
    with pytest.raises(PluginError, match=r"“failing” failed in pingyi_check: ZeroDivisionError"):
        list(plugins.call("pingyi_check", campaign=None))


def test_hooks_are_called_in_the_order_of_plugin_names() -> None:
    plugins = load_plugins(extra={"zz": Checker(), "aa": Checker()})
    assert [name for name, _answer in plugins.call("pingyi_check", campaign=None)] == ["aa", "zz"]


@pytest.mark.parametrize("table", [{"clinical": {"shift": 2}}, {"clinical": {"shifts": "many"}}])
def test_wrong_settings_name_the_full_key(table: dict[str, dict[str, object]]) -> None:
    with pytest.raises(SettingsError) as caught:
        load_plugins(table, extra={"hospital": Hospital()})
    (problem,) = caught.value.problems
    assert problem.column.startswith("plugins.clinical.shift")
    assert problem.cure


def test_settings_for_an_unknown_branch_type_suggest_a_known_one() -> None:
    with pytest.raises(SettingsError) as caught:
        load_plugins({"retird": {}})
    (problem,) = caught.value.problems
    assert "retired" in problem.message + problem.cure


def test_columns_of_branch_types_are_told_apart_from_those_of_every_person() -> None:
    class Doctor(Person):
        shift: str = ""

    class Ward(Clinic):
        member_model = Doctor

    module = ModuleType("ward")
    module.pingyi_branch_types = hookimpl(lambda: [Ward])  # type: ignore[attr-defined]
    columns = load_plugins(extra={"ward": module}).person_columns()
    assert columns["name"] == (Person,)
    assert "shift" not in columns  # no Column: not read from rosters

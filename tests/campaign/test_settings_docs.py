"""The settings file that `init` writes and the page about it name every setting, with its real default."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from pingyi.campaign import load_settings
from pingyi.model.config.faults import list_keys, toml_value
from pingyi.model.config.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "settings.md"
TEMPLATE = Path(str(resources.files("pingyi.campaign").joinpath("data/campaign.toml")))
ROW = re.compile(r"^\| `(?P<key>[^`]+)` \| (?P<default>.*?) \| ", re.MULTILINE)
IN_WORDS = {"copies", "aspects.organisation", "aspects.member"}
"""Defaults too long for a table: the page shows them in its own way."""


def get_default(key: str) -> object:
    value: object = Settings()
    for part in key.split("."):
        value = getattr(value, part)
    return value


def list_inner_keys() -> Iterator[str]:
    """The keys inside lists of tables and tables with free names."""
    for key in list_keys(Settings):
        *path, name = key.split(".")
        model: type[BaseModel] = Settings
        for part in path:
            annotation = model.model_fields[part].annotation
            assert isinstance(annotation, type)
            assert issubclass(annotation, BaseModel)
            model = annotation
        parts = get_args(model.model_fields[name].annotation)
        for inner in parts:
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                mark = "[]" if Ellipsis in parts else ".ID"
                yield from (f"{key}{mark}.{field}" for field in inner.model_fields)


def test_the_page_has_exactly_the_settings_there_are() -> None:
    documented = [match["key"] for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))]
    settings = [key for key in documented if key.split(".")[0].split("[")[0] in Settings.model_fields]
    assert sorted(settings) == sorted([*list_keys(Settings), *list_inner_keys()])


@pytest.mark.parametrize("key", sorted(set(list_keys(Settings)) - IN_WORDS))
def test_the_page_gives_the_real_default(key: str) -> None:
    defaults = {match["key"]: match["default"] for match in ROW.finditer(PAGE.read_text(encoding="utf-8"))}
    assert defaults[key] == f"`{toml_value(get_default(key))}`"


def test_the_page_names_the_copies_and_the_aspects() -> None:
    text = PAGE.read_text(encoding="utf-8").replace("\n", " ")
    for copy_id, copy in Settings().copies.items():
        assert f"`{copy_id}` ({copy.label})" in text
    for aspect in (*Settings().aspects.organisation, *Settings().aspects.member):
        assert f"{aspect.title} (`{aspect.id}`)" in text


def test_the_page_lists_the_codes_that_the_source_uses() -> None:
    folder = Path(str(resources.files("pingyi")))
    sources = [*(folder / "campaign").glob("*.py"), folder / "model" / "config" / "faults.py"]
    used = {
        code for path in sources for code in re.findall(r'^\s+"([a-z]+(?:-[a-z]+)+)",$', path.read_text("utf-8"), re.M)
    }
    used |= {
        code for path in sources for code in re.findall(r'"((?:setting|roster)-[a-z-]+)"', path.read_text("utf-8"))
    }
    listed = set(re.findall(r"^\| `([a-z]+(?:-[a-z]+)+)` \| (?:error|warning|info) \|", PAGE.read_text("utf-8"), re.M))
    assert listed == used


def test_the_settings_file_of_a_new_campaign_is_the_defaults() -> None:
    assert load_settings(TEMPLATE) == Settings()


@pytest.mark.parametrize("key", sorted(list_keys(Settings)))
def test_the_settings_file_of_a_new_campaign_mentions_every_setting(key: str) -> None:
    text = TEMPLATE.read_text(encoding="utf-8")
    value: object = tomllib.loads(text)
    if key == "plugins":  # written from the installed branch types, see test_scaffold.py
        return
    if key == "rules":
        assert "# [[rules]]" in text
        assert all(f"# {field} = " in text for field in ("branch_type", "when", "method", "because"))
        return
    if key == "exemptions":
        assert "# [[exemptions]]" in text
        assert all(f"# {field} = " in text for field in ("person", "reason", "approved_by"))
        return
    for part in key.split("."):
        assert isinstance(value, dict)
        value = value[part]
    plain = toml_value(get_default(key)) if key not in IN_WORDS else toml_value(value)
    assert toml_value(value) == plain


def test_every_setting_of_the_file_is_explained_in_chinese() -> None:
    lines = [line for line in TEMPLATE.read_text(encoding="utf-8").splitlines() if re.match(r"\w+ = ", line)]
    unexplained = [line for line in lines if "# " not in line and not line.startswith(("label", "shows"))]
    assert not unexplained

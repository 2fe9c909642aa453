"""The fixtures of the kit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pingyi.campaign import open_campaign
from pingyi.conformance import build_university
from pingyi.model.config.settings import Settings
from pingyi.testing.campaign import CampaignUnderTest
from pingyi.testing.files import Content, write_files
from pingyi.testing.loading import Plugin, as_settings, load_for_test


def make_of_people(
    people: Iterable[Mapping[str, Any]],
    *,
    branch_type: str = "faculty",
    settings: Settings | Mapping[str, Any] | None = None,
    plugins: Iterable[Plugin] = (),
) -> CampaignUnderTest:
    """Make a campaign of a few people, in memory.

    Each branch type has one branch under one general branch; 周校长 leads it, 李书记 and 赵委员 are its secretary and
    its committee member, 王书记 is the secretary of each branch.

    Args:
        people: a mapping for each, by field name or roster header: `{"name": "张三", "年龄": 85}`; all may be left
            out. `branch_type` puts somebody into the branch of another type, `record` says what was done so far.
        branch_type: NAME, label or alias of the type of everybody else.
        settings: what `campaign.toml` would hold.
        plugins: modules, their names, objects with hooks, or .py files, beside the installed plugins.
    """
    checked = as_settings(settings)
    loaded = load_for_test(checked, plugins)
    return CampaignUnderTest(build_university(people, loaded.branch_types, checked, branch_type=branch_type), loaded)


@pytest.fixture
def campaign_of_people() -> Callable[..., CampaignUnderTest]:
    """Make a campaign of a few people: `campaign_of_people([{"name": "张三", "age": 85}], branch_type="retired")`."""
    return make_of_people


@pytest.fixture
def campaign_of_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Mapping[str, Content]], CampaignUnderTest]:
    """Make a campaign folder: `campaign_of_files({"campaign.toml": text, "花名册.xlsx": rows, "rules/own.py": code})`.

    Files in `rules/` are trusted, and nothing of it is remembered.
    """
    monkeypatch.setenv("PINGYI_TRUST_FILE", str(tmp_path / "trusted.txt"))

    def make(files: Mapping[str, Content]) -> CampaignUnderTest:
        folder = write_files(tmp_path / "campaign", files)
        opened = open_campaign(folder, trust=True)
        return CampaignUnderTest(opened.campaign, opened.plugins, tuple(opened.problems), folder)

    return make

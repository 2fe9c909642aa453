"""A campaign folder of seven people, to which a test adds rules, and the plan it has then."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from pingyi.campaign import OpenCampaign, open_campaign
from pingyi.model.review.procedure import SubjectPlan
from pingyi.plan import Plan, explain, make_plan

SETTINGS = (
    "[campaign]\nid = 'trial'\ninstitution = '示例大学'\n\n[deadlines]\nreview = 2011-01-13\nreport = 2011-01-15\n"
)


@dataclass
class Trial:
    """A campaign folder that can be opened again and again."""

    folder: Path

    def rules(self, toml: str) -> Trial:
        (self.folder / "campaign.toml").write_text(SETTINGS + "\n" + toml, encoding="utf-8")
        return self

    def file(self, name: str, content: str | bytes) -> Trial:
        path = self.folder / "rules" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())
        return self

    def open(self, *, trust: bool = True) -> OpenCampaign:
        return open_campaign(self.folder, trust=trust)

    def plan(self, *, trust: bool = True) -> Plan:
        opened = self.open(trust=trust)
        return make_plan(opened.campaign, opened.plugins)

    def member(self, name: str) -> SubjectPlan:
        return next(item for item in self.plan().find(name) if item.kind == "member")

    def why(self, name: str) -> str:
        plan = self.plan()
        return explain(plan, next(item for item in plan.find(name) if item.kind == "member"))


@pytest.fixture(autouse=True)
def trust_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "consent" / "trusted.txt"
    monkeypatch.setenv("PINGYI_TRUST_FILE", str(path))
    return path


@pytest.fixture
def trial(write_roster: Callable[..., Path]) -> Trial:
    folder = write_roster().parent
    return Trial(folder).rules("")

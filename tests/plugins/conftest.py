"""The built-in branch types, and a branch to ask them about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pingyi import BranchType, Campaign, Organisation, OrgKind, PlanContext
from pingyi.plugins import load_plugins


@pytest.fixture(scope="session")
def types() -> Mapping[str, BranchType]:
    return load_plugins().branch_types


@pytest.fixture
def branch() -> Organisation:
    return Organisation(id="b", name="党支部甲", kind=OrgKind.DIRECT_BRANCH)


@pytest.fixture
def context(types: Mapping[str, BranchType], branch: Organisation) -> PlanContext:
    return PlanContext(Campaign(organisations={"b": branch}), types)

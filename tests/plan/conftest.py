"""A university built in memory: `university` makes one, its methods add to it, `plan()` plans it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from pingyi.model.campaign import Campaign
from pingyi.model.config.settings import Settings
from pingyi.model.people.organisation import Officer, Organisation, OrgKind, SchoolLeader
from pingyi.model.people.person import Person
from pingyi.model.results.records import Record
from pingyi.model.review.procedure import SubjectKind, SubjectPlan
from pingyi.plan import Plan, make_plan
from pingyi.plugins import load_plugins

ROOT = "中共示例大学委员会"


@dataclass
class University:
    """Officers are given by name and get the id of the member of that name, if there is exactly one."""

    settings: dict[str, Any] = field(default_factory=dict)
    hooks: dict[str, object] = field(default_factory=dict)
    organisations: list[dict[str, Any]] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)
    leaders: list[dict[str, Any]] = field(default_factory=list)
    records: dict[tuple[SubjectKind, str], Record] = field(default_factory=dict)

    def organisation(self, kind: OrgKind, name: str, parent: str, branch_type: str, **fields: Any) -> str:
        self.organisations.append(
            {"id": name, "name": name, "kind": kind, "parent_id": parent, "branch_type": branch_type, **fields}
        )
        return name

    def general(self, name: str, branch_type: str = "faculty", **fields: Any) -> str:
        return self.organisation(OrgKind.GENERAL_BRANCH, name, ROOT, branch_type, **fields)

    def branch(self, name: str, parent: str, branch_type: str = "faculty", **fields: Any) -> str:
        return self.organisation(OrgKind.BRANCH, name, parent, branch_type, **fields)

    def direct(self, name: str, branch_type: str = "faculty", **fields: Any) -> str:
        return self.organisation(OrgKind.DIRECT_BRANCH, name, ROOT, branch_type, **fields)

    def members(self, branch: str, *names: str, branch_type: str = "", **fields: Any) -> list[str]:
        """Add members; their ids are `m1`, `m2` ..., which are returned."""
        own = branch_type or next(item["branch_type"] for item in self.organisations if item["id"] == branch)
        model = load_plugins().branch_types[own].member_model
        ids = []
        for name in names:
            id_ = f"m{len(self.people) + 1}"
            values = {"person_no": id_, "branch_type": own, **fields}
            self.people[id_] = model(id=id_, name=name, branch_id=branch, **values)
            ids.append(id_)
        return ids

    def leader(self, name: str, *portfolio: str, own_branch: str = "", post: str = "副校长") -> None:
        self.leaders.append({"name": name, "post": post, "own_branch_id": own_branch, "in_charge_of": portfolio})

    def _officer(self, name: str) -> Officer:
        ids = [person.id for person in self.people.values() if person.name == name]
        return Officer(name=name, person_id=ids[0] if len(ids) == 1 else "")

    def campaign(self) -> Campaign:
        root = Organisation(id=ROOT, name=ROOT, kind=OrgKind.COMMITTEE)
        tree = {ROOT: root}
        for item in self.organisations:
            values = dict(item)
            secretary = values.pop("secretary", "")
            values["secretary"] = self._officer(secretary) if secretary else None
            for key in ("committee", "leaders"):
                values[key] = tuple(map(self._officer, values.get(key, ())))
            tree[item["id"]] = Organisation(**values)
        leaders = tuple(SchoolLeader(**item, person_id=self._officer(item["name"]).person_id) for item in self.leaders)
        settings = Settings.model_validate(self.settings)
        return Campaign(settings, tree, self.people, leaders, self.records)

    def plan(self) -> Plan:
        plugins = load_plugins(self.settings.get("plugins"), extra=self.hooks)
        return make_plan(self.campaign(), plugins)


@pytest.fixture
def university() -> Callable[..., University]:
    """Make an empty university: `university(settings={...}, hooks={"name": plugin})`."""
    return University


@pytest.fixture
def small(university: Callable[..., University]) -> University:
    """One college with a faculty and a student branch, one directly affiliated branch, two school leaders."""
    made = university()
    made.general("机械学院党总支", secretary="李书记", committee=("赵委员", "钱委员"), leaders=("吴副校长",))
    made.branch("机械教工党支部", "机械学院党总支", secretary="王志")
    made.branch("机械学生党支部", "机械学院党总支", "student", secretary="丁欣")
    made.direct("图书馆直属党支部", "admin", secretary="邱涛", committee=("唐堃",), service_window=True)
    made.members("机械教工党支部", "王志", "李书记", "赵委员", "张三", "李四")
    made.members("机械学生党支部", "丁欣", "小明", "小红")
    made.members("图书馆直属党支部", "邱涛", "唐堃", "馆员")
    made.leader("吴副校长", "机械学院党总支", own_branch="机械教工党支部")
    made.leader("雷副书记", "图书馆直属党支部", post="党委副书记")
    return made


@pytest.fixture
def look() -> SimpleNamespace:
    """Short ways to ask a plan: `look.subject(plan, "member", "张三")`, `look.reviewers(...)`, `look.codes(plan)`."""

    def subject(plan: Plan, kind: str, name: str) -> SubjectPlan:
        found = [item for item in plan.subjects() if item.kind == kind and item.name == name]
        assert len(found) == 1, f"{len(found)} subjects are called {name}"
        return found[0]

    def reviewers(plan: Plan, kind: str, name: str) -> list[str]:
        return [item.reviewer for item in subject(plan, kind, name).assignments]

    def clauses(reasons: Iterable[Any]) -> list[str]:
        return [reason.clause for reason in reasons]

    def step(plan: Plan, kind: str, name: str, id_: str) -> Any:
        return next(item for item in subject(plan, kind, name).steps if item.id == id_)

    def steps(plan: Plan, kind: str, name: str) -> list[str]:
        return [item.id for item in subject(plan, kind, name).steps]

    def problems(plan: Plan, code: str) -> list[Any]:
        return [item for item in plan.problems if item.code == code]

    return SimpleNamespace(
        subject=subject, reviewers=reviewers, clauses=clauses, step=step, steps=steps, problems=problems
    )

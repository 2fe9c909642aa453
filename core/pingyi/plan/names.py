"""Names that can mean two people, and people who hold several posts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.errors import Problem, Severity
from pingyi.model.campaign import Campaign
from pingyi.model.people.organisation import Officer, OrgKind
from pingyi.plan.findings import place
from pingyi.texts import shorten
from pingyi.texts import translate as _

_SHOWN = 8
"""How many names one message lists."""


def check_names(campaign: Campaign) -> Iterator[Problem]:
    """Members of one name: in one branch each pair is named, elsewhere they are counted."""
    in_branches = Counter((person.branch_id, person.name) for person in campaign.people.values())
    for (branch_id, name), count in in_branches.items():
        if count > 1:
            branch = campaign.organisations.get(branch_id)
            people = [person for person in campaign.members_of(branch_id) if person.name == name]
            numbers = [person.person_no or _("no number") for person in people]
            problem = Problem(
                Severity.WARNING,
                "same-name",
                _("{count} members of “{branch}” are called “{name}” ({numbers})").format(
                    count=count,
                    branch=branch.name if branch is not None else branch_id,
                    name=name,
                    numbers="、".join(numbers),
                ),
                _("Give each a number; look at number and post when handing out their forms."),
                person=name,
                value=name,
            )
            yield place(problem, people[0], "name")
    everywhere = Counter(name for _branch, name in in_branches)
    shared = [name for name, count in everywhere.items() if count > 1]
    if shared:
        yield Problem(
            Severity.INFO,
            "same-name-elsewhere",
            _("{count} names occur in several branches: {names}").format(
                count=len(shared), names=shorten(shared, _SHOWN)
            ),
            _("Nothing needs to be done: the forms name the branch, and file names the number."),
        )


@dataclass(frozen=True)
class _Post:
    title: str
    officer: Officer
    leading: bool


def check_posts(campaign: Campaign) -> Iterator[Problem]:
    """People in several posts: nobody reviews himself, so somebody else may have to."""
    held: defaultdict[str, list[_Post]] = defaultdict(list)
    for post in _list_posts(campaign):
        # a name without an id joins the people of that name: nobody can tell whether it is one of them
        held[post.officer.name].append(post)
    for name, posts in held.items():
        ids = {post.officer.person_id for post in posts} - {""}
        groups = (
            [posts]
            if len(ids) < 2
            else [[post for post in posts if post.officer.person_id == id_] for id_ in sorted(ids)]
        )
        for group in groups:
            titles = list(dict.fromkeys(post.title for post in group))
            if len(titles) < 2:
                continue
            unsure = any(not post.officer.person_id for post in group)
            problem = Problem(
                Severity.WARNING if sum(post.leading for post in group) > 1 else Severity.INFO,
                "many-posts",
                _("“{name}” holds {count} posts: {posts}; nobody reviews himself, others step in").format(
                    name=name, count=len(titles), posts="、".join(titles)
                ),
                _("If these are two people of one name, write the number of each behind the name: 张三（20100001）.")
                if unsure
                else _("Look at “pingyi why {name}”.").format(name=name),
                person=name,
                value="、".join(titles),
            )
            yield place(problem, campaign.people.get(group[0].officer.person_id), "party_posts")


def _list_posts(campaign: Campaign) -> Iterator[_Post]:
    for leader in campaign.leaders:
        officer = leader.as_officer()
        yield _Post(leader.post or "校领导", officer, leading=True)
    for organisation in campaign.organisations.values():
        secretary = organisation.secretary
        if organisation.kind is OrgKind.COMMITTEE:
            continue
        if secretary is not None:
            yield _Post(f"{organisation.name}书记", secretary, leading=True)
        if organisation.kind is OrgKind.GENERAL_BRANCH:
            for officer in organisation.committee:
                if secretary is None or (officer.person_id, officer.name) != (secretary.person_id, secretary.name):
                    yield _Post(f"{organisation.name}委员", officer, leading=False)

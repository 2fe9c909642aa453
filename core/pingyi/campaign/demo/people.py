"""The invented members: random combinations of the word list's parts, each plausible in itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pingyi.campaign.demo.dice import Dice
from pingyi.campaign.demo.units import Unit
from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.person import Membership

Draft = dict[str, Any]
"""Values of a member by field name, before the branch type's own model is chosen; and, for the records, the member's
college and two colleagues."""
_REVIEW = PartialDate(2011, 1, 13)
_FULL_SINCE = 2009
"""Who joined in this year or before is a full member when the review ends."""
_RARE_EVERY = 97
_KINDS = {
    "undergraduate": "本科生",
    "postgraduate": "硕士研究生",
    "retired": "离退休教职工",
}
_BRANCH_TYPES = {
    "undergraduate": "student",
    "postgraduate": "student",
    "retired": "retired",
    "office": "admin",
    "logistics": "admin",
    "library": "admin",
}
_PROBATION = {"student": 30, "faculty": 4}
"""How many of a hundred are probationary members."""
_PARTY_POSTS = ("支部书记", "组织委员", "宣传委员")
_HEALTH = {
    True: ("行动不便", "行动不便", "卧床", "较差", "一般", "独居", "住院"),
    False: ("良好", "良好", "良好", "一般", "一般", "外地居住", "独居"),
}
"""Health and living of the retired, by whether they are 80 or older."""


class PeopleMaker:
    """Makes the members of one unit after another.

    Args:
        words: the word list.
        dice: what decides.
    """

    def __init__(self, words: Mapping[str, Any], dice: Dice) -> None:
        self._words = words
        self._dice = dice
        self._names: set[str] = set()
        self._count = 0

    def make(self, unit: Unit) -> list[Draft]:
        """Return the members of a branch; the first three are its secretary and its committee."""
        staff = [kind for kind, count in unit.staff.items() for _number in range(count)]
        members = [self._make_person(unit, kind, position) for position, kind in enumerate(staff)]
        for draft in members:
            draft["colleagues"] = [member["name"] for member in members[:2] if member is not draft]
        return members

    def _make_person(self, unit: Unit, kind: str, position: int) -> Draft:
        self._count += 1
        officer = position < len(_PARTY_POSTS)
        sex = self._dice.pick(("男", "女"))
        draft: Draft = {
            "branch_id": unit.name,
            "branch_type": _BRANCH_TYPES.get(kind, "faculty"),
            "name": self._make_name(sex),
            "sex": sex,
            "ethnicity": self._dice.pick(self._words["names"]["ethnicities"]),
            "person_kind": _KINDS.get(kind, "在职教职工"),
            "phone": f"139{self._count:08d}",
            "party_posts": _PARTY_POSTS[position : position + 1] if officer else (),
            "college": unit.college,
        }
        if kind in ("undergraduate", "postgraduate"):
            self._add_student(draft, kind, unit)
        elif kind == "retired":
            self._add_retired(draft, officer=officer)
        else:
            self._add_staff(draft, kind)
        self._add_party_dates(draft, probation=0 if officer else _PROBATION.get(draft["branch_type"], 0))
        return draft

    def _make_name(self, sex: str) -> str:
        names = self._words["names"]
        given = names["male" if sex == "男" else "female"]
        while True:
            surname = self._dice.pick(names["surnames"])
            if self._dice.falls(2):
                surname = self._dice.pick(names["double_surnames"])
            first = self._dice.pick(given)
            second = "" if self._dice.falls(12) else self._dice.pick(given)
            if self._count % _RARE_EVERY == 0:
                second = names["rare"][self._count // _RARE_EVERY % len(names["rare"])]
            name: str = surname + first + (second if second != first else "")
            if name not in self._names:
                self._names.add(name)
                return name

    def _add_staff(self, draft: Draft, kind: str) -> None:
        dice = self._dice
        # women retire at 55, men at 60
        draft["birth"] = PartialDate(dice.between(1952 if draft["sex"] == "男" else 1957, 1984), dice.between(1, 12))
        draft["person_no"] = f"2001{self._count:04d}"
        draft["education"] = dice.pick(("博士研究生", "硕士研究生", "硕士研究生", "大学本科", "大学本科"))
        draft["post"] = dice.pick(self._words["posts"][kind])

    def _add_student(self, draft: Draft, kind: str, unit: Unit) -> None:
        dice = self._dice
        graduate = kind == "postgraduate"
        grade = dice.between(2008, 2010) if graduate else dice.between(2007, 2009)
        start = 22 if graduate else 18
        major = dice.pick(unit.college["majors"])
        draft["birth"] = PartialDate(grade - start - dice.between(1, 2), dice.between(1, 12), dice.between(1, 28))
        draft["person_no"] = f"{grade % 100:02d}{10 + graduate}{self._count:04d}"
        draft["education"] = "硕士在读" if graduate else "本科在读"
        draft["post"] = dice.pick(self._words["posts"]["student"])
        draft["grade_year"] = f"{grade}级"
        draft["class_name"] = f"{major}{grade % 100:02d}{dice.between(1, 4):02d}班"
        draft["degree_level"] = "硕士研究生" if graduate else "本科生"
        draft["graduates_on"] = PartialDate(grade + (3 if graduate else 4), 7)

    def _add_retired(self, draft: Draft, *, officer: bool) -> None:
        dice = self._dice
        # who runs a branch of the retired is among the younger and healthy
        birth = PartialDate(dice.between(1938 if officer else 1916, 1950), dice.between(1, 12))
        age = birth.years_until(_REVIEW.first)
        draft["birth"] = birth
        draft["person_no"] = f"1960{self._count:04d}"
        draft["education"] = dice.pick(("大学本科", "大学专科", "中等专科", "高中"))
        draft["post"] = dice.pick(self._words["posts"]["retired"])
        draft["retired_on"] = birth.plus_years(60 if draft["sex"] == "男" else 55)
        draft["retirement"] = "离休" if birth.year <= 1930 and dice.falls(60) else "退休"
        draft["health"] = "良好" if officer else dice.pick(_HEALTH[age >= 80])
        posts = self._words["posts"]
        here = f"{dice.pick(posts['streets'])}{dice.between(1, 30)}号"
        draft["address"] = dice.pick(posts["cities"]) if draft["health"] == "外地居住" else here
        draft["contact"] = self._make_name(dice.pick(("男", "女"))) + "（子女）"

    def _add_party_dates(self, draft: Draft, probation: int) -> None:
        dice = self._dice
        birth: PartialDate = draft["birth"]
        if dice.falls(probation):
            draft["membership"] = Membership.PROBATIONARY
            draft["joined_on"] = PartialDate(_FULL_SINCE + 1, dice.between(1, 11), dice.between(1, 28))
            return
        latest = min(_FULL_SINCE, birth.year + 45)
        joined = PartialDate(
            dice.between(min(birth.year + 19, latest), latest), dice.between(1, 12), dice.between(1, 28)
        )
        draft["membership"] = Membership.FULL
        draft["joined_on"] = joined
        draft["regular_on"] = joined.plus_years(1)

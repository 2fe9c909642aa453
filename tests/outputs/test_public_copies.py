"""Public copies by the dozen: a plain search of everything in the file finds nothing either (R54, Q8)."""

from __future__ import annotations

import random

import pytest
from outputkit import Press, make_data, unzip

from pingyi import FormData, PartialDate, Person
from pingyi.forms.privacy.leaks import refuse_leaks
from pingyi.model.config.settings import Copy

PUBLIC = Copy(label="公示", shows="public")
MEMBER_FORMS = ("member", "student_member", "retired_member", "retired_visit")


@pytest.mark.slow
@pytest.mark.parametrize("form_id", MEMBER_FORMS)
def test_R54_no_public_copy_holds_a_private_value(form_id: str, press: Press) -> None:
    """As `find_leaks`, but by a plain search of everything in the file."""
    dice = random.Random(form_id)
    for number in range(60):
        person, data = _invent(press, form_id, dice, number)
        shown = data.for_copy(PUBLIC)
        content = press.print(form_id, shown, "public")
        refuse_leaks(content, shown, [person])
        haystack = b"\0".join(unzip(content).values()).decode()
        assert person.birth is not None
        private = (person.person_no, person.phone, person.id_number, person.birth.by_month, person.birth.chinese)
        assert not [value for value in private if value in haystack]


def _invent(press: Press, form_id: str, dice: random.Random, number: int) -> tuple[Person, FormData]:
    birth = PartialDate(dice.randint(1930, 1992), dice.randint(1, 12), dice.randint(1, 28))
    person = Person(
        id=str(number),
        person_no=f"{dice.randint(2000, 2010)}{number:05d}",
        name=f"人员{number}",
        birth=birth,
        phone=f"1{dice.randint(30, 99)}{dice.randint(0, 99999999):08d}",
        id_number=f"120104{birth.year}{birth.month:02d}{birth.day or 1:02d}{dice.randint(1000, 9999)}",
    )
    data = make_data(press.plugins.forms[form_id].data, dice.choice(("plain", "full", "hostile")))
    changes = {"name": person.name, "birth": PartialDate(birth.year, birth.month), "student_no": person.person_no}
    return person, data.model_copy(
        update={key: value for key, value in changes.items() if key in data.model_fields_set}
    )

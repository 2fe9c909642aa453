"""What each copy of a form shows."""

from __future__ import annotations

from typing import Annotated

from hypothesis import given
from hypothesis import strategies as st

from pingyi import Cell, MemberForm, PartialDate
from pingyi.model.config.settings import Copy

PUBLIC = Copy(label="公示", shows="public")


class RetiredForm(MemberForm):
    address: Annotated[str, Cell("住址")] = ""
    phone: str = ""


FORM = RetiredForm(name="张三", birth=PartialDate(1930, 5, 6), address="某路 1 号", phone="13800000000", sex="男")


def test_Q08_the_public_copy_shows_the_year_of_birth_and_no_private_field() -> None:
    posted = FORM.for_copy(PUBLIC)
    assert (posted.name, posted.birth, posted.address, posted.phone) == ("张三", "1930年", "", "")


def test_R54_the_other_copies_show_everything() -> None:
    assert FORM.for_copy(Copy(label="本人存")) == FORM


def test_a_copy_can_list_its_fields() -> None:
    posted = FORM.for_copy(Copy(label="栏", shows=("name",)))
    assert (posted.name, posted.sex, posted.address) == ("张三", "", "")
    assert posted.birth == "1930年"


@given(st.text(min_size=3, max_size=20))
def test_a_field_without_permission_never_leaves(secret: str) -> None:
    posted = RetiredForm(name="x", address=secret).for_copy(PUBLIC)
    assert posted.address == ""

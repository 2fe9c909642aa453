"""What each copy of a form shows."""

from __future__ import annotations

from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi import Cell, FormData, MemberForm, PartialDate
from pingyi.model.config.settings import Copy
from pingyi.model.fields.base import list_cells
from pingyi.model.papers.pledge_forms import MemberPledge
from pingyi.plugins import load_plugins

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


def test_R54_a_list_is_an_allow_list() -> None:
    shown = FORM.for_copy(Copy(label="栏", shows=("name",)))
    empty = RetiredForm()
    own = {name for name in RetiredForm.model_fields if getattr(shown, name) != getattr(empty, name)}
    assert own == {"name"}


def test_Q08_a_listed_date_of_birth_shows_its_year() -> None:
    assert FORM.for_copy(Copy(label="栏", shows=("name", "birth"))).birth == "1930年"


FRAME = {
    "institution": "示例大学", "activity": "创先争优活动", "year": 2010, "doc_number": "〔2010〕18号", "code": "A-1",
    "copy_label": "公示", "copies_note": "注：此表一式三份", "second_reviewer": "党总支委员", "post_line_label": "单位",
    "self_summary_note": "300字以内", "first_reviewer": "党支部书记",
}  # fmt: skip
"""What a form says whomever it is about."""
PLEDGE_FRAME = {"next_year": 2011, "due": "2011年2月前制定", "ways": ("书面", "口头"), "copy_label": "公示"}


@pytest.mark.parametrize(("model", "frame"), [(MemberForm, FRAME), (MemberPledge, PLEDGE_FRAME)])
def test_the_frame_of_a_form_stands_on_every_copy(model: type[FormData], frame: dict[str, object]) -> None:
    form = model.model_validate({**frame, "name": "张三", "branch_name": "某党支部"})
    shown = form.for_copy(Copy(label="公示", shows=("name",)))
    assert {name: getattr(shown, name) for name in frame} == frame
    assert shown.branch_name == ""  # type: ignore[attr-defined]


def test_a_field_of_the_frame_is_one_that_may_be_posted() -> None:
    forms = [form.data for form in load_plugins().forms.values()]
    frames = {name: cell for model in forms for name, cell in list_cells(model).items() if cell.frame}
    assert frames
    assert all(cell.public is True and not cell.fill for cell in frames.values())


@given(st.text(min_size=3, max_size=20))
def test_a_field_without_permission_never_leaves(secret: str) -> None:
    posted = RetiredForm(name="x", address=secret).for_copy(PUBLIC)
    assert posted.address == ""

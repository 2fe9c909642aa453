"""How many sheets the forms take: seen through LibreOffice, blank and filled to the last character."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from pingyi import FormData

Make = Callable[..., FormData]
Render = Callable[[str, FormData], bytes]
pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.fixture
def read_pages(office: Callable[..., Path], tmp_path: Path, render: Render) -> Callable[[str, FormData], list[str]]:
    def read(form_id: str, data: FormData) -> list[str]:
        path = tmp_path / f"{form_id}.docx"
        path.write_bytes(render(form_id, data))
        return [page.extract_text() for page in PdfReader(office(path, "pdf", tmp_path)).pages]

    return read


@pytest.mark.parametrize(
    ("form_id", "pages"),
    [
        ("organisation", 2),
        ("member", 1),
        ("student_member", 1),
        ("retired_member", 2),
        ("retired_visit", 2),
        ("ballot_organisation", 1),
        ("ballot_members", 1),
        ("organisation_pledge", 1),
        ("member_pledge", 1),
    ],
)
def test_blank_forms_fill_their_pages(
    form_id: str, pages: int, read_pages: Callable[[str, FormData], list[str]], make_data: Make
) -> None:
    assert len(read_pages(form_id, make_data(form_id))) == pages


@pytest.mark.parametrize("form_id", ["organisation", "retired_member", "retired_visit"])
def test_on_two_pages_the_summary_is_in_front_and_the_comments_behind(
    form_id: str, read_pages: Callable[[str, FormData], list[str]], make_data: Make
) -> None:
    front, behind = read_pages(form_id, make_data(form_id))
    assert "书记签名" in front or "本人签名" in front
    assert "整改措施" in behind
    assert "整改措施" not in front


@pytest.mark.parametrize(
    "form_id",
    [
        "organisation",
        "member",
        "student_member",
        "retired_member",
        "retired_visit",
        "organisation_pledge",
        "member_pledge",
    ],
)
@pytest.mark.parametrize("first_aspect", [1, 2])
def test_texts_at_their_limits_stay_on_one_sheet(
    form_id: str, first_aspect: int, read_pages: Callable[[str, FormData], list[str]], make_full: Make
) -> None:
    assert len(read_pages(form_id, make_full(form_id, first_aspect=first_aspect))) <= 2

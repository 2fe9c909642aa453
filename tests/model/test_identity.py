"""The printed code of a document."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pingyi.model.papers.identity import Identity, is_valid_code, make_code

IDENTITY = Identity("2010", "member", "abc123", "member:20100001", "self")


def test_the_code_depends_on_the_document_and_not_on_the_template() -> None:
    code = IDENTITY.code
    assert Identity("2010", "member", "other", "member:20100001", "self").code == code
    assert Identity("2010", "member", "abc123", "member:20100001", "public").code != code
    assert "20100001" not in code
    assert is_valid_code(code)
    assert is_valid_code(code.lower())


@given(st.text(min_size=1), st.integers(0, 9), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
def test_one_mistyped_character_is_noticed(subject: str, place: int, char: str) -> None:
    letters = list(make_code("2010", "member", subject, "self"))
    position = place if place < 5 else place + 1
    changed = letters[position] != char
    letters[position] = char
    assert is_valid_code("".join(letters)) is not changed


def test_properties_carry_everything() -> None:
    assert set(IDENTITY.properties().values()) == {"2010", "member", "abc123", "member:20100001", "self", IDENTITY.code}

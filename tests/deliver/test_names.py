"""File names from data."""

from __future__ import annotations

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.deliver import Namer
from pingyi.deliver import names as document_names
from pingyi.disk import names
from pingyi.disk.names import clean_name

HOSTILE = [
    "..", ".", "../../etc/passwd", "a/b", "a\\b", "C:\\x", "CON", "con.txt", "PRN", "AUX", "NUL", "COM1", "LPT9",
    "name.", "name ", " name", "~$lock", "a\u202egnp.exe", "a\u200bb", "a\x00b", "a\nb", 'a"b', "a<b>c", "a|b", "a?b",
    "a*b", "a:b", "张" * 84, "é", "e\u0301", "", "___", "\ud800", "𠮷㼆喆",
]  # fmt: skip


def fields(**values: str) -> dict[str, str]:
    return {"no": "", "name": "", "form": "", "copy": "", "branch": "", **values}


def assert_portable(name: str) -> None:
    assert name not in ("", ".", "..")
    assert not set(name) & set('<>:"/\\|?*')
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in name)
    assert not name.endswith((".", " "))
    assert not name.startswith(("~$", " "))
    assert len(name.encode()) <= 200
    assert PureWindowsPath(name).stem.upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_become_portable(text: str) -> None:
    assert_portable(clean_name(text))


@given(st.text(max_size=300))
def test_any_text_becomes_portable(text: str) -> None:
    assert_portable(clean_name(text))
    assert clean_name(clean_name(text)) == clean_name(text)


def test_two_people_of_one_name_get_two_files() -> None:
    namer = Namer("{name}_{form}", PurePosixPath("支部"))
    one = fields(name="张伟", form="登记表")
    elsewhere = Namer("{name}_{form}", PurePosixPath("另一支部"))
    assert namer.place([one]) == ["支部/张伟_登记表.docx"]
    assert namer.place([one, one]) == ["支部/张伟_登记表（2）.docx", "支部/张伟_登记表（3）.docx"]
    assert elsewhere.place([one]) == ["另一支部/张伟_登记表.docx"]


@pytest.mark.parametrize(("first", "second"), [("Abc", "aBC"), ("é", "e\u0301"), ("ａ", "a")])
def test_names_that_one_file_system_takes_for_the_same_are_told_apart(first: str, second: str) -> None:
    namer = Namer("{name}", PurePosixPath())
    one, other = namer.place([fields(name=first), fields(name=second)])
    assert one.casefold() != other.casefold()


def test_an_empty_field_takes_its_separator_with_it() -> None:
    assert Namer("{no}_{name}_{copy}", PurePosixPath()).place([fields(name="张伟")]) == ["张伟.docx"]


@given(st.text(st.sampled_from("_张a1é\u0301ａ\u200d（）.~ \ud800·"), max_size=50))
def test_plain_names_need_no_cleaning_and_get_what_cleaning_gives(text: str) -> None:
    known = clean_name(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(names, "are_plain", lambda _names: False)
        assert clean_name(text) == known


NAMES = st.text(st.sampled_from("_张王李某a1éA\u0301ａ\u200d（）.~ \ud800·"), max_size=60)


@given(st.lists(NAMES, max_size=5))
def test_documents_named_together_get_the_names_they_would_get_one_after_the_other(texts: list[str]) -> None:
    some = [fields(name=text, form="登记表登记表") for text in texts]
    together = Namer("{name}_{form}", PurePosixPath()).place(some)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document_names, "are_plain", lambda _names: False)
        namer = Namer("{name}_{form}", PurePosixPath())
        assert together == [place for one in some for place in namer.place([one])]


def test_rare_characters_stay() -> None:
    assert clean_name("李㼆𠮷") == "李㼆𠮷"

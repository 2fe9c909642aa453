"""The zip of a pack: what `zipfile` would write, to a stream that cannot go back."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.deliver.packs.archive import Archive
from pingyi.forms.word import container


class OneWay(io.RawIOBase):
    """A stream that can neither seek nor tell."""

    def __init__(self) -> None:
        self.content = b""

    def write(self, data: object) -> int:
        self.content += bytes(data)  # type: ignore[call-overload]
        return len(self.content)


def write(members: list[tuple[str, bytes]]) -> bytes:
    stream = OneWay()
    archive = Archive(stream)  # type: ignore[arg-type]
    archive.add_text("说明.txt", b"text " * 40)
    for name, content in members:
        archive.add(name, content)
    archive.finish()
    return stream.content


def write_with_zipfile(members: list[tuple[str, bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in [("说明.txt", b"text " * 40), *members]:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED if name == "说明.txt" else zipfile.ZIP_STORED
            info.create_system = 3
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return stream.getvalue()


@given(
    st.lists(st.tuples(st.from_regex("[一-龥][a-z一-龥/]{0,20}", fullmatch=True), st.binary(max_size=3000)), max_size=9)
)
def test_its_bytes_are_those_of_zipfile(members: list[tuple[str, bytes]]) -> None:
    unique = list({name: (name, content) for name, content in members}.values())
    assert write(unique) == write_with_zipfile(unique)


@pytest.mark.parametrize("limit", ["LARGEST", "MOST"])
def test_what_is_too_much_for_a_plain_zip_gets_the_long_form(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    members = [(f"表格/{number}.docx", bytes([number]) * 700) for number in range(9)]
    plain = write(members)
    monkeypatch.setattr(container, limit, {"LARGEST": 2000, "MOST": 9}[limit])
    content = write(members)
    assert b"PK\x06\x06" in content
    assert b"PK\x06\x06" not in plain
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()[1:]] == members
        assert {info.external_attr >> 16 for info in archive.infolist()} == {0o600}


def test_more_members_than_a_plain_zip_counts() -> None:
    members = [(f"表{number}", b"") for number in range(1 << 16)]
    with zipfile.ZipFile(io.BytesIO(write(members))) as archive:
        assert len(archive.namelist()) == (1 << 16) + 1

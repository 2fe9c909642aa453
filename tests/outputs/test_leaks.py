"""No part of a copy that others may read holds a private value of the people it is about (R54, Q8)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outputkit import Press, make_data, unzip

from pingyi import AspectText, Column, FormData, MemberForm, PartialDate, Person
from pingyi.errors import RenderError
from pingyi.forms.privacy.leaks import find_leaks, refuse_leaks
from pingyi.forms.privacy.protected import list_protected
from pingyi.model.config.settings import Copy
from pingyi_student import StudentMember

PUBLIC = Copy(label="公示", shows="public")
COLUMNS = ("学工号", "出生日期", "身份证号", "联系电话", "住址", "联系人", "子女")


class Resident(Person):
    """A member whose roster says more than the usual."""

    address: Annotated[str, Column("住址", private=True)] = ""
    contact: Annotated[str, Column("联系人", private=True)] = ""
    children: Annotated[tuple[str, ...], Column("子女", private=True)] = ()


MEMBER = Resident(
    id="20100417",
    person_no="20100417",
    name="林静怡",
    birth=PartialDate(1978, 3, 9),
    joined_on=PartialDate(2001, 6, 20),
    id_number="12010419780309271X",
    phone="13820017788",
    address="天津市河西区<友谊路>12号&3门",
    contact="王小明 022-23541122",
    children=("林小雨（13111112222）",),
)
PRIVATE = ("12010419780309271X", "13820017788", "022-23541122", "友谊路", "13111112222", "20100417", "1978.03")


def edit(content: bytes, change: Callable[[str, bytes], bytes], extra: Mapping[str, bytes] | None = None) -> bytes:
    parts = {name: change(name, part) for name, part in unzip(content).items()}
    return pack({**parts, **(extra or {})})


def pack(parts: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def plant(text: str, part: str = "word/document.xml") -> Callable[[bytes], bytes]:
    """Put a text into the last run of a part, as it stands in XML."""

    def change(content: bytes) -> bytes:
        def put(name: str, xml: bytes) -> bytes:
            if name != part:
                return xml
            head, end, tail = xml.rpartition(b"</w:t>")
            return head + text.encode() + end + tail

        return edit(content, put)

    return change


@pytest.fixture(scope="session")
def clean(press: Press) -> tuple[FormData, bytes]:
    """The public copy of a form that says nothing private."""
    data = make_data(MemberForm, "plain").model_copy(update={"name": MEMBER.name, "birth": PartialDate(1978, 3)})
    shown = data.for_copy(PUBLIC)
    return shown, press.print("member", shown, "public")


def columns(content: bytes, data: FormData, person: Person = MEMBER) -> set[str]:
    """The roster columns whose values were found; no message gives a value away."""
    problems = find_leaks(content, list_protected(person, data), data)
    for problem in problems:
        assert not any(value in repr(problem) for value in PRIVATE)
        assert problem.cure
    return {label for label in COLUMNS if any(f"“{label}”" in problem.message for problem in problems)}


def test_R54_a_clean_public_copy_passes(clean: tuple[FormData, bytes]) -> None:
    data, content = clean
    refuse_leaks(content, data, [MEMBER])
    assert "1978年".encode() in unzip(content)["word/document.xml"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("12010419780309271X", "身份证号"),
        ("12010419780309271x", "身份证号"),
        ("120104 19780309 271X", "身份证号"),
        ("电话13820017788。", "联系电话"),
        ("tel+8613820017788", "联系电话"),
        ("138-2001-7788", "联系电话"),
        ("138 2001 7788", "联系电话"),
        ("１３８２００１７７８８", "联系电话"),
        ("138200&#49;7788", "联系电话"),
        ("天津市河西区&lt;友谊路&gt;12号&amp;3门", "住址"),
        ("王小明 022-23541122", "联系人"),
        ("02223541122", "联系人"),
        ("林小雨（13111112222）", "子女"),
        ("13111112222", "子女"),
        ("member:20100417", "学工号"),
        ("1978.03", "出生日期"),
        ("1978.3", "出生日期"),
        ("1978.03.09", "出生日期"),
        ("1978-03", "出生日期"),
        ("1978-03-09", "出生日期"),
        ("1978年3月", "出生日期"),
        ("1978年03月09日", "出生日期"),
        ("1978 年 3 月 9 日", "出生日期"),
        ("1978/3/9", "出生日期"),
        ("1978–03–09", "出生日期"),
        ("1978\u00a0年\u00a03\u00a0月", "出生日期"),
        ("197803", "出生日期"),
        ("19780309", "出生日期"),
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/footer.xml"])
def test_R54_a_planted_value_is_caught(clean: tuple[FormData, bytes], text: str, label: str, part: str) -> None:
    data, content = clean
    assert label in columns(plant(text, part)(content), data)


@pytest.mark.parametrize(
    "text",
    [
        "138.2001.7788",
        "138/2001/7788",
        "138 / 2001 / 7788",
        "(138)20017788",
        "（138）2001－7788",
        "138－2001–7788",
        "138—2001―7788",
        "138‐2001‑7788",
        "138−2001﹣7788",
        "138\u00a02001\u00a07788",
        "138&#160;2001&#xA0;7788",
        "138\u20022001\u202f7788",
        "138\u200b2001\u00ad7788",
        "138·2001·7788",
        "138_2001_7788",
        "138,2001,7788",
        "1.3.8.2.0.0.1.7.7.8.8",
        "１３８．２００１．７７８８",
        "一三八二〇〇一七七八八",
        "一三八二零零一七七八八",
        "一三八 二○○一 七七八八",
        "幺三八-二零零幺-七七八八",
        "壹叁捌贰零零壹柒柒捌捌",
        "138二零零一7788",
        "1382〇〇17788",
    ],
)
@pytest.mark.parametrize("part", ["word/document.xml", "word/footer.xml"])
def test_R54_a_number_is_caught_however_it_is_written(clean: tuple[FormData, bytes], text: str, part: str) -> None:
    data, content = clean
    for _time in range(4):  # what was met before is searched in another way
        assert columns(plant(text, part)(content), data) == {"联系电话"}


def test_R54_a_number_without_a_nought_is_caught_in_chinese_numerals(clean: tuple[FormData, bytes]) -> None:
    data, content = clean
    person = Person(id="1", name="甲", phone="13911112222")
    assert columns(plant("一三九一一一一二二二二")(content), data, person) == {"联系电话"}


@pytest.mark.parametrize("phone", ["138.2001.7788", "(138)20017788", "138－2001–7788", "13820017788/13911112222",
                                   "13911112222 13820017788", "一三八二〇〇一七七八八"])  # fmt: skip
def test_R54_however_the_roster_writes_a_number_it_is_caught(clean: tuple[FormData, bytes], phone: str) -> None:
    data, content = clean
    assert columns(plant("13820017788")(content), data, Person(id="1", name="甲", phone=phone)) == {"联系电话"}


@pytest.mark.parametrize(
    "text",
    ["一九七八年三月", "一九七八年三月九日", "一九七八 年 三 月 九 日", "壹玖柒捌年叁月", "一九七八年〇三月〇九日",
     "1978年三月", "生于一九七八年三月，", "１９７８年３月", "１９７８．０３", "１９７８－３－９"],
)  # fmt: skip
@pytest.mark.parametrize("part", ["word/document.xml", "word/footer.xml"])
def test_R54_a_birth_date_is_caught_in_words(clean: tuple[FormData, bytes], text: str, part: str) -> None:
    data, content = clean
    for _time in range(4):  # what was met before is searched in another way
        assert columns(plant(text, part)(content), data) == {"出生日期"}


@pytest.mark.parametrize(
    ("word", "date"),
    [("一九七〇年十月", "1970-10"), ("一九七○年十二月二十日", "1970-12-20"), ("二零零一年元月三十一日", "2001-01-31"),
     ("一九七零年拾壹月廿九日", "1970-11-29")],
)  # fmt: skip
def test_R54_every_month_is_caught_in_words(clean: tuple[FormData, bytes], word: str, date: str) -> None:
    data, content = clean
    person = Person(id="1", name="甲", birth=PartialDate.parse(date))
    assert columns(plant(word)(content), data, person) == {"出生日期"}


@pytest.mark.parametrize(
    "text",
    [
        "一九七八年",
        "一九七八年四月",
        "七八年三月",
        "二一九七八年三月",
        "一九七八年度三月",
        "三月九日",
        "一九七八年十十月",
        "一九七八年三个月",
    ],
)
def test_other_dates_in_words_are_no_false_alarm(clean: tuple[FormData, bytes], text: str) -> None:
    data, content = clean
    assert columns(plant(text)(content), data) == set()


@pytest.mark.parametrize(
    "text",
    [
        "138张2001元7788",
        "138、2001、7788",
        "138；2001；7788",
        "138</w:t></w:r></w:p><w:p><w:r><w:t>2001.7788",
        "一三八次二零零一年七七八八人",
        "138.2001.778",
    ],
)
def test_other_numbers_are_no_false_alarm(clean: tuple[FormData, bytes], text: str) -> None:
    data, content = clean
    assert columns(plant(text)(content), data) == set()


@pytest.mark.parametrize("text", ["13820017788", "20100417", "1978年3月", "１３８-２００１-７７８８", "138.2001.7788"])
def test_R54_a_value_split_over_runs_is_caught(clean: tuple[FormData, bytes], text: str) -> None:
    data, content = clean
    seam = '</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">'
    for place in range(1, len(text)):
        assert columns(plant(text[:place] + seam + text[place:])(content), data)


@pytest.mark.parametrize(
    "part",
    ["docProps/custom.xml", "docProps/core.xml", "word/comments.xml", "word/header9.xml", "customXml/item1.xml",
     "word/media/image1.png", "word/embeddings/old.bin", "20100417.xml"],
)  # fmt: skip
def test_R54_every_part_is_searched(clean: tuple[FormData, bytes], part: str) -> None:
    data, content = clean
    planted = edit(content, lambda _name, xml: xml, {part: b'<a b="13820017788">20100417</a>'})
    assert columns(planted, data) == {"联系电话", "学工号"}


def test_R54_a_document_inside_the_document_is_searched(clean: tuple[FormData, bytes]) -> None:
    data, content = clean
    inner = plant("13820017788")(content)
    planted = edit(content, lambda _name, xml: xml, {"word/embeddings/form.docx": inner})
    assert columns(planted, data) == {"联系电话"}


def test_R54_other_encodings_and_stored_parts_are_searched(clean: tuple[FormData, bytes]) -> None:
    data, content = clean
    wide = '<?xml version="1.0" encoding="UTF-16"?><a>13820017788</a>'.encode("utf-16")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in {**unzip(content), "word/comments.xml": wide}.items():
            archive.writestr(name, part)
    assert columns(buffer.getvalue(), data) == {"联系电话"}


def test_R54_free_text_fails_the_document_and_names_the_cell(press: Press) -> None:
    summary = (AspectText(id="a", number="一", title="参加情况", text="有事请打13820017788找我。"),)
    data = make_data(MemberForm, "plain").model_copy(update={"self_summary": summary, "birth": ""}).for_copy(PUBLIC)
    content = press.print("member", data, "public")
    with pytest.raises(RenderError) as caught:
        refuse_leaks(content, data, [MEMBER])
    assert "个人总结" in str(caught.value)
    assert "联系电话" in str(caught.value)
    assert caught.value.cure
    assert caught.value.problems[0].column == "个人总结"
    assert not any(value in repr((str(caught.value), caught.value.problems)) for value in PRIVATE)


def test_R54_what_the_copy_is_meant_to_show_is_no_leak(press: Press) -> None:
    person = StudentMember(id="2008310217", person_no="2008310217", name="周平", birth=PartialDate(1990, 2, 5))
    form = press.plugins.forms["student_member"].data
    data = make_data(form, "plain").model_copy(update={"student_no": "2008310217", "birth": PartialDate(1990, 2)})
    copy = Copy(label="系里存", shows=("name", "student_no"))
    listed = data.for_copy(copy)
    content = press.print("student_member", listed, "public")
    assert columns(content, listed, person) == set()
    assert columns(content, data.for_copy(PUBLIC), person) == {"学工号"}  # the public copy does not show it
    content = press.print("student_member", data, "public")
    assert columns(content, data, person) == set()
    assert columns(content, data.for_copy(PUBLIC), person) == {"学工号", "出生日期"}
    assert columns(plant("1990年2月5日")(content), data, person) == {"出生日期"}


@pytest.mark.parametrize(
    "value",
    ["", "无", "—", "123", "2010", "1978", "10205", "党支部书记", "教研室", "男", "1440", "00000000A"],
)
@pytest.mark.parametrize("field", ["person_no", "phone", "id_number", "address", "contact"])
def test_short_and_common_values_raise_no_false_alarm(clean: tuple[FormData, bytes], field: str, value: str) -> None:
    data, content = clean
    person = Resident(**{"id": "1", "name": "林静怡", "birth": PartialDate(1977, 3), field: value})
    assert columns(content, data, person) == set()


@pytest.mark.parametrize(
    "text",
    [
        "11978.03",
        "1978年",
        "1978年度",
        "1978.04",
        "1978年13",
        "19780",
        "197803091",
        "1978年</w:t></w:r></w:p><w:p><w:r><w:t>3月",
    ],
)
def test_other_dates_are_no_false_alarm(clean: tuple[FormData, bytes], text: str) -> None:
    data, content = clean
    assert columns(plant(text)(content), data) == set()


@pytest.mark.parametrize(("text", "leaks"), [("工号10205", True), ("第210205号", False), ("A10205", False)])
def test_a_short_number_counts_where_it_stands_alone(clean: tuple[FormData, bytes], text: str, leaks: bool) -> None:
    data, content = clean
    person = Person(id="10205", person_no="10205", name="林静怡")
    assert bool(columns(plant(text)(content), data, person)) is leaks


def test_two_numbers_side_by_side_are_not_a_third(clean: tuple[FormData, bytes]) -> None:
    data, content = clean
    person = Person(id="20102011", person_no="20102011", name="林静怡")
    assert columns(plant("2010-2011学年")(content), data, person) == set()


def test_a_ballot_may_say_when_people_of_one_name_joined(press: Press) -> None:
    old = Person(id="1", person_no="30001", name="王伟", joined_on=PartialDate(1985, 7, 1), birth=PartialDate(1960, 2))
    new = Person(id="2", person_no="30002", name="王伟", joined_on=PartialDate(2005, 7, 1), birth=PartialDate(1985, 7))
    data = make_data(press.plugins.forms["ballot_members"].data, "somebody")
    noted = data.model_copy(update={"items": (data.items[0].model_copy(update={"note": "1985.07入党"}),)})  # type: ignore[attr-defined]
    refuse_leaks(press.print("ballot_members", noted, "ballot"), noted, [old, new])
    spoilt = data.model_copy(update={"items": (data.items[0].model_copy(update={"note": "1960.02生"}),)})  # type: ignore[attr-defined]
    with pytest.raises(RenderError, match="出生日期"):
        refuse_leaks(press.print("ballot_members", spoilt, "ballot"), spoilt, [old, new])


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18) + b"x", b"\xff" * 400])
def test_what_cannot_be_searched_is_not_delivered(content: bytes, clean: tuple[FormData, bytes]) -> None:
    if content[:4] == b"PK\x05\x06":  # an empty container holds nothing
        assert find_leaks(content, list_protected(MEMBER, clean[0])) == []
        return
    with pytest.raises(RenderError):
        refuse_leaks(content, clean[0], [MEMBER])


def test_a_damaged_container_is_not_delivered(clean: tuple[FormData, bytes]) -> None:
    data, content = clean
    place = content.index(b"word/document.xml") + 40
    with pytest.raises(RenderError):
        refuse_leaks(content[:place] + bytes(200) + content[place + 200 :], data, [MEMBER])


@given(number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), before=st.text(max_size=20), after=st.text(max_size=20))
def test_a_phone_number_in_any_text_is_caught(number: str, before: str, after: str) -> None:
    person = Person(id="1", name="甲", phone=number)
    data = MemberForm(rectification=before + number + after)
    parts = {
        "word/document.xml": f"<w:t>{before.replace('<', '')}{number}{after.replace('<', '')}</w:t>".encode(
            "utf-8", "replace"
        )
    }
    assert find_leaks(parts, list_protected(person, data), data)


@pytest.mark.parametrize(
    ("field", "value", "planted"),
    [
        ("phone", "13820017788", "138 2001-7788"),
        ("phone", "13820017788", "１３８２００１７７８８"),
        ("person_no", "10205", "工号10205"),
        ("contact", "lin@example.edu", "lin@example.edu"),
        ("address", "友谊路甲乙丙丁", "天津友谊路甲乙丙丁三门"),
        ("birth", PartialDate(1978, 3), "1978年3月"),
    ],
)
def test_R54_what_stands_in_every_document_is_caught_however_often_it_was_met(
    clean: tuple[FormData, bytes], field: str, value: object, planted: str
) -> None:
    data, content = clean
    spoilt = plant(planted, "word/footer.xml")(content)
    other = Resident(id="1", name="别人", phone="13999999999", birth=PartialDate(1950, 1))
    person = Resident(**{"id": "2", "name": "林静怡", field: value})
    for _time in range(5):
        assert columns(spoilt, data, other) == set()
        assert columns(spoilt, data, person)

"""Form 2, 党员在…中接受领导点评登记表 (R14, R17, R30, R54): one page where the text allows, and its variants."""

from __future__ import annotations

from pingyi_forms.drawing.blocks import (
    WIDTH,
    Box,
    Element,
    Row,
    down,
    label,
    loop,
    paragraph,
    row,
    signature,
    table,
    under,
    value,
    writing,
)
from pingyi_forms.drawing.package import pack
from pingyi_forms.drawing.sections import ASPECT, DATE, SIDE, draw_closing, draw_summary, draw_title
from pingyi_forms.drawing.styles import LARGE

# edges of the cells in the rows about a person: they hold 2010.05.20, 维吾尔族 and 出生年月 in the large type as well
_A, _B, _C, _D, _E, _F = 63, 80.5, 90, 113, 138, 156
_SUMMARY = "个　人　总　结"
_SIGN = "本人签名：　　　　　　　"


def _draw_person(height: float, last: tuple[Box, Box]) -> list[Row]:
    first = row(
        height,
        label(ASPECT, "姓　名"), value(_A, "{{ name }}"), label(_B, "性　别"), value(_C, "{{ sex }}"),
        label(_D, "出生年月"), value(_E, "{{ birth }}"), label(_F, "民　族"), value(WIDTH, "{{ ethnicity }}"),
    )  # fmt: skip
    second = row(
        height,
        label(ASPECT, "入党时间"), value(_A, "{{ joined_on }}"), label(_C, "人员类别"), value(_D, "{{ membership }}"),
        *last,
    )  # fmt: skip
    return [first, second]


def _draw_branch() -> tuple[Box, Box]:
    return label(_E, "所　在\n党支部"), value(WIDTH, "{{ branch_name }}")


def _draw_post(end: float) -> tuple[Box, Box]:
    return label(ASPECT, "{{ post_line_label }}", style="FormAspect"), value(end, "{{ post_line }}")


def _draw_comment(side: Box, who: str, name: str, height: float) -> list[Row]:
    reviewer = down(ASPECT, who, style="FormAspect")
    return [
        row(height, side, reviewer, writing(WIDTH, name, "{{ " + name + " }}", signed=True)),
        row(8, under(side), under(reviewer), signature(WIDTH, "签名：　　　　　　　" + DATE)),
    ]


def _draw_comments(height: float) -> list[Row]:
    side = down(SIDE, "领 导 点 评", vertical=True)
    second = _draw_comment(under(side), "{{ second_reviewer }}", "comment_committee", height)
    return [
        *_draw_comment(side, "{{ first_reviewer }}", "comment_secretary", height),
        *loop([under(side)], "if second_reviewer", second, "endif"),
    ]


def _draw_grade(height: float) -> Row:
    return row(
        height,
        label(ASPECT, "民主评议等次"), value(_C, "{{ grade }}", name="grade"),
        label(_D, "党支部\n（盖章）"), value(WIDTH, ""),
    )  # fmt: skip


def _draw_form(rows: list[Row]) -> list[Element]:
    return [
        *draw_title("党员在{{ activity }}中接受领导点评登记表", right="{{ copy_label }}"),
        table(rows),
        paragraph("FormNote", "{{ copies_note }}"),
    ]


def draw_member() -> bytes:
    """Make the form of the members of faculty and office branches."""
    rows = [
        *_draw_person(11.5, _draw_branch()),
        row(11.5, *_draw_post(WIDTH)),
        *draw_summary(_SUMMARY, 17, _SIGN),
        *_draw_comments(20),
        _draw_grade(11.5),
        *draw_closing(rectification=15, follow_up=11, pledges=15),
    ]
    return pack(_draw_form(rows))


def draw_student_member() -> bytes:
    """Make the students' form; their number has a cell of its own, which the public copy leaves empty (Q8)."""
    rows = [
        *_draw_person(10, (label(_E, "培养层次"), value(WIDTH, "{{ degree_level }}"))),
        row(
            10,
            label(ASPECT, "学　号"), value(_C, "{{ student_no }}"),
            label(_D, "毕业年月"), value(_E, "{{ graduates_on }}"),
            label(_F, "年　级"), value(WIDTH, "{{ grade_year }}"),
        ),
        row(11.5, *_draw_post(_D), *_draw_branch()),
        *draw_summary(_SUMMARY, 15.5, _SIGN),
        *_draw_comments(20),
        _draw_grade(11.5),
        *draw_closing(rectification=15, follow_up=11, pledges=15),
    ]  # fmt: skip
    return pack(_draw_form(rows))


def draw_retired_member() -> bytes:
    """Make the form of the retired: larger type on two pages, how they were visited, who signed (R43)."""
    visit = [
        row(
            12,
            label(ASPECT, "点评时间"), value(_C, "{{ visit_held_on }}", name="visit_held_on"),
            label(_D, "走访人"), value(WIDTH, "{{ visitors }}", name="visitors"),
        ),
        row(12, label(ASPECT, "点评地点"), value(WIDTH, "{{ visit_place }}", name="visit_place")),
    ]  # fmt: skip
    return _draw_retired(visit, 54)


def draw_retired_visit() -> bytes:
    """Make the variant for those who are visited at home: how many visitors there must be, and who signed."""
    visit = [
        row(
            12,
            label(ASPECT, "走访时间"), value(_C, "{{ visit_held_on }}", name="visit_held_on"),
            label(_D, "走访地点"), value(WIDTH, "{{ visit_place }}", name="visit_place"),
        ),
        row(
            12,
            label(ASPECT, "走访人\n（签名）"), value(_C, "{{ visitors }}", name="visitors"),
            label(_D, "走访人数"),
            value(WIDTH, "{% if visitors_needed %}不少于{{ visitors_needed }}人{% endif %}"),
        ),
    ]  # fmt: skip
    return _draw_retired(visit, 54)


def _draw_retired(visit: list[Row], comments: float) -> bytes:
    rows = [
        *_draw_person(13, _draw_branch()),
        row(13, *_draw_post(_D), label(_E, "退休时间"), value(WIDTH, "{{ retired_line }}")),
        row(15, label(ASPECT, "点评方式"), value(WIDTH, tick_methods(), name="visit_method", style="FormChoice")),
        *visit,
        *draw_summary(
            _SUMMARY, 28, _SIGN,
            label(ASPECT, "签名方式"), value(_D, tick_signatures(), name="signature_mode"),
            label(_E, "代签人"), value(WIDTH, "{{ proxy }}", name="proxy"),
        ),
        *_draw_comments(comments),
        _draw_grade(14),
        *draw_closing(rectification=31, follow_up=20, pledges=34, oral=True),
    ]  # fmt: skip
    return pack(_draw_form(rows), scale=LARGE)


def tick_methods() -> str:
    """The methods for ticking; another one is written after 其他, since the list is open (R43)."""
    one = "{% if choice == visit_method %}√{% else %}□{% endif %}{{ choice }}　"
    other = "{% if visit_method and visit_method not in visit_choices %}√其他：{{ visit_method }}"
    return "{% for choice in visit_choices %}" + one + "{% endfor %}\n" + other + "{% else %}□其他：{% endif %}"


def tick_signatures() -> str:
    """The three ways of signing, for ticking."""
    return "　".join(
        f"{{% if signature_mode in ('{mode}', '{mode}签名') %}}√{{% else %}}□{{% endif %}}{mode}"
        for mode in ("本人", "代签", "口头")
    )

"""Rosters as other systems export them: other headers, other orders, other habits, other faults."""

from __future__ import annotations

from collections.abc import Callable

from roster_kit import find, list_errors

from pingyi.model.fields.dates import PartialDate
from pingyi.model.people.person import Membership
from pingyi.roster import Roster

Read = Callable[..., Roster]


def test_a_registration_form_of_the_retired_with_codes_in_its_headers(read: Read) -> None:
    header = (
        "序号", "姓名", "性别", "身份证号码", "民族", "出生年月", "学历", "人员类别(1正式党员)",
        "目前所在党支部", "入党日期",
        "转正日期", "工作单位及职务", "党籍状态(1正常 0不正常)", "现任党内职务", "月应缴纳党费（元）", "党费缴至年月",
        "是否为失联党员", "是否为流动党员", "离退休时间", "身体状况",
    )  # fmt: skip
    rows = [
        ("离退休党总支党员基本情况登记表",),
        ("填报单位（盖章）：", None, None, None, None, "填报时间：2010年12月20日"),
        header,
        (1, "周 桂 兰", "女", None, "汉", 193805, "高中", 1, "离退休第一党支部", "1960.07", "1961.07",
            "后勤处工人", 1, None, 5, "2010.12", 0, 0, "1993.05", "行动不便"),
        (2, "吴德海", "男", None, "汉族", 19351112, "大专", 1, "离退休第一党支部", 19560301, 19570301,
            "原教务处副处长", 1, "支部书记", 5, "2010.12", 0, 0, "1995年11月", "良好"),
        (3, "郑玉珍", "女", None, "满", "1941年2月", "本科", 1, "离退休第二党支部", "1974/6", "1974/6",
             "教授", 0, "支委", 5, "2010.12", 0, 1, "2001.02", "独居"),
        (None, "小计", None, 3),
        ("填表人：李明", None, None, None, None, None, "联系电话：022-12345678"),
    ]  # fmt: skip
    roster = read({"Sheet1": rows})
    assert list_errors(roster) == []
    people = {person.name: person for person in roster.people.values()}
    assert list(people) == ["周桂兰", "吴德海", "郑玉珍"]
    assert people["吴德海"].birth == PartialDate(1935, 11, 12)
    assert people["周桂兰"].ethnicity == "汉族"
    assert people["吴德海"].education == "大学专科"
    assert {person.membership for person in people.values()} == {Membership.FULL}
    assert {person.branch_type for person in people.values()} == {"retired"}
    assert people["周桂兰"].model_dump()["health"] == "行动不便"
    first = roster.organisations["离退休第一党支部"]
    assert first.secretary is not None
    assert first.secretary.person_id == people["吴德海"].id
    assert find(roster, "probation-short") == []  # there was none in 1974


def test_an_export_with_two_number_columns_and_joined_posts(read: Read) -> None:
    header = (
        "工作证号", "学号", "姓名", "编制类别", "人员分类", "人员状态", "性别", "出生日期", "年龄",
        "民族", "政治面貌", "所属党委",
        "所在党支部", "所在单位", "入党时间", "转正时间", "党内职务", "专业技术职务", "行政职务",
        "学历", "手机号码", "备注1", "备注2",
    )  # fmt: skip
    rows = [
        header,
        ("T0012", None, "冯敏", "事业编制", "在职教职工", "在岗", "女", "1975-08-09", 35, "汉族",
            "中共党员", "外语学院党委", "外语学院教工第一党支部", "外语学院", "1998-06-12", "1999-06-12",
            "支部书记、组织委员", "副教授", "副院长", "研究生", "13800000001", "援疆", "2009年"),
        (None, "08033101", "何磊", None, "本科生", "在读", "男", "1989-01-02", 21, "汉族",
            "中共预备党员", "外语学院党委", "外语学院学生党支部", "外语学院", "2010-05-20", None, None,
            None, "班长", "本科在读", "13800000002", None, None),
        (None, "08033102", "许薇", None, "本科生", "在读", "女", "1989-01-05", 21, "汉族", "共青团员",
            "外语学院党委", "外语学院学生党支部", "外语学院", None, None, None, None, None, "本科在读",
            None, None, None),
        ("T0099", None, "罗成", "事业编制", "离退休教职工", "退休", "男", "1945-03-01", 65, "回族",
            "中共党员", "外语学院党委", "外语学院教工第一党支部", "外语学院", "1970-01-05", "1970-01-05",
            None, "教授", None, "大学", None, None, None),
    ]  # fmt: skip
    roster = read({"教职工学生党员": rows})
    assert list_errors(roster) == []
    assert list(roster.people) == ["T0012", "08033101", "T0099"]
    feng = roster.people["T0012"]
    assert (feng.post, feng.remark, feng.party_posts) == ("副院长、副教授", "援疆；2009年", ("支部书记", "组织委员"))
    assert [person.branch_type for person in roster.people.values()] == ["faculty", "student", "retired"]
    assert roster.people["08033101"].membership is Membership.PROBATIONARY
    assert [problem.row for problem in find(roster, "not-a-member")] == [4]
    assert roster.organisations["外语学院党委"].kind.value == "党总支"


def test_a_company_style_import_with_stars_and_short_words(read: Read) -> None:
    header = (
        "姓名*",
        "员工工号*",
        "身份证号*",
        "性别",
        "出生日期",
        "所属党组织名称*",
        "预/正",
        "接收预备党员日期",
        "正式转正日期",
        "党龄(年)",
    )
    rows = [
        header,
        ("必填", "必填", "必填", "选填", "选填", "必填", "必填", "选填", "选填", "选填"),
        ("秦岚", "0007", None, "2", "1980-2-3", "行政机关党支部", "正式", "2001-07-01", "2002-07-01", 9),
        ("尤勇", "0008", None, "1", "1981-12-03", "行政机关党支部", "预备", "2010-07-01", "-", 0),
        ("孔亮", "0009", None, "1", "0000-00-00 00:00:00", "行政机关党支部", "正式", "2001-07-01", "2002-07-01", 9),
        ("正式", "0010", None, "1", "1981-12-03", "正式党员", "行政机关党支部", "2001-07-01", "2002-07-01", 9),
    ]  # fmt: skip
    roster = read({"Sheet0": rows})
    assert list(roster.people) == ["0007", "0008"]
    assert [person.sex for person in roster.people.values()] == ["女", "男"]
    assert list_errors(roster) == [(5, "date-impossible"), (6, "membership-unknown")]


def test_a_village_style_list_with_grouped_headers_and_repeated_pages(read: Read) -> None:
    upper = ("序号", "基本信息", None, None, None, "党籍", None, None, None)
    lower = ("", "姓名", "性别", "民族", "生日", "党支部", "党员类型", "加入党组织时间", "成为正式党员时间")
    rows = [
        ("某某镇党员名册（第一页）",),
        upper,
        lower,
        ("一", "潘春", "男", "汉", "78.2", "第一支部", "正式", "1999.3", "2000.3"),
        ("二", "潘夏", "女", "汉", "1980.2", "第一支部", "正式", "1999.3", "2000.3"),
        upper,
        lower,
        ("三", "潘秋", "男", "汉", "1981.2", "第二支部", "正式", "2001.3", "2002.3"),
        ("制表人：某某", None, None, None, None, "共 3 人"),
    ]
    roster = read({"名册": rows})
    assert [person.name for person in roster.people.values()] == ["潘夏", "潘秋"]
    assert list_errors(roster) == [(4, "date-impossible")]
    assert {item.kind.value for item in roster.organisations.values()} == {"党委", "直属党支部"}


def test_headers_that_are_unknown_are_decided_by_values_or_listed_once(read: Read) -> None:
    header = ("证号", "党员姓名", "属性", "男女", "归属支部", "入党年月", "血型")
    rows = [
        header,
        ("1", "史一", "正式党员", "男", "甲党支部", "1990.01", "A"),
        ("2", "史二", "预备党员", "女", "甲党支部", "2010.01", "B"),
    ]
    roster = read({"党员": rows})
    assert [problem.row for problem in find(roster, "no-branch-column")] == [1]
    decided = {problem.column: problem.message for problem in find(roster, "column-decided")}
    assert set(decided) == {"属性", "男女"}
    (unused,) = find(roster, "columns-unused")
    assert unused.message == "These columns are not used: 证号、归属支部、血型."
    assert list_errors(roster) == [(1, "no-branch-column")]

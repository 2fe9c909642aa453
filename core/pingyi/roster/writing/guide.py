"""The sheet 填写说明 of our own workbook. It is Chinese whatever the language, like the workbook itself."""

from __future__ import annotations

from collections.abc import Iterator

from pingyi.roster.columns.field import Field, SheetKind, ValueKind

INTRODUCTION = (
    "填写说明",
    "1. 在“党员”表中每人填一行；标 * 的列必填，其他列能填则填。列的顺序可以调换，也可以增加其他列。",
    "2. 在“组织”表中每个党组织填一行：先填党委，再填各党总支、直属党支部和党支部；书记、委员填姓名，多人用顿号隔开。",
    "3. 姓名相同的人，在姓名后用括号注明学工号，例如：张三（20100001）。",
    "4. 各列都已设为文本格式。学工号、电话等号码请按文本录入，以免丢失开头的0或末尾的数字。",
    "5. 日期写成 2010-07-01；只知道月份的写成 2010-07。",
    "6. “总结”“点评”“承诺”“走访”“会议”五张表可以先不填；填写以后再次生成各种表格，内容会自动填入。",
    "7. 填好后运行 pingyi check，程序会指出每一处问题所在的行和列，以及如何修改。",
)
ABOUT = {
    SheetKind.MEMBERS: "每名党员一行",
    SheetKind.ORGANISATIONS: "每个党组织一行",
    SheetKind.LEADERS: "每名党员校领导一行",
    SheetKind.SUMMARIES: "每名党员或每个党组织一行，每个方面一列",
    SheetKind.COMMENTS: "每条点评一行；对象为党组织时，“点评对象类别”填“党组织”或“书记”",
    SheetKind.PLEDGES: "每名党员或每个党组织一行；多项承诺在单元格内换行",
    SheetKind.VISITS: "每次走访（慰问、座谈、电话等）一行",
    SheetKind.MEETINGS: "每次述职评议会、专题组织生活会一行；请假、缺席和不计应到的人，在姓名后用括号写明原因",
}
TABLE_HEADER = ("工作表", "列", "是否必填", "填写内容", "可选值")
_HOW = {
    ValueKind.DATE: "日期，例如 2010-07-01 或 2010-07",
    ValueKind.FLAG: "是或否",
    ValueKind.LIST: "可填多个，用顿号隔开",
    ValueKind.CODE: "按文本录入",
}


def list_guide_rows(kind: SheetKind, fields: list[Field]) -> Iterator[tuple[str, ...]]:
    """Yield one line of the table of columns for each column of a sheet."""
    for position, field in enumerate(fields):
        sheet = f"{kind.value}（{ABOUT[kind]}）" if position == 0 else ""
        yield (
            sheet,
            field.column.title,
            "必填" if field.required else "",
            explain(field),
            "、".join(field.column.values),
        )


def explain(field: Field) -> str:
    """How one column is filled."""
    example = f"例如 {field.column.example}" if field.column.example and field.kind is not ValueKind.DATE else ""
    return "；".join(part for part in (_HOW.get(field.kind, ""), example) if part)

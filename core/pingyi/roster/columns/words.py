"""The words that rosters use for one thing, and which of them mean the same."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pingyi.model.people.person import Membership

EMPTY_MARKS = frozenset(
    {
        "-", "--", "—", "——", "－", "/", "／", "\\", "无", "（无）", "(无)", "空", "暂无", "空缺",
        "暂缺", "待定", "N/A", "n/a", "#N/A", "NULL",
        "null", "None",
    }
)  # fmt: skip
"""What people write into a cell that they mean to leave empty."""

YES = frozenset({"是", "1", "1.0", "Y", "y", "YES", "Yes", "yes", "TRUE", "True", "true", "√", "✓", "✔", "有", "对"})
NO = frozenset({"否", "0", "0.0", "N", "n", "NO", "No", "no", "FALSE", "False", "false", "×", "✗", "没有", "不是"})

SEXES: Mapping[str, str] = {
    "男": "男", "男性": "男", "M": "男", "m": "男", "女": "女", "女性": "女", "F": "女", "f": "女",
}  # fmt: skip

MEMBERSHIPS: Mapping[str, Membership] = {
    **dict.fromkeys(
        ("正式党员", "正式", "中共党员", "党员", "中共正式党员", "中国共产党党员", "中共党员（正式）"), Membership.FULL
    ),
    **dict.fromkeys(
        ("预备党员", "预备", "中共预备党员", "预备期党员", "中国共产党预备党员", "中共党员（预备）"),
        Membership.PROBATIONARY,
    ),
}
NOT_MEMBERS = frozenset(
    {
        "入党积极分子", "积极分子", "发展对象", "入党申请人", "申请人", "入党申请者", "共青团员", "团员", "群众",
        "民革党员", "民盟盟员", "民建会员", "民进会员", "农工党党员", "致公党党员", "九三学社社员", "台盟盟员",
        "无党派人士", "无党派", "非党员",
    }
)  # fmt: skip

STATUS_LEFT = frozenset(
    {
        "已转出", "转出", "组织关系已转出", "去世", "已去世", "死亡", "逝世", "退党", "开除", "开除党籍", "除名",
        "自行脱党", "停止党籍", "停止", "历史", "历史党员", "已减员", "减员", "注销", "已注销",
        "取消预备党员资格", "出党",
    }
)  # fmt: skip
"""Values of a status column that say somebody is no longer a member here."""
STATUS_WORDS = STATUS_LEFT | {"正常", "不正常", "暂留", "在册", "正常在册", "保留党籍", "恢复党籍", "转入", "新转入"}

PERSON_KIND_PARTS = (
    "教职工",
    "教工",
    "本科生",
    "研究生",
    "硕士生",
    "博士生",
    "学生",
    "离休",
    "退休",
    "教师",
    "干部",
    "工人",
)

_ETHNIC_GROUPS = (
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 景颇 "
    "柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 裕固 京 "
    "塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNICITIES = frozenset(f"{group}族" for group in _ETHNIC_GROUPS.split()) | {"穿青人", "其他", "外国血统中国籍人士"}

EDUCATIONS: Mapping[str, str] = {
    "本科": "大学本科", "大本": "大学本科", "大学": "大学本科", "专科": "大学专科", "大专": "大学专科",
    "中专": "中等专科", "硕士": "硕士研究生", "博士": "博士研究生",
}  # fmt: skip

REQUIRED_MARKS = frozenset(
    {"必填", "选填", "可填", "必选", "非必填", "必填项", "选填项", "*必填", "（必填）", "(必填)", "(选填)"}
)
TOTAL_MARKS = ("合计", "总计", "小计", "共计", "总人数", "累计")
NOTE_START = re.compile(
    r"注[：:\d意 ]|说明[：:]|备注[：:]|填表|制表|审核|填报|单位(?:名称|负责人|盖章)?[：:（(]|负责人|联系人|日期[：:]"
    r"|[（(]?盖章|签字|第\s*\d+\s*页|共\s*\d+|温馨提示|提示[：:]|以上|以下|请"
)
SIGNATURE_START = re.compile(
    r"(?:单位)?(?:制表|填表|填报|填写|审核|审批|复核|核对|校对|经办|统计|汇总|报送|上报|负责|主管|联系|单位)"
    r"(?:人员?|者|名称|单位|部门|领导|日期|时间|意见|电话|方式)?(?:[（(][^）)]*[）)])?[：:]"
    r"|(?:电话|日期|时间|部门)[：:]|[^：:]{0,12}(?:签字|签名|签章|盖章|公章)[）)]?[：:]"
    r"|(?P<note>(?:注|备注|附注|说明|注意事项)\d*[：:])"
)
"""Labels in a line of signatures, and, as `note`, those that members' own cells begin with too."""
NOT_MEMBER_SHEETS = ("积极分子", "发展对象", "申请人", "团员", "转出", "历史党员", "减员", "去世", "群众")
"""Parts of the names of sheets that list other people."""
SAMPLE_MARKS = ("示例", "样例", "例：", "例:", "例如", "举例")

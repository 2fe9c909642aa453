"""What the forms in the pictures say. All people, places and deeds are invented."""

from __future__ import annotations

import itertools

from pingyi import AspectText, BallotItem, PartialDate, Settings
from pingyi.model.papers.tally_forms import TallyGroup, TallyRow

_SETTINGS = Settings()
_COMMON = {
    "institution": "滨海职业技术师范大学",
    "activity": _SETTINGS.campaign.activity,
    "year": 2010,
    "doc_number": "滨职大党发〔2010〕6号",
}
_COPIES = "注：此表一式三份，本人存一份，党组织存一份，公示一份。"


def _summary(aspects: tuple, *texts: str) -> tuple[AspectText, ...]:
    texts = texts or ("",) * len(aspects)
    return tuple(
        AspectText(id=aspect.id, number=number, title=aspect.title, text=text)
        for aspect, number, text in zip(aspects, "一二三四五六"[: len(texts)], texts, strict=True)
    )


_MEMBER = dict(
    **_COMMON,
    name="林静怡",
    sex="女",
    birth=PartialDate(1978, 3),
    ethnicity="汉族",
    joined_on=PartialDate(2001, 6),
    membership="正式党员",
    branch_name="机械工程学院教工第一党支部",
    post_line="机械工程学院 机电系副主任、副教授",
    self_summary=_summary(
        _SETTINGS.aspects.member,
        "按时参加支部组织生活12次，带头学习党的十七届五中全会精神并作专题发言1次；参加“我为学院发展献一策”活动，"
        "提出实训室开放管理建议3条，其中2条已被采纳。",
        "承担“机械设计基础”等3门课程教学，全年授课312学时，学生评教均为优秀；指导学生参加省级机械创新设计大赛，获一等奖1项。"
        "主持校级教改课题1项，发表论文2篇。",
        "公开承诺3项：每周答疑不少于2次、与2名学习困难学生结对、完成实训指导书编写，现已全部兑现。不足是到企业调研时间偏少。",
        "联系学生宿舍1个、困难学生2名，帮助其顺利通过补考；利用周末为青年教师讲授公开课4次，为合作企业解决工艺难题1个。",
    ),
    comment_secretary="该同志政治立场坚定，教学工作扎实，公开承诺兑现及时，关心学生成长，在青年教师中有较好的示范作用。"
    "希望今后多深入企业一线，把生产实际问题带进课堂，并主动承担支部宣传工作。",
    second_reviewer="党总支委员",
    comment_committee="同意支部书记的点评意见。林静怡同志立足本职、争创一流，在专业建设中作用突出。建议进一步加强理论学习，带好教学团队。",
    grade="优秀",
    rectification="下学期到合作企业实践不少于20天，每月到学生宿舍走访1次，收集意见并在一周内答复。",
    next_commitments=(
        "编写校企合作教材1部，年底前交付使用；",
        "结对帮助学习困难学生3名；",
        "每学期开设公开课2次，听取同行意见。",
    ),
    copy_label="党组织存",
    copies_note=_COPIES,
)

_KNOWN = ("name", "sex", "birth", "ethnicity", "joined_on", "membership", "branch_name", "post_line", "second_reviewer")
_BLANK = {
    **_COMMON,
    **{name: _MEMBER[name] for name in _KNOWN},
    "self_summary": _summary(_SETTINGS.aspects.member),
    "copy_label": "本人存",
    "copies_note": _COPIES,
}

_STUDENT = dict(
    **_COMMON,
    name="古丽娜尔",
    sex="女",
    birth=PartialDate(1989, 11),
    ethnicity="维吾尔族",
    joined_on=PartialDate(2010, 5, 20),
    membership="预备党员",
    branch_name="信息工程学院本科生第二党支部",
    post_line="软件工程专业2008级2班 学习委员",
    student_no="2008310217",
    degree_level="本科生",
    grade_year="2008级",
    graduates_on=PartialDate(2012, 7),
    self_summary=_summary(
        _SETTINGS.aspects.member,
        "参加支部学习9次，撰写思想汇报4篇；担任新生入党启蒙教育讲解员，为两个班级宣讲五中全会精神。",
        "上学年综合测评班级第二，无不及格科目；参加大学生程序设计竞赛获二等奖，坚持晚自习带头签到。",
        "承诺帮助2名同学提高编程成绩、每周参加宿舍卫生值日，均已兑现；承诺读完理论书籍3本，已读完2本，本月内完成。",
        "加入“红石榴”志愿服务队，累计服务36小时；担任班级学习小组组长，整理复习资料5份，及时向辅导员反映同学意见。",
    ),
    comment_secretary="学习勤奋，热心公益，能主动团结各民族同学。希望继续加强理论学习，按期完成读书承诺，在宿舍和班级中更好地发挥作用。",
    second_reviewer="党总支委员",
    comment_committee="该同志入党以来进步明显。希望在毕业设计和实习中严格要求自己，以正式党员标准争取按期转正。",
    grade="不评定等次",
    rectification="制订每月读书计划，交学习笔记；主动参加支部工作，争取承担一次主题党日组织任务。",
    next_commitments=("结对帮助低年级同学2名；", "全年志愿服务不少于40小时。"),
    copy_label="党组织存",
    copies_note=_COPIES,
)

_RETIRED = dict(
    **_COMMON,
    name="沈国栋",
    sex="男",
    birth=PartialDate(1931, 9),
    ethnicity="汉族",
    joined_on=PartialDate(1956, 7, 1),
    membership="正式党员",
    branch_name="离退休第三党支部",
    post_line="教务处 处长",
    retired_line="1992.10（退休）",
    visit_method="走访",
    visit_held_on=PartialDate(2011, 1, 5),
    visit_place="家中",
    visitors="赵明远、周惠",
    signature_mode="本人",
    oral_commitment=True,
    self_summary=_summary(
        _SETTINGS.aspects.member,
        "坚持读报、收看新闻，了解党的十七届五中全会精神；身体允许时参加支部座谈2次。",
        "把几十年教学管理笔记整理成册，送给教务处青年同志参考。",
        "口头承诺“做一名健康向上的老党员”，坚持锻炼，不给组织添麻烦。",
        "与两名青年教师保持电话联系，谈心交流，关心他们的成长；为楼栋邻里调解矛盾1次。",
    ),
    comment_secretary="沈老离岗不离党，关心学校发展，热心帮助青年人，是我们学习的榜样。祝愿老同志保重身体，支部将每季度上门看望。",
    second_reviewer="党总支委员",
    comment_committee="老同志党性强、觉悟高。今后支部要把学习材料按时送到家中，多听取老同志的意见。",
    grade="优秀",
    rectification="支部每季度走访一次，送学上门，并解决大字版学习材料问题。",
    next_commitments=("坚持学习，关心学校；", "每月与青年教师通一次电话。"),
    copy_label="党组织存",
    copies_note=_COPIES,
)
_RETIRED_VISIT = {**_RETIRED, "visitors_needed": 2, "signature_mode": "代签", "proxy": "沈小明"}

_ORGANISATION = dict(
    **_COMMON,
    org_name="机械工程学院教工第一党支部",
    org_kind="党支部",
    branch_type="在职教职工党支部",
    secretary_name="高志强",
    member_total=23,
    probationary_total=2,
    parent_org="机械工程学院党总支",
    contact_leader="王建国、李春梅",
    self_summary=_summary(
        _SETTINGS.aspects.organisation,
        "成立活动小组，制订实施方案和时间表，召开支部大会动员2次；以“创先争优、服务教学”为主题开展组织生活10次，党员参加率97%。"
        "设立党员先锋岗6个，活动情况每月在公开栏通报；支部书记带头讲党课2次，并与每名党员谈心一次以上，形成了人人参与、比学赶帮的氛围。",
        "围绕学院专业建设和教学评估任务，组织党员承担国家级特色专业申报、3门精品课程建设；党员教师人均授课286学时，"
        "评教优秀率达82%，教学评估整改任务如期完成；组建由7名党员牵头的实训教学团队，编写校本教材4部，获校级教学成果一等奖1项。",
        "支部公开承诺8项，已兑现7项，“实训室全天开放”因设备搬迁推迟到下学期。党员个人承诺69项，兑现率96%，结果两次公示。"
        "对未兑现的3项逐项说明原因并商定了完成时间，接受师生监督。",
        "建立党员联系学生宿舍、联系企业制度，结对帮助困难学生31名，解决实训材料、自习场地等问题12件；组织技术服务队到企业8次，"
        "解决技术难题5个；设立意见箱，对收到的意见做到件件有答复，服务对象满意率达95%。",
        "支部委员分工明确，坚持谈心谈话，全年谈心46人次；培养入党积极分子5名，发展党员2名；开展师德讲座3次，一名党员获市级优秀教师。"
        "不足之处是青年党员承担支部工作偏少，组织生活的形式还不够丰富，下一步将实行委员轮值主持制度。",
        "与工会、共青团组织联合举办青年教师讲课比赛、趣味运动会，吸收群众代表参加评议，征集意见27条，采纳19条；"
        "党员与群众结成互助对子15对，共同完成2个实训室的改造，工会小组被评为学校先进职工小家。",
    ),
    comment_on_org="机械工程学院教工第一党支部创先争优活动组织有力，主题鲜明，能够把活动与专业建设、教学评估紧密结合，党员先锋岗和结对帮扶取得实效，"
    "承诺兑现率高，群众反映好。存在的主要问题是个别承诺事项受条件限制未能按期完成，组织生活形式还不够丰富。"
    "希望支部抓紧兑现实训室开放承诺，进一步总结推广联系企业的好经验，在建设学习型党组织方面走在前列。",
    comment_on_secretary="高志强同志认真履行第一责任人职责，带头学习、带头承诺、带头践诺，善于做思想工作，支部班子团结。"
    "希望今后加强对青年党员的培养，大胆放手让支部委员开展工作，多到学生支部交流。",
    method="会议集中点评",
    held_on=PartialDate(2011, 1, 6),
    place="机械楼报告厅",
    reviewers="王建国（副校长）、孙立新（党总支书记）",
    evaluation_result="发出评议表42张，收回42张，其中有效票41张：好36票，较好4票，一般1票，差0票。",
    rectification="1月底前完成实训室设备搬迁并全天开放；每学期开展现场组织生活不少于2次；建立青年党员导师制。",
    next_commitments=(
        "实训室每周开放不少于60学时，方便学生自主练习；",
        "党员教师每人结对帮助1名困难学生；",
        "完成2门精品课程建设，服务企业10家。",
    ),
)

_GRADES = _SETTINGS.grades.organisation
_BALLOT = dict(
    **_COMMON,
    subject="机械工程学院教工第一党支部",
    grades=_GRADES,
    voter_categories=("党员", "群众代表", "学生代表"),
    items=tuple(
        BallotItem(number=number, text=text)
        for number, text in enumerate([*(item.title for item in _SETTINGS.aspects.organisation), "总体评价"], 1)
    ),
)
_NAMES = (
    "丁文博", "马晓燕", "王建国", "王　磊", "方思远", "石国庆", "叶秋实", "冯丽华", "吕志刚", "朱永红", "刘海涛",
    "孙美玲", "李春梅", "李　想", "杨立新", "吴佩珊", "何　川", "张瑞雪", "陈家栋", "林静怡",
)  # fmt: skip
_MEMBERS = dict(
    **_COMMON,
    subject="机械工程学院教工第一党支部全体正式党员",
    grades=_SETTINGS.grades.member,
    items=tuple(BallotItem(number=number, text=name) for number, name in enumerate(_NAMES, 1)),
)

_TALLY = dict(
    **_COMMON,
    org_name="机械工程学院教工第一党支部",
    attendance="应到48人，实到44人；",
    papers="发出评议表44张，收回42张，其中有效票41张，无效票1张，弃权票0张，未收回2张。",
    basis="注：得票率以参加评议人数为分母，保留两位小数，末项倒挤，弃权、无效和未收回的不计入各等级；未划“√”的一行计为弃权。",
    counters="刘海涛、孙美玲",
    supervisors="方思远",
)


def _tally_row(number: int, text: str, votes: tuple[int, ...], blank: int, *more: str) -> TallyRow:
    shares = tuple(f"{count}\n{count * 100 / 44:.2f}%" if count else "0" for count in votes)
    satisfied = f"{sum(votes[:3]) * 100 / 44:.2f}%"
    return TallyRow(number=str(number), text=text, cells=(*shares, str(blank), "1", satisfied, *more))


_ITEMS = [*(item.title for item in _SETTINGS.aspects.organisation), "总体评价"]
_VOTES = ((35, 5, 1, 0), (33, 6, 2, 0), (30, 8, 2, 1), (36, 4, 1, 0), (31, 7, 2, 0), (34, 5, 0, 0), (36, 4, 1, 0))
_TALLY_ORGANISATION = dict(
    **_TALLY,
    columns=(*_GRADES, "弃权", "无效", "满意率"),
    groups=(
        TallyGroup(
            title="合计：收回42张",
            rows=tuple(
                _tally_row(number, text, votes, 41 - sum(votes))
                for number, (text, votes) in enumerate(zip(_ITEMS, _VOTES, strict=True), 1)
            ),
        ),
        TallyGroup(title="学生：收回3张（少于5张，得票情况不公布）"),
    ),
)
_VERDICTS = ("合格", "优秀", "合格", "合格", "优秀", "合格", "合格", "合格", "基本合格", "合格")
_TALLY_MEMBERS = dict(
    **_TALLY | {"basis": f"{_TALLY['basis']}评定等次由支部根据评议和日常表现确定，不由票数直接得出。"},
    columns=(*_GRADES, "弃权", "无效", "满意率", "支部评定"),
    groups=(
        TallyGroup(
            title="合计：收回42张",
            rows=(
                *(
                    _tally_row(number, name, (38 - number, number + 1, number % 3, 0), 2 - number % 3, verdict)
                    for number, (name, verdict) in enumerate(zip(_NAMES[:10], _VERDICTS, strict=True), 1)
                ),
                TallyRow(number="11", text="林静怡", cells=("",) * 7 + ("不评定等次",)),
            ),
        ),
    ),
)


def _lines(word: str, *texts: str) -> tuple[AspectText, ...]:
    return tuple(
        AspectText(id=str(number), number=str(number), title=f"{word}{number}", text=text)
        for number, text in enumerate(texts, 1)
    )


_POINTS = ("体现先进性要求", "体现以正在干的事情为中心", "体现岗位职责特点", "体现群众意愿")
_PLEDGE = dict(
    **_COMMON,
    next_year=2011,
    due="2011年1月13日前制定",
    written_on=PartialDate(2011, 1, 9),
    signed_by="高志强",
    signed_on=PartialDate(2011, 1, 12),
    copy_label="党组织存",
    copies_note="注：此表一式两份，党组织存一份，公示一份。",
)


def _points(*more: str) -> tuple[AspectText, ...]:
    return tuple(
        AspectText(id=str(place), number=str(place), title=point, text="是")
        for place, point in enumerate((*_POINTS, *more), 1)
    )


_PLEDGE_ORGANISATION = dict(
    **_PLEDGE,
    org_name="教务处党支部",
    org_kind="党支部",
    secretary_name="方思远",
    parent_org="机关党总支",
    approver="党总支",
    last_commitments=("办事大厅实行首问负责制", "全年到学院调研不少于20次"),
    mending=_lines("整改", "排课调整通知不及时，教师意见较多", "到实训基地了解情况少", ""),
    taken_up=_lines("整改", "1", "2", ""),
    pledges=_lines("承诺", "调课当天通知到人", "实训教学问题一周内答复", "推动文明窗口建设", "", "", ""),
    measures=_lines("承诺", "短信通知，专人登记回执", "每月到实训基地办公1天", "公开办事流程和时限", "", "", ""),
    finish_by=_lines("承诺", "2011年3月起", "全年", "2011年6月", "", "", ""),
    points=_points("与改进工作作风、提升服务质量、推动文明处室（窗口）建设密切结合"),
    answer="同意",
    opinion="承诺事项具体，与窗口服务结合紧密，请每季度公布一次完成情况。",
)
_PLEDGE_MEMBER = dict(
    **_PLEDGE,
    name="林静怡",
    membership="正式党员",
    branch_name="机械工程学院教工第一党支部",
    post_line="机械工程学院 机电系副主任、副教授",
    mending=_lines("整改", "深入企业一线少，生产实际问题进课堂不够", "", ""),
    taken_up=_lines("整改", "1", "", ""),
    pledges=_lines("承诺", "到合作企业实践不少于20天", "结对帮助学习困难学生3名", "开设公开课", ""),
    measures=_lines(
        "承诺",
        "暑期驻厂，收集案例不少于10个并编入讲义",
        "每两周辅导1次，每月到宿舍走访1次",
        "每学期2次，课后听取同行意见",
        "",
    ),
    finish_by=_lines("承诺", "2011年8月", "2011年12月", "全年", ""),
    points=_points(),
    ways=("书面承诺",),
    opinion="结合教学岗位提出，措施可检查；建议把企业案例在教研室共享。",
)

_RECORD = dict(
    **_COMMON,
    held_on=PartialDate(2011, 1, 6),
    place="机械工程学院报告厅",
    chair="孙立新",
    recorder="周惠",
    expected="48",
    attended="46",
    on_leave="钱进（出差）、吴敏（病假）",
    guests="群众代表12人",
    member_total=50,
    full_total=47,
    not_counted="李老（卧床不起）、郑平（自费出国半年以上）",
)
_EVALUATION_RECORD = dict(
    **_RECORD,
    org_name="机械工程学院党总支",
    leaders_due="王建国",
    leaders="王建国",
    speakers="孙立新、高志强、林静怡、赵明远、周惠等46人",
    part_work=True,
    part_activity=True,
    part_pledges=True,
    part_shortcomings=True,
    part_direction=True,
    part_organisation=True,
    did_reports=True,
    did_ballots=True,
    did_assessment=True,
    did_review=True,
    reports_ended="15:20",
    ballots_issued="15:25",
    leader_comment="总支把创先争优活动与专业建设结合得好，承诺事项件件有着落。书记带头承诺、带头践诺。"
    "希望继续深入班级和实训室，把党员的先进性落实到每一门课。",
)
_AGENDA = dict(**_COMMON, held_on=PartialDate(2011, 1, 6), place="机械工程学院报告厅", chair="孙立新")
_EVALUATION_AGENDA = dict(
    **_AGENDA,
    org_name="机械工程学院党总支",
    noun="总支",
    leaders_due="王建国",
    people_due="孙立新、高志强、林静怡、赵明远、周惠",
    reviewers="王建国（副校长）",
)
_NAMES = ("高志强", "林静怡", "赵明远", "周惠", "钱进", "吴敏")


def _said(*texts: str) -> tuple[AspectText, ...]:
    return tuple(
        AspectText(id=f"m{place}", number=str(place), title=name, text=text)
        for place, (name, text) in enumerate(itertools.zip_longest(_NAMES, texts, fillvalue=""), 1)
    )


_THEMATIC_RECORD = dict(
    **{
        **_RECORD,
        "expected": "6",
        "attended": "6",
        "on_leave": "",
        "not_counted": "",
        "guests": "孙立新",
        "member_total": 6,
        "full_total": 6,
    },
    org_name="机械工程学院教工第一党支部",
    second_reviewer="党总支委员",
    did_reports=True,
    did_criticism=True,
    did_review=True,
    reports=_said("带领支部完成五项承诺，联系学生宿舍两间。", "开设示范课，结对帮助学习困难学生3名。"),
    criticism=_said("与青年教师谈心不够（周惠）。", "参加支部活动有时迟到（赵明远）。"),
    secretary_says=_said("（党总支书记）工作扎实，继续带好头。", "教学认真，承诺兑现得好。"),
    committee_says=_said("担当得起，希望多听意见。", "同意支部意见。"),
)
_THEMATIC_AGENDA = dict(
    **{**_AGENDA, "chair": "高志强"},
    org_name="机械工程学院教工第一党支部",
    people_due="、".join(_NAMES),
    second_reviewer="党总支委员",
)
_VISIT_RECORD = dict(
    **_COMMON,
    name="沈国栋",
    age="79",
    health="行动不便",
    phone="13900000000",
    address="园丁公寓3号楼",
    branch_name="离退休第三党支部",
    visit_method="走访",
    visit_held_on=PartialDate(2011, 1, 5),
    visit_place="家中",
    visitors="赵明远、周惠",
    recorder="周惠",
    self_summary=_RETIRED["self_summary"],
    visit_notes="通报了述职评议情况；沈老精神很好，关心新校区建设。",
    opinions="希望每月能收到校报；上下楼不便。",
    next_commitments=("保重身体，坚持读报", "继续关心青年教师"),
    oral_commitment=True,
    comment_secretary="离岗不离党，是我们学习的榜样。",
    signature_mode="代签",
    proxy="沈小明",
    proxy_relation="儿子",
)
SAMPLES: tuple[tuple[tuple[str, ...], str, dict[str, object]], ...] = (
    (("organisation-1", "organisation-2"), "organisation", _ORGANISATION),
    (("member",), "member", _MEMBER),
    (("tally_organisation",), "tally_organisation", _TALLY_ORGANISATION),
    (("tally_members",), "tally_members", _TALLY_MEMBERS),
    (("member_blank",), "member", _BLANK),
    (("member_student",), "student_member", _STUDENT),
    (("member_retired", "member_retired-2"), "retired_member", _RETIRED),
    (("retired_visit", "retired_visit-2"), "retired_visit", _RETIRED_VISIT),
    (("ballot_organisation",), "ballot_organisation", _BALLOT),
    (("ballot_members",), "ballot_members", _MEMBERS),
    (("evaluation_agenda",), "evaluation_agenda", _EVALUATION_AGENDA),
    (("thematic_agenda",), "thematic_agenda", _THEMATIC_AGENDA),
    (("evaluation_record",), "evaluation_record", _EVALUATION_RECORD),
    (("thematic_record",), "thematic_record", _THEMATIC_RECORD),
    (("visit_record",), "visit_record", _VISIT_RECORD),
    (("pledge_organisation",), "organisation_pledge", _PLEDGE_ORGANISATION),
    (("pledge_member",), "member_pledge", _PLEDGE_MEMBER),
)
"""The pictures of a form's pages, the form, and the values of its fields."""

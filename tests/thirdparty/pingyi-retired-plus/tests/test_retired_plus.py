"""The branch type `retired_plus`, as a stranger's package is tested: with the kit, and nothing but public names."""

import docx
import pytest

from pingyi.testing import check_plugin, find_targets

PEOPLE = [
    {"name": "高龄", "年龄": 86, "post": "退休教师"},
    {"name": "远方", "年龄": 86, "备注": "居住外地"},
    {"name": "健康", "年龄": 66},
    {"name": "张华", "年龄": 80},
]
PAIRS = {"plugins": {"retired_plus": {"pairs": [["张华", "李明"], ["赵刚", "孙丽"]]}}}


@pytest.fixture
def campaign(campaign_of_people):
    return campaign_of_people(PEOPLE, branch_type="retired_plus", settings=PAIRS, plugins=["pingyi_retired_plus"])


def test_the_old_are_visited_every_quarter(campaign):
    assert campaign.method("高龄") == "走访"
    visits = [step for step in campaign.subject("高龄").steps if step.id.startswith("visit")]
    assert [step.due.isoformat() for step in visits] == ["2010-03-31", "2010-06-30", "2010-09-30", "2010-12-31"]
    assert {step.methods for step in visits} == {("走访",)}
    assert "thematic-meeting" not in campaign.steps("高龄")


def test_visits_are_made_by_pairs_and_nobody_visits_himself(campaign):
    assert campaign.reviewers("高龄")[-2:] == ["张华", "李明"]
    assert campaign.reviewers("张华")[-2:] == ["赵刚", "孙丽"]
    assert "两人一组" in campaign.because("高龄")
    assert "张华、李明" in campaign.paper("高龄")["走访安排"]


def test_those_who_live_elsewhere_are_called(campaign):
    assert campaign.method("远方") == "电话"
    assert campaign.reviewers("远方") == ["王书记", "赵委员"]
    assert [step.methods for step in campaign.subject("远方").steps if step.id == "visit-q1"] == [("电话",)]


def test_the_others_come_to_a_talk(campaign):
    assert campaign.method("健康") == "座谈"
    assert not [step for step in campaign.steps("健康") if step.startswith("visit")]


def test_the_oldest_may_pledge_orally(campaign):
    pledges = {name: next(s for s in campaign.subject(name).steps if s.id == "pledges") for name in ("高龄", "健康")}
    assert pledges["高龄"].methods[0] == "口头承诺"
    assert "可以只作口头承诺" in campaign.because("高龄")
    assert campaign.paper("高龄")["口头承诺"] == "可以口头承诺，由走访人记录"
    assert campaign.paper("健康")["口头承诺"] == "—"


def test_the_form_is_in_large_type(campaign, tmp_path):
    sizes = []
    for subject in ("高龄", "示例学院党总支"):
        path = tmp_path / f"{subject}.docx"
        path.write_bytes(campaign.paper(subject).content)
        styles = docx.Document(str(path)).styles
        sizes.append(next(style.font.size.pt for style in styles if style.style_id == "FormText"))
    assert sizes[0] >= 14 > sizes[1]


def test_it_keeps_what_every_plugin_promises():
    (target,) = find_targets("pingyi_retired_plus")
    report = check_plugin(target)
    assert report.passed, report.to_json()

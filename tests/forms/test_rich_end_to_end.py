"""A form with a photo, a formatted note and an attached document, from a plugin's file to the returned form."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from richkit import count_pictures, draw, write_report

from pingyi.forms import find_template
from pingyi.plugins import load_plugins
from pingyi.scaffold import add_row
from pingyi.testing import CampaignUnderTest

Make = Callable[..., CampaignUnderTest]
ROSTER = [
    ["学工号", "姓名", "性别", "出生日期", "入党时间", "党员类别", "所在党总支", "所在党支部", "照片"],
    ["1", "高昼", "女", "1975.05", "1999-07-01", "正式党员", "附属医院党总支", "内科党支部", "good"],
    ["2", "林夜", "男", "1976.05", "1999-07-01", "正式党员", "附属医院党总支", "内科党支部", "broken"],
    ["3", "无照", "男", "1977.05", "1999-07-01", "正式党员", "附属医院党总支", "内科党支部", ""],
]
ORGANISATIONS = [
    ["组织名称", "组织类别", "上级组织", "支部类型"],
    ["附属医院党总支", "党总支", "", ""],
    ["内科党支部", "党支部", "附属医院党总支", "photo"],
]
PLUGIN = """
from pathlib import Path
from typing import Annotated
from pingyi import (
    BranchType, Cell, Column, Decision, Form, MemberForm, Person, Picture, RichText, Run, Subdocument, hookimpl,
)

HERE = Path(__file__).parent.parent


class PhotoMember(Person):
    picture: Annotated[str, Column("照片")] = ""


class PhotoForm(MemberForm):
    photo: Annotated[Picture | None, Cell("相片", public=True)] = None
    note: Annotated[RichText | None, Cell("附注", public=True)] = None
    report: Annotated[Subdocument | None, Cell("附件")] = None


class PhotoBranch(BranchType):
    NAME, LABEL, member_model, member_form = "photo", "有照片的党支部", PhotoMember, "photo_member"

    def procedure(self, organisation, context):
        return context.branch_types["faculty"].procedure(organisation, context)

    def method(self, member, branch, context):
        return Decision("method", "个别点评", self.reason("alone", "", "个别点评"))

    def fill(self, member, branch, context):
        file = HERE / f"{member.picture}.png"
        return {
            "photo": Picture(content=file.read_bytes(), height_mm=8) if member.picture else None,
            "note": RichText(runs=(Run(text=f"<{member.name}>", bold=True, colour="FF0000"),)),
            "report": Subdocument(content=(HERE / "附件.docx").read_bytes()),
        }


@hookimpl
def pingyi_branch_types():
    return [PhotoBranch]


@hookimpl
def pingyi_forms():
    return [Form("photo_member", "登记表", "相片登记表", "photo:photo_member.docx", PhotoForm, ("self", "public"))]
"""


def make_template() -> bytes:
    plugins = load_plugins()
    content = find_template(plugins.forms["member"], "forms", None).content
    content = add_row(content, "相片", "{{ photo }}")
    document = Document(io.BytesIO(add_row(content, "附注", "{{r note }}")))
    document.add_paragraph("{{p report }}")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.fixture
def campaign(campaign_of_files: Make) -> CampaignUnderTest:
    return campaign_of_files(
        {
            "campaign.toml": '[campaign]\ninstitution = "示例大学"\n',
            "花名册.xlsx": {"党员": ROSTER, "组织": ORGANISATIONS},
            "rules/photo.py": PLUGIN,
            "templates/photo_member.docx": make_template(),
            "good.png": draw(30, 40),
            "broken.png": b"\x89PNG\r\n\x1a\nhalf",
            "附件.docx": write_report(),
        }
    )


def made(campaign: CampaignUnderTest, name: str, kind: str = "") -> bytes:
    folder: Any = campaign.folder
    (path,) = [path for path in folder.rglob("*.docx") if name in path.name and kind in path.name]
    return bytes(path.read_bytes())


def test_pictures_and_documents_come_out_of_render_and_back_through_collect(
    campaign: CampaignUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PINGYI_LANG", "en")
    code, out, _err = campaign.run("forms", "--json")
    assert code == 0, out
    (row,) = [row for row in json.loads(str(out))["forms"] if row["id"] == "photo_member"]
    assert row["filled_by"] == "docxtpl"
    assert row["reasons"] == ["{{r note }} (RichText)", "{{ photo }} (Picture)", "{{p report }} (Subdocument)"]
    assert "docxtpl {{r note }} (RichText)" in campaign.run("forms").out
    assert "Filled by: docxtpl" in campaign.run("forms", "photo_member").out

    code, out, err = campaign.run("render", "--form", "photo_member", "--out", "out")
    text = str(out) + str(err)
    assert code == 4, text
    assert "林夜" in text
    assert "“photo” is no picture that Word can show" in text
    folder: Any = campaign.folder
    names = sorted(path.name for path in (folder / "out").rglob("*.docx"))
    assert not [name for name in names if "林夜" in name]
    own = {name: path for path in (folder / "out").rglob("*.docx") if (name := path.name)}
    photos = {name: count_pictures(path.read_bytes()) for name, path in own.items()}
    assert sorted(photos.values()) == [0, 1, 1, 2], "the photo and the picture in the report, which is not posted"
    for path in own.values():
        with zipfile.ZipFile(path) as archive:
            assert {item.date_time[0] for item in archive.infolist()} == {1980}
            body = archive.read("word/document.xml").decode()
            assert re.search(r"&lt;(高昼|无照)&gt;", body)
            assert ("附件一" in body) == ("本人" in path.name)

    before = {name: path.read_bytes() for name, path in own.items()}
    campaign.run("render", "--form", "photo_member", "--out", "again")
    assert before == {path.name: path.read_bytes() for path in (folder / "again").rglob("*.docx")}

    code, out, err = campaign.run("collect", "out")
    assert code == 0, str(out) + str(err)
    assert "4 files read, 4 forms recognised" in str(out) + str(err)

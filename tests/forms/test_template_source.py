"""Where a template comes from: the campaign's folder first, else the package of the plugin."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from formkit import SAMPLE_FORM, paragraphs

from pingyi import Form
from pingyi.errors import TemplateError
from pingyi.forms import find_template
from pingyi.model.papers.forms import MemberForm

# made once: python-docx writes the time into what it saves
OFFICIAL, OWN = paragraphs("official"), paragraphs("own")


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Form:
    folder = tmp_path / "lib" / "forms_of_mine"
    folder.mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "member.docx").write_bytes(OFFICIAL)
    monkeypatch.syspath_prepend(str(folder.parent))
    monkeypatch.delitem(sys.modules, "forms_of_mine", raising=False)
    return Form("member", "登记表", "登记表", "forms_of_mine:member.docx", MemberForm)


def test_package_brings_the_official_template(package: Form, tmp_path: Path) -> None:
    for templates in (None, tmp_path / "none", tmp_path):
        found = find_template(package, "mine", templates)
        assert (found.origin, found.path, found.name) == ("mine", "forms_of_mine:member.docx", "member.docx")
        assert found.content == OFFICIAL
        assert found.form is package


def test_campaign_replaces_it(package: Form, tmp_path: Path) -> None:
    own = tmp_path / "member.docx"
    own.write_bytes(OWN)
    found = find_template(package, "mine", tmp_path)
    assert (found.origin, found.path, found.name) == ("campaign", str(own), "member.docx")
    assert found.content == OWN


def test_lock_files_of_word_are_no_templates(package: Form, tmp_path: Path) -> None:
    (tmp_path / "~$member.docx").write_bytes(b"\x00" * 162)
    assert find_template(package, "mine", tmp_path).origin == "mine"


def test_folder_or_link_of_that_name_is_an_error_not_ignored(package: Form, tmp_path: Path) -> None:
    own = tmp_path / "member.docx"
    own.mkdir()
    with pytest.raises(TemplateError, match="folder or a link"):
        find_template(package, "mine", tmp_path)
    own.rmdir()
    (tmp_path / "secret").write_bytes(b"x")
    try:
        own.symlink_to(tmp_path / "secret")
    except OSError:
        pytest.skip("this system makes no symbolic links")
    with pytest.raises(TemplateError, match="folder or a link"):
        find_template(package, "mine", tmp_path)


def test_huge_file_is_refused_unread(package: Form, tmp_path: Path) -> None:
    with (tmp_path / "member.docx").open("wb") as file:
        file.truncate(40 << 20)
    with pytest.raises(TemplateError, match="larger"):
        find_template(package, "mine", tmp_path)


@pytest.mark.parametrize("template", ["forms_of_mine:none.docx", "no_such_package:x.docx", "plain.docx"])
def test_missing_template_names_form_and_plugin(package: Form, template: str) -> None:
    with pytest.raises(TemplateError, match="“sample” from plugin “mine”") as caught:
        find_template(Form("sample", "", "", template, SAMPLE_FORM.data), "mine", None)
    assert caught.value.cure
    assert [problem.code for problem in caught.value.problems] == ["template-missing"]

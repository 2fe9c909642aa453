"""A batch: a failed document is named and leaves no trace; the same input gives the same bytes; re-runs do little."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from engine_kit import find_markers, list_tree, make_marker, make_rows, read_manifest_lines, write_rows

from pingyi.campaign import init_campaign
from pingyi.deliver import verify
from pingyi.engine import Summary, Words
from pingyi.engine.batch import Batch
from pingyi.errors import DeliveryError, DiskError, TemplateError

Write = Callable[..., Path]
Make = Callable[..., Summary]


def test_a_failed_document_is_named_and_leaves_no_trace(
    big_roster: Write, make: Make, poison: Path, tmp_path: Path
) -> None:
    summary = make(big_roster(60), "out", words=Words(forms=("member",), copies=("self", "organisation")))
    assert summary.failed == 6  # three people, two copies each
    assert summary.rendered == 114
    assert all("U+0001" in problem.message for problem in summary.problems if problem.severity == "error")
    for path, markers in find_markers(tmp_path / "out"):
        assert markers == {make_marker(path.name.split("_")[0])}


def test_the_same_input_gives_the_same_bytes(write_roster: Write, make: Make, tmp_path: Path) -> None:
    roster = write_roster()
    make(roster, "one")
    make(roster, "two")
    assert list_tree(tmp_path / "one") == list_tree(tmp_path / "two")


def test_a_manifest_line_says_what_a_file_was_made_from(write_roster: Write, make: Make, tmp_path: Path) -> None:
    make(write_roster(), "out")
    lines = read_manifest_lines(tmp_path / "out")
    assert len(lines) == len(list((tmp_path / "out").rglob("*.docx")))
    assert [line["path"] for line in lines] == sorted(
        (str(line["path"]) for line in lines), key=lambda path: path.rsplit("/", 1)
    )
    for line in lines:
        assert (tmp_path / "out" / str(line["path"])).stat().st_size == line["size"]
        assert all(
            line[name] for name in ("form", "template", "subject", "copy", "code", "record", "plugins", "sha256")
        )
        assert "faculty" in str(line["plugins"])


def test_a_second_run_renders_nothing(
    write_roster: Write, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = write_roster()
    first = make(roster, "out")
    before = list_tree(tmp_path / "out")
    monkeypatch.setattr(Batch, "make", None)  # calling it would fail
    again = make(roster, "out")
    assert (again.rendered, again.unchanged) == (0, first.rendered)
    assert list_tree(tmp_path / "out") == before


@pytest.mark.parametrize("pattern", ["{no}_{name}_{form}_{copy}", "{name}_{form}_{copy}", "{form}_{copy}_{no}"])
def test_a_namesake_entered_above_others_takes_no_file_of_theirs(pattern: str, make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "年度点评"
    init_campaign(folder)
    settings = folder / "campaign.toml"
    text = settings.read_text(encoding="utf-8").replace("{no}_{name}_{form}_{copy}", pattern)
    settings.write_text(text, encoding="utf-8")
    rows = make_rows(6)
    for row in rows[3:]:
        row[1] = "范月巧"
    write_rows(folder / "花名册.xlsx", [*rows[:3], *rows[4:]])
    make(folder, "out")
    before = {line["path"]: line["subject"] for line in read_manifest_lines(tmp_path / "out")}
    write_rows(folder / "花名册.xlsx", rows)
    make(folder, "out")
    lines = read_manifest_lines(tmp_path / "out")
    after = {line["path"]: line["subject"] for line in lines}
    assert before.items() < after.items()
    assert len(after) == len(before) + 3
    posted = [line for line in lines if line["copy"] == "public" and "范月巧" in str(line["path"])]
    assert len(posted) == 3
    assert all(f"（{str(line['code'])[:5]}）" in str(line["path"]) for line in posted)


def test_only_what_is_missing_or_changed_is_made_again(write_roster: Write, make: Make, tmp_path: Path) -> None:
    roster = write_roster()
    make(roster, "out")
    gone = sorted((tmp_path / "out").rglob("*吴老先*.docx"))[0]
    gone.unlink()
    assert make(roster, "out").rendered == 1
    assert gone.is_file()
    book = openpyxl.load_workbook(roster)
    book["党员"]["I4"].value = "副教授"  # 孙国喆, three copies of one form
    book.save(roster)
    again = make(roster, "out")
    assert again.rendered == 3
    fresh = make(roster, "fresh")
    assert again.rendered + again.unchanged == fresh.rendered
    assert list_tree(tmp_path / "out") == list_tree(tmp_path / "fresh")


def test_a_changed_template_or_plugin_makes_its_documents_again(tmp_path: Path, make: Make) -> None:
    init_campaign(tmp_path / "campaign")
    roster = write_rows(tmp_path / "campaign" / "花名册.xlsx", make_rows(8))
    assert make(tmp_path / "campaign", "out").rendered > 24
    source = Path(__file__).parents[2] / "doc_templates" / "pingyi_forms" / "member.docx"

    document = docx.Document(str(source))
    document.add_paragraph("另加一行")
    (tmp_path / "campaign" / "templates").mkdir(exist_ok=True)
    document.save(str(tmp_path / "campaign" / "templates" / "member.docx"))
    assert make(tmp_path / "campaign", "out").rendered == 24
    assert roster.is_file()


def test_another_version_of_a_plugin_makes_documents_again(
    big_roster: Write, make: Make, poison: Path, tmp_path: Path
) -> None:
    roster = big_roster(5)
    words = Words(forms=("member",))
    make(roster, "out", words=words)
    assert make(roster, "out", words=words).rendered == 0
    metadata = poison / "poison-1.0.dist-info" / "METADATA"
    metadata.write_text(metadata.read_text(encoding="utf-8").replace("Version: 1.0", "Version: 1.1"), encoding="utf-8")
    assert make(roster, "out", words=words).rendered == 15


def test_a_file_edited_by_a_person_is_kept_shown_and_replaced_only_when_asked(
    write_roster: Write, make: Make, tmp_path: Path
) -> None:
    roster = write_roster()
    make(roster, "out")
    before = list_tree(tmp_path / "out")
    edited = sorted((tmp_path / "out").rglob("*吴老先*.docx"))[0]
    edited.write_bytes(b"edited in Word")
    kept = make(roster, "out")
    assert (kept.rendered, kept.edited) == (0, 1)
    assert [problem.file for problem in kept.problems if problem.code == "file-edited"] == [
        str(edited.relative_to(tmp_path / "out"))
    ]
    assert edited.read_bytes() == b"edited in Word"
    replaced = make(roster, "out", overwrite=True)
    assert (replaced.rendered, replaced.overwritten) == (1, 1)
    assert [problem.code for problem in replaced.problems if problem.code.startswith("file-")] == ["file-overwritten"]
    assert list_tree(tmp_path / "out") == before


def test_files_of_others_stay(write_roster: Write, make: Make, tmp_path: Path) -> None:
    theirs = tmp_path / "out" / "机械学院党总支" / "会议记录.docx"
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes(b"theirs")
    make(write_roster(), "out")
    make(write_roster(), "out", words=Words(people=("吴老先",)))
    assert theirs.read_bytes() == b"theirs"
    assert len(read_manifest_lines(tmp_path / "out")) > 20  # a run for one person forgets nobody


def test_a_folder_that_is_a_link_is_not_written_through(write_roster: Write, make: Make, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "离退休党总支").symlink_to(tmp_path / "elsewhere")
    summary = make(write_roster(), "out")
    assert summary.failed > 0
    assert summary.rendered > 0
    assert not list((tmp_path / "elsewhere").iterdir())


def test_branches_of_one_name_do_not_share_a_folder(tmp_path: Path, make: Make) -> None:
    rows = [
        [*row[:9], "学院党总支", "Abc支部" if number % 2 else "aBC支部", ""] for number, row in enumerate(make_rows(6))
    ]
    summary = make(write_rows(tmp_path / "花名册.xlsx", rows), "out", words=Words(forms=("member",)))
    assert summary.rendered == 18
    folders = {path.parent.name.casefold() for path in (tmp_path / "out").rglob("*.docx")}
    assert len(folders) == 2


def test_a_wrong_template_stops_the_batch_before_the_first_document(tmp_path: Path, make: Make) -> None:

    init_campaign(tmp_path / "campaign")
    write_rows(tmp_path / "campaign" / "花名册.xlsx", make_rows(4))
    (tmp_path / "campaign" / "templates").mkdir(exist_ok=True)
    for name in ("member.docx", "organisation.docx"):
        document = docx.Document()
        document.add_paragraph("{{ nmae }}")
        document.save(str(tmp_path / "campaign" / "templates" / name))
    with pytest.raises(TemplateError) as caught:
        make(tmp_path / "campaign", "out")
    named = {problem.file for problem in caught.value.problems if "nmae" in problem.message + problem.value}
    assert len(named) == 2
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_a_full_disk_ends_the_batch_once_and_keeps_what_is_done(
    big_roster: Write, make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pingyi.deliver.local import LocalStorage

    roster = big_roster(120)
    write = LocalStorage.write
    calls = []

    def fill_up(self: LocalStorage, files: list[object], lines: list[bytes]) -> list[DeliveryError | None]:
        calls.append(len(files))
        if len(calls) > 1:
            return [DiskError("No space left on device")] * len(files)
        return write(self, files, lines)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(LocalStorage, "write", fill_up)
        summary = make(roster, "out")
    assert summary.stopped is not None
    assert not [problem for problem in summary.problems if problem.severity == "error"]
    assert summary.rendered == calls[0] == len(read_manifest_lines(tmp_path / "out"))
    assert verify(tmp_path / "out") == []
    again = make(roster, "out")
    assert again.unchanged == calls[0]
    make(roster, "fresh")
    assert list_tree(tmp_path / "out") == list_tree(tmp_path / "fresh")


def test_two_runs_on_one_folder(write_roster: Write, make: Make, tmp_path: Path) -> None:
    from pingyi.deliver import OutputFolder

    with OutputFolder(tmp_path / "out"), pytest.raises(DeliveryError, match="Another run"):
        make(write_roster(), "out")
    shutil.rmtree(tmp_path / "out")


PHONE = "13900000007"


def write_leak(roster: Path, phone: str, text: str = f"有事请打{PHONE}") -> Path:
    """钱立明 has a telephone, and a text in which a number stands."""
    book = openpyxl.load_workbook(roster)
    sheet = book["党员"]
    sheet.cell(1, 16).value, sheet.cell(3, 16).value = "联系电话", phone
    sheet["I3"].value = text
    book.save(roster)
    return roster


@pytest.mark.parametrize("overwrite", [False, True])
@pytest.mark.parametrize("edited", [False, True])
def test_R54_a_delivered_copy_that_leaks_by_now_is_told(
    write_roster: Write, make: Make, tmp_path: Path, overwrite: bool, edited: bool
) -> None:
    roster = write_leak(write_roster(), "")
    words = Words(people=("钱立明",), forms=("member",))
    assert make(roster, "out", words=words).rendered == 3
    (posted,) = (tmp_path / "out").rglob("*公示*.docx")
    before = posted.read_bytes()
    if edited:
        with zipfile.ZipFile(posted, "a") as container:
            container.writestr("note.txt", "mine")
        before = posted.read_bytes()
    write_leak(roster, PHONE)
    for _time in range(2):  # as long as it lies there
        summary = make(roster, "out", words=words, overwrite=overwrite)
        assert (summary.failed, summary.rendered) == (1, 0)
        (problem,) = (problem for problem in summary.problems if problem.severity == "error")
        assert problem.file == str(posted.relative_to(tmp_path / "out"))
        assert problem.person == "钱立明"
        assert "联系电话" in problem.message
        assert "delivered before" in problem.message
        assert PHONE not in repr(problem)
        assert posted.read_bytes() == before


def test_R54_a_delivered_copy_without_the_leak_is_not_blamed(write_roster: Write, make: Make, tmp_path: Path) -> None:
    roster = write_leak(write_roster(), PHONE, "加强学习")
    words = Words(people=("钱立明",), forms=("member",))
    assert make(roster, "out", words=words).rendered == 3
    summary = make(write_leak(roster, PHONE), "out", words=words)
    (problem,) = (problem for problem in summary.problems if problem.severity == "error")
    assert "delivered before" not in problem.message


def write_into(path: Path, text: str) -> None:
    document = docx.Document(str(path))
    document.add_paragraph(text)
    document.save(str(path))


def test_R54_what_a_person_writes_into_a_copy_for_others_is_searched(
    write_roster: Write, make: Make, tmp_path: Path
) -> None:
    roster = write_leak(write_roster(), PHONE, "加强学习")
    words = Words(people=("钱立明",), forms=("member",))
    assert make(roster, "out", words=words).rendered == 3
    (posted,) = (tmp_path / "out").rglob("*公示*.docx")
    (own,) = (tmp_path / "out").rglob("*本人存*.docx")
    write_into(own, f"电话{PHONE}")  # it shows everything
    write_into(posted, "已张贴")
    assert (make(roster, "out", words=words).edited, make(roster, "out", words=words).failed) == (2, 0)
    write_into(posted, f"电话{PHONE}")
    before = posted.read_bytes()
    for dry in (True, False):
        summary = make(roster, "out", words=words, dry=dry)
        assert (summary.edited, summary.failed) == (1, 1)
        (problem,) = (problem for problem in summary.problems if problem.severity == "error")
        assert (problem.file, problem.person) == (str(posted.relative_to(tmp_path / "out")), "钱立明")
        assert "changed by hand" in problem.message
        assert "联系电话" in problem.message
        assert PHONE not in repr(problem)
    assert posted.read_bytes() == before
    assert make(roster, "out", words=words, overwrite=True).failed == 0  # made anew, without it


def test_R54_check_finds_what_a_person_wrote_into_a_copy_for_others(
    tmp_path: Path, write_roster: Write, pingyi: Callable[..., tuple[int, str, str]]
) -> None:
    folder = tmp_path / "年度点评"
    init_campaign(folder)
    write_leak(write_roster(), PHONE, "加强学习").rename(folder / "花名册.xlsx")
    assert pingyi("render", folder)[0] == 0
    (posted,) = (folder / "out").rglob("钱立明*公示*.docx")
    (own,) = (folder / "out").rglob("*钱立明*本人存*.docx")
    for path in (posted, own):
        write_into(path, "已张贴")
    assert pingyi("check", folder)[0] == 0
    for path in (posted, own):
        write_into(path, f"电话{PHONE}")
    code, out, err = pingyi("check", folder, "--json")
    problems = {item["file"]: item for item in json.loads(out)["problems"] if item["file"].endswith(".docx")}
    assert problems.pop(str(own.relative_to(folder / "out")))["code"] == "file-edited"
    (problem,) = problems.values()
    assert (code, problem["file"]) == (1, str(posted.relative_to(folder / "out")))
    assert "changed by hand" in problem["message"]
    assert PHONE not in out + err


def test_a_private_value_that_no_copy_shows_makes_copies_for_others_anew(
    write_roster: Write, make: Make, tmp_path: Path
) -> None:
    roster = write_leak(write_roster(), "")
    words = Words(people=("钱立明",), forms=("member",))
    make(roster, "out", words=words)
    before = list_tree(tmp_path / "out")
    again = make(write_leak(roster, "13911110000"), "out", words=words)
    assert (again.rendered, again.unchanged) == (1, 2)
    after = list_tree(tmp_path / "out")
    assert {name for name in before if before[name] != after[name]} == {".pingyi/manifest.jsonl"}


@pytest.mark.parametrize("bundle", [{"packs": "branch"}, {"prints": "branch"}])
def test_R54_a_delivered_bundle_that_leaks_by_now_is_told(
    write_roster: Write, make: Make, tmp_path: Path, bundle: dict[str, str]
) -> None:
    roster = write_leak(write_roster(), "")
    words = Words(people=("钱立明",), forms=("member",), copies=("public",))
    assert make(roster, "out", words=words, **bundle).rendered >= 1
    write_leak(roster, PHONE)
    for _time in range(2):
        problems = [item for item in make(roster, "out", words=words, **bundle).problems if item.severity == "error"]
        (kept,) = (path for path in (tmp_path / "out").rglob("*钱立明*") if path.suffix in (".zip", ".docx"))
        told = [problem.file for problem in problems if "made before" in problem.message]
        assert told == [str(kept.relative_to(tmp_path / "out"))]

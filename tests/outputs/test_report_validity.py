"""The papers that sum a campaign up are as sound as the forms: for no line, one, many, and extreme texts everywhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import ooxml_integrity
import pytest
from outputkit import Press, find_faults
from reportkit import REPORT_CASES, REPORTS, make_report

from pingyi.model.papers.report_forms import Totals
from pingyi.model.papers.tally_forms import TallyForm
from pingyi.plugins import load_plugins

SENTENCES = frozenset({"institution", "last_day", "report_day"})
"""Values that a paper has and need not print, because its sentences say the same in other words."""
CHECKED = tuple((form_id, case) for form_id in REPORTS for case in ("nothing", "one", "many", "rare", "hostile"))


def write(press: Press, folder: Path, form_id: str, case: str) -> Path:
    path = folder / f"{form_id}-{case}.docx"
    path.write_bytes(press.print(form_id, make_report(form_id, case), "organisation"))
    return path


@pytest.mark.parametrize("form_id", REPORTS)
def test_every_paper_is_sound_and_loses_nothing(form_id: str, press: Press, tmp_path: Path) -> None:
    for case in REPORT_CASES:
        data = make_report(form_id, case)
        path = write(press, tmp_path, form_id, case)
        given = {name: getattr(data, name) for name in SENTENCES if hasattr(data, name)}
        unprinted = {f"lost: {value!r}" for value in given.values()} | {"lost: '2011.01'"}  # the day is printed in full
        assert [fault for fault in find_faults(path.read_bytes(), data) if fault not in unprinted] == [], case
        assert [str(finding) for finding in ooxml_integrity.check(path)] == [], case


def test_every_paper_is_among_them() -> None:
    forms = load_plugins().forms
    papers = {name for name, form in forms.items() if issubclass(form.data, Totals | TallyForm)}
    assert papers == set(REPORTS)


@pytest.mark.slow
def test_the_open_xml_sdk_finds_no_error(validate: Callable[[Path], list[str]], press: Press, tmp_path: Path) -> None:
    def check(drawn: tuple[str, str]) -> list[str]:
        path = write(press, tmp_path, *drawn)
        return [f"{path.name}: {error}" for error in validate(path)]

    with ThreadPoolExecutor(2) as pool:
        assert [error for errors in pool.map(check, CHECKED) for error in errors] == []

"""The benchmark measures what it says: a sound roster, the same form in another language, a chart that can be drawn."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree
from outputkit import unzip

from pingyi.campaign import open_roster
from pingyi.forms import find_template
from pingyi.plugins import Plugins, load_plugins

MODULES = ("chart", "tags", "university", "watch")
FOLDER = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """The modules of benchmarks/, which is no package."""
    monkeypatch.syspath_prepend(str(FOLDER))
    yield SimpleNamespace(**{name: importlib.import_module(name) for name in MODULES})
    for name in MODULES:
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def plugins() -> Plugins:
    return load_plugins()


def test_the_invented_roster_is_without_problems(bench: SimpleNamespace, tmp_path: Path) -> None:
    bench.university.write_roster(tmp_path / "r.xlsx", 95)
    opened = open_roster(tmp_path / "r.xlsx")
    assert len(opened.campaign.people) == 95
    assert len(opened.campaign.organisations) == 1 + 1 + 4
    assert [problem for problem in opened.problems if problem.severity == "error"] == []


def test_the_same_form_in_the_language_of_docxtemplater(bench: SimpleNamespace, plugins: Plugins) -> None:
    source = find_template(plugins.forms["member"], "", None)
    body = unzip(bench.tags.translate_template(source.content))["word/document.xml"].decode()
    text = re.sub("<[^>]*>", "", body)
    assert "{{" not in body
    assert "{%" not in body
    opened = re.findall(r"\{[#^](\w+)\}", text)
    assert opened.count("self_summary") == 1
    assert opened.count("second_reviewer") == 1
    assert len(opened) == text.count("{/}")
    assert (
        body.count("<w:tr ") + body.count("<w:tr>") == unzip(source.content)["word/document.xml"].count(b"<w:tr>") - 4
    )


def test_pledges_are_numbered_before_they_are_printed(bench: SimpleNamespace) -> None:
    values = bench.tags.translate_values({"name": "甲", "next_commitments": ("一", "二")})
    assert values["name"] == "甲"
    assert values["next_commitments"] == [
        {"index": 1, "text": "一", "last": False},
        {"index": 2, "text": "二", "last": True},
    ]


def test_the_chart_can_be_drawn(bench: SimpleNamespace) -> None:
    figures = [bench.chart.Figure("pingyi: <whole> path", 0.25, "ms"), bench.chart.Figure("docxtpl", 12.0, "ms")]
    root = etree.fromstring(bench.chart.draw_bars("题目 & title", figures, "note"))
    lengths = [float(item.get("width")) for item in root.iter("{*}rect")][1:]
    assert lengths[0] < lengths[1]
    assert "0.250 ms" in "".join(root.itertext())


def test_a_command_is_watched(bench: SimpleNamespace) -> None:
    code = "import subprocess, sys, time; x = bytearray(60 << 20); x[::4096] = b'x' * len(x[::4096]); time.sleep(0.6)"
    found = bench.watch.run(
        [sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {code!r}])"]
    )
    assert found.seconds > 0.5
    if Path("/proc/self/smaps_rollup").exists():
        assert 50 < found.megabytes < 200  # of the child too
    with pytest.raises(RuntimeError, match="broken"):
        bench.watch.run([sys.executable, "-c", "raise SystemExit('broken')"])

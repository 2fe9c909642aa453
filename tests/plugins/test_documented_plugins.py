"""What the documentation shows as a plugin keeps the promises of `pingyi plugin check`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pingyi.conformance import check_plugin, find_targets, list_hooks

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```python(?: ([^\n]*))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def find_block(page: str, word: str) -> str:
    text = (DOCS / page).read_text(encoding="utf-8")
    return next(code for note, code in BLOCK.findall(text) if word in note + code)


SAMPLES = {
    "telephone.py": ("rules.md", "telephone-elsewhere"),
    "phone.py": ("tutorials/telephone-method.md", "file=rules/phone.py"),
    **{f"own.py {hook}": (f"hooks/{hook}.md", "example") for hook in list_hooks()},
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_a_sample_keeps_every_promise_as_a_rule_file(tmp_path: Path, sample: str) -> None:
    code = find_block(*SAMPLES[sample])
    name = sample.partition(" ")[0]
    file = tmp_path / "rules" / name
    file.parent.mkdir()
    file.write_text(code, encoding="utf-8")
    (target,) = find_targets(str(file))
    report = check_plugin(target, processes=False)
    assert report.passed, [problem for check in report.checks for problem in check.problems]
    # `pingyi why` prints it: it must be the name under which a campaign lists the plugin
    assert "Reason(" not in code or f'"rules/{name}"' in code

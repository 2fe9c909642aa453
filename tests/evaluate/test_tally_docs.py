"""The page about tallies lists the codes that the source uses, with their severity."""

from __future__ import annotations

import re
from pathlib import Path

import pingyi.evaluate

PAGE = Path(__file__).parents[2] / "docs" / "tally.md"


def test_the_page_lists_the_codes_that_the_source_uses() -> None:
    sources = Path(pingyi.evaluate.__file__).parent.rglob("*.py")
    pattern = re.compile(r'"((?:ballot|ballots|papers|line|category|voter|top|grade|meeting|visit)(?:-[a-z]+)+)",')
    used = {code for path in sources for code in pattern.findall(path.read_text("utf-8"))}
    listed = set(re.findall(r"^\| `([a-z-]+)` \| (?:error|warning|info)", PAGE.read_text("utf-8"), re.MULTILINE))
    assert listed == used

"""Write what `--help` prints into the page of each command (between the help fences), and leave the prose alone.

A fence opened by "```help NAME" holds the help of the sub-command NAME.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PAGES = Path(__file__).parent / "commands"
BLOCK = re.compile(r"```help(?: (?P<sub>\w+))?\n.*?```", re.DOTALL)


def print_help(*command: str) -> str:
    """Return the English help of one command or sub-command, 80 columns wide."""
    done = subprocess.run(
        [sys.executable, "-m", "pingyi", *command, "--help"],
        env={**os.environ, "PINGYI_LANG": "en", "COLUMNS": "80"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def refresh(page: Path) -> str:
    """Return the text of a page with its help blocks up to date."""

    def fill(match: re.Match[str]) -> str:
        sub = match["sub"]
        if sub:
            return f"```help {sub}\n{print_help(page.stem, sub)}```"
        return f"```help\n{print_help(page.stem)}```"

    return BLOCK.sub(fill, page.read_text(encoding="utf-8"))


if __name__ == "__main__":
    for path in sorted(PAGES.glob("*.md")):
        path.write_text(refresh(path), encoding="utf-8")

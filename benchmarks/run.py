"""Measure this machine: pingyi, docxtpl and docxtemplater side by side, growth, memory, reading, collecting, start-up.

`python benchmarks/run.py` prints the figures; `--write` puts them into docs/benchmarks.md and docs/benchmarks.svg.
In each round the contenders take turns on the same records, so that a drift of the machine's speed meets all of them.
Nothing passes or fails here.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from chart import draw_bars
from collecting import measure_collecting
from growth import SIZES, measure_growth
from page import Findings, write_page
from race import measure_race
from singles import measure_singles

PACKS = "--jobs 2 --packs branch"
DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    options = read_options()
    findings = Findings(options.documents, options.records, options.rounds, options.render)
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        findings.race, findings.notes = measure_race(folder, options.documents, options.records, options.rounds)
        findings.single = measure_singles(folder, options.rows) + measure_collecting(folder, options.returned)
        findings.growth = list(measure_growth(folder, options.largest, tuple(options.render.split())))
    text = write_page(findings)
    print(text)
    if options.write:
        (DOCS / "benchmarks.md").write_text(text, encoding="utf-8")
        bars = draw_bars("Milliseconds a member form, one core; less is better", findings.race, findings.conditions)
        (DOCS / "benchmarks.svg").write_text(bars, encoding="utf-8")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=5000, help="documents of one turn of pingyi")
    parser.add_argument("--records", type=int, default=100, help="how many of them the others make in one turn")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the roster that is read")
    parser.add_argument("--returned", type=int, default=3000, help="returned forms that are collected")
    parser.add_argument("--largest", type=int, default=10_000, choices=SIZES, help="forms of the largest batch")
    parser.add_argument(
        "--render", default="--jobs 2 --packs branch", help="options of `pingyi render` for the growing batches"
    )
    parser.add_argument("--folder", type=Path, help="where to measure: another disk, for instance")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and docs/benchmarks.svg")
    return parser.parse_args()


if __name__ == "__main__":
    main()

"""Draw the pictures of the reports: `python docs/pictures/reports.py REPORT_FOLDER [OVERVIEW.pdf]`.

The folder is the `out/report/` of a campaign of invented people. The overview page is printed to PDF by a browser, or
by WeasyPrint, which is no part of the project.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import make

PICTURES = {
    "ledger": "台账/台账_机械工程学院党总支.docx",
    "results_notice": "点评和评议结果通报.docx",
    "upward_report": "点评工作情况报告.docx",
    "coverage_certificate": "点评覆盖情况确认表.docx",
}
make.FONTS |= {"黑体": "Noto Sans CJK SC", "楷体": "AR PL KaitiM GB", "方正小标宋简体": "Noto Serif CJK SC"}


def main(folder: Path, overview: Path | None = None) -> None:
    """Draw the first page of each paper, and of the overview where there is one."""
    for name, place in PICTURES.items():
        with tempfile.TemporaryDirectory() as work:
            copy = Path(work) / f"{name}.docx"
            copy.write_bytes((folder / place).read_bytes())
            (make.FOLDER / f"{name}.png").write_bytes(make.to_pictures(make.to_pdf(copy, Path(work)))[0])
    if overview is not None:
        with tempfile.TemporaryDirectory() as work:
            copy = Path(work) / "overview.pdf"
            copy.write_bytes(overview.read_bytes())
            (make.FOLDER / "overview.png").write_bytes(make.to_pictures(copy)[0])


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))

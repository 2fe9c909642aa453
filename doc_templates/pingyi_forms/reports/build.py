"""Draw the papers that sum a campaign up anew: `python -m pingyi_forms.reports.build`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pingyi_forms.reports.certificate import draw_certificate
from pingyi_forms.reports.ledger import draw_ledger
from pingyi_forms.reports.notice import draw_notice
from pingyi_forms.reports.upward import draw_upward_report

PAPERS: dict[str, Callable[[], bytes]] = {
    "ledger.docx": draw_ledger,
    "coverage_certificate.docx": draw_certificate,
    "results_notice.docx": draw_notice,
    "upward_report.docx": draw_upward_report,
}


def write_papers(folder: Path) -> list[Path]:
    """Write every paper into a folder, over what is there."""
    paths = [folder / name for name in PAPERS]
    for path, draw in zip(paths, PAPERS.values(), strict=True):
        path.write_bytes(draw())
    return paths


if __name__ == "__main__":
    write_papers(Path(__file__).parent)

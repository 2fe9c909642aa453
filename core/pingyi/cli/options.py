"""The arguments and options that several commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pingyi.texts import translate as _

_SOURCE_HELP = _("A roster, or a campaign folder; this folder when left out.")

Source = Annotated[Path | None, typer.Argument(metavar="FILE", help=_SOURCE_HELP)]
"""What a command works on."""

SourceOption = Annotated[Path | None, typer.Option(metavar="FILE", help=_SOURCE_HELP)]
"""The same, where the argument is something else."""

Trust = Annotated[bool, typer.Option("--trust", help=_("Agree to run the Python files in rules/, until they change."))]

AsJson = Annotated[bool, typer.Option("--json", help=_("Print one JSON object."))]

Overwrite = Annotated[bool, typer.Option("--overwrite", help=_("Replace files that were changed by hand."))]

Strict = Annotated[
    bool, typer.Option("--strict", help=_("Exit with 1 as long as somebody is missing who must not be."))
]

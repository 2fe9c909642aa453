"""What the test of a whole campaign needs: its kits, and LibreOffice for many files in one call."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

Resave = Callable[[Mapping[str, bytes], str], dict[str, bytes]]


@pytest.fixture
def resave(tmp_path_factory: pytest.TempPathFactory) -> Resave:
    """Open many files in LibreOffice and save them as another kind: `resave({"a.docx": content}, "doc")`."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    profile = tmp_path_factory.mktemp("profile")

    def save(files: Mapping[str, bytes], kind: str) -> dict[str, bytes]:
        opened, saved = tmp_path_factory.mktemp("opened"), tmp_path_factory.mktemp("saved")
        for name, content in files.items():
            (opened / name).write_bytes(content)
        command = [program, f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind, "--outdir"]
        subprocess.run(
            [*command, str(saved), *map(str, opened.iterdir())], check=True, capture_output=True, timeout=180
        )
        made = {Path(name).stem: (saved / name).with_suffix(f".{kind}") for name in files}
        assert all(path.is_file() for path in made.values()), f"LibreOffice made no {kind} of some file"
        return {path.name: path.read_bytes() for path in made.values()}

    return save

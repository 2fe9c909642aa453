"""The same decisions in another process: the order of a set differs there, and a big batch runs in several.

`python -m pingyi.conformance.processes WORD NAME` prints what one plugin decides, as hashes by subject.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator

from pingyi.conformance.decisions import observe
from pingyi.conformance.target import find_targets
from pingyi.conformance.trial import Trial, tell
from pingyi.errors import Problem
from pingyi.texts import translate as _

_MODULE = "pingyi.conformance.processes"
_SEEDS = ("1", "2")
"""Python's hash seeds of the two processes."""


def check_processes(word: str, name: str) -> Iterator[Problem]:
    """Decide in two processes and compare.

    Args:
        word: by which `find_targets` finds the plugin.
        name: of the plugin.
    """
    children = [_start(word, name, seed) for seed in _SEEDS]
    answers = [child.communicate() for child in children]
    if any(child.returncode for child in children):
        yield tell(
            "process-failed",
            _("it cannot be decided in a process of its own: {error}").format(error=answers[0][1].strip()[-300:]),
            _("A big batch runs in several processes, and each of them loads the plugin."),
        )
        return
    one, two = (json.loads(out) for out, _error in answers)
    for subject in one:
        if one[subject] != two.get(subject):
            yield tell(
                "decision-changes",
                _("what is decided for “{subject}” is not the same in another process").format(subject=subject),
                _("Sort what comes out of a set before you use its order."),
                person=subject,
            )


def _start(word: str, name: str, seed: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.Popen(
        [sys.executable, "-P", "-X", "utf8", "-m", _MODULE, word, name],  # -P: a docx.py beside it stays a stranger
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def print_hashes(word: str, name: str) -> None:
    """Print one JSON object: a hash of everything that is decided, by subject."""
    target = next(target for target in find_targets(word) if target.name == name)
    observed = observe(Trial(target.name, target.load(), target.installed))
    hashes = {key: hashlib.sha256(repr(value).encode()).hexdigest() for key, value in observed.items()}
    sys.stdout.write(json.dumps(hashes))


if __name__ == "__main__":
    print_hashes(*sys.argv[1:])

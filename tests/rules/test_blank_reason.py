"""A rule whose reason is blank is refused like one whose reason is empty."""

from __future__ import annotations

from typing import Any

import pytest

from pingyi.errors import SettingsError


@pytest.mark.parametrize("because", ["", "  ", "\\t", "　"])
def test_a_blank_reason_is_refused(trial: Any, because: str) -> None:
    trial.rules(f'[[rules]]\nbecause = "{because}"\nmethod = "电话"\n')
    with pytest.raises(SettingsError) as caught:
        trial.open()
    (problem,) = caught.value.problems
    assert problem.column == "rules[1].because"
    assert "must not be empty" in problem.message
    assert problem.cure

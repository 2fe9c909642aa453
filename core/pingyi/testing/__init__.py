"""The test kit for plugins and rules: `pytest_plugins = ["pingyi.testing"]` in a `conftest.py` switches it on.

It brings the fixtures `campaign_of_people` and `campaign_of_files`, and collects rule cases from `*.case.yaml`.
"""

try:
    import pytest  # noqa: F401 - looked for here, so that its absence is told in words
except ModuleNotFoundError as error:
    raise ImportError("pingyi.testing needs pytest: pip install 'pingyi[testing]'") from error

from pingyi.conformance import Paper, check_plugin, find_targets
from pingyi.testing.campaign import CampaignUnderTest, Ran
from pingyi.testing.cases import Case, load_cases
from pingyi.testing.collector import pytest_collect_file
from pingyi.testing.files import write_files
from pingyi.testing.fixtures import campaign_of_files, campaign_of_people

__all__ = [
    "CampaignUnderTest",
    "Case",
    "Paper",
    "Ran",
    "campaign_of_files",
    "campaign_of_people",
    "check_plugin",
    "find_targets",
    "load_cases",
    "pytest_collect_file",
    "write_files",
]

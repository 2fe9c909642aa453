"""Rules of one's own: `[[rules]]` in `campaign.toml`, and the Python files in `rules/`.

Both take part through the hooks that every plugin has: `add_rules` registers the first, `load_rule_files` gives the
second, after consent, to `pingyi.plugins.load_plugins`.
"""

from pingyi.rules.adding import add_rules
from pingyi.rules.files import RuleFiles, is_not_run, load_rule_files

__all__ = ["RuleFiles", "add_rules", "is_not_run", "load_rule_files"]

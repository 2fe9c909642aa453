"""Finding, guarding and listing plugins: one at a time, in the order of their names, each failure with a name on it.

`load_plugins` loads the installed ones and those of a campaign; `Plugins` holds what they bring and calls their hooks.
"""

from pingyi.plugins.guard import describe_failure, explain_answer, guard
from pingyi.plugins.loading import ENTRY_POINT_GROUP, load_plugins
from pingyi.plugins.registry import PluginInfo, Plugins

__all__ = ["ENTRY_POINT_GROUP", "PluginInfo", "Plugins", "describe_failure", "explain_answer", "guard", "load_plugins"]

"""A campaign is a folder: reading its settings, opening it with plugins and roster, writing a new one.

What is inside a roster is the business of `pingyi.roster`; who reviews whom that of `pingyi.plan`. What writes a new
campaign is loaded only when one is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pingyi.campaign.folder import find_campaign, list_rosters
from pingyi.campaign.opening import OpenCampaign, load_campaign_plugins, open_campaign, open_roster
from pingyi.campaign.settings_file import load_settings

if TYPE_CHECKING:
    from pingyi.campaign.scaffold import init_campaign, list_parts

__all__ = [
    "OpenCampaign",
    "find_campaign",
    "init_campaign",
    "list_parts",
    "list_rosters",
    "load_campaign_plugins",
    "load_settings",
    "open_campaign",
    "open_roster",
]


def __getattr__(name: str) -> Any:
    if name in ("init_campaign", "list_parts"):
        from pingyi.campaign import scaffold

        return getattr(scaffold, name)
    raise AttributeError(f"module 'pingyi.campaign' has no attribute {name!r}")

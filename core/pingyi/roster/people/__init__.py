"""From rows to people: members, the posts they hold, and the checks that one member's values must pass."""

"""The review data schema: the nouns of a campaign as closed, immutable types that know nothing of files or plugins.

Each module holds one noun; `base` holds what they share, `branch_type` the class that plugins subclass.
"""

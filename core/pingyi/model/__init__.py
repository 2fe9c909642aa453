"""The review data schema: the nouns of a campaign as closed, immutable types that know nothing of files or plugins.

The rooms hold nouns of one kind; `campaign` holds them together, `branch_type` is the class that plugins subclass.
"""

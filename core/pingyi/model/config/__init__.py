"""What `campaign.toml` may say: settings, rules, how ballots are counted, and how a mistake in it is explained.

Reading the file is the work of `pingyi.campaign`.
"""

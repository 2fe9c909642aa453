"""The packages here are a stranger's: they are installed and run their tests by themselves, not as ours."""

collect_ignore_glob = ["pingyi-*"]

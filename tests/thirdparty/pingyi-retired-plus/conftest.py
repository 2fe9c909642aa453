pytest_plugins = ["pingyi.testing"]

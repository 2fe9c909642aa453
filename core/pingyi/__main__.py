"""`python -m pingyi`, where the command itself is not on the path."""

from pingyi.cli import main

main()

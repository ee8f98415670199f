"""`weight-surgery password NAME`: a line of the file that --users names."""

from __future__ import annotations

import argparse
import getpass
import sys

from werkzeug.security import generate_password_hash

LEAST = 8


def main(arguments: list[str] | None = None, prog: str = "weight-surgery password") -> int:
    """Ask for a password and print name:hash; exit code 2 with a sentence on bad input."""
    parser = argparse.ArgumentParser(
        prog=prog, description="Print a line of the file that weight-surgery serve --users names."
    )
    parser.add_argument("name", help="who signs in with it")
    name = parser.parse_args(arguments).name.strip()
    if not name or ":" in name or not name.isprintable():
        print("a name has letters and no colon; choose another", file=sys.stderr)
        return 2
    password = getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if len(password) < LEAST:
        print(f"a password has at least {LEAST} characters; choose a longer one", file=sys.stderr)
        return 2
    print(f"{name}:{generate_password_hash(password)}")
    return 0

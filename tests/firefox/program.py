"""Find a Firefox and a screen: `python -m tests.firefox.program` says what is here, or fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

# Firefox draws in 3-D on a screen only, never headless; this one is in memory.
SCREEN = "Xvfb"
NAMES = ("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")


def firefox_path() -> str:
    """Return FIREFOX_PATH, else a Firefox of the system; FileNotFoundError where there is none."""
    named = os.environ.get("FIREFOX_PATH")
    path = shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)
    if named and not path:
        raise FileNotFoundError(f"FIREFOX_PATH is {named}, not a program")
    if not path:
        raise FileNotFoundError("there is no Firefox here; install one, or set FIREFOX_PATH to it")
    return path


def check_screen() -> None:
    """Make sure that Firefox has where to draw; FileNotFoundError where it has not."""
    wanted = sys.platform.startswith("linux") and "DISPLAY" not in os.environ
    if wanted and not shutil.which(SCREEN):
        raise FileNotFoundError(f"there is no screen here; install {SCREEN}, or set DISPLAY")


@contextmanager
def screen() -> Iterator[dict[str, str]]:
    """Start a screen of our own; yield what tells programs of it: nothing where Xvfb is missing."""
    check_screen()
    if not shutil.which(SCREEN):
        yield {}
        return
    reads, writes = os.pipe()
    # It chooses a number that is free, and writes it down.
    command = [SCREEN, "-displayfd", str(writes), "-screen", "0", "1600x1000x24"]
    server = subprocess.Popen(command, pass_fds=[writes], stderr=subprocess.DEVNULL)
    os.close(writes)
    try:
        with os.fdopen(reads) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError(f"{SCREEN} did not start; `{SCREEN} :99` says why")
        yield {"DISPLAY": f":{number}"}
    finally:
        server.terminate()
        server.wait(10)


if __name__ == "__main__":
    try:
        path = firefox_path()
        check_screen()
    except FileNotFoundError as error:
        sys.exit(str(error))
    print(path)

"""`python -m ansinh.cli.tied PARENT PROGRAM …`: become a program that is told to end when its parent process dies.

However the parent dies, `kill -9` included. Linux only; elsewhere the program is simply started.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from typing import Final

_PR_SET_PDEATHSIG: Final = 1  # linux/prctl.h; what it sets outlives exec


def tied(command: Sequence[str]) -> list[str]:
    """The command as a child of this process has to be started to die with it."""
    return [sys.executable, "-m", "ansinh.cli.tied", str(os.getpid()), *command]


def become(words: Sequence[str]) -> None:
    """Tie this process to its parent and turn into the program.

    Args:
        words: the parent's process number, the program and its words.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != int(words[0]):
        raise SystemExit(1)  # it died before we were tied to it
    os.execv(words[1], list(words[1:]))  # noqa: S606 - our own command, named by `tied`


if __name__ == "__main__":
    become(sys.argv[1:])

"""What a process that is to be interrupted needs."""

from __future__ import annotations

import signal


def interruptible() -> None:
    """Run in the child before its program: Ctrl-C ends it, whatever the shell said to our tests.

    A shell that starts a job in the background has it ignore Ctrl-C, and children inherit that.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)

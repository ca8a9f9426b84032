"""``cleanpress batch`` as people run it, for tests."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import cleanpress

SRC = Path(cleanpress.__file__).parent.parent


def started(*args: object, cwd: Path, path: Path | None = None, **more) -> subprocess.Popen[bytes]:
    """The command, under way."""
    known = [str(SRC), *([str(path)] if path else [])]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(known)}
    argv = [sys.executable, "-m", "cleanpress", "batch", *map(str, args)]
    pipe = subprocess.PIPE
    streams = {"stdin": pipe, "stderr": pipe, "stdout": pipe, **more}
    return subprocess.Popen(argv, cwd=cwd, env=env, **streams)


def batch(*args: object, cwd: Path, stdin: bytes = b"", **more) -> tuple[int, str]:
    """The command's exit status and what it said."""
    process = started(*args, cwd=cwd, **more)
    out, err = process.communicate(stdin, timeout=120)
    assert out == b""
    return process.returncode, err.decode()


def tree(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in sorted(folder.rglob("*"))
        if one.is_file()
    }

"""One tool in one process: paths come in on standard input, seconds of CPU go out."""

from __future__ import annotations

import os
import resource
import sys
import time
from pathlib import Path

from benchmarks.speed.tools import TOOLS


def cpu() -> float:
    """Seconds of CPU of this process and of the children it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    """Load the tool that is named on the command line and time it file by file."""
    tool = TOOLS[int(sys.argv[1])]
    out = os.fdopen(os.dup(1), "w")
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)  # some tools talk
        os.dup2(nowhere.fileno(), 2)
    try:
        job = tool.load()
    except Exception as error:
        out.write(f"missing {type(error).__name__}: {str(error).splitlines()[0][:100]}\n")
        out.flush()
        return
    out.write("ready\n")
    out.flush()
    for line in sys.stdin:
        path = Path(line.rstrip("\n"))
        began = cpu()
        try:
            job(path)
        except Exception as error:  # told to whoever reads the table
            out.write(f"failed {type(error).__name__}\n")
        else:
            out.write(f"{cpu() - began:.6f}\n")
        out.flush()


if __name__ == "__main__":
    main()

"""``python -m fuzz TARGET [SECONDS] [CORPUS]``: fuzz one target; a found bug is a file."""

from __future__ import annotations

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

# The command line, and integrations that need what they integrate with.
LEFT_OUT = ("cleanpress.cli", "cleanpress.__main__", "cleanpress.integrations")

with atheris.instrument_imports(include=["cleanpress", "pdfminer"]):
    import cleanpress
    from fuzz.targets import LONGEST, TARGETS

    # Filters and readers are imported when they are needed; only here are they instrumented.
    for module in walk_packages(cleanpress.__path__, "cleanpress."):
        if not module.name.startswith(
            ("cleanpress.cli", "cleanpress.__main__", "cleanpress.integrations")
        ):
            import_module(module.name)

WORDS = Path(__file__).with_name("words.dict")
SLOW = int(os.environ.get("FUZZ_TIMEOUT", "25"))  # seconds for one input, more on a busy machine
ROOM = 1500  # MB


def main() -> None:
    """Write the seeds, then run libFuzzer over the target."""
    if len(sys.argv) < 2 or sys.argv[1] not in TARGETS:
        sys.exit(f"usage: python -m fuzz {{{','.join(TARGETS)}}} [seconds] [corpus folder]")
    name, seconds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 60
    target = TARGETS[name]
    corpus = Path(sys.argv[3] if len(sys.argv) > 3 else tempfile.mkdtemp())
    seeds = corpus / "seeds"
    for folder in (corpus / "found", seeds):
        folder.mkdir(parents=True, exist_ok=True)
    for at, seed in enumerate(target.seeds()):
        (seeds / f"{at:04}").write_bytes(seed)
    found = os.environ.get("FUZZ_ARTIFACTS", str(corpus))
    options = [
        f"-max_total_time={seconds}", f"-timeout={SLOW}", f"-rss_limit_mb={ROOM}",
        f"-max_len={LONGEST if target.mutate is None else 4 * LONGEST}", f"-dict={WORDS}",
        f"-artifact_prefix={found}/{name}-", "-print_final_stats=1", "-len_control=0",
    ]  # fmt: skip

    def mutate(data: bytes, size: int, seed: int) -> bytes:
        if seed % 4 and target.mutate is not None:
            return target.mutate(data, size, seed)
        return bytes(atheris.Mutate(data, size))

    more = {} if target.mutate is None else {"custom_mutator": mutate}
    argv = [sys.argv[0], *options, str(corpus / "found"), str(seeds)]
    atheris.Setup(argv, target.run, **more)
    atheris.Fuzz()


main()

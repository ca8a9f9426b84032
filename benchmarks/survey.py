"""What becomes of broken PDFs: every one is text or one named error, and cut ones keep their text.

    python -m benchmarks.survey mutate [--files N] [--backend NAME] [PDF ...]
    python -m benchmarks.survey cut [--backend NAME] [PDF ...]
    python -m benchmarks.survey read [--backend NAME] [PDF ...]
    python -m benchmarks.survey --sample              a few of the first, for CI

``mutate`` breaks files in every way of ``MUTATIONS``, the same ones for the same seed, and reads
each in a worker process. ``cut`` takes their tails away and counts the words that are left.
``read`` reads them as they are and asks pdfminer.six whether it could. Without a PDF the fixtures
are taken. A crash, a hang or an error that is none of ours is printed with its mutation; the exit
status is then 1.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cleanpress.errors import ReadError
from cleanpress.limits import Limits
from cleanpress.readers.pdf import read_pdf

FIXTURES = Path(__file__).parents[1] / "fixtures" / "pdf"
SECONDS = 20.0
SLACK = 1.0  # seconds over the limit that are no hang
LIMITS = Limits(seconds=SECONDS)
STEP = 1024  # bytes between two cuts
CUTS: dict[str, Callable[[int], int]] = {
    "30 bytes": lambda size: size - 30,
    "2 kB": lambda size: size - 2000,
    "a tenth": lambda size: size * 9 // 10,
    "a half": lambda size: size // 2,
}
OBJECT = re.compile(rb"(?<![0-9])[0-9]+ [0-9]+ obj\b.*?\bendobj\b", re.DOTALL)
NUMBER = re.compile(rb"(?<![0-9A-Za-z])[0-9]+(?![0-9A-Za-z])")
REFERENCE = re.compile(rb"[0-9]+ 0 R")
NAME = re.compile(rb"/[A-Z][A-Za-z]+")


class Outcome(NamedTuple):
    """How reading one file ended."""

    source: str
    mutation: str
    kind: str
    seconds: float
    told: str = ""


# ---- mutations ---------------------------------------------------------------------------------
def _objects(data: bytes) -> list[tuple[int, int]]:
    return [found.span() for found in OBJECT.finditer(data)]


def _dropped(data: bytes, chance: random.Random) -> bytes:
    start, end = chance.choice(_objects(data))
    return data[:start] + data[end:]


def _blanked(data: bytes, chance: random.Random) -> bytes:
    start, end = chance.choice(_objects(data))
    return data[:start] + b" " * (end - start) + data[end:]


def _swapped(data: bytes, chance: random.Random) -> bytes:
    (a, b), (c, d) = sorted(chance.sample(_objects(data), 2))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def _renumbered(data: bytes, chance: random.Random) -> bytes:
    start, _ = chance.choice(_objects(data))
    other, _ = chance.choice(_objects(data))
    number = data[other:].split(b" ", 1)[0]
    return data[:start] + number + data[data.index(b" ", start) :]


def _flipped(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 30, 300))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _spliced(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randrange(1, 4000) :]


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(data))
    end = start + chance.randrange(1, 4000)
    return data[:end] + data[start:end] + data[end:]


def _replaced(pattern: re.Pattern[bytes], others: Sequence[bytes]) -> Mutation:
    """Put something else in the place of a few matches outside of streams."""

    def mutate(data: bytes, chance: random.Random) -> bytes:
        found = list(pattern.finditer(data))
        for one in sorted(chance.sample(found, min(3, len(found))), reverse=True, key=_start):
            other = chance.choice([*others, chance.choice(found)[0]])
            data = data[: one.start()] + other + data[one.end() :]
        return data

    return mutate


def _start(found: re.Match[bytes]) -> int:
    return found.start()


Mutation = Callable[[bytes, random.Random], bytes]
NUMBERS = (b"0", b"1", b"-1", b"99999999999", b"1e9", b"65536", b"null")
MUTATIONS: dict[str, Mutation] = {
    "object dropped": _dropped,
    "object blanked": _blanked,
    "objects swapped": _swapped,
    "object renumbered": _renumbered,
    "bytes changed": _flipped,
    "stretch cut out": _spliced,
    "stretch doubled": _doubled,
    "numbers changed": _replaced(NUMBER, NUMBERS),
    "references changed": _replaced(REFERENCE, (b"1 0 R", b"null", b"[1 0 R]", b"999999 0 R")),
    "names changed": _replaced(NAME, (b"/X", b"/Length", b"/Type", b"/Kids", b"null")),
}


def mutants(files: Sequence[Path], count: int) -> Iterator[tuple[str, str, bytes]]:
    """At least ``count`` broken files: cut at every kilobyte, and broken in all other ways."""
    sources = [(file.name, file.read_bytes()) for file in files]
    cuts = [(name, at) for name, data in sources for at in range(STEP, len(data), STEP)]
    chance = random.Random(0)
    known = dict(sources)
    for name, at in cuts if len(cuts) < count // 2 else chance.sample(cuts, count // 2):
        yield name, "cut", known[name][:at]
    for number in range(count - min(len(cuts), count // 2)):
        name, data = sources[number % len(sources)]
        kind = list(MUTATIONS)[number // len(sources) % len(MUTATIONS)]
        yield name, kind, MUTATIONS[kind](data, random.Random(number))


# ---- reading -----------------------------------------------------------------------------------
def outcome(given: tuple[str, str, bytes], backend: str) -> Outcome:
    """Read one file."""
    source, mutation, data = given
    begun = time.process_time()
    try:
        doc = read_pdf(data, backend=backend, limits=LIMITS)
        kind, told = ("text, incomplete" if "Damage" in doc.info else "text"), ""
    except ReadError as error:
        kind, told = type(error).__name__, str(error)
    except Exception as error:  # what must never come out
        kind, told = f"CRASH {type(error).__name__}", str(error)
    return Outcome(source, mutation, kind, time.process_time() - begun, told)


def outcomes(given: Iterator[tuple[str, str, bytes]], backend: str) -> Iterator[Outcome]:
    """Read all files in two worker processes."""
    waiting = list(given)
    with ProcessPoolExecutor(2) as pool:
        done = pool.map(partial(outcome, backend=backend), waiting, chunksize=8)
        for source, mutation, _ in waiting:
            try:
                yield next(done)
            except BrokenProcessPool as error:
                yield Outcome(source, mutation, "CRASH of the process", 0.0, str(error))
                return


def mutate(files: Sequence[Path], count: int, backend: str) -> int:
    """Print the table of outcomes; the number of those that must not be."""
    table: dict[str, Counter[str]] = {}
    bad, slowest = [], 0.0
    for one in outcomes(mutants(files, count), backend):
        table.setdefault(one.mutation, Counter())[one.kind] += 1
        slowest = max(slowest, one.seconds)
        if one.kind.startswith("CRASH") or one.seconds > SECONDS + SLACK:
            bad.append(one)
    kinds = sorted({kind for row in table.values() for kind in row})
    print("| mutation | files |", " | ".join(kinds), "|")
    print("|---|" + "---|" * (len(kinds) + 1))
    whole: Counter[str] = Counter()
    for mutation, row in table.items():
        whole.update(row)
        print("|", mutation, "|", row.total(), "|", " | ".join(str(row[k]) for k in kinds), "|")
    print("| all |", whole.total(), "|", " | ".join(str(whole[k]) for k in kinds), "|")
    print(f"\nslowest file: {slowest:.2f} s of CPU")
    for one in bad:
        print("BAD", *one)
    return len(bad)


def words(data: bytes, backend: str) -> Counter[str]:
    """The words of a file; none where it cannot be read."""
    try:
        return Counter(read_pdf(data, backend=backend, limits=LIMITS).source.split())
    except ReadError:
        return Counter()


def cut(files: Sequence[Path], backend: str) -> None:
    """Print how many of the files keep how much of their text when their tails are gone."""
    shares: dict[str, list[float]] = {name: [] for name in CUTS}
    for file in files:
        data = file.read_bytes()
        whole = words(data, backend)
        if whole.total() < 20:
            continue
        for name, place in CUTS.items():
            left = words(data[: place(len(data))], backend) & whole
            shares[name].append(left.total() / whole.total())
    print("| cut | files | >= 80 % of the words | >= 50 % | none |")
    print("|---|---|---|---|---|")
    for name, found in shares.items():
        kept = [sum(share >= least for share in found) for least in (0.8, 0.5)]
        print(f"| {name} | {len(found)} | {kept[0]} | {kept[1]} | {found.count(0.0)} |")


def readable(data: bytes) -> bool:
    """Whether pdfminer.six finds text in the file."""
    from io import BytesIO

    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams

    try:
        text = extract_text(BytesIO(data), laparams=LAParams(boxes_flow=None, all_texts=True))
    except Exception:  # of any of its dozen kinds
        return False
    return bool(re.sub(r"\(cid:\d+\)|\s", "", text))


def read(files: Sequence[Path], backend: str) -> int:
    """Print what becomes of whole files, and which of them pdfminer.six can read and we cannot."""
    table: Counter[str] = Counter()
    theirs, refused, bad = 0, [], []
    for file in files:
        data = file.read_bytes()
        one = outcome((file.name, "", data), backend)
        table[one.kind] += 1
        if one.kind.startswith("CRASH") or one.seconds > SECONDS + SLACK:
            bad.append(one)
        if readable(data):
            theirs += 1
            if not one.kind.startswith("text"):
                refused.append(one)
    for kind, number in table.most_common():
        print(f"{number:5} {kind}")
    print(f"{theirs:5} pdfminer.six reads, of which {theirs - len(refused)} are read here")
    for one in (*refused, *bad):
        print(*one)
    return len(bad)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the surveys; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("what", nargs="?", choices=("mutate", "cut", "read"), default="mutate")
    parser.add_argument("files", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--files", type=int, default=5000, dest="count", metavar="N")
    parser.add_argument("--backend", default="pdfminer")
    parser.add_argument("--sample", action="store_true")
    given = parser.parse_intermixed_args(arguments)
    files = sorted(given.files or FIXTURES.glob("*.pdf"))
    if given.what == "cut":
        cut(files, given.backend)
        return 0
    if given.what == "read":
        return int(read(files, given.backend) > 0)
    return int(mutate(files, 120 if given.sample else given.count, given.backend) > 0)


if __name__ == "__main__":
    sys.exit(main())

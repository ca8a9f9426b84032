"""Three ways to know with fixed memory which lines recur on the documents of a site.

    python -m benchmarks.learn [DOCUMENTS]

Documents are composed as the fixtures' are (``fixtures/sites.py``). Each way counts on how many of
them a line's key stands, in two workers of which each sees half; then they are merged. Printed are
the lines that stand on a tenth of the documents or more and are missed, those that are named and
stand on less, the largest error of a share among the lines that recur, the CPU time and the memory.
"""

from __future__ import annotations

import heapq
import sys
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from cleanpress.sites.templates import keys, squeeze

SHARE = 0.1
HEADLINES = 300  # they come again; the articles below them do not
Document = frozenset[str]


class Found(NamedTuple):
    """What one way says: on how many documents of how many each key stands."""

    on: dict[str, int]
    documents: int


def exactly(parts: Sequence[Sequence[Document]]) -> Found:
    """Count everything; memory grows with the corpus."""
    on = Counter(key for part in parts for doc in part for key in doc)
    return Found(on, sum(map(len, parts)))


def space_saving(parts: Sequence[Sequence[Document]], room: int = 4096) -> Found:
    """Misra and Gries' summary: never too many, too few by at most the keys seen / ``room``."""
    merged: Counter[str] = Counter()
    for part in parts:
        own: dict[str, int] = {}
        for doc in part:
            for key in doc:
                if key in own or len(own) < room:
                    own[key] = own.get(key, 0) + 1
                else:
                    own = {one: count - 1 for one, count in own.items() if count > 1}
        merged.update(own)
    cut = sorted(merged.values(), reverse=True)[room] if len(merged) > room else 0
    return Found({key: n - cut for key, n in merged.items() if n > cut}, sum(map(len, parts)))


def count_min(parts: Sequence[Sequence[Document]], width: int = 8192, depth: int = 4) -> Found:
    """A count-min sketch, and the keys that it says recur; never too few."""
    table, names = [[0] * width for _ in range(depth)], set[str]()
    seen = 0
    for part in parts:
        for doc in part:
            seen += 1
            for key in doc:
                told = _add(table, key, width)
                if told >= SHARE * seen:
                    names.add(key)
    return Found({key: _least(table, key, width) for key in names}, seen)


def _cells(key: str, width: int, depth: int) -> Iterable[int]:
    digest = blake2b(key.encode(), digest_size=4 * depth).digest()
    return (int.from_bytes(digest[4 * at : 4 * at + 4]) % width for at in range(depth))


def _add(table: list[list[int]], key: str, width: int) -> int:
    least = sys.maxsize
    for row, cell in zip(table, _cells(key, width, len(table)), strict=True):
        row[cell] += 1
        least = min(least, row[cell])
    return least


def _least(table: list[list[int]], key: str, width: int) -> int:
    cells = _cells(key, width, len(table))
    return min(row[cell] for row, cell in zip(table, cells, strict=True))


def sample(parts: Sequence[Sequence[Document]], room: int = 400) -> Found:
    """The documents with the smallest digests: what cleanpress does."""
    kept: list[tuple[int, Document]] = []
    for part in parts:
        own: list[tuple[int, int, Document]] = []
        for at, doc in enumerate(part):
            rank = int.from_bytes(blake2b("\n".join(sorted(doc)).encode(), digest_size=8).digest())
            heapq.heappush(own, (-rank, at, doc))
            if len(own) > room:
                heapq.heappop(own)
        kept += [(-rank, doc) for rank, _, doc in own]
    kept = sorted(kept, key=lambda one: one[0])[:room]
    return Found(Counter(key for _, doc in kept for key in doc), len(kept))


def compose(count: int) -> list[Document]:
    """So many documents of one site, each as the set of its lines' keys."""
    sys.path.insert(0, str(Path(__file__).parent.parent / "fixtures"))
    sites = import_module("sites")
    composer = sites.Composer("fiumalto")
    composer.headlines = [
        f"{composer.fill(composer.draw('headlines'))} ({number})" for number in range(HEADLINES)
    ]
    return [
        frozenset(
            keys(squeeze(one.words)).text for one in composer._page(number % HEADLINES).blocks
        )
        for number in range(count)
    ]


def main() -> None:
    """Compose, count in four ways, print."""
    documents = compose(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    parts = [documents[::2], documents[1::2]]
    truth = exactly(parts)
    often = {key: n for key, n in truth.on.items() if n >= SHARE * truth.documents}
    print(f"{truth.documents:,} documents, {len(truth.on):,} keys, {len(often)} recur")
    ways: dict[str, Callable[[Sequence[Sequence[Document]]], Found]] = {
        "exact": exactly, "space-saving": space_saving, "count-min": count_min, "sample": sample,
    }  # fmt: skip
    for name, way in ways.items():
        began = time.process_time()
        found = way(parts)
        spent = time.process_time() - began
        tracemalloc.start()
        way(parts)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        shares = {key: n / found.documents for key, n in found.on.items()}
        named = {key for key, share in shares.items() if share >= SHARE}
        worst = max(abs(shares.get(key, 0) - n / truth.documents) for key, n in often.items())
        print(f"{name:13} missed {len(often.keys() - named):3}  false {len(named - often.keys()):4}"
              f"  worst {worst:.3f}  {spent:6.2f} s  {peak / 1e6:6.1f} MB")  # fmt: skip


if __name__ == "__main__":
    main()

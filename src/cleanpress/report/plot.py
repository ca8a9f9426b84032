"""The plot of ``cleanpress stats``: for each filter a row, for each document a dot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import sqrt

from cleanpress.report.escape import shown
from cleanpress.report.stats import Outlier, Row, Told

__all__ = ["plot"]

LEFT, WIDE, RIGHT = 168, 620, 210  # pixels: names, dots, figures
HIGH, TOP, FOOT = 26, 74, 44  # pixels: a row, what stands above and below all rows
TICKS = (0.0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 1.0)
STYLE = """
.paper{fill:#fff} text{font:13px system-ui,"Liberation Sans",sans-serif;fill:#22201d}
.soft{fill:#6b665e;font-size:12px} .title{font-size:16px;font-weight:600} .grid{stroke:#e2ddd4}
.dot{fill:#2f6fb0;fill-opacity:.32} .out{fill:#c2410c;fill-opacity:.95}
.mid{stroke:#22201d;stroke-width:2}
@media (prefers-color-scheme:dark){.paper{fill:#191817} text{fill:#e8e4dc} .soft{fill:#a19b91}
.grid{stroke:#3a3835} .dot{fill:#7db3ea;fill-opacity:.4} .out{fill:#ff8a4c} .mid{stroke:#e8e4dc}}
"""


def plot(told: Sequence[Told], table: Sequence[Row], found: Sequence[Outlier]) -> str:
    """The plot as SVG: what share of each document's words each filter removed.

    The scale is that of the square root, so that small shares can be told apart. Documents that
    stand far out are marked, and named when pointed at.
    """
    table = [one for one in table if one.words]
    high = TOP + HIGH * len(table) + FOOT
    wide = LEFT + WIDE + RIGHT
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" role="img" '
        f'width="{wide}" height="{high}">',
        "<title>What each filter removes</title>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{wide}" height="{high}"/>',
        f'<text class="title" x="16" y="28">What each filter removes from {len(told):,} documents'
        "</text>",
        '<text class="soft" x="16" y="48">one dot a document: the share of its words; '
        "the bar is the median; orange is far out</text>",
        *_grid(len(table)),
    ]
    odd = {(one.file, one.filter) for one in found}
    for at, row in enumerate(table):
        lines += _row(row, TOP + HIGH * at + HIGH // 2, told, odd)
    return "\n".join([*lines, "</svg>", ""])


def _x(share: float) -> float:
    return LEFT + WIDE * sqrt(min(max(share, 0.0), 1.0))


def _grid(count: int) -> Iterator[str]:
    foot = TOP + HIGH * count
    for tick in TICKS:
        x = _x(tick)
        yield f'<path class="grid" d="M{x:.1f} {TOP - 6}V{foot + 4}"/>'
        at = f'x="{x:.1f}" y="{foot + 20}" text-anchor="middle"'
        yield f'<text class="soft" {at}>{tick:.0%}</text>'
    yield f'<text class="soft" x="{LEFT + WIDE + 18}" y="{TOP - 10}">documents, words</text>'


def _row(row: Row, y: int, told: Sequence[Told], odd: set[tuple[str, str]]) -> Iterator[str]:
    name = shown(row.filter)
    yield f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{name}</text>'
    for nth, one in enumerate(one for one in told if one.words.get(row.filter)):
        share = one.share(row.filter)
        out = (one.file, row.filter) in odd
        shift = (nth * 5) % 11 - 5  # dots of one share lie beside one another
        label = f"{shown(one.file)}: {share:.1%}, {one.words[row.filter]:,} words"
        yield (
            f'<circle class="{"out" if out else "dot"}" cx="{_x(share):.1f}" cy="{y + shift}" '
            f'r="{4.5 if out else 3.2}"><title>{label}</title></circle>'
        )
    x = _x(row.median)
    yield f'<path class="mid" d="M{x:.1f} {y - 9}v18"/>'
    told_text = f"{row.documents:,}, {row.words:,} ({row.share:.1%})"
    yield f'<text class="soft" x="{LEFT + WIDE + 18}" y="{y + 4}">{told_text}</text>'

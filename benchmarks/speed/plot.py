"""Bars as SVG, drawn by hand: no library is worth a dependency for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

COLOURS = ("#1f6f8b", "#b5651d", "#5b7f3b")
WIDTH, ROW, LEFT = 720, 26, 270  # pixels


def bars(spent: dict[str, float], baseline: str) -> str:
    """One bar a tool, as long as its share of the baseline's time; longer ones are cut."""
    base = spent.get(baseline) or max(spent.values())
    shares = sorted((seconds / base, name) for name, seconds in spent.items())
    room = WIDTH - LEFT - 70
    longest = max(1.0, min(2.0, shares[-1][0]))
    rows = []
    for at, (share, name) in enumerate(shares):
        y, length = 10 + at * ROW, max(1.0, min(share, longest) / longest * room)
        colour = "#1f6f8b" if name.startswith("cleanpress") else "#b9b4a8"
        rows.append(
            f'<text x="{LEFT - 8}" y="{y + 14}" text-anchor="end">{escape(name)}</text>'
            f'<rect x="{LEFT}" y="{y}" width="{length:.1f}" height="18" fill="{colour}"/>'
            f'<text x="{LEFT + length + 6:.1f}" y="{y + 14}">{share:.3f}</text>'
        )
    height = 20 + ROW * len(shares)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" font-size="13">'
        f"<title>CPU time as a share of {escape(baseline)}</title>"
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>{"".join(rows)}</svg>\n'
    )


def curves(grown: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """Seconds over size, both by powers of ten: what grows in step with its input is a diagonal."""
    points = [point for curve in grown.values() for point in curve]
    right = max(1, ceil(max(log10(size) for size, _ in points)))
    low = floor(min(log10(seconds) for _, seconds in points))
    high = ceil(max(log10(seconds) for _, seconds in points))
    left, top, unit, drawn = 70, 20, 110, []
    foot = top + unit * (high - low)
    for power in range(right + 1):
        x = left + unit * power
        drawn.append(
            f'<path d="M{x} {top}V{foot}" stroke="#ddd"/>'
            f'<text x="{x}" y="{foot + 18}" text-anchor="middle">{10**power:,}</text>'
        )
    for power in range(low, high + 1):
        y = foot - unit * (power - low)
        drawn.append(
            f'<path d="M{left} {y}H{left + unit * right}" stroke="#ddd"/>'
            f'<text x="{left - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g} s</text>'
        )
    for (name, curve), colour in zip(grown.items(), COLOURS, strict=False):
        placed = [
            (left + unit * log10(size), foot - unit * (log10(seconds) - low))
            for size, seconds in curve
        ]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
        x, y = placed[-1]
        drawn.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>'
            f'<text x="{x + 6:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(name)}</text>'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="0 0 {left + unit * right + 130} {foot + 30}" font-family="sans-serif" '
        f'font-size="13"><title>CPU time as the input grows</title>{"".join(drawn)}</svg>\n'
    )

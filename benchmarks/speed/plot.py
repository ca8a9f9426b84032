"""Bars as SVG, drawn by hand: no library is worth a dependency for that."""

from __future__ import annotations

from html import escape

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

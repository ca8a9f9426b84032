"""Bylines: who and when, and what only looks like one."""

from __future__ import annotations

import pytest

from cleanpress.grammar.bylines import parse_byline

READ: dict[str, tuple[tuple[str, ...], str | None]] = {
    "By Jane Doe": (("Jane Doe",), None),
    "By JANE DOE and JOHN ROE, Staff Writer": (("Jane Doe", "John Roe"), None),
    "By Jane Doe, Jo Roe and Ann Poe, Associated Press": (("Jane Doe", "Jo Roe", "Ann Poe"), None),
    "By Jane Doe for The New York Times": (("Jane Doe",), None),
    "By Dr. Jane Doe, Ph.D.": (("Dr. Jane Doe",), None),
    "by: Laurie Oakes": (("Laurie Oakes",), None),
    "By REUTERS": (("REUTERS",), None),
    "Written by Ann Lee on May 3, 2021": (("Ann Lee",), "2021-05-03"),
    "By Ann Lee | May 3, 2021": (("Ann Lee",), "2021-05-03"),
    "May 3, 2021 \N{EM DASH} Ann Lee": (("Ann Lee",), "2021-05-03"),
    "Ann Lee - May 3, 2021, 10:31 pm CST": (("Ann Lee",), "2021-05-03"),
    "By Ann Lee@annlee Updated May 3, 2021, 10:28am EST": (("Ann Lee",), "2021-05-03"),
    "Published May 3, 2021 by Ann Lee": (("Ann Lee",), "2021-05-03"),
    "Updated May 4, 2021 | Published May 3, 2021": ((), "2021-05-03"),
    "Published 3 May 2021. Updated 4 May 2021": ((), "2021-05-03"),
    "Updated on: May 3, 2021 / 10:07 AM / Harbour News": ((), "2021-05-03"),
    "Words by Ann Lee \N{MIDDLE DOT} Photographs by Jo Roe": (("Ann Lee",), None),
    "Ostheim - 3. Mai 2021 - 05:30 Uhr": ((), "2021-05-03"),
    "Von Jana Quell, Berlin": (("Jana Quell",), None),
    "VON JANA QUELL am 3. Mai 2021": (("Jana Quell",), "2021-05-03"),
    "Par Jean-Luc d'Aubray": (("Jean-Luc d'Aubray",), None),
    "Publicado el 03/05/2021 a las 22h03": ((), "2021-05-03"),
    "5 min read": ((), None),
    "May 3, 2021 \N{BULLET} 5 min read": ((), "2021-05-03"),
}


@pytest.mark.parametrize("text", READ)
def test_read(text: str) -> None:
    found = parse_byline(text)
    assert found is not None
    authors, day = READ[text]
    assert found.authors == authors
    assert (found.date.date.isoformat() if found.date else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "By Tuesday the fire was out",
        "By Tuesday",
        "By the way",
        "By 2020",
        "By October 3, 2020",
        "Von den Bergen",
        "Von der Form zum Stoff.",
        "Words Matter Most",
        "The vote on October 3, 2020",
        "Jane Doe",
        "Jane Doe | Harbour News",
        "Updated Tuesday",
        "BERLIN (Reuters) \N{EM DASH} The",
        "Photo by Ann Lee",
        "by nature",
    ],
)
def test_not_a_byline(text: str) -> None:
    assert parse_byline(text) is None

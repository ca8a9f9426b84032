"""Dates and times as browsers and papers of several countries write them."""

from __future__ import annotations

import pytest

from cleanpress.grammar.dates import moment

READ = {
    "5/19/20, 12:08 AM": "2020-05-19T00:08:00",
    "10/24/26, 2:05\N{NARROW NO-BREAK SPACE}PM": "2026-10-24T14:05:00",
    "19/05/2020, 12:08": "2020-05-19T12:08:00",
    "19.5.2020, 12:08": "2020-05-19T12:08:00",
    "01.04.23, 08:57": "2023-04-01T08:57:00",
    "2023-04-01T08:57:11Z": "2023-04-01T08:57:11",
    "April 1, 2023 at 8:57 AM": "2023-04-01T08:57:00",
    "1. April 2023 um 08:57": "2023-04-01T08:57:00",
    "1er avril 2023 à 08:57": "2023-04-01T08:57:00",
    "1 de abril de 2023, 8:57": "2023-04-01T08:57:00",
    "mar. 3 mars 2020": "2020-03-03",
    "Mar 3, 2023": "2023-03-03",
    "Mittwoch, 3. März 2021, 12.05 Uhr": "2021-03-03T12:05:00",
    "lundi 4 mai 2020 - 12h30": "2020-05-04T12:30:00",
    "3:27 am PST, Wednesday, November 20, 2019": "2019-11-20T03:27:00",
    "5:00 a.m. ET Nov. 3, 2023": "2023-11-03T05:00:00",
    "Sept. 3rd, 2020 5pm": "2020-09-03T17:00:00",
    "19.05.07": "2007-05-19",
}


@pytest.mark.parametrize("text", READ)
def test_read(text: str) -> None:
    found = moment(text)
    assert found is not None
    assert (found.datetime or found.date).isoformat() == READ[text]


@pytest.mark.parametrize(
    "text", ["1/3", "10.10.2010 12", "2/30/2020", "99/99/99", "May 2021", "May 3", "Tuesday"]
)
def test_not_a_date(text: str) -> None:
    assert moment(text) is None

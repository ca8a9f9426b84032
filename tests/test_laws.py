"""The generic laws over every filter and every preset."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cleanpress.document import Stage
from cleanpress.pipeline import Pipeline
from cleanpress.presets import build, preset, presets
from cleanpress.readers.text import read_text
from cleanpress.registry import filter_names
from cleanpress.testing import check_account, check_contracts, check_laws, check_no_new_words, pages

EXAMPLES = int(os.environ.get("CLEANPRESS_EXAMPLES", "300"))
thorough = settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.mark.parametrize("name", filter_names())
def test_every_filter_keeps_the_laws(name: str) -> None:
    alone = Pipeline((build(name),))

    @thorough
    @given(st.one_of(pages(), st.text(max_size=200)))
    def law(text: str) -> None:
        doc = read_text(text)
        check_contracts(alone, doc)
        after = doc.apply(list(alone.filters[0](doc)), name)
        check_account(after, alone)
        if alone.filters[0].stage is not Stage.REPAIR:
            check_no_new_words(after)

    law()


@pytest.mark.parametrize("embeds", ["keep", "quote", "residue", "drop"])
@pytest.mark.parametrize("name", sorted(presets()))
def test_every_preset_keeps_the_laws(name: str, embeds: str) -> None:
    whole = preset(name, embeds=embeds)

    @thorough
    @given(st.one_of(pages(), st.text(max_size=200)))
    @example("")
    @example("\f\f")
    @example("\n \t\n")
    @example("\ud800")
    @example("a")
    def law(text: str) -> None:
        check_laws(whole, read_text(text))

    law()


def test_no_letter_is_written_outside_the_repair_tables() -> None:
    whole = preset("default", embeds="quote")
    whole = whole.without(*(one.name for one in whole.filters if one.stage is Stage.REPAIR))

    @thorough
    @given(st.one_of(pages(), st.text(max_size=200)))
    def law(text: str) -> None:
        check_no_new_words(whole.run(read_text(text)).document)

    law()

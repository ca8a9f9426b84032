"""The case files: what each filter removes, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanpress.registry import filter_names, filter_type
from cleanpress.testing import Case, load_cases, run_case

CASES = Path(__file__).parent.parent / "fixtures" / "cases"
ALL = [case for path in sorted(CASES.glob("*.toml")) for case in load_cases(path)]


@pytest.mark.parametrize("case", ALL, ids=[f"{case.filter}: {case.name}" for case in ALL])
def test_case(case: Case) -> None:
    before, after, reasons = run_case(case)
    kept = after == (before if case.want is None else case.want)
    if case.fails:
        assert not kept, "this known failure is mended: drop its `expect`"
        return
    assert after == (before if case.want is None else case.want)
    if case.reason is not None:
        assert case.reason in reasons


@pytest.mark.parametrize("name", filter_names())
def test_every_reason_has_both_kinds_of_case(name: str) -> None:
    cases = [case for case in ALL if case.filter == name]
    for reason in filter_type(name).reasons:
        assert any(case.reason == reason for case in cases), f"no positive case for {reason}"
        assert any(case.near == reason for case in cases), f"no near miss for {reason}"


def test_case_files_belong_to_filters() -> None:
    assert {path.stem for path in CASES.glob("*.toml")} <= set(filter_names())

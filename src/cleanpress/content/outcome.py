"""Whether a verdict is to be carried out: abstention, with its reason as one word."""

from __future__ import annotations

from cleanpress.content.judge import Verdict, judge
from cleanpress.content.units import units_of
from cleanpress.document import Document

FEW_WORDS = 25  # an article has more; what would stay of a page without one is a teaser or a notice
FEW_UNITS = 3  # a text with no more has no page around it
CLEAR = 0.1  # chance below which a unit is plainly not of the article


def outcome_of(doc: Document) -> str:
    """``article``: the rest may go; ``whole``: all of it is article; ``none``: no article shows."""
    return doc.derive("content-outcome", lambda: _outcome(doc))


def _outcome(doc: Document) -> str:
    if len(units_of(doc)) <= FEW_UNITS:
        return "whole"
    verdict = judge(doc)
    keeps = verdict.keeps
    if all(keeps):
        return "whole"
    kept = sum(count for count, keep in zip(verdict.words, keeps, strict=True) if keep)
    if kept < FEW_WORDS:
        return "none"
    if verdict.view == "text" and _is_clean(verdict):
        return "whole"
    return "article"


def _is_clean(verdict: Verdict) -> bool:
    """Whether a plain text shows no page around its article."""
    return False

"""Whether a verdict is to be carried out: abstention, with its reason as one word."""

from __future__ import annotations

from cleanpress.content.judge import Verdict, judge
from cleanpress.content.units import units_of
from cleanpress.document import Document

FEW_WORDS = 25  # an article with fewer must have a sentence, or what stays is a row of labels
SENTENCE = 8  # words of one unit that may be a sentence
FEW_UNITS = 3  # a text with no more has no page around it
CLEAR = 0.1  # chance below which a unit is plainly not of the article
# What a plain text must plainly have around its article before any of it goes, also as a share of
# its words. Of 146 clean bodies one has more than PLAIN_SHARE (a list of code changes: 3 of 100
# words), none more than BARE_SHARE, which holds where there are no page breaks either.
PLAIN_WORDS, PLAIN_UNITS, PLAIN_SHARE, BARE_SHARE = 15, 4, 0.015, 0.08


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
    kept = [count for count, keep in zip(verdict.words, keeps, strict=True) if keep]
    if not kept or (sum(kept) < FEW_WORDS and max(kept) < SENTENCE):
        return "none"
    if verdict.view == "text" and _is_clean(verdict, bare=len(doc.page_starts) < 2):
        return "whole"
    return "article"


def _is_clean(verdict: Verdict, *, bare: bool) -> bool:
    """Whether a plain text shows no page around its article."""
    plain = [
        count
        for count, chance in zip(verdict.words, verdict.chances, strict=True)
        if chance < CLEAR
    ]
    share = BARE_SHARE if bare else PLAIN_SHARE
    enough = max(PLAIN_WORDS, share * sum(verdict.words))
    return len(plain) < PLAIN_UNITS or sum(plain) < enough

"""Which keys recur across the outlines of a site, and which outlines are the same article again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cleanpress.sites.outline import Row
from cleanpress.sites.profile import ANCHOR, LOOSE_ANCHOR, WIDE_ANCHOR
from cleanpress.sites.templates import Keys, ends_sentence, is_bare, is_loose, keys

Outline = tuple[Row, ...]
LONG = 40  # characters of a line that tells one article from another
FORMS = 40  # forms of a template that are counted
SENTENCE = 8  # words
TWIN = 0.5  # share of such lines that two prints of one article have in common


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From when on a line counts as the site's. Shares are of the documents of the sample."""

    documents: int = 4  # the least number; two or three prints may be versions of one article
    share: float = 0.1  # of a line as it is; section names of six sections have 0.17
    loose_share: float = 0.3  # of templates with names or with any rest: "The {name}" is anything
    anchor_share: float = ANCHOR  # of lines that all else is placed by
    steady: float = 0.8  # share of its documents in which a line must behave the same way


class Recurrence:
    """How often the keys of lines occur in the outlines of a site."""

    def __init__(self, outlines: Sequence[Outline], thresholds: Thresholds) -> None:
        """Count the keys; outlines that repeat another one's article are left out."""
        self.thresholds = thresholds
        self._keys: dict[str, Keys] = {}
        self.outlines = self._distinct(outlines)
        self.documents = len(self.outlines)
        self.on: Counter[str] = Counter()
        self.steady: set[str] = set()
        self.wide: set[str] = set()
        forms: defaultdict[str, set[str]] = defaultdict(set)
        for outline in self.outlines:
            here = {key: row.text for row in outline for key in self._all(row.text)}
            self.on.update(here.keys())
            for key, text in here.items():
                if len(forms[key]) < FORMS:
                    forms[key].add(text)
        self.fixed = {key for key, texts in forms.items() if len(texts) == 1}
        # A sentence whose numbers are others on each page is told anew on each: an article's.
        self._told_anew = {
            key for key, texts in forms.items()
            if 2 * len(texts) > min(self.on[key], FORMS) and len(texts) > 1
            and len(key.split()) >= SENTENCE and ends_sentence(key)
        }  # fmt: skip

    def _all(self, text: str) -> set[str]:
        own = self._keys.get(text)
        if own is None:
            own = self._keys[text] = keys(text)
        return {own.text, *own.loose}

    def recurs(self, key: str) -> bool:
        """Whether a key stands on enough documents to be the site's."""
        if key in self._told_anew:
            return False
        share = self.thresholds.loose_share if is_loose(key) else self.thresholds.share
        return self.on[key] >= max(self.thresholds.documents, share * self.documents)

    def is_anchor(self, key: str) -> bool:
        """Whether a key stands on so many documents that others are placed by it."""
        if is_loose(key):
            return key in self.steady
        return self.is_many(self.on[key], WIDE_ANCHOR if key in self.wide else 0.0)

    def settle(self, zones: Mapping[str, Counter[str]]) -> None:
        """Let those templates be anchors too that keep to one zone; headlines' patterns do not.

        A line that does not must stand on nearly all documents: the name of the largest section
        stands above its articles, and among the teasers of others, which it must not part.
        """
        for key, times in zones.items():
            often = max(times.values()) >= self.thresholds.steady * times.total()
            if not is_loose(key):
                if not often:
                    self.wide.add(key)
            elif often and not is_bare(key) and self.is_many(self.on[key], LOOSE_ANCHOR):
                self.steady.add(key)

    def is_many(self, documents: int, share: float = 0.0) -> bool:
        """Whether so many documents are enough for an anchor."""
        share = max(share, self.thresholds.anchor_share)
        return documents >= max(self.thresholds.documents, share * self.documents)

    def key_of(self, text: str) -> str:
        """The key by which a line recurs, or ``""``: its own, unless a template has far more."""
        own = self._keys[text]
        found = [key for key in (own.text, *own.loose) if self.recurs(key)]
        if not found:
            return ""
        most = max(self.on[key] for key in found)
        return next(key for key in found if 2 * self.on[key] >= most)

    def _distinct(self, outlines: Sequence[Outline]) -> list[Outline]:
        """The outlines without those that repeat the article of one before."""
        on: Counter[str] = Counter()
        long = [frozenset(row.text for row in one if len(row.text) >= LONG) for one in outlines]
        for texts in long:
            on.update(texts)
        # What stands on many documents is the site's own, and tells no article from another.
        most = max(self.thresholds.documents, self.thresholds.share * len(outlines))
        holders: defaultdict[str, list[int]] = defaultdict(list)
        known = set[frozenset[str]]()
        kept: list[Outline] = []
        for at, texts in enumerate(long):
            own = [text for text in texts if on[text] <= 2 * most]
            shared = Counter(other for text in own for other in holders[text])
            if shared and max(shared.values()) >= TWIN * len(own):
                continue
            if texts and texts in known:  # all of one article: nothing on them is rare
                continue
            known.add(texts)
            kept.append(outlines[at])
            for text in own:
                holders[text].append(at)
        return kept

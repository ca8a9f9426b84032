"""Lines that a site prints around every article go, as a profile learned from its pages says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from cleanpress.document import Document, Edit, Stage
from cleanpress.sites.hosts import host_of
from cleanpress.sites.matching import matcher_of
from cleanpress.sites.outline import outline_of
from cleanpress.sites.profile import Entry, Profile
from cleanpress.standing import removal

_REASONS = {"frame": "site-frame", "line": "site-line", "below": "site-teaser"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteProfile:
    r"""Remove the lines that recur on the pages of a site, as its profile has them.

    A site prints the same navigation, promos, notices and labels around each article, in whatever
    language. ``cleanpress learn`` finds them in a number of its pages; this filter takes them where
    they stand as they did there: above, below or between the paragraphs of the article, set as
    they were set, and apart from other words. Lines below a label that lists other articles go with
    it, if they are not set as the article is. A line within a paragraph of other words stays.

    >>> from cleanpress.sites.profile import Entry
    >>> gull = Profile("gull", 60, (), (Entry("Read on", 41, ("end",)),))
    >>> tale = "The ferry left at noon with forty people and one goat on board, and nobody on " \
    ...        "the quay could say why it came back."
    >>> doc = Document(f"{tale}\n\nRead on")
    >>> after = doc.apply(SiteProfile(profiles=(gull,))(doc), SiteProfile.name)
    >>> after.text == f"{tale}\n\n", after.runs[-1].note
    (True, 'on 41 of 60 documents of this site')
    >>> doc = Document(f"Read on\n\n{tale}")
    >>> doc.apply(SiteProfile(profiles=(gull,))(doc), SiteProfile.name) is doc
    True
    """

    name: ClassVar[str] = "site-profile"
    stage: ClassVar[Stage] = Stage.PRUNE
    reasons: ClassVar[Mapping[str, str]] = {
        "site-frame": "a line that stands on most pages of this site",
        "site-line": "a line that recurs on pages of this site",
        "site-teaser": "a line below a label of this site that lists other articles",
    }

    profiles: tuple[Profile, ...] = ()  # the one whose host the page names; a single one for all

    # Share of the words. A page of the fixtures has up to 0.68 of them around its article.
    budget: float = 0.95

    def __call__(self, doc: Document, /) -> Iterator[Edit]:
        """Yield the removal of each line that the profile of the page's site knows."""
        profile = self._profile(doc)
        if profile is None:
            return
        rows, lines = outline_of(doc)
        gone = matcher_of(profile).gone(rows)
        told = sorted(
            (lines[at], _REASONS[why], _note(one, profile)) for at, (one, why) in gone.items()
        )
        for line, reason, note in told:
            yield from removal(doc, line, line + 1, reason, note)

    def _profile(self, doc: Document) -> Profile | None:
        """The profile for a page: that of its host, or the only one where neither names a host."""
        if not self.profiles:
            return None
        host = host_of(doc)
        fit = [one for one in self.profiles if host and one.serves(host)]
        if fit:
            return max(
                fit, key=lambda one: max(len(name) for name in one.hosts if host.endswith(name))
            )
        only = self.profiles[0] if len(self.profiles) == 1 else None
        return only if only and (not host or not only.hosts) else None


def _note(entry: Entry, profile: Profile) -> str:
    return f"on {entry.on} of {profile.documents} documents of this site"

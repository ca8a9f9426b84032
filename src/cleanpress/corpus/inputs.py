"""What the inputs of a run mean: files, folders, patterns and lists become a list of sources."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from glob import has_magic, iglob
from hashlib import sha256
from typing import NamedTuple

from cleanpress.errors import ConfigError

__all__ = ["Source", "base_of", "place_of", "sources"]

STDIN = "-"
DOCUMENTS = (".pdf", ".txt", ".md", ".markdown")  # what is taken from folders and archives
CONTAINERS = {
    ".jsonl": "lines", ".ndjson": "lines", ".parquet": "parquet", ".zip": "zip", ".tar": "tar",
    ".tgz": "tar",
}  # fmt: skip
PACKED, PACKABLE = (".gz", ".zst"), (".jsonl", ".ndjson", ".tar")
_DEEPEST, _FARTHEST = 40, 1000  # names and bytes of a place in OUT; systems take 4,096 bytes
_LONGEST = 180  # bytes of a name in OUT, well below the 255 that file systems take


class Source(NamedTuple):
    """A file that is a document or holds documents; ``place`` is its name in OUT.

    ``kind`` is ``file``, ``lines``, ``tar``, ``zip``, ``parquet``, or ``folder`` for one that is
    named like a document and is none. ``stamp`` tells whether it is still the same.
    """

    kind: str
    path: str
    place: str
    size: int
    stamp: int


def sources(
    inputs: Sequence[str], listed: Iterable[str], *, spared: frozenset[str]
) -> Iterator[Source]:
    """The sources that the inputs mean, in an order that is the same every time.

    ``listed`` are the paths that stand for ``-``; what lies in ``spared`` (real paths) is left out.

    Raises:
        ConfigError: a pattern fits no file.
    """
    base = base_of(inputs)
    for given in inputs:
        if given == STDIN:
            for path in listed:
                yield _source(path, os.getcwd())
        elif has_magic(given) and not os.path.lexists(given):
            found = sorted(iglob(given, recursive=True))
            if not found:
                raise ConfigError(f"no file is like {given}")
            for path in _different(found):
                yield from _under(path, base, spared)
        else:
            yield from _under(given, base, spared)


def base_of(inputs: Sequence[str]) -> str:
    """The folder that all inputs have in common; names in OUT are relative to it."""
    tops = []
    for given in inputs:
        if given == STDIN:
            continue
        path = os.path.abspath(given)
        if has_magic(given) and not os.path.lexists(given):
            while has_magic(path):
                path = os.path.dirname(path)
            tops.append(path)
        else:
            tops.append(path if os.path.isdir(path) else os.path.dirname(path))
    try:
        return os.path.commonpath(tops) if tops else os.getcwd()
    except ValueError:  # two drives
        return os.getcwd()


def _different(paths: Iterable[str]) -> Iterator[str]:
    """The paths without those by which a link leads to a file again: ** goes round in loops."""
    seen = set[str]()
    for path in paths:
        real = os.path.realpath(path)
        if real not in seen:
            seen.add(real)
            yield path


def _under(path: str, base: str, spared: frozenset[str]) -> Iterator[Source]:
    """A file, or all documents and containers in a folder and its folders; no hidden ones.

    Links to files are followed, links to folders are not.
    """
    if not os.path.isdir(path):
        yield _source(path, base)
        return
    waiting: list[_Folder | Source] = [_Folder(path, os.path.realpath(path))]
    while waiting:  # what is next stands last; folders may be deeper than Python's calls
        one = waiting.pop()
        if isinstance(one, Source):
            yield one
        else:
            waiting += reversed(list(_in_folder(one, base, spared)))


class _Folder(NamedTuple):
    path: str
    real: str


def _in_folder(folder: _Folder, base: str, spared: frozenset[str]) -> Iterator[_Folder | Source]:
    """What is taken of a folder: documents and containers as sources, and its folders."""
    try:
        with os.scandir(folder.path) as found:
            names = sorted(found, key=lambda one: one.name)
    except OSError:
        yield _source(folder.path, base, kind="folder")
        return
    for one in names:
        linked = one.is_symlink()
        real = os.path.realpath(one.path) if linked else os.path.join(folder.real, one.name)
        if one.name.startswith(".") or real in spared:
            continue
        taken = one.name.lower().endswith(DOCUMENTS) or kind_of(one.name) != "file"
        if one.is_dir(follow_symlinks=False):
            if one.name.lower().endswith(DOCUMENTS):
                yield _source(one.path, base, kind="folder")
            yield _Folder(one.path, real)
        elif taken and not (linked and os.path.isdir(one.path)):
            yield _source(one.path, base)


def _source(path: str, base: str, kind: str = "") -> Source:
    try:
        told = os.stat(path)
        size, stamp = told.st_size, told.st_mtime_ns
    except (OSError, ValueError):  # the worker will tell
        size = stamp = 0
    return Source(kind or kind_of(path), path, place_of(path, base), size, stamp)


def kind_of(name: str) -> str:
    """What a file is by its name; what is inside documents tells for itself.

    >>> [kind_of(name) for name in ("a.jsonl.gz", "a.TAR", "a.pdf", "a.txt.gz")]
    ['lines', 'tar', 'file', 'file']
    """
    stem, dot, suffix = name[name.rfind("/") + 1 :].lower().rpartition(".")
    if dot + suffix not in PACKED:
        return CONTAINERS.get(dot + suffix, "file") if stem else "file"
    stem, dot, suffix = stem.rpartition(".")
    return CONTAINERS.get(dot + suffix, "file") if stem and dot + suffix in PACKABLE else "file"


def place_of(path: str, base: str) -> str:
    """A path's name in OUT: it cannot leave OUT, and no other path has the same.

    >>> place_of("/a/b/../c.pdf", "/a"), place_of("/x/c.pdf", "/a")
    ('c.pdf', '%root/x/c.pdf')
    """
    path, base = os.path.abspath(path), os.path.join(os.path.abspath(base), "")
    inside = path.startswith(base)
    names = tame_place(path.removeprefix(base) if inside else path)
    return names if inside else f"%root/{names}"


def tame_place(path: str) -> str:
    """A relative path of the same names that stays below where it is put.

    >>> tame_place("/../a/./b%.pdf"), tame_place("a/" * 99 + "b.pdf")
    ('%2E%2E/a/b%25.pdf', '%~d7d7b4d3e7df49df/b.pdf')
    """
    names = [_tame(name) for name in path.replace(os.sep, "/").split("/") if name not in ("", ".")]
    whole = "/".join(names) or "%2E"
    if len(names) <= _DEEPEST and len(os.fsencode(whole)) <= _FARTHEST:
        return whole
    above = sha256(os.fsencode("/".join(names[:-1]))).hexdigest()[:16]
    return f"%~{above}/{names[-1]}"


def _tame(name: str) -> str:
    if name == "..":
        return "%2E%2E"
    name = name.replace("%", "%25").replace("\0", "%00").replace("\\", "%5C")
    coded = os.fsencode(name)
    if len(coded) <= _LONGEST:
        return name
    head = os.fsdecode(coded[: _LONGEST - 40])
    return f"{head}%~{sha256(coded).hexdigest()[:16]}{os.path.splitext(name)[1][:16]}"

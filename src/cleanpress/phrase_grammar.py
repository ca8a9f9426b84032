"""The small grammar of phrase packs, compiled to regular expressions that run in linear time.

==================  =================================================================
``sign up``         the words, in any case, with any white space between them
``(a|b c)``         one of several
``[our]``           may be there or not; ``newsletter[s]`` inside a word too
``*``, ``[*]``      one to four words of any kind; none to four
``@*``              a word that starts so
``#``               a number
==================  =================================================================

Words may be followed by punctuation, and a phrase's own punctuation must be there: ``more:`` needs
its colon. Brackets and upright bars in the text do not count, quotation marks do.
"""

from __future__ import annotations

import re
from functools import cache

from cleanpress.errors import ConfigError

SHAPES = ("line", "heading", "cluster", "start", "part")
WHOLE = frozenset({"line", "heading", "cluster"})
FRINGE = ",.;:!?…"  # what may follow a word without being part of it

_NEXT = "[,.;:!?|]*+ "  # the bar is an ellipsis, see :func:`subject`
_GAPS = {"*": "(?:[^ ]+ ){1,4}", "[*]": "(?:[^ ]+ ){0,4}", "#": "[0-9][0-9.,:]{0,30}+ "}
_INSIDE = {"(": "(?:", "|": "|", ")": ")", "[": "(?:", "]": ")?", "*": "[^ ]*", "…": "[|]"}
_SPLITS = re.compile(r"[()\[\]| ]")  # where a phrase can be split, and what forbids it
_SPECIAL = frozenset("()[]|*#")  # what is more than itself in a phrase


@cache
def compile_phrase(pattern: str, shape: str) -> re.Pattern[str]:
    """The regular expression of a phrase, for what :func:`subject` makes of a folded text.

    Raises:
        ConfigError: the shape is unknown, brackets do not match, or the phrase has no word.
    """
    if shape not in SHAPES:
        raise ConfigError(f"phrase {pattern!r}: shape {shape!r} is none of {', '.join(SHAPES)}")
    head = "(?<![^ ])" if shape == "part" else ""
    return re.compile(head + _sequence(pattern) + ("$" if shape in WHOLE else ""))


def subject(folded: str) -> str:
    """A folded text as patterns read it: a space at its end, upright bars for its ellipses.

    There is no other bar in a folded text. A set of ASCII signs is compiled in a quarter of the
    time that one with an ellipsis takes, and a phrase has one for each of its words.
    """
    return folded.replace("…", "|") + " "


def _sequence(phrase: str) -> str:
    """Words one after the other; each brings the space behind it along."""
    parts = []
    for token in tokens(phrase):
        if token in _GAPS:
            parts.append(_GAPS[token])
        elif _is_group(token):
            options = "|".join([_sequence(option) for option in _options(token[1:-1])])
            parts.append(f"(?:{options})" + ("?" if token[0] == "[" else ""))
        else:
            inside = "".join([_INSIDE.get(char) or re.escape(char) for char in token])
            # What any end of a word may be is also what may follow it.
            parts.append(f"{inside[:-1]}*+ " if token[-1] == "*" else f"{inside}{_NEXT}")
    return "".join(parts)


def first_words(pattern: str) -> frozenset[str]:
    """The words a phrase can start with; ``*`` where it can be any, ``#`` for a number.

    >>> sorted(first_words("[please] (sign up|register) for"))
    ['please', 'register', 'sign']

    Raises:
        ConfigError: brackets do not match, or no word of the phrase must be there.
    """
    openings = _openings(pattern, 1)
    if () in openings:
        raise ConfigError(f"phrase {pattern!r}: no word in it must be there")
    return frozenset(words[0] for words in openings)


@cache
def first_pairs(pattern: str) -> frozenset[tuple[str, ...]]:
    """The first two words of a phrase; one where it can end there.

    >>> sorted(first_pairs("sign (up|in) [now]")), sorted(first_pairs("(close|#) [*]"))
    ([('sign', 'in'), ('sign', 'up')], [('#',), ('#', '*'), ('close',), ('close', '*')])
    """
    return frozenset(_openings(pattern, 2))


def _openings(phrase: str, size: int) -> set[tuple[str, ...]]:
    """The sequences of up to ``size`` words that a phrase can start with."""
    if _SPECIAL.isdisjoint(phrase):  # a third of the 1,600 phrases
        return {tuple([word.rstrip(FRINGE) for word in phrase.split()[:size]])}
    done: set[tuple[str, ...]] = set()
    open_: set[tuple[str, ...]] = {()}
    for token in tokens(phrase):
        longer = {(*head, *more)[:size] for head in open_ for more in _token_openings(token, size)}
        done |= {words for words in longer if len(words) == size}
        open_ = longer - done
        if not open_:
            break
    return done | open_


def _token_openings(token: str, size: int) -> set[tuple[str, ...]]:
    any_word = ("*",) * size
    if token == "[*]":
        return {(), any_word}
    if token in _GAPS:
        return {("#",) if token == "#" else any_word}
    if _is_group(token):
        found: set[tuple[str, ...]] = {()} if token[0] == "[" else set()
        return found.union(*(_openings(option, size) for option in _options(token[1:-1])))
    return {
        tuple("*" if "*" in word else word.rstrip(FRINGE) for word in form.split(" ")[:size])
        for form in _forms(token)
    }


def keyword(pattern: str) -> str:
    """The longest piece of a word that every text fitting the phrase contains.

    >>> keyword("(straight|direct) to your [own] inbox[es]")
    'inbox'

    Raises:
        ConfigError: there is none of four letters or more.
    """
    word = needed(pattern)
    if len(word) < 4 or "'" in word:
        raise ConfigError(f"phrase {pattern!r}: as a part it needs a word without brackets")
    return word


@cache
def needed(pattern: str) -> str:
    """The longest plain piece of a word in a phrase; texts without it need no further look.

    >>> needed("(a|b) [c]")
    ''
    """
    plain = [token.partition("[")[0] for token in tokens(pattern) if not set(token) & set("(*#")]
    return max((word.rstrip(FRINGE) for word in plain), key=len, default="")


def tokens(pattern: str) -> list[str]:
    """The phrase split at spaces outside its brackets.

    Raises:
        ConfigError: brackets do not match, or choices have none.
    """
    if "|" in pattern and len(_split(pattern, "|")) > 1:
        raise ConfigError(f"phrase {pattern!r}: one of several needs brackets")
    return [token for token in _split(pattern, " ") if token]


def _options(inner: str) -> list[str]:
    return _split(inner, "|")


def _split(text: str, at: str) -> list[str]:
    """The text split outside its brackets."""
    found, depth, piece = [], 0, 0
    for sign in _SPLITS.finditer(text):
        char = sign[0]
        if char == at and depth == 0:
            found.append(text[piece : sign.start()])
            piece = sign.end()
        elif char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
            if depth < 0:
                break
    if depth:
        raise ConfigError(f"phrase {text!r}: brackets do not match")
    return [*found, text[piece:]]


def _is_group(token: str) -> bool:
    return token[0] in "([" and token[-1] in ")]" and _closing(token, 0) == len(token) - 1


def _forms(word: str) -> set[str]:
    """All strings that a word with brackets inside stands for."""
    if "(" not in word and "[" not in word:
        return {word}
    forms, at = {""}, 0
    while at < len(word):
        inner = {word[at]}
        if word[at] in "([":
            stop = _closing(word, at)
            inner = {form for option in _options(word[at + 1 : stop]) for form in _forms(option)}
            inner |= {""} if word[at] == "[" else set()
            at = stop
        forms = {form + one for form in forms for one in inner}
        at += 1
    return forms


def _closing(token: str, at: int) -> int:
    depth = 0
    for place in range(at, len(token)):
        depth += (token[place] in "([") - (token[place] in ")]")
        if depth == 0:
            return place
    raise ConfigError(f"phrase part {token!r}: brackets do not match")

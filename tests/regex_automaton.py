"""Whether a regular expression can take more than linear time: its automaton tells.

A backtracking matcher tries every way through a pattern before it gives up. Where two loops can
read the same text, there are many ways:

- *exponential*: from one state two different ways lead back to it over the same word, as in
  ``(a+)+``;
- *polynomial*: one loop hands over to another that reads the same word, as in ``a+a+`` or in a
  search for ``a+b``, whose first loop is the search itself.

The parse tree of :mod:`re` becomes an automaton without empty moves; words are over a small
alphabet in which every two characters that the pattern tells apart are told apart. What a search
of that automaton finds comes with the word that does it, so that it can be tried out.
"""

from __future__ import annotations

import re
import re._constants as const
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from re import _parser as parser
from typing import NamedTuple

__all__ = ["Attack", "attacks", "loops"]

_UNROLLED = 3  # copies of a bounded repetition; more of them do not make a loop
_SAMPLES = [chr(code) for code in range(128)] + list(
    "\x85\xa0\xad²éÉßşıאعक中。\u2009\u200b\u2028‘’“”–—…•€ﬁ\ue000\ufffd\udcff😀"
)
_ALL = "all"


class Attack(NamedTuple):
    """``start + pump * n + stop`` makes the matcher try ever more ways."""

    kind: str
    start: str
    pump: str


class Automaton:
    """States with moves over single characters; state 0 is where a match begins."""

    def __init__(self, alphabet: list[str], *, search: bool) -> None:
        self.alphabet = alphabet
        self.search = search
        self.empty: list[set[int]] = []
        self.moves: list[list[tuple[frozenset[str], int]]] = []
        self.inner: list[object] = []  # lookarounds, which are patterns of their own
        self.state()

    def state(self) -> int:
        self.empty.append(set())
        self.moves.append([])
        return len(self.moves) - 1

    def step(self, at: int, chars: Iterable[str]) -> int:
        after = self.state()
        self.moves[at].append((frozenset(chars), after))
        return after

    # ---- from the parse tree -----------------------------------------------------------------
    def build(self, tree: Iterable[tuple[object, object]], at: int, flags: int) -> int:
        """The state after the pattern ``tree`` that begins at a state."""
        for operation, value in tree:
            at = self._one(operation, value, at, flags)
        return at

    def _one(self, operation: object, value: object, at: int, flags: int) -> int:
        if operation in (const.LITERAL, const.NOT_LITERAL, const.ANY, const.IN):
            takes = _test(operation, repr(value), flags)
            return self.step(at, [char for char in self.alphabet if takes(char)])
        if operation is const.SUBPATTERN:
            _, added, dropped, inner = value  # type: ignore[misc]
            return self.build(inner, at, (flags | added) & ~dropped)
        if operation is const.BRANCH:
            after = self.state()
            for option in value[1]:  # type: ignore[index]
                self.empty[self.build(option, at, flags)].add(after)
            return after
        if operation in (const.MAX_REPEAT, const.MIN_REPEAT, const.POSSESSIVE_REPEAT):
            return self._repeated(operation, value, at, flags)
        if operation is const.ATOMIC_GROUP:
            return self.build(value, at, flags)  # type: ignore[arg-type]
        if operation in (const.ASSERT, const.ASSERT_NOT):
            self.inner.append((value[1], flags))  # type: ignore[index]
            return at
        if operation is const.GROUPREF_EXISTS:
            raise NotImplementedError("conditional patterns are not looked at")
        return at  # anchors, references to groups

    def _repeated(self, operation: object, value: object, at: int, flags: int) -> int:
        least, most, body = value  # type: ignore[misc]
        for _ in range(min(least, _UNROLLED)):
            at = self.build(body, at, flags)
        # What is possessive is never tried again: it only costs where a search starts again.
        looped = most is const.MAXREPEAT and (
            self.search or operation is not const.POSSESSIVE_REPEAT
        )
        if looped:
            into, after = self.state(), self.state()
            self.empty[at] |= {into, after}
            self.empty[self.build(body, into, flags)] |= {into, after}
            return after
        after = self.state()
        self.empty[at].add(after)
        more = 1 if most is const.MAXREPEAT else min(most - min(least, _UNROLLED), _UNROLLED)
        for _ in range(more):
            at = self.build(body, at, flags)
            self.empty[at].add(after)
        return after

    # ---- without empty moves -----------------------------------------------------------------
    def closed(self) -> list[list[tuple[frozenset[str], int]]]:
        """The moves of each state, empty ones taken along."""
        return [
            [move for reached in self.reach(at) for move in self.moves[reached] if move[0]]
            for at in range(len(self.moves))
        ]

    def reach(self, at: int) -> set[int]:
        seen, ahead = {at}, [at]
        while ahead:
            new = self.empty[ahead.pop()] - seen
            seen |= new
            ahead += new
        return seen


@cache
def _test(operation: object, told: str, flags: int) -> Callable[[str], bool]:
    """Whether a character fits one node, asked of :mod:`re` itself."""
    value = eval(told, vars(const))  # codes, ranges, categories: named constants and numbers
    tree = parser.SubPattern(parser.State(), [(operation, value)])
    tree.state.flags = flags
    tree.state.str = ""
    compiled = re._compiler.compile(tree, flags)  # type: ignore[attr-defined]
    return cache(lambda char: compiled.fullmatch(char) is not None)


def attacks(pattern: str | bytes, flags: int = 0, *, search: bool = True) -> Iterator[Attack]:
    """The words that make a pattern slow, at most one for each two loops.

    >>> [one.kind for one in attacks("(a+)+b", search=False)]
    ['polynomial', 'exponential']
    >>> list(attacks("a+b", search=False)), [one.kind for one in attacks("a+b")]
    ([], ['polynomial'])
    >>> list(attacks("(?:a+b)+c", search=False))
    []
    """
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    flags = flags & ~re.UNICODE if isinstance(pattern, bytes) else flags
    tree = parser.parse(text, flags)
    flags = tree.state.flags
    whole: list[tuple[object, int, bool]] = [(tree, flags, search)]
    alphabet = _alphabet(tree)
    for part, its_flags, searched in whole:
        found = Automaton(alphabet, search=searched)
        start = found.state()
        if searched:
            found.moves[0].append((frozenset(alphabet), 0))
        found.empty[0].add(start)
        found.build(part, start, its_flags)  # type: ignore[arg-type]
        whole += [(inner, more, False) for inner, more in found.inner]  # type: ignore[misc]
        yield from _ambiguous(found)


def loops(pattern: str | bytes, flags: int = 0) -> Iterator[Attack]:
    """What leads to each loop of a pattern, and once around it, slow or not.

    >>> sorted((one.start, one.pump) for one in loops("a+b*"))
    [('aa', 'a'), ('ab', 'b')]
    """
    text = pattern.decode("latin-1") if isinstance(pattern, bytes) else pattern
    tree = parser.parse(text, flags & ~re.UNICODE if isinstance(pattern, bytes) else flags)
    found = Automaton(_alphabet(tree), search=True)
    found.build(tree, 0, tree.state.flags)
    moves = found.closed()
    for loop in _loops(moves):
        at = min(loop)
        yield Attack("loop", _way(moves, at), _around(moves, at, loop))


def _around(moves: list[list[tuple[frozenset[str], int]]], at: int, loop: set[int]) -> str:
    ways = deque((after, _nice(chars)) for chars, after in moves[at] if after in loop)
    seen = {after for after, _ in ways}
    while ways:
        state, word = ways.popleft()
        if state == at:
            return word
        for chars, after in moves[state]:
            if after in loop and after not in seen:
                seen.add(after)
                ways.append((after, word + _nice(chars)))
    raise AssertionError("no way around a loop")


def _alphabet(tree: Iterable[tuple[object, object]]) -> list[str]:
    chars = set(_SAMPLES)
    for code in _codes(tree):
        chars |= {chr(at) for at in (code - 1, code, code + 1) if 0 <= at < 0x110000}
    return sorted(chars)


def _codes(tree: object) -> Iterator[int]:
    """All code points that the parse tree names, and no counts of repetitions."""
    if isinstance(tree, tuple | list | parser.SubPattern):
        parts = list(tree)
        if len(parts) == 2 and parts[0] in (const.LITERAL, const.NOT_LITERAL):
            yield parts[1]
            yield ord(chr(parts[1]).swapcase()[0])
        elif len(parts) == 2 and parts[0] is const.RANGE:
            yield from parts[1]
        else:
            for part in parts:
                yield from _codes(part)


# ---- ambiguity -----------------------------------------------------------------------------------
def _ambiguous(automaton: Automaton) -> Iterator[Attack]:
    moves = automaton.closed()
    loops = _loops(moves)
    home = {state: at for at, loop in enumerate(loops) for state in loop}
    for at, loop in enumerate(loops):
        if word := _twice(moves, loop):
            yield Attack("exponential", _way(moves, min(loop)), word)
        ahead = _ahead(moves, loop)
        for other in sorted({home[state] for state in ahead if state in home} - {at}):
            if word := _handed_over(moves, loop, loops[other], ahead):
                yield Attack("polynomial", _way(moves, min(loop)), word)


def _loops(moves: list[list[tuple[frozenset[str], int]]]) -> list[set[int]]:
    """The sets of states from which every other one of the set can be reached."""
    ahead = [_ahead(moves, {at}) for at in range(len(moves))]
    cyclic = [at for at in range(len(moves)) if at in ahead[at]]
    found: dict[int, set[int]] = {}
    for at in cyclic:
        for one in found:
            if one in ahead[at] and at in ahead[one]:
                found[one].add(at)
                break
        else:
            found[at] = {at}
    return list(found.values())


def _ahead(moves: list[list[tuple[frozenset[str], int]]], states: Iterable[int]) -> set[int]:
    seen: set[int] = set()
    waiting = list(states)
    while waiting:
        new = {after for _, after in moves[waiting.pop()]} - seen
        seen |= new
        waiting += new
    return seen


def _way(moves: list[list[tuple[frozenset[str], int]]], goal: int) -> str:
    """A shortest word that leads from the start to a state."""
    before: dict[int, tuple[int, str]] = {0: (0, "")}
    waiting = deque([0])
    while waiting and goal not in before:
        at = waiting.popleft()
        for chars, after in moves[at]:
            if after not in before:
                before[after] = at, _nice(chars)
                waiting.append(after)
    word = ""
    while goal and goal in before:
        goal, char = before[goal]
        word = char + word
    return word


def _nice(chars: frozenset[str]) -> str:
    return min(chars, key=lambda char: (not char.isalnum(), not char.isprintable(), char))


def _twice(moves: list[list[tuple[frozenset[str], int]]], loop: set[int]) -> str:
    """A word that leads from a state back to it in two ways; empty if there is none."""
    inside = {at: [(chars, to) for chars, to in moves[at] if to in loop] for at in loop}
    for at in loop:
        if len(inside[at]) != len({to for _, to in inside[at]}):
            for one, (chars, to) in enumerate(inside[at]):  # two moves side by side
                for others, other in inside[at][one + 1 :]:
                    if to == other and (both := chars & others):
                        back = _pairs(inside, (to, to), (at, at))
                        if back is not None:
                            return _nice(both) + back
    for at in loop:
        for one, (chars, to) in enumerate(inside[at]):
            for others, other in inside[at][one + 1 :]:
                if to != other and (both := chars & others):
                    back = _pairs(inside, (to, other), (at, at))
                    if back is not None:
                        return _nice(both) + back
    return ""


def _pairs(
    moves: dict[int, list[tuple[frozenset[str], int]]], start: tuple[int, int],
    goal: tuple[int, int],
) -> str | None:  # fmt: skip
    seen = {start}
    waiting = deque([(start, "")])
    while waiting:
        (one, other), word = waiting.popleft()
        if (one, other) == goal:
            return word
        for chars, to in moves[one]:
            for others, also in moves[other]:
                if (to, also) not in seen and (both := chars & others):
                    seen.add((to, also))
                    waiting.append(((to, also), word + _nice(both)))
    return None


def _handed_over(
    moves: list[list[tuple[frozenset[str], int]]], loop: set[int], other: set[int],
    ahead: set[int],
) -> str:  # fmt: skip
    """A word over which one loop stays, hands over to another, and that one stays."""
    between = {
        at: [(chars, to) for chars, to in moves[at] if to in loop or to in ahead]
        for at in loop | ahead
    }
    leads: defaultdict[int, set[int]] = defaultdict(set)
    for at, ways in between.items():
        for _, to in ways:
            leads[to].add(at)
    toward = set(other)  # states from which the other loop can be reached
    waiting = list(other)
    while waiting:
        new = leads[waiting.pop()] - toward
        toward |= new
        waiting += new
    for one in loop:
        for last in other:
            word = _triples(between, (one, last), loop, other, toward)
            if word:
                return word
    return ""


def _triples(
    moves: dict[int, list[tuple[frozenset[str], int]]], ends: tuple[int, int], loop: set[int],
    other: set[int], toward: set[int],
) -> str:  # fmt: skip
    one, last = ends
    start, goal = (one, one, last), (one, last, last)
    seen = {start}
    waiting = deque([(start, "")])
    while waiting:
        (a, b, c), word = waiting.popleft()
        if (a, b, c) == goal:
            return word
        for chars_a, to_a in moves[a]:
            if to_a not in loop:
                continue
            for chars_c, to_c in moves[c]:
                if to_c not in other or not (shared := chars_a & chars_c):
                    continue
                for chars_b, to_b in moves[b]:
                    after = to_a, to_b, to_c
                    if to_b in toward and after not in seen and (both := shared & chars_b):
                        seen.add(after)
                        waiting.append((after, word + _nice(both)))
    return ""

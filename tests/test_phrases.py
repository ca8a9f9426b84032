"""The phrase packs keep their own promises, and the grammar says what is wrong with a phrase."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path
from textwrap import fill

import pytest

from cleanpress.errors import ConfigError
from cleanpress.phrase_grammar import (
    SHAPES,
    compile_phrase,
    first_words,
    keyword,
    needed,
    subject,
    tokens,
)
from cleanpress.phrases import LANGUAGES, Rule, fold, load_pack, load_phrases
from cleanpress.readers.text import read_text
from cleanpress.registry import filter_type
from cleanpress.tagging import parts, started, tagged

LISTS = (
    "navigation", "points",
    "stopwords", "weekdays", "byline", "byline_date", "updated", "page", "of", "credit", "agencies",
    "suspended", "abbreviations", "you", "imperatives", "networks", "share", "author_is",
    "author_does", "author_roles", "says",
)  # fmt: skip
TOPICS = {
    "advertisement", "share", "related", "tags", "jump", "cookie", "newsletter", "subscription",
    "paywall", "app", "follow", "donation", "comments", "comment-form", "copyright", "terms",
    "author", "embed", "provenance",
}  # fmt: skip
CASES = [
    pytest.param(rules, line, want, id=f"{language} {rules[0].topic} {rules[0].shape}: {line}")
    for language in LANGUAGES
    for rules, line, want in load_pack(language).cases
]


FILTERS = (
    "advertisements", "share-bars", "related-links", "jump-lines", "cookie-notices", "promos",
    "comments", "legal-lines", "author-notes",
)  # fmt: skip
ARTICLES = tomllib.loads(
    (Path(__file__).parent.parent / "fixtures" / "near-misses.toml").read_text(encoding="utf-8")
)["article"]


def fits(rule: Rule, line: str) -> bool:
    probe = subject(fold(line))
    found = rule.regex.search(probe) if rule.shape == "part" else rule.regex.match(probe)
    return found is not None


@pytest.mark.parametrize("line", ["Sign up…", "sign … up", "Sign… up now", "sign|up… now!"])
def test_an_ellipsis_may_follow_a_word_and_a_bar_counts_for_nothing(line: str) -> None:
    pattern = compile_phrase("sign up [now]", "line")
    assert (pattern.match(subject(fold(line))) is not None) is (line != "sign … up")
    assert compile_phrase("load…", "line").match(subject("load…"))
    assert not compile_phrase("load…", "line").match(subject("load"))


@pytest.mark.parametrize(("rules", "line", "want"), CASES)
def test_yes_and_no_lines(rules: tuple[Rule, ...], line: str, want: bool) -> None:
    assert any(fits(rule, line) for rule in rules) is want


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_both_kinds_of_line(language: str) -> None:
    path = files("cleanpress") / "data" / "phrases" / f"{language}.toml"
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["rule"]:
        assert entry["yes"] and entry["no"], entry["match"]
        assert set(entry) == {"topic", "shape", "match", "yes", "no"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_can_be_found_by_its_words(language: str) -> None:
    for rule in load_pack(language).rules:
        if rule.shape == "part":
            assert keyword(rule.match)
        else:
            assert "*" not in first_words(rule.match), f"{rule.match!r} would be tried on all lines"


@pytest.mark.parametrize("language", LANGUAGES)
def test_topics_shapes_and_lists_are_complete(language: str) -> None:
    pack = load_pack(language)
    assert {rule.topic for rule in pack.rules} == TOPICS
    assert {rule.shape for rule in pack.rules} <= set(SHAPES)
    assert set(LISTS) <= set(pack.lists)
    assert set(pack.lists) == set(load_pack("en").lists)
    assert len(pack.months) == 12 and len(set(pack.months)) == 12
    for name, words in pack.lists.items():
        assert words and len(set(words)) == len(words), name
        assert all(word == word.lower().strip() for word in words), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_look_up_finds_what_the_rule_fits(language: str) -> None:
    phrases = load_phrases(language)
    for rules, line, want in load_pack(language).cases:
        if want and rules[0].shape != "part":
            assert set(phrases.match(line)) & set(rules), line


@pytest.mark.parametrize(
    ("phrase", "line", "want"),
    [
        ("sign up [now]", "SIGN UP!", True),
        ("sign up [now]", "sign up now, please", False),
        ("(a|b c) d", "B  c d", True),
        ("(a|b [c]) d", "b d", True),
        ("say * here", "say one two three four here", True),
        ("say * here", "say here", False),
        ("say [*] here", "say here", True),
        ("say * here", "say one two three four five here", False),
        ("# left", "1,200 left", True),
        ("more:", "more", False),
        ("follow @*", "Follow @somebody", True),
        ("news[letter]", "Newsletter", True),
    ],
)
def test_grammar(phrase: str, line: str, want: bool) -> None:
    assert fits(Rule("topic", "line" if ":" not in phrase else "start", phrase, "en"), line) is want


@pytest.mark.parametrize("phrase", ["(open", "close)", "a [b", "[only] [optional]", "a | b"])
def test_bad_phrases_are_refused(phrase: str) -> None:
    with pytest.raises(ConfigError):
        first_words(phrase)


def test_unknown_shapes_and_languages_are_refused() -> None:
    with pytest.raises(ConfigError, match="shape 'circle'"):
        compile_phrase("a", "circle")
    with pytest.raises(ConfigError, match="no phrase pack for 'xx'"):
        load_pack("xx")
    with pytest.raises(ConfigError, match="as a part"):
        keyword("(a|b) c")


def test_needed_is_in_every_line_that_fits() -> None:
    for language in LANGUAGES:
        for rules, line, want in load_pack(language).cases:
            for rule in rules if want else ():
                if fits(rule, line):
                    assert needed(rule.match) in fold(line)
    assert tokens("a (b c) [d|e f]") == ["a", "(b c)", "[d|e f]"]


def test_a_fold_does_not_depend_on_typography() -> None:
    assert fold("• Don’t  miss\N{NO-BREAK SPACE}this: ") == "don't miss this"
    assert fold("Mots-clés : ponts (3)") == "mots-clés: ponts 3"


def test_tagged_lines_and_blocks() -> None:
    doc = read_text("Share this article\n\nGet the letter right in\nyour inbox.\n\nShares fell.")
    assert [(line, rule.topic) for line, rule in tagged(doc)] == [(0, "share")]
    cues = parts(doc, 1, frozenset({"newsletter"}), ("en",))
    assert {rule.topic for rule in cues} == {"newsletter"}
    assert tagged(read_text("Teilen mit:"), ("en",)) == ()


def test_one_long_line_costs_one_look() -> None:
    doc = read_text("sign up for " * 100_000)
    assert tagged(doc) == ()
    assert started(doc) == {}


@pytest.mark.parametrize("width", [0, 38, 60, 85])
@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("article", ARTICLES, ids=[article["name"] for article in ARTICLES])
def test_articles_about_furniture_stay(article: dict[str, str], name: str, width: int) -> None:
    text = article["text"]
    if width:
        text = "\n".join(fill(line, width) for line in text.split("\n"))
    doc = read_text(text)
    gone = [text[edit.start : edit.end] for edit in filter_type(name)()(doc)]
    assert gone == []

"""``cleanpress stats``: counts over many documents, those that stand out, and survival."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from cleanpress import clean_bytes
from cleanpress.cli import front
from cleanpress.report.survival import RULES, c4_words_kept, fails, figures

FIXTURES = Path(__file__).parent.parent / "fixtures"
TEXTS = sorted((FIXTURES / "text").glob("*.*"))


def run(*args: str | Path, given: bytes = b"", **env: str) -> Result:
    told = {"NO_COLOR": "", "FORCE_COLOR": "", **env}
    return CliRunner(env=told).invoke(
        front, [str(arg) for arg in args], input=given, prog_name="cleanpress"
    )


@pytest.fixture(scope="module")
def told() -> dict[str, object]:
    done = run("stats", "--json", FIXTURES / "text")
    assert done.exit_code == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


# ---- the table ---------------------------------------------------------------------------------
def test_the_table_counts_what_the_receipts_say(told: dict[str, list[dict[str, float]]]) -> None:
    articles = [clean_bytes(path.read_bytes()) for path in TEXTS]
    assert [one["file"] for one in told["documents"]] == list(map(str, TEXTS))
    changes = [one for article in articles for one in article.changes]
    assert {one["filter"]: one["pieces"] for one in told["filters"]} == {
        by: sum(one.by == by for one in changes) for by in {one.by for one in changes}
    }
    for row in told["filters"]:
        acted = [a for a in articles if any(one.by == row["filter"] for one in a.changes)]
        assert row["documents"] == len(acted)
        assert 0 <= row["median"] <= row["most"] <= 1


def test_a_person_sees_the_same(told: dict[str, list[dict[str, float]]]) -> None:
    out = run("stats", FIXTURES / "text").stdout
    lines = {line.split()[0]: line.split() for line in out.splitlines() if line}
    for row in told["filters"]:
        documents, pieces, words = lines[str(row["filter"])][1:4]
        assert (int(documents), int(pieces)) == (row["documents"], row["pieces"])
        assert int(words.replace(",", "")) == row["words"]
    assert out.startswith(f"{len(TEXTS)} documents; ")
    assert "fineweb/duplicate-characters" in out


def test_reports_are_as_good_as_documents(tmp_path: Path, told: dict[str, object]) -> None:
    for name in ("all.json", "all.jsonl"):
        report = tmp_path / name
        assert run("--report", report, "-o", tmp_path / "out", *TEXTS).exit_code == 0
        found = json.loads(run("stats", "--json", report).stdout)
        assert found["filters"] == told["filters"]
        assert found["survival"] == [], "a report holds no texts"


def test_failures_are_told_and_do_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat")
    (tmp_path / "fine.txt").write_text("The ferry left.\n", encoding="utf-8")
    (tmp_path / "passed over.dat").write_text("Not a document.\n", encoding="utf-8")
    done = run("stats", tmp_path)
    assert done.exit_code == 1
    assert done.stdout.startswith("1 document, 1 failed; 3 of 3 words kept (100.0%)")
    assert "broken.pdf" in done.stderr
    assert run("stats", tmp_path / "nowhere").exit_code == 1
    assert run("stats").exit_code == 2


# ---- those that stand out ----------------------------------------------------------------------
@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """Nine documents with one advertisement, and one in which half is called that."""
    body = "The ferry left at noon, and the crew had not slept since Tuesday. Nobody asked why. "
    for number in range(9):
        text = f"# The ferry\n\nAdvertisement\n\n{body * 4}"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    more = "Advertisement\n\n" * 60
    odd = tmp_path / 'odd "<b>\x1b[31m.txt'
    odd.write_text(f"# The ferry\n\n{more}{body * 4}", encoding="utf-8")
    return odd


def test_a_filter_that_misfires_is_seen_by_name(odd: Path) -> None:
    found = json.loads(run("stats", "--json", odd.parent).stdout)["outliers"]
    assert [(one["file"], one["filter"]) for one in found] == [(str(odd), "advertisements")]
    assert found[0]["share"] > 0.4 > 0.05 > found[0]["usual"]
    out = run("stats", odd.parent).stdout
    assert "by advertisements (usually" in out
    assert 'odd "<b><U+001B>[31m.txt' in out
    assert "\x1b" not in out


def test_the_plot(odd: Path, tmp_path: Path) -> None:
    place = tmp_path / "plot.svg"
    assert run("stats", "--plot", place, odd.parent).exit_code == 0
    svg = place.read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)
    space = {"s": "http://www.w3.org/2000/svg"}
    dots = root.findall(".//s:circle", space)
    assert len(dots) == 10
    assert [dot.get("class") for dot in dots].count("out") == 1
    far = max(dots, key=lambda dot: float(str(dot.get("cx"))))
    assert far.get("class") == "out"
    assert "odd" in str(far.findtext("s:title", namespaces=space))
    assert "\x1b" not in svg
    assert not [one for one in root.iter() if one.tag.endswith(("script", "a", "image"))]
    assert "advertisements" in [one.text for one in root.findall(".//s:text", space)]


def test_the_plot_never_overwrites_an_input(odd: Path) -> None:
    before = odd.read_bytes()
    assert run("stats", "--plot", odd, odd.parent).exit_code == 2
    assert odd.read_bytes() == before


# ---- survival ----------------------------------------------------------------------------------
PROSE = [
    "The ferry left at noon, and the whole crew was on deck by then.",
    "Nobody had told the harbour office that the anchor was missing.",
    "A boy on the quay saw it first, and said so to his grandmother.",
    "She had been a pilot for thirty years, and laughed out loud.",
    "By one o'clock there were four boats looking for it.",
    "They found a bicycle, a church bell and most of a piano.",
]
WORDS = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnprst"]
CURLY = "\N{RIGHT DOUBLE QUOTATION MARK}"

CASES = {  # a text that fails the rule and one that just passes it
    "c4/sentences": ("\n".join(PROSE[:4]), "\n".join(PROSE[:5])),
    "c4/curly-brackets": ("\n".join([*PROSE, "This is { not prose."]), "\n".join(PROSE)),
    "gopher/duplicate-lines": ("\n".join("abcdefg" + "aaaa"), "\n".join("abcdefg" + "aaa")),
    "gopher/duplicate-line-characters": ("aaaa\naaaa\nbbbbbb", "aaa\naaa\n" + "b" * 12),
    "gopher/duplicate-paragraphs": ("\n\n".join("abcdefgaaaa"), "\n\n".join("abcdefgaaa")),
    "gopher/duplicate-paragraph-characters": ("aaaa\n\naaaa\n\nbb", "a\n\na\n\n" + "b" * 12),
    "gopher/top-2-gram": ("so it " * 3 + " ".join(WORDS[:12]), "so it " + " ".join(WORDS[:12])),
    "gopher/top-3-gram": ("so it is " * 3 + " ".join(WORDS[:20]), "so it is " + " ".join(WORDS)),
    "gopher/top-4-gram": ("so it is so " * 4 + " ".join(WORDS[:30]), " ".join(WORDS)),
    **{
        f"gopher/duplicate-{n}-grams": (" ".join([*WORDS[:40], *WORDS[:n]]), " ".join(WORDS))
        for n in range(8, 11)
    },
    **{
        f"gopher/duplicate-{n}-grams": (" ".join([*WORDS[:20], *WORDS[:n]]), " ".join(WORDS))
        for n in range(5, 8)
    },
    "gopher/bullet-lines": ("- one\n" * 10, "- one\n" * 9 + "two"),
    "gopher/ellipsis-lines": ("more...\n" * 4 + "none\n" * 6, "more...\n" * 3 + "none\n" * 7),
    "fineweb/punctuated-lines": ("None\n" * 22 + "One.\n" * 3, "None\n" * 21 + "One.\n" * 3),
    "fineweb/short-lines": ("a\n" * 67 + f"{'b' * 31}\n" * 33, "a\n" * 66 + f"{'b' * 31}\n" * 34),
    "fineweb/duplicate-characters": (f"a\na\n{'b' * 98}", f"a\na\n{'b' * 99}"),
    "fineweb/line-breaks": ("a b\n" * 10, "a b c d\n" * 10),
}


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_a_rule_and_its_limit(rule: str) -> None:
    failing, passing = CASES[rule]
    assert rule in {one.rule for one in fails(failing)}
    assert rule not in {one.rule for one in fails(passing)}


def test_figures_by_hand() -> None:
    told = {one.rule: one.value for one in figures("aaaa bbbb\naaaa bbbb\ncc dd.")}
    assert told["gopher/duplicate-lines"] == pytest.approx(1 / 3)
    assert told["gopher/duplicate-line-characters"] == pytest.approx(9 / 26)
    assert told["gopher/top-2-gram"] == pytest.approx(2 * 9 / 26)
    assert told["fineweb/punctuated-lines"] == pytest.approx(1 / 3)
    assert told["fineweb/short-lines"] == 1.0
    assert told["fineweb/duplicate-characters"] == pytest.approx(9 / 24)
    assert told["fineweb/line-breaks"] == pytest.approx(2 / 7)


def test_c4_keeps_lines_that_are_sentences() -> None:
    kept = "The ferry left at noon."
    lines = {
        "Read more about the ferry": 5, "It left.": 2, "The ferry left at noon...": 5,
        f"{CURLY}We are late,{CURLY} she said in {CURLY}June.{CURLY}": 7,
        "Please enable JavaScript to read on.": 6, "See our privacy policy for more.": 6,
        f"A word of {'x' * 1001} letters.": 5,
    }  # fmt: skip
    assert c4_words_kept(kept) == c4_words_kept(f"{kept}[12]") == c4_words_kept("") == 1.0
    for line, words in lines.items():
        assert c4_words_kept(f"{kept}\n{line}") == pytest.approx(5 / (5 + words)), line


@pytest.mark.parametrize("text", ["", "\n\n", "\f", "a", "\ud83d", "." * 1000])
def test_every_text_has_figures(text: str) -> None:
    assert len(figures(text)) == len(RULES)


def test_cleaning_helps_the_fixtures(told: dict[str, list[dict[str, float]]]) -> None:
    rules = {one["rule"]: (one["before"], one["after"]) for one in told["survival"]}
    assert rules["all rules"][1] > rules["all rules"][0]
    assert rules["words that c4 keeps"][1] > rules["words that c4 keeps"][0]

"""Site profiles: learned from twenty pages of a site, they take what it prints on twenty others."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cleanpress
from cleanpress.cli import front
from cleanpress.document import Document
from cleanpress.errors import ConfigError
from cleanpress.learned_samples import dumps, loads
from cleanpress.learner import Learner
from cleanpress.pipeline import Pipeline
from cleanpress.presets import preset
from cleanpress.readers.pdf import read_pdf
from cleanpress.readers.text import read_text
from cleanpress.site_files import with_profiles
from cleanpress.sites.profile import SCHEMA, ZONES, Entry, Profile
from cleanpress.sites.templates import keys, squeeze
from cleanpress.testing import check_laws, pages
from site_score import Score, score

ROOT = Path(__file__).parent.parent
SITES = ("fiumalto", "brzezina", "saarela")
EXAMPLES = int(os.environ.get("CLEANPRESS_EXAMPLES", "100"))
LEARN = 20  # pages of each site


@cache
def composer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("sites_fixture", ROOT / "fixtures" / "sites.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["sites_fixture"] = module
    spec.loader.exec_module(module)
    return module


@cache
def documents(site: str, track: str) -> tuple[Document, ...]:
    if track == "pdf":
        return tuple(read_pdf(data, backend="pdfminer") for data in composer().prints(site))
    return tuple(
        read_text("\n\n".join(one.words for one in page.blocks if one.words) + "\n")
        for page in composer().load(site)
    )


@cache
def profile(site: str, track: str) -> Profile:
    learner = Learner(name=site)
    for doc in documents(site, track)[:LEARN]:
        learner.add(doc)
    return learner.profile()


def scores(site: str, track: str, pipeline: Pipeline) -> Iterator[Score]:
    composed = composer().load(site)[LEARN:]
    for doc, page in zip(documents(site, track)[LEARN:], composed, strict=True):
        blocks = [(one.kind, one.words) for one in page.blocks]
        yield score(pipeline.run(doc).document, blocks)


FLOORS = {"pdf": 0.95, "text": 0.95}  # of the site's lines


@pytest.mark.parametrize("track", ["pdf", "text"])
@pytest.mark.parametrize("site", SITES)
def test_unseen_pages_lose_the_site_and_keep_the_article(site: str, track: str) -> None:
    whole = with_profiles(preset(), profile(site, track))
    total = sum(scores(site, track, whole), Score(0, 0, 0, 0))
    assert total.gone >= FLOORS[track] * total.lines, total.left
    assert total.lost <= 0.0005 * total.words, total.missing


@pytest.mark.parametrize("track", ["pdf", "text"])
@pytest.mark.parametrize("site", SITES)
def test_the_profile_alone_loses_no_word_of_an_article(site: str, track: str) -> None:
    whole = with_profiles(preset("reflow"), profile(site, track))
    total = sum(scores(site, track, whole), Score(0, 0, 0, 0))
    assert total.lost == 0, total.missing
    assert total.gone > 0.5 * total.lines


def test_workers_learn_together_what_one_learns_alone() -> None:
    docs = documents("saarela", "text")
    alone, parts = Learner(name="s", sample=12), [Learner(sample=12) for _ in range(3)]
    for at, doc in enumerate(docs):
        alone.add(doc)
        parts[at % 3].add(doc)
    together = Learner(name="s", sample=12)
    for part in reversed(parts):
        together.merge(loads(dumps(part)))
    assert together.sampled == alone.sampled and len(alone.sampled) == 12
    assert together.profile() == alone.profile()
    assert together.seen == alone.seen == 40


def test_prints_of_one_article_teach_nothing() -> None:
    text = composer().load("saarela")[0].blocks
    learner = Learner()
    for number in range(12):
        learner.add(read_text("\n\n".join(one.words for one in text) + f"\n\nPrint {number}"))
    assert learner.profile().documents == 1
    assert not learner.profile().entries


def test_the_name_of_the_largest_section_does_not_part_a_list() -> None:
    """It stood on 15 of 20 pages, above articles and among teasers, which stayed below it."""
    entries = (
        Entry("Continua a leggere", 20, ("end",), 12),
        Entry("Economia", 15, ("top", "end")),
        Entry("{date}", 20, ("end",)),
        Entry("Torna su", 20, ("end",)),
    )
    whole = with_profiles(preset("reflow"), Profile("gull", 20, (), entries))
    tale = "The ferry left at noon with forty people and one goat on board, and nobody on the " \
           "quay could say why it came back."  # fmt: skip
    teasers = "Economia\n\nCastelmore, 6 firme per il deposito\n\n12 maggio 2025\n\n" * 3
    text = f"Economia\n\n{tale}\n\nContinua a leggere\n\n{teasers}Torna su\n"
    assert whole.run(read_text(text)).document.text.strip() == tale


def test_numbers_alone_are_no_lines_of_a_site() -> None:
    """The cells of a table below an article: on real pages a tenth of them went with "{n}"."""
    learner = Learner()
    for number, doc in enumerate(documents("brzezina", "text")[:LEARN]):
        learner.add(read_text(f"{doc.source}\n\n{number}\n\n{number * 7}"))
    assert "{n}" not in {one.text for one in learner.profile().entries}


@pytest.mark.parametrize("track", ["pdf", "text"])
def test_laws(track: str) -> None:
    whole = with_profiles(preset(), profile("fiumalto", track))
    for doc in documents("fiumalto", track)[LEARN : LEARN + 4]:
        check_laws(whole, doc)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck),
          derandomize=True)  # fmt: skip
@given(st.data())
def test_laws_whatever_the_profile_says(data: st.DataObject) -> None:
    """A profile that names any lines of the page itself, at any place, breaks no law."""
    text = data.draw(pages())
    lines = sorted({keys(squeeze(line)).text for line in text.split("\n") if squeeze(line)})
    entry = st.builds(
        Entry, st.sampled_from(lines or ["x"]), st.integers(1, 9), st.just(ZONES),
        st.integers(0, 5), st.none(),
    )  # fmt: skip
    told = Profile("any", 9, (), tuple(data.draw(st.lists(entry, max_size=8))))
    assert Profile.loads(told.dumps()) == told
    check_laws(with_profiles(preset("reflow"), told), read_text(text))


def test_the_receipt_tells_the_evidence() -> None:
    article = cleanpress.clean(
        documents("fiumalto", "text")[LEARN].source, profile=profile("fiumalto", "text")
    )
    notes = {one.note for one in article.removed if one.by == "site-profile"}
    assert "on 20 of 20 documents of this site" in notes


HOSTILE = {
    "not JSON": "{",
    "deep": "[" * 100_000,
    "another schema": '{"schema": "cleanpress-site/9"}',
    "no object": "[]",
    "unknown key": json.dumps({"schema": SCHEMA, "name": "a", "documents": 1, "hosts": [],
                               "lines": [], "pattern": "(a+)+$"}),
    "a number for a text": json.dumps({"schema": SCHEMA, "name": 5, "documents": 1, "hosts": [],
                                       "lines": []}),
    "more than all": json.dumps({"schema": SCHEMA, "name": "a", "documents": 1, "hosts": [],
                                 "lines": [{"text": "a", "on": 2, "places": ["top"]}]}),
    "no place": json.dumps({"schema": SCHEMA, "name": "a", "documents": 1, "hosts": [],
                            "lines": [{"text": "a", "on": 1, "places": []}]}),
    "too long": json.dumps({"schema": SCHEMA, "name": "a", "documents": 1, "hosts": [],
                            "lines": [{"text": "a" * 20_000, "on": 1, "places": ["top"]}]}),
    "not a size": '{"schema": "cleanpress-site/1", "name": "a", "documents": 1, "hosts": [], '
                  '"lines": [{"text": "a", "on": 1, "places": ["top"], "size": NaN}]}',
    "too big": " " * 2_000_001,
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_profiles_give_one_clear_error(name: str) -> None:
    with pytest.raises(ConfigError, match=r"^here\.json"):
        Profile.loads(HOSTILE[name], "here.json")


def test_command_line(tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    folder.mkdir()
    for at, doc in enumerate(documents("fiumalto", "text")):
        (folder / f"{at:02}.txt").write_text(doc.source, "utf-8")
    (tmp_path / "profiles").mkdir()
    site, run = str(tmp_path / "profiles" / "site.json"), CliRunner()
    part = str(tmp_path / "part.jsonl")
    assert run.invoke(front, ["learn", str(folder), "-o", site]).exit_code == 0
    assert run.invoke(front, ["learn", str(folder), "--sample", "-o", part]).exit_code == 0
    merged = run.invoke(front, ["learn", "--merge", part])
    assert merged.exit_code == 0
    assert Profile.loads(merged.stdout) == Profile.loads(Path(site).read_text("utf-8"))
    page = str(folder / "07.txt")
    told = run.invoke(front, ["--profile", str(tmp_path / "profiles"), page]).stdout
    assert "Torna su" not in told and "Torna su" in run.invoke(front, [page]).stdout
    report = tmp_path / "report.jsonl"
    done = run.invoke(
        front, ["--profile", site, "--report", str(report), "-o", str(tmp_path / "out"), page]
    )
    assert done.exit_code == 0, done.output
    settings = [one for one in json.loads(report.read_text("utf-8"))["pipeline"]
                if one["filter"] == "site-profile"]  # fmt: skip
    assert [sorted(one) for one in settings[0]["settings"]["profiles"]] == [
        ["documents", "entries", "hosts", "name", "sha256"]
    ]
    (tmp_path / "bad.json").write_text("{}", "utf-8")
    bad = run.invoke(front, ["--profile", str(tmp_path / "bad.json"), page])
    assert bad.exit_code == 2 and "schema" in bad.output

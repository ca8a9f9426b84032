"""The page of ``cleanpress inspect``, driven in a real Chromium."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from chromium import Tab, browser
from cleanpress import Article, Box, clean, clean_pdf
from cleanpress.cli import front
from cleanpress.report.images import pictures
from cleanpress.report.page import page_of
from cleanpress.report.pieces import account_of

FIXTURES = Path(__file__).parent.parent / "fixtures"
PRINTS = sorted((FIXTURES / "pdf").glob("*.pdf"))
CRANE = FIXTURES / "pdf" / "harbour-crane.pdf"
NEAR = 2.0  # points; how far off its word a box may be

HOSTILE = """# <script>owned = 1</script>

Read more: <img src=x onerror="owned=1"> "onload="owned=1" x='

The \N{RIGHT-TO-LEFT OVERRIDE}ferry\N{POP DIRECTIONAL FORMATTING} left \x1b[31mred\x1b[0m
</pre></p></svg>
<!-- and </script><script>owned=1</script> &lt;b&gt; \x00 ]]> ${title} $title {{7*7}}.

[Sign up for our newsletter](javascript:owned=1)

Photo: </title><style>*{display:none}</style>/Example Press

The crew has not slept since Tuesday, said <a href="https://example.org/leak">the captain</a>.
"""


@cache
def article_of(path: Path) -> Article:
    return clean_pdf(path)


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    folder = tmp_path_factory.mktemp("pages")

    @cache
    def made(path: Path) -> Path:
        place = folder / f"{path.name}.html"
        done = run("inspect", "-o", place, path)
        assert done.exit_code == 0, done.stderr
        return place

    return made


def run(*args: str | Path, given: bytes = b"") -> Result:
    return CliRunner().invoke(
        front, [str(arg) for arg in args], input=given, prog_name="cleanpress"
    )


# ---- where things stand, by another engine's account -------------------------------------------
class Printed:
    """Where pdfium, which had no part in the reading, finds words."""

    def __init__(self, path: Path) -> None:
        self._pages = list(pypdfium2.PdfDocument(path))
        self._texts = [one.get_textpage() for one in self._pages]
        self.words = [one.get_text_bounded() for one in self._texts]

    def boxes(self, page: int, text: str) -> Iterator[tuple[Box, Box]]:
        """Each place of a text on a page: its advance widths, and its ink."""
        found = self._texts[page - 1].search(text, match_case=True)
        while (hit := found.get_next()) is not None:
            yield self._around(page, hit, True), self._around(page, hit, False)

    def _around(self, page: int, hit: tuple[int, int], loose: bool) -> Box:
        left, _, _, top = self._pages[page - 1].get_cropbox()
        boxes = [
            self._texts[page - 1].get_charbox(at, loose=loose) for at in range(hit[0], sum(hit))
        ]
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        return Box(min(x0) - left, top - max(y1), max(x1) - left, top - min(y0))


def sits(box: Box, wide: Box, ink: Box) -> bool:
    """Whether a box is as wide as its words and covers their ink, within 2 points."""
    sides = abs(box.x0 - wide.x0) <= NEAR and abs(box.x1 - wide.x1) <= NEAR
    return sides and box.y0 - NEAR <= ink.y0 and ink.y1 <= box.y1 + NEAR and (
        box.y1 - box.y0 <= 1.8 * (wide.y1 - wide.y0) + NEAR
    )  # fmt: skip


@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_locate_points_at_the_word_on_the_page(path: Path) -> None:
    # Words that end in f are left out: its hook reaches far beyond its own width.
    article, printed = clean_pdf(path, backend="pdfminer"), Printed(path)
    sources = article.source.split("\f")
    checked = 0
    for word in re.finditer(r"\b[^\W\d_]{5,}[^\W\d_fj]\b", article.text):
        found = article.locate(*word.span())
        if len(found) != 1 or found[0].box is None:
            continue  # divided at a line end; test_receipt looks at one of those
        page = found[0].page
        if sources[page - 1].count(word[0]) == 1 and printed.words[page - 1].count(word[0]) == 1:
            hits = list(printed.boxes(page, word[0]))
            assert len(hits) == 1
            assert sits(found[0].box, *hits[0]), (word[0], found[0], hits[0])
            checked += 1
    assert checked > (5 if path.stem == "short-ferry" else 40)


def test_a_page_that_is_cropped(tmp_path: Path, tab: Tab) -> None:
    pdf = pypdfium2.PdfDocument(FIXTURES / "pdf" / "short-ferry.pdf")
    pdf[0].set_cropbox(30, 280, 590, 780)
    path, place = tmp_path / "cropped.pdf", tmp_path / "page.html"
    pdf.save(path)
    assert run("inspect", "-o", place, path).exit_code == 0
    tab.open(place)
    assert check_boxes(tab, path, clean_pdf(path)) > 5


@pytest.mark.parametrize("path", PRINTS, ids=lambda path: path.stem)
def test_boxes_sit_on_their_words(path: Path, tab: Tab, page: Callable[[Path], Path]) -> None:
    tab.open(page(path))
    checked = check_boxes(tab, path, article_of(path))
    assert checked > (10 if path.stem == "short-ferry" else 30)
    assert not tab.complaints()


def check_boxes(tab: Tab, path: Path, article: Article) -> int:
    """Hold every box of the open page to the words that pdfium finds; how many there were."""
    printed = Printed(path)
    told = tab.run("""[...document.querySelectorAll(".over g")].map(one => {
        const sheet = one.closest(".sheet").getBoundingClientRect();
        const over = one.closest("svg").viewBox.baseVal, scale = over.width / sheet.width;
        return [one.dataset.n, +one.closest("figure").id.slice(4), [...one.children].map(rect => {
            const box = rect.getBoundingClientRect();
            return [box.x - sheet.x, box.y - sheet.y, box.right - sheet.x, box.bottom - sheet.y]
                .map(side => side * scale);
        })];
    })""")
    shown = {(name, number): boxes for name, number, boxes in told}
    checked = 0
    for one in account_of(article).pieces:
        assert one.kind < 0 or one.places, "a change without a place"
        for number in {place.page for place in one.places if place.box}:
            assert (one.name, number) in shown, one
        if one.how == "space" or len(one.places) != 1 or one.places[0].box is None:
            continue
        number = one.places[0].page
        text = article.source[one.start : one.end].strip()
        hits = list(printed.boxes(number, text)) if len(text) > 3 else []
        boxes = [Box(*box) for box in shown[one.name, number]]
        assert len(boxes) == 1
        if hits:
            assert any(sits(boxes[0], *hit) for hit in hits), (one, boxes, hits)
            checked += 1
    return checked


# ---- both sides --------------------------------------------------------------------------------
def lit(tab: Tab, where: str) -> list[str]:
    return tab.run(f"[...document.querySelectorAll('{where} .lit')].map(one => one.dataset.n)")


@pytest.mark.parametrize("path", [CRANE, FIXTURES / "text" / "tidal-battery.md"])
def test_pointing_at_one_side_lights_up_the_other(
    path: Path, tab: Tab, page: Callable[[Path], Path]
) -> None:
    tab.open(page(path))
    name = tab.run("document.querySelector('#printed .c.gone').dataset.n")
    for side in ("#printed", "#article"):
        tab.point("header .summary")
        assert lit(tab, "body") == []
        assert tab.run("document.getElementById('panel').hidden")
        tab.point(f'{side} [data-n="{name}"]')
        assert lit(tab, "#printed") == lit(tab, "#article") == [name], side
        assert not tab.run("document.getElementById('panel').hidden")
    kept = tab.run("document.querySelector('#article span[data-n]').dataset.n")
    tab.point(f'#article [data-n="{kept}"]')
    assert lit(tab, "#printed") == [kept]
    tab.point(f'#printed [data-n="{kept}"]')
    assert lit(tab, "#article") == [kept]
    assert not tab.complaints()


def test_focus_lights_up_as_well(tab: Tab, page: Callable[[Path], Path]) -> None:
    tab.open(page(CRANE))
    name = tab.run("document.querySelector('#printed .c.gone').dataset.n")
    for side in ("#printed", "#article"):
        tab.run(f"""document.querySelector('{side} [data-n="{name}"]').focus()""")
        assert lit(tab, "#printed") == lit(tab, "#article") == [name]
    tab.run("document.activeElement.blur()")
    assert lit(tab, "body") == []
    tab.run("document.querySelector('h1').focus()")
    headline = lit(tab, "#printed")
    assert headline and headline[0] in tab.run("document.querySelector('h1').dataset.n").split()


def test_a_removed_piece_shows_its_reason_and_evidence(
    tab: Tab, page: Callable[[Path], Path]
) -> None:
    tab.open(page(CRANE))
    for one in article_of(CRANE).removed[:8]:
        name = next(p.name for p in account_of(article_of(CRANE)).pieces if p.start == one.start)
        tab.run(f"""document.querySelector('.over [data-n="{name}"]').focus()""")
        told = tab.run("document.getElementById('panel').innerText")
        assert one.by in told
        assert one.reason in told
        assert one.note in told
        assert " ".join(one.source.split())[:20] in " ".join(told.replace("⏎", " ").split())


# ---- the legend --------------------------------------------------------------------------------
def test_the_legend_counts_and_toggles(tab: Tab, page: Callable[[Path], Path]) -> None:
    tab.open(page(CRANE))
    article = article_of(CRANE)
    told = tab.run("""[...document.querySelectorAll(".filter")].map(one => [
        one.querySelector("summary span").innerText, +one.querySelector("summary b").innerText,
        [...one.querySelectorAll("label")].map(it => [it.querySelector("span").textContent,
                                                      +it.querySelector("b").textContent])])""")
    assert {name: count for name, count, _ in told} == {
        by: sum(one.by == by for one in article.changes) for by in {o.by for o in article.changes}
    }
    for name, count, reasons in told:
        assert sum(number for _, number in reasons) == count
        for reason, number in reasons:
            assert number == sum((o.by, o.reason) == (name, reason) for o in article.changes)
    visible = """[...document.querySelectorAll("#printed .c")].filter(
        one => one.getClientRects().length && getComputedStyle(one).display !== "none").length"""
    everything = tab.run(visible)
    heads = next(count for name, count, _ in told if name == "print-furniture")
    tab.point(".filter summary input", click=True)
    first = told[0]
    assert first[0] == "print-furniture"
    assert tab.run(visible) == everything - heads
    assert tab.run("document.querySelectorAll('#account tr.off').length") == heads
    tab.point(".filter summary input", click=True)
    assert tab.run(visible) == everything
    tab.run("document.querySelector('.filter').open = true")
    tab.point(".filter label input", click=True)
    assert tab.run(visible) == everything - first[2][0][1]
    assert tab.run("document.querySelector('.filter summary input').indeterminate")
    tab.point("#all", click=True)
    assert tab.run(visible) == 0
    tab.point("#all", click=True)
    assert tab.run(visible) == everything
    assert not tab.complaints()


# ---- keys, themes, paper -----------------------------------------------------------------------
def test_the_keyboard_is_enough(tab: Tab, page: Callable[[Path], Path]) -> None:
    tab.open(page(CRANE))
    order = tab.run("Object.entries(JSON.parse(document.getElementById('told').textContent).pieces)"
                    ".filter(one => one[1][1] !== 'space').map(one => one[0])")  # fmt: skip
    seen = []
    for _ in range(3):
        tab.key("j")
        seen += lit(tab, "#article")
    assert seen == order[:3]
    tab.key("k")
    assert lit(tab, "#printed") == [order[1]]
    assert tab.run("document.activeElement.dataset.n") == order[1]
    tab.key("Escape")
    assert lit(tab, "body") == []
    shown = "getComputedStyle(document.querySelector('#article mark.gone'), '::after').content"
    assert tab.run(shown) == "none"
    tab.key("r")
    assert "10/24/26" in tab.run(shown)
    tab.key("2")
    assert tab.run("document.getElementById('article').hidden")
    assert "Marit Osgood" in tab.run("document.getElementById('account').innerText")
    tab.key("a")
    assert tab.run("document.querySelectorAll('input:checked').length") == 0
    tab.key("?")
    assert "next and previous change" in tab.run("document.getElementById('keys').innerText")
    reached = set()
    for _ in range(60):
        tab.key("Tab")
        reached.add(tab.run("document.activeElement.tagName + document.activeElement.id"))
    assert {"INPUT", "BUTTONtheme", "SECTIONprinted", "SECTIONcleaned"} <= reached
    assert not tab.complaints()


def test_light_and_dark(tab: Tab, page: Callable[[Path], Path]) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    ink = "getComputedStyle(document.getElementById('article')).color"
    brightness = {}
    for theme in ("light", "dark"):
        tab.open(page(CRANE), theme=theme)
        brightness[theme] = [sum(map(int, re.findall(r"\d+", tab.run(one))[:3]))
                             for one in (ground, ink)]  # fmt: skip
    assert brightness["light"][0] > 600 > 200 > brightness["light"][1]
    assert brightness["dark"][0] < 200 < 600 < brightness["dark"][1]
    before = tab.run(ground)
    tab.point("#theme", click=True)
    assert tab.run(ground) != before


def test_on_paper_everything_is_there(
    tab: Tab, page: Callable[[Path], Path], tmp_path: Path
) -> None:
    tab.open(page(CRANE), theme="dark")
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(tab.printed())
    text = " ".join("".join(Printed(paper).words).split())
    article = article_of(CRANE)
    more = ("Photo: Ines Rowan", "print-furniture", "the browser's page number", "Page 3 of 3")
    for part in (*article.paragraphs[:5], *more):
        assert " ".join(part.split())[:60] in text, part


def test_narrow_screens_need_no_sideways_scrolling(tab: Tab, page: Callable[[Path], Path]) -> None:
    for size in ((400, 800), (900, 700), (1400, 900)):
        tab.open(page(CRANE), size=size)
        assert tab.run("document.documentElement.scrollWidth") <= size[0]


# ---- what it must never do ---------------------------------------------------------------------
def test_a_hostile_document_runs_nothing(tab: Tab, tmp_path: Path) -> None:
    path = tmp_path / '<img src=x onerror="owned=1">.md'
    path.write_text(HOSTILE, encoding="utf-8")
    place = tmp_path / "page.html"
    assert run("inspect", "-o", place, "--without", "mojibake,invisibles", path).exit_code == 0
    tab.open(place)
    check_harmless(tab, place)
    for text in ("<script>owned = 1</script>", "</script><script>owned=1</script>", "$title"):
        assert text in tab.run("document.getElementById('printed').textContent")
    assert "<U+202E>ferry<U+202C> left <U+001B>[31mred" in tab.run("document.body.textContent")
    for name in tab.run(
        "[...document.querySelectorAll('#article mark')].map(one => one.dataset.n)"
    ):
        tab.run(f"""document.querySelector('#article [data-n="{name}"]').focus()""")
    tab.key("r")
    check_harmless(tab, place)


def check_harmless(tab: Tab, place: Path) -> None:
    assert tab.run("typeof owned") == "undefined"
    assert tab.run("document.scripts.length") == 2
    assert tab.run("document.querySelectorAll('a, iframe, form, link, object, embed').length") == 0
    assert tab.run("document.querySelectorAll('style').length") == 1
    assert (
        tab.run("""[...document.querySelectorAll("*")].flatMap(one => one.getAttributeNames())
        .filter(name => name.startsWith("on") || name === "href" || name === "style")""")
        == []
    )
    assert not tab.complaints()
    unseen = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    assert not unseen.search(place.read_text(encoding="utf-8"))


def test_the_policy_lets_nothing_else_run_or_leave(tab: Tab, page: Callable[[Path], Path]) -> None:
    tab.open(page(CRANE))
    assert not tab.complaints()
    tab.run("""(() => { const one = document.createElement("script");
        one.textContent = "owned = 1"; document.body.append(one);
        document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='owned=1'>"); })()""")
    assert tab.run("typeof owned") == "undefined"
    left = "fetch('https://example.org/').then(() => 'left', () => 'refused')"
    assert tab.run(left) == "refused"
    assert any("Content Security Policy" in one for one in tab.complaints())


@pytest.mark.parametrize("text", ["", "a", "\f\f", "\n\n\n", "One.\n", "\ud83d\x00\x1b"])
def test_there_is_always_a_page(text: str, tab: Tab, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text(page_of(clean(text)), encoding="utf-8")
    tab.open(place)
    for key in "jkra2?":
        tab.key(key)
    assert not tab.complaints()


def test_the_body_stands_in_the_page_word_for_word(tab: Tab, page: Callable[[Path], Path]) -> None:
    for path in (CRANE, FIXTURES / "text" / "phare-carine.md"):
        tab.open(page(path))
        shown = tab.run("[...document.querySelectorAll('#article p')].map(one => one.textContent)")
        article = article_of(path) if path.suffix == ".pdf" else clean(path.read_bytes())
        assert [one for one in shown if one] == list(article.paragraphs)


def test_without_pictures_the_lines_are_set_again(tab: Tab, tmp_path: Path) -> None:
    place = tmp_path / "page.html"
    place.write_text(page_of(article_of(CRANE)), encoding="utf-8")
    tab.open(place)
    assert tab.run("document.images.length") == 0
    assert "Marit Osgood" in tab.run("document.querySelector('.over').textContent")
    assert not tab.complaints()


# ---- thirty pages ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def thirty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty pages of the fixtures in one PDF, pictures and all."""
    whole = pypdfium2.PdfDocument.new()
    while len(whole) < 30:
        for path in PRINTS:
            whole.import_pages(pypdfium2.PdfDocument(path))
    for _ in range(len(whole) - 30):
        whole.del_page(30)
    place = tmp_path_factory.mktemp("thirty") / "thirty.pdf"
    whole.save(place)
    return place


def test_thirty_pages_are_quick_and_small(thirty: Path) -> None:
    article = clean_pdf(thirty)
    assert len(article.document.page_sizes) == 30
    assert article.receipt and article.metadata  # lazy; part of cleaning, not of the report
    start = time.process_time()
    made = page_of(article, name="thirty.pdf", pictures=list(pictures(thirty.read_bytes())))
    assert time.process_time() - start < 3
    assert made.count("data:image/webp") == 30
    assert len(made.encode()) < 15_000_000


def test_thirty_photographs_are_small_as_well(tmp_path: Path) -> None:
    # Nothing is as hard to pack as noise: a page of it takes half a megabyte and more.
    noise = [Image.effect_noise((850, 1100), 90).convert("RGB") for _ in range(3)]
    place = tmp_path / "noise.pdf"
    noise[0].save(place, save_all=True, append_images=noise[1:] * 14 + noise[:1], resolution=100)
    found = list(pictures(place.read_bytes()))
    assert len(found) == 30
    assert all(found)
    assert sum(len(one.uri) for one in found if one) < 14_000_000


def test_thirty_pages_stay_fluid(tab: Tab, thirty: Path, page: Callable[[Path], Path]) -> None:
    start = time.monotonic()
    tab.open(page(thirty))
    assert time.monotonic() - start < 10
    slow = tab.run("""(async () => {
        const names = [...document.querySelectorAll("#article [data-n]")], spent = [];
        for (let at = 0; at < 100; at++) {
            const start = performance.now();
            names[Math.floor(at * names.length / 100)].dispatchEvent(
                new PointerEvent("pointerover", { bubbles: true }));
            document.getElementById("printed").scrollTop = at * 200;
            document.body.getBoundingClientRect();
            spent.push(performance.now() - start);
        }
        spent.sort((one, other) => one - other);
        return spent[90];
    })()""")
    assert slow < 50, "milliseconds for a move of the pointer and the scrolling that follows it"
    assert not tab.complaints()

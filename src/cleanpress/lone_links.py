"""Links that stand alone between two paragraphs: the headlines of other articles."""

from __future__ import annotations

from cleanpress.document import Block, Document
from cleanpress.paragraphs import paragraphs
from cleanpress.standing import SENTENCE_END, is_linked, usual_size

LEAST, MOST = 5, 30  # words of a headline; "Learn more" belongs to what stands above it
LINES = 6  # of a headline in a narrow card
CARD = 3  # blocks of one link: its headline, and again in other type
PROSE = 12  # words of the paragraphs on both sides
LARGE = 1.12  # times the type of most lines; a heading of this article may be a link
SHARE = (
    0.25  # of the paragraphs; where more of the blocks are links they are what the page is about
)


def lone_links(doc: Document) -> list[Block]:
    """The blocks that are nothing but a link to another article, in order.

    Such a block is a headline: some words that end no sentence, in the type of the body, linked
    from the first to the last. A paragraph that ends stands above it, and another one begins below.
    What a colon above leads to is of the article.

    >>> from cleanpress.testing import typeset_document
    >>> prose = "The ferry left at noon with forty crates of herring and two dogs on board."
    >>> lines = [{"text": prose, "block": at} for at in range(6)]
    >>> lines[4] = {"text": "Why the harbour froze over twice", "linked": 1.0, "block": 4}
    >>> [block.first for block in lone_links(typeset_document(lines))]
    [8]
    >>> lines[3] = {"text": prose.replace(".", ":"), "block": 3}
    >>> lone_links(typeset_document(lines))
    []
    """
    if not doc.marks and not any(line.linked for line in doc.typeset):
        return []
    blocks = paragraphs(doc)
    found, above = [], False
    proses = 0
    for number, block in enumerate(blocks):
        if above and _is_title(doc, block) and _goes_on(doc, blocks, number + 1):
            found.append(block)
            continue
        above = _is_paragraph(doc, block)
        proses += above
    return found if len(found) <= SHARE * proses else []


def _goes_on(doc: Document, blocks: tuple[Block, ...], number: int) -> bool:
    """Whether a paragraph begins at a block, perhaps below more of what the link leads to."""
    for block in blocks[number : number + CARD]:
        if not _is_linked(doc, block):
            return _is_paragraph(doc, block) and not doc.text[block.start].islower()
    return False


def _is_linked(doc: Document, block: Block) -> bool:
    return all(is_linked(doc, line) for line in range(block.first, block.last))


def _is_paragraph(doc: Document, block: Block) -> bool:
    text = doc.text[block.start : block.end].rstrip()
    return (
        text.endswith(SENTENCE_END)
        and text[-1] != ":"
        and len(text.split(None, PROSE)) > PROSE
        and not _is_linked(doc, block)
    )


def _is_title(doc: Document, block: Block) -> bool:
    if block.last - block.first > LINES or not is_linked(doc, block.first):
        return False
    text = doc.text[block.start : block.end].strip()
    if text.endswith(SENTENCE_END) or text[:1].islower() or text[:1] in "([•*-":
        return False
    if not LEAST <= len(text.split()) <= MOST:
        return False
    how = doc.set_of(block.first)
    if how is not None and how.size >= LARGE * usual_size(doc):
        return False
    heads = {mark.start for mark in doc.marked("heading")} | {
        mark.start for mark in doc.marked("item")
    }
    headed = any(doc.starts[line] in heads for line in range(block.first, block.last))
    return not headed and _is_linked(doc, block)

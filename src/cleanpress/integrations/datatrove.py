"""Steps for datatrove: the same pipeline runs on its local, Slurm and Ray executors.

    [JsonlReader("s3://bucket/scrapes"), CleanText(receipts=True), JsonlWriter("s3://bucket/clean")]
    [PdfReader("s3://bucket/prints"), CleanPdf(), JsonlWriter("s3://bucket/clean")]

A document that cannot be cleaned never stops a rank: it keeps its text, and its metadata say why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from cleanpress.api import is_pdf
from cleanpress.corpus.recipe import Cleaned, Recipe, RecipeOptions, as_line, told, whole
from cleanpress.document import Document as Read
from cleanpress.learned_samples import dumps
from cleanpress.learner import SAMPLE, Learner
from cleanpress.readers.apart import Asked, read_apart
from cleanpress.readers.encoding import decode
from cleanpress.readers.text import read_text
from cleanpress.report import failed

try:
    from datatrove.data import Document, Media, MediaType
    from datatrove.io import DataFolder, get_datafolder
    from datatrove.pipeline.base import PipelineStep
    from datatrove.pipeline.formatters.base import BaseFormatter
    from datatrove.pipeline.readers.base import BaseDiskReader
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise ImportError(
        "cleanpress.integrations.datatrove needs datatrove; pip install 'cleanpress[datatrove]'"
    ) from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["ERROR", "RECEIPT", "STATUS", "CleanPdf", "CleanText", "LearnSite", "PdfReader"]

ERROR = "cleanpress_error"
STATUS = "cleanpress_status"
RECEIPT = "cleanpress_receipt"


class CleanText(BaseFormatter):
    """Clean the text of each document.

    Metadata get ``cleanpress_status`` (``ok``, ``suspect``, ``no-article``, ``empty``, ``failed``)
    and ``cleanpress_error`` (empty where nothing went wrong; Parquet wants every key everywhere),
    and with ``receipts`` also ``cleanpress_receipt``: the record of what went as one line of JSON.
    datatrove's stats count documents by status (``documents/ok``), pieces removed or rewritten by
    filter (``changes/bylines``), and characters before and after.

    The options are those of ``cleanpress.BatchCleaner``: ``preset``, ``languages``, ``embeds``,
    ``pipeline``, ``form``, ``limits``, ``isolate`` ...; a wrong one is a ``ConfigError`` at once.
    """

    name = "\N{NEWSPAPER} cleanpress"

    def __init__(self, *, receipts: bool = False, **options: Unpack[RecipeOptions]) -> None:
        super().__init__()
        self.receipts = receipts
        # The executor writes a step's attributes to a file that all may read: a bound method is
        # told by the recipe's repr, which has all settings but the password.
        self.clean_one = Recipe(**options).clean

    def format(self, text: str) -> str:
        """The body of a text; ``run`` is what records errors and counts."""
        return self.clean_one(text).text

    def run(
        self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1
    ) -> Iterator[Document]:
        """Clean the documents as they come."""
        for doc in data or ():
            self.stat_update(StatHints.total)
            with self.track_time():
                self._clean(doc)
            yield doc

    def _clean(self, doc: Document) -> None:
        self._deliver(doc, self._cleaned(doc, doc.text))

    def _cleaned(self, doc: Document, source: object) -> Cleaned:
        return self.clean_one(source, receipt=self.receipts, name=whole(str(doc.id)))

    def _deliver(self, doc: Document, cleaned: Cleaned) -> None:
        """Put text and metadata in place and count."""
        doc.text = cleaned.text
        doc.metadata[STATUS] = cleaned.status
        doc.metadata[ERROR] = cleaned.error
        if self.receipts:
            doc.metadata[RECEIPT] = cleaned.receipt
        self.stat_update(f"documents/{cleaned.status}")
        if cleaned.status != "failed":
            self.stat_update("characters_in", value=cleaned.characters)
            self.stat_update("characters_out", value=len(cleaned.text))
        for name, count in cleaned.changes.items():
            self.stat_update(f"changes/{name}", value=count)


class CleanPdf(CleanText):
    """Put the article of each document's PDF in the place of its text.

    The PDF is the document's one medium with bytes: what ``PdfReader`` and datatrove's readers of
    media give. A document without one, or with several, is an error in its metadata. The bytes
    are let go of (``keep_bytes`` keeps them): writers would have to encode them.
    """

    name = "\N{NEWSPAPER} cleanpress, PDF"

    def __init__(
        self, *, receipts: bool = False, keep_bytes: bool = False, **options: Unpack[RecipeOptions]
    ) -> None:
        super().__init__(receipts=receipts, **options)
        self.keep_bytes = keep_bytes

    def _clean(self, doc: Document) -> None:
        found = [one for one in doc.media if one.media_bytes is not None]
        if len(found) == 1:
            cleaned = self._cleaned(doc, found[0].media_bytes)
            kept = doc.text if cleaned.status == "failed" else cleaned.text
            self._deliver(doc, cleaned._replace(text=kept))
        else:
            error = doc.metadata.get(ERROR) or f"ReadError: {len(found)} media with bytes, not one"
            record = as_line(failed(whole(str(doc.id)), error)) if self.receipts else ""
            self._deliver(doc, Cleaned(doc.text, "failed", error, record, {}, len(doc.text)))
        if not self.keep_bytes:
            for one in found:
                one.media_bytes = None


class PdfReader(BaseDiskReader):
    """Read a folder of files, one document a file: its bytes are its medium, its text is empty.

    The folder may be anything fsspec knows (``s3://``, ``gs://``, a path). A file is told by its
    content and not by its name, so all files are read unless there is a ``glob_pattern``; texts
    among them are cleaned as texts. The document's id is the file's path in the folder. A file that
    cannot be read is a document with an error. Other options are those of ``BaseDiskReader``.
    """

    name = "\N{NEWSPAPER} PDF files"

    def read_file(self, filepath: str) -> Iterator[Document]:
        """The one document of a file."""
        path = self.data_folder.resolve_paths(filepath)
        medium = Media(id=filepath, type=MediaType.DOCUMENT, url=path)
        metadata = {"file_path": path, **(self.default_metadata or {})}
        doc = Document(text="", id=filepath, media=[medium], metadata=metadata)
        try:
            with self.track_time(), self.data_folder.open(filepath, "rb") as file:
                medium.media_bytes = file.read()
        except Exception as error:  # a store may raise errors of its own
            doc.metadata[ERROR] = told(error)
        yield doc


class LearnSite(PipelineStep):
    """Learn what one site prints around its articles, from its documents as they come by.

    They pass unchanged: the step stands before ``CleanText`` or ``CleanPdf``, or alone after a
    reader. Each rank writes what it kept (a sample of fixed size) to a file in ``output_folder``;
    ``cleanpress learn --merge FOLDER/*.jsonl -o site.json`` makes the profile of them, the same
    however the documents were dealt out. A document that cannot be read is counted.
    """

    name = "\N{NEWSPAPER} learn a site"
    type = "\N{BAR CHART} - STATS"

    def __init__(
        self, output_folder: str | DataFolder, *, name: str = "", sample: int = SAMPLE
    ) -> None:
        super().__init__()
        Learner(sample=sample)  # a wrong number is an error now
        self.output_folder = get_datafolder(output_folder)
        self.site = name
        self.sample = sample

    def run(
        self, data: Iterable[Document] | None, rank: int = 0, world_size: int = 1
    ) -> Iterator[Document]:
        """Learn from the documents as they come."""
        learner = Learner(name=self.site, sample=self.sample)
        for doc in data or ():
            self.stat_update(StatHints.total)
            with self.track_time():
                try:
                    learner.add(_as_read(doc))
                except Exception:  # what is wrong with it, the step that cleans it will tell
                    self.stat_update("documents/failed")
            yield doc
        with self.output_folder.open(f"{rank:05d}.jsonl", "w") as file:
            file.write(dumps(learner))


def _as_read(doc: Document) -> Read:
    """A document as a reader gives it: from its one medium with bytes, or its text."""
    found = [one.media_bytes for one in doc.media if one.media_bytes is not None]
    data = found[0] if len(found) == 1 else doc.text
    if isinstance(data, bytes):
        return read_apart(Asked(data)) if is_pdf(data) else read_text(decode(data))
    return read_text(data)

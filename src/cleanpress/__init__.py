"""cleanpress: from a printed or scraped article page, the article, with a receipt.

>>> import cleanpress
>>> article = cleanpress.clean("Photo: Ann Lee/Example Press\\n\\nThe ferry was late again today.")
>>> print(article.text, end="")
The ferry was late again today.
>>> [(one.by, one.source) for one in article.removed]
[('image-credits', 'Photo: Ann Lee/Example Press\\n')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanpress.api import clean, clean_bytes, clean_pdf
    from cleanpress.article import Article
    from cleanpress.corpus.batch_cleaner import BatchCleaner
    from cleanpress.document import Box, Document, Edit, Filter, Line, Run, Stage
    from cleanpress.errors import (
        BadRecord,
        CleanpressError,
        ConfigError,
        ContractError,
        Damaged,
        Empty,
        Encrypted,
        LimitExceeded,
        NotAPdf,
        NoTextLayer,
        ReadError,
        ReceiptError,
        Unsupported,
        WorkerDied,
    )
    from cleanpress.limits import Limits
    from cleanpress.pipeline import Pipeline
    from cleanpress.places import Place
    from cleanpress.presets import preset
    from cleanpress.receipt import Change, Receipt, replay, restore

_HOMES = {
    "api": ("clean", "clean_bytes", "clean_pdf"),
    "article": ("Article",),
    "corpus.batch_cleaner": ("BatchCleaner",),
    "document": ("Box", "Document", "Edit", "Filter", "Line", "Run", "Stage"),
    "errors": (
        "BadRecord", "CleanpressError", "ConfigError", "ContractError", "Damaged", "Empty",
        "Encrypted", "LimitExceeded", "NotAPdf", "NoTextLayer", "ReadError", "ReceiptError",
        "Unsupported", "WorkerDied",
    ),
    "limits": ("Limits",),
    "pipeline": ("Pipeline",),
    "places": ("Place",),
    "presets": ("preset",),
    "receipt": ("Change", "Receipt", "replay", "restore"),
}  # fmt: skip
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Article",
    "BadRecord",
    "BatchCleaner",
    "Box",
    "Change",
    "CleanpressError",
    "ConfigError",
    "ContractError",
    "Damaged",
    "Document",
    "Edit",
    "Empty",
    "Encrypted",
    "Filter",
    "LimitExceeded",
    "Limits",
    "Line",
    "NoTextLayer",
    "NotAPdf",
    "Pipeline",
    "Place",
    "ReadError",
    "Receipt",
    "ReceiptError",
    "Run",
    "Stage",
    "Unsupported",
    "WorkerDied",
    "clean",
    "clean_bytes",
    "clean_pdf",
    "preset",
    "replay",
    "restore",
]


def __getattr__(name: str) -> object:
    """Load a public name from its module when it is first asked for."""
    if name in _HOME:
        from importlib import import_module

        found: object = getattr(import_module(f"cleanpress.{_HOME[name]}"), name)
        globals()[name] = found
        return found
    if name == "__version__":
        from importlib.metadata import version

        return version("cleanpress")
    raise AttributeError(f"module 'cleanpress' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

"""Every error that cleanpress raises on purpose."""

from __future__ import annotations


class CleanpressError(Exception):
    """The root of the family: catch this to catch everything cleanpress raises on purpose."""


class ConfigError(CleanpressError, ValueError):
    """An argument, preset, filter or language that does not exist or does not fit."""


class ContractError(CleanpressError):
    """A filter proposed an edit that its stage does not allow."""


class ReadError(CleanpressError):
    """A file could not be read as a document."""


class NotAPdf(ReadError):
    """The bytes are not a PDF: no ``%PDF-`` mark in the first kilobyte."""


class Encrypted(ReadError):
    """The PDF wants a password, or is encrypted in a way that cannot be read."""


class Damaged(ReadError):
    """The PDF is broken or cut short and nothing could be read from it."""


class NoTextLayer(ReadError):
    """The PDF has pages but no text: a scan, which needs OCR first."""


class Unsupported(ReadError):
    """The file uses a feature that cannot be read."""


class LimitExceeded(ReadError):
    """Reading would take more than the configured limits allow."""


class ReceiptError(CleanpressError):
    """A receipt does not belong to the text it was given with."""

"""Text strings of a PDF's dictionaries, in whatever encoding their producer chose."""

from __future__ import annotations

__all__ = ["text_string"]


def text_string(raw: bytes) -> str:
    """The text of a string outside content streams: UTF-16, UTF-8 or PDFDocEncoding.

    >>> text_string(b"\\xfe\\xff\\x00A"), text_string(b"plain")
    ('A', 'plain')
    """
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "replace")
    if raw.isascii() and (text := raw.decode("ascii")).isprintable():  # without control codes
        return text
    from pdfminer.utils import decode_text

    return decode_text(raw)

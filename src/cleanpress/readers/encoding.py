"""Bytes become text: Unicode by its marks, legacy encodings by what they would spell."""

from __future__ import annotations

import codecs
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LEGACY = ["cp1252", "cp1250", "cp1251", "mac_roman", "shift_jis", "gb18030", "big5", "euc_kr"]
BROKEN_SHARE = 0.02  # of bytes outside ASCII; a UTF-8 file with a few torn characters stays UTF-8


class Decoded(NamedTuple):
    """Text and how its bytes were read: ``mark`` went before them, ``codec`` reads the rest."""

    text: str
    codec: str
    errors: str = "strict"
    mark: bytes = b""


def decode(data: bytes) -> str:
    """Text from bytes, whatever they are; bytes that fit nothing survive as lone surrogates.

    >>> decode("naïve".encode("cp1252")), decode("naïve".encode("utf-16"))
    ('naïve', 'naïve')
    """
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    r"""Text from bytes, and how they were read.

    >>> decoded(b"\xef\xbb\xbfOne.")
    Decoded(text='One.', codec='utf-8', errors='surrogateescape', mark=b'\xef\xbb\xbf')
    """
    mark, codec = next((one for one in _MARKS if data.startswith(one[0])), (b"", ""))
    codec = codec or _without_mark(data) or ""
    if codec:
        errors = "surrogateescape" if codec == "utf-8" else "surrogatepass"
        try:
            return Decoded(data[len(mark) :].decode(codec, errors), codec, errors, mark)
        except UnicodeDecodeError:  # torn UTF-16 or UTF-32; below it survives byte by byte
            pass
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape")
    torn = sum("\udc80" <= char <= "\udcff" for char in text)
    beyond = sum(char > "\x7f" for char in text)
    return (
        Decoded(text, "utf-8", "surrogateescape")
        if torn <= BROKEN_SHARE * beyond
        else _legacy(data)
    )


def _without_mark(data: bytes) -> str | None:
    """UTF-16 without its mark: every second byte of European text is zero."""
    head = data[:4096]
    if len(head) < 8 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if odd > 0.6 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.6 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def _legacy(data: bytes) -> Decoded:
    from charset_normalizer import from_bytes  # comes with pdfminer.six

    matches = from_bytes(data[:65536], cp_isolation=_LEGACY)
    best = matches.best()
    name = best.encoding if best is not None else "cp1252"
    western = [match for match in matches if match.encoding == "cp1252"]
    if best is not None and western and western[0].chaos <= best.chaos:
        name = "cp1252"  # the commonest by far, where a short text leaves the choice open
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        return Decoded(data.decode("cp1252", "surrogateescape"), "cp1252", "surrogateescape")

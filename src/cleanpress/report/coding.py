"""The bytes of a source: how to get them back from its text, to the last one."""

from __future__ import annotations

import base64
import zlib
from hashlib import sha256

from cleanpress.errors import ReceiptError
from cleanpress.readers.encoding import Decoded, decoded
from cleanpress.report.plain import Plain, Record

MOST = 1 << 30  # bytes of a file that a report may hold packed


AS_UTF8: Record = {"codec": "utf-8", "errors": "surrogatepass", "mark": ""}


def coding_of(text: str, data: bytes, encoding: str | None) -> Record:
    """How ``text`` is written as ``data``.

    Some encodings of East Asia know two spellings of a character; where the text cannot tell
    them apart the bytes themselves are kept, packed.
    """
    found = decoded(data) if encoding is None else Decoded(text, encoding)
    coding: Record = {"codec": found.codec, "errors": found.errors, "mark": found.mark.hex()}
    try:
        told = _written(text, coding) == data
    except ValueError:
        told = False
    if not told:
        coding["bytes"] = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    return coding


def encoded(text: str, source: Record) -> bytes:
    """The bytes of a source, by what its record says of them; UTF-8 for what a PDF says.

    Raises:
        ReceiptError: they do not come out as the record says.
    """
    coding = source.get("coding")
    if not isinstance(coding, dict):
        coding = AS_UTF8
    packed = coding.get("bytes")
    try:
        data = _unpacked(packed) if isinstance(packed, str) else _written(text, coding)
    except (LookupError, ValueError, zlib.error) as error:
        raise ReceiptError(
            f"the receipt does not tell how its source is written: {error}"
        ) from error
    if coding is not AS_UTF8 and sha256(data).hexdigest() != source.get("file_sha256"):
        raise ReceiptError("the receipt is damaged: the bytes of the source are not what it names")
    return data


def text_from(data: bytes, source: Record) -> str | None:
    """The source's text from its bytes, if they can be read as the record says."""
    coding = source.get("coding")
    if not isinstance(coding, dict):
        coding = AS_UTF8
    try:
        mark = bytes.fromhex(str(coding.get("mark")))
        whole = data[len(mark) :].decode(str(coding.get("codec")), str(coding.get("errors")))
    except (LookupError, ValueError):
        return None
    return whole if data.startswith(mark) else None


def _written(text: str, coding: dict[str, Plain]) -> bytes:
    """The text in its encoding, after its mark."""
    mark = bytes.fromhex(str(coding.get("mark")))
    return mark + text.encode(str(coding.get("codec")), str(coding.get("errors")))


def _unpacked(packed: str) -> bytes:
    unpack = zlib.decompressobj()
    data = unpack.decompress(base64.b64decode(packed, validate=True), MOST)
    if unpack.unconsumed_tail:
        raise ValueError(f"more than {MOST} bytes are packed in it")
    return data

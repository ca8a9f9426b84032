"""Filters undo what was packed, like pdfminer's own, and never go further than they may."""

from __future__ import annotations

import random
import struct
import zlib
from base64 import a85encode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.lzw import lzwdecode
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT
from pdfminer.utils import apply_png_predictor

from bombs import BOMBS
from cleanpress import LimitExceeded, Limits, ReadError, Unsupported
from cleanpress.readers.budget import Budget
from cleanpress.readers.cmaps import EmbeddedMap, to_unicode
from cleanpress.readers.font_specs import harmless
from cleanpress.readers.pdf import read_pdf
from cleanpress.readers.unpacking import PICTURES, unpack

DATA = bytes(random.Random(1).choices(b"the ferry ", k=9000))


def unpacked(data: bytes, *names: str, limits: Limits | None = None, **asked: object) -> bytes:
    return unpack(data, [(name, asked) for name in names], Budget(limits or Limits()))[0]


def lzw(data: bytes) -> bytes:
    """A packer that never lets its table grow: each code stands for one byte."""
    bits = "".join(f"{256:09b}{byte:09b}" for byte in data) + f"{257:09b}"
    return int(bits.ljust(-(-len(bits) // 8) * 8, "0"), 2).to_bytes(-(-len(bits) // 8))


def run_lengths(data: bytes) -> bytes:
    return b"".join(bytes((257 - 9, byte)) + b"\0" + bytes((byte,)) for byte in data) + b"\x80"


# ---- what comes out ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "packed"),
    [
        ("FlateDecode", zlib.compress(DATA)),
        ("Fl", zlib.compress(DATA)),
        ("LZWDecode", lzw(DATA)),
        ("ASCII85Decode", b"<~" + a85encode(DATA + bytes(8)) + b"~>"),
        ("AHx", b" ".join(b"%02x" % byte for byte in DATA) + b">"),
    ],
)
def test_what_was_packed_comes_out(name: str, packed: bytes) -> None:
    assert unpacked(packed, name).rstrip(b"\0") == DATA


def test_runs_and_chains() -> None:
    assert unpacked(run_lengths(b"ab"), "RunLengthDecode") == b"a" * 10 + b"b" * 10
    assert unpacked(zlib.compress(zlib.compress(DATA)), "Fl", "Fl") == DATA
    assert unpacked(DATA, "Crypt") == DATA


def test_strings_of_the_table_are_those_of_pdfminer() -> None:
    stream = unpacked(BOMBS["lzw"].make().split(b"stream\n")[1], "FlateDecode")[:5000]
    assert unpacked(stream, "LZWDecode")[:100_000] == lzwdecode(stream)[:100_000]


@given(st.binary(max_size=300), st.integers(1, 12))
def test_rows_are_those_of_pdfminer(data: bytes, width: int) -> None:
    rows = b"".join(bytes((at % 5,)) + data[at * width : at * width + width].ljust(width, b"\0")
                    for at in range(len(data) // width))  # fmt: skip
    asked = {"Predictor": 15, "Columns": width}
    if rows:
        ours = unpacked(zlib.compress(rows), "FlateDecode", **asked)
        assert ours == apply_png_predictor(15, 1, width, 8, rows)


def test_differences_of_tiff() -> None:
    asked = {"Predictor": 2, "Columns": 3, "Colors": 1, "BitsPerComponent": 8}
    assert unpacked(zlib.compress(b"\1\1\1\5\0\1"), "Fl", **asked) == b"\1\2\3\5\5\6"


@given(st.sampled_from(["Fl", "LZW", "RL", "A85", "AHx"]), st.binary(max_size=400))
def test_any_bytes_unpack_to_something(name: str, data: bytes) -> None:
    assert isinstance(unpacked(data, name, Predictor=12, Columns=4), bytes)


# ---- damage ------------------------------------------------------------------------------------
def test_what_stands_before_the_damage_is_kept() -> None:
    packed = bytearray(zlib.compress(DATA))
    assert unpack(bytes(packed[:-1]) + b"\0", [("Fl", {})], Budget()) == (DATA, True)
    kept, whole = unpack(bytes(packed[: len(packed) // 2]), [("Fl", {})], Budget())
    assert not whole
    assert len(kept) > len(DATA) // 4
    assert DATA.startswith(kept)
    packed[len(packed) // 2] ^= 255
    kept, whole = unpack(bytes(packed), [("Fl", {})], Budget())
    assert kept[: len(DATA) // 4] == DATA[: len(DATA) // 4]
    assert unpack(b"~~", [("A85", {})], Budget()) == (b"", True)
    assert unpack(b"uuuuu", [("A85", {})], Budget()) == (b"", False)


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_pictures_are_never_unpacked(name: str) -> None:
    assert unpack(DATA, [(name, {})], Budget()) == (b"", True)


def test_an_unknown_filter_says_so() -> None:
    with pytest.raises(Unsupported, match="BrotliDecode"):
        unpacked(DATA, "BrotliDecode")
    with pytest.raises(Unsupported, match="Crypt"):
        unpacked(DATA, "Crypt", Name="Mine")


# ---- limits ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "packed"),
    [("Fl", zlib.compress(DATA)), ("LZW", lzw(DATA)), ("RL", run_lengths(DATA)),
     ("A85", b"z" * 5000), ("AHx", b"00" * 9000)],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["stream_bytes", "decoded_bytes"])
def test_no_filter_goes_further_than_it_may(name: str, packed: bytes, kind: str) -> None:
    with pytest.raises(LimitExceeded) as caught:
        unpacked(packed, name, limits=Limits(**{kind: 1000}))
    assert (caught.value.kind, caught.value.limit) == (kind, 1000)
    assert caught.value.seen > 1000


def test_damaged_streams_end_at_the_limit_too() -> None:
    packed = bytearray(zlib.compress(bytes(900_000)))
    packed[-1] ^= 1
    with pytest.raises(LimitExceeded, match="stream_bytes"):
        unpacked(bytes(packed), "Fl", limits=Limits(stream_bytes=1000))


# ---- fonts and maps ----------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["/tmp/evil", "../evil", "..\\evil", "evil", "UniGB-H/../x"])
def test_no_map_is_loaded_by_a_name_of_the_file(name: str) -> None:
    spec = {"Subtype": LIT("Type0"), "Encoding": LIT(name)}
    assert harmless(spec, needs_file=True)["Encoding"] is LIT("Identity-H")
    stream = {"Subtype": LIT("Type0"), "Encoding": PDFStream({"CMapName": LIT(name)}, b"")}
    found = harmless(stream, needs_file=True)["Encoding"]
    assert isinstance(found, PDFStream)
    assert found["CMapName"] is LIT("Identity-H")
    system = {"CIDSystemInfo": {"Registry": b"../..", "Ordering": name.encode()}}
    assert harmless(system, needs_file=True)["CIDSystemInfo"] == {
        "Registry": b"Unknown", "Ordering": b"Unknown"
    }  # fmt: skip


def test_maps_that_come_along_stay() -> None:
    for name in ("UniJIS-UCS2-H", "GBK-EUC-V", "Identity-V"):
        spec = {"Subtype": LIT("Type0"), "Encoding": LIT(name)}
        assert harmless(spec, needs_file=True) == spec
    system = {"CIDSystemInfo": {"Registry": b"Adobe", "Ordering": b"Japan1", "Supplement": 4}}
    assert harmless(system, needs_file=True) == system
    simple = {"Subtype": LIT("TrueType"), "Encoding": LIT("WinAnsiEncoding")}
    assert harmless(simple, needs_file=True) == simple


def test_widths_have_ends() -> None:
    found = harmless({"W": [0, 4_000_000_000, 500, 7, [1, "x", [2]], 9, 8, 1]}, needs_file=False)
    assert found["W"] == [0, 1 << 16, 500, 7, [1, 0, 0]]
    assert harmless({"W": 5, "Widths": [[1]], "FontBBox": [1] * 9}, needs_file=False) == {
        "W": [], "Widths": [0], "FontBBox": [1, 1, 1, 1]
    }  # fmt: skip
    encoding = {"Encoding": {"Differences": [1] * 70_000}}
    kept = harmless(encoding, needs_file=False)["Encoding"]
    assert isinstance(kept, dict)
    assert len(kept["Differences"]) == 1 << 16


def truetype(kind: int, body: bytes) -> PDFStream:
    table = struct.pack(">HHHHLH", 0, 1, 3, 1, 12, kind) + body
    head = struct.pack(">4sHHHH4sLLL", b"\0\1\0\0", 1, 0, 0, 0, b"cmap", 0, 28, len(table))
    return PDFStream({}, head + table)


@pytest.mark.parametrize(
    ("file", "kept"),
    [
        (truetype(12, struct.pack(">HLLLLLL", 0, 28, 0, 1, 32, 126, 1)), True),
        (truetype(12, struct.pack(">HLLLLLL", 0, 28, 0, 1, 0, 0xFFFFFFFF, 1)), False),
        (truetype(4, struct.pack(">HHHHHHHHHhH", 0, 0, 2, 0, 0, 0, 126, 0, 32, 1, 0)), True),
        (truetype(4, struct.pack(">HHHHHH", 0, 0, 60, 0, 0, 0) + b"\xff\xff" * 30 + bytes(400)),
         False),
        (truetype(6, b""), True),
        (PDFStream({}, b"no font"), True),
    ],
)  # fmt: skip
def test_tables_that_list_too_much_are_left_out(file: PDFStream, kept: bool) -> None:
    spec = {"Subtype": LIT("Type0"), "FontDescriptor": {"FontFile2": file, "FontFile3": file}}
    found = harmless(spec, needs_file=True)["FontDescriptor"]
    assert found.keys() == ({"FontFile2"} if kept else set())
    assert harmless(spec, needs_file=False)["FontDescriptor"] == {}


def test_the_header_of_a_type_1_font_is_enough() -> None:
    file = PDFStream({"Length1": 90_000}, bytes(90_000))
    found = harmless({"FontDescriptor": {"FontFile": file}}, needs_file=True)["FontDescriptor"]
    assert len(found["FontFile"].get_data()) == 1 << 16


def test_maps_of_codes_have_ends() -> None:
    assert len(to_unicode(b"beginbfrange <0> <ffffffff> <0041> endbfrange" * 3)) == 1 << 20
    assert to_unicode(b"beginbfchar <01> <0041> beginbfchar <02> <0042> endbfchar") == {
        1: "A", 2: "B"
    }  # fmt: skip
    assert to_unicode(b"endbfchar beginbfrange <01> <02> [<0041> <0042>] endbfrange") == {
        1: "A", 2: "B"
    }  # fmt: skip
    endless = EmbeddedMap(b"begincidrange <0> <ffffffff> 1 endcidrange" * 3)
    assert len(endless.glyphs) == 1 << 20
    assert EmbeddedMap(b"begincidchar <05> 7 endcidchar").glyphs == {5: 7}


# ---- the bombs, in this process ----------------------------------------------------------------
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_text_or_an_error_of_ours(name: str) -> None:
    tight = Limits(seconds=0.4, stream_bytes=1 << 20, decoded_bytes=1 << 22, pages=50)
    try:
        told = read_pdf(BOMBS[name].make(), backend="pdfminer", limits=tight).source
    except ReadError as error:
        told = str(error)
    assert told

"""Tables in, the same tables out: pyarrow, pandas, polars, dicts of numpy arrays."""

from __future__ import annotations

import pytest
from corpus_pages import Page, engine

from cleanpress import BatchCleaner

NEW = ["error", "status", "receipt"]


def check(rows: list[dict[str, object]], pages: list[Page]) -> None:
    assert [row["id"] for row in rows] == [page.id for page in pages]
    assert [row["text"] for row in rows] == [page.text for page in pages]
    assert [row["error"] for row in rows] == [page.error for page in pages]


@pytest.mark.parametrize("kind", ["string", "large_string", "string_view"])
def test_arrow_table(kind: str, texts: list[Page], cleaner: BatchCleaner) -> None:
    pa = engine("pyarrow")
    schema = pa.schema(
        [pa.field("id", pa.string()), pa.field("text", getattr(pa, kind)(), metadata={"k": "v"})],
        metadata={"made": "by hand"},
    )
    table = pa.table({"id": [p.id for p in texts], "text": [p.source for p in texts]}, schema)
    out = cleaner(table)
    check(out.to_pylist(), texts)
    assert out.schema.field("text") == schema.field("text")
    assert out.schema.field("text").metadata == {b"k": b"v"}
    assert out.schema.metadata == schema.metadata
    assert out.column_names == ["id", "text", *NEW]
    (batch,) = table.to_batches()
    out = cleaner(batch)
    assert type(out) is pa.RecordBatch
    check(out.to_pylist(), texts)


def test_arrow_bytes_become_text(prints: list[Page]) -> None:
    pa = engine("pyarrow")
    table = pa.table({"id": [p.id for p in prints], "text": [p.source for p in prints]})
    out = BatchCleaner(errors="error")(table)
    assert out.schema.field("text").type == pa.string()
    assert out["text"].to_pylist() == [p.text or None for p in prints]
    assert out["error"].to_pylist() == [p.error for p in prints]


def test_arrow_nulls_and_nothing(cleaner: BatchCleaner) -> None:
    pa = engine("pyarrow")
    table = pa.table({"text": pa.array([None, None], pa.string())})
    assert cleaner(table)["text"].to_pylist() == [None, None]
    assert cleaner(table.slice(0, 0)).schema == cleaner(table).schema


@pytest.mark.parametrize("dtype", ["str", "object", "string", "category", "string[pyarrow]"])
def test_pandas(dtype: str, texts: list[Page], cleaner: BatchCleaner) -> None:
    engine("pyarrow")
    pd = engine("pandas")
    frame = pd.DataFrame({"id": [p.id for p in texts], "text": [p.source for p in texts]})
    frame["text"] = frame["text"].astype(dtype)
    frame.index = frame.index * 3 + 7
    before = frame.copy()
    out = cleaner(frame)
    check(out.to_dict("records"), texts)
    assert list(out.index) == list(frame.index)
    assert list(out.columns) == ["id", "text", *NEW]
    assert str(out["text"].dtype) == (
        "object" if dtype == "category" else str(before["text"].dtype)
    )
    pd.testing.assert_frame_equal(frame, before)


def test_pandas_missing(cleaner: BatchCleaner) -> None:
    pd = engine("pandas")
    frame = pd.DataFrame(
        {"text": pd.Series(["The ferry leaves at noon.", None, pd.NA], dtype="str")}
    )
    out = cleaner(frame)
    assert out["text"].isna().tolist() == [False, True, True]
    assert out["error"].tolist() == ["", "", ""]


def test_polars(texts: list[Page], cleaner: BatchCleaner) -> None:
    pl = engine("polars")
    frame = pl.DataFrame({"id": [p.id for p in texts], "text": [p.source for p in texts]})
    check(cleaner(frame).to_dicts(), texts)
    lazy = frame.lazy().map_batches(
        cleaner, schema={**frame.schema, **dict.fromkeys(NEW, pl.String)}
    )
    check(lazy.collect().to_dicts(), texts)


def test_numpy(texts: list[Page], cleaner: BatchCleaner) -> None:
    np = engine("numpy")
    ids = np.array([p.id for p in texts])
    out = cleaner({"id": ids, "text": np.array([p.source for p in texts], dtype=object)})
    assert all(isinstance(column, np.ndarray) for column in out.values())
    assert out["id"] is ids
    assert out["text"].tolist() == [p.text for p in texts]

"""Engines that take the batch cleaner as it is: Ray Data, Spark, datasets, Dask."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import poison
import pytest
from corpus_pages import Page, engine
from test_tables import NEW, check

from cleanpress import BatchCleaner


def columns(pages: list[Page]) -> dict[str, list[object]]:
    return {"id": [p.id for p in pages], "text": [p.source for p in pages]}


def parquet(pages: list[Page], folder: Path) -> Path:
    """The pages as two files, so that there are two partitions."""
    pa, pq = engine("pyarrow"), engine("pyarrow.parquet")
    table = pa.table(columns(pages))
    folder.mkdir()
    half = table.num_rows // 2
    pq.write_table(table.slice(0, half), folder / "0.parquet")
    pq.write_table(table.slice(half), folder / "1.parquet")
    return folder


def in_order(rows: list[dict[str, object]], pages: list[Page]) -> list[dict[str, object]]:
    order = {page.id: at for at, page in enumerate(pages)}
    return sorted(rows, key=lambda row: order[str(row["id"])])


# ---- Ray Data ------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["pyarrow", "pandas", "numpy"])
def test_ray_data(
    form: str, ray: ModuleType, texts: list[Page], cleaner: BatchCleaner, tmp_path: Path
) -> None:
    pages = ray.data.read_parquet(str(parquet(texts, tmp_path / "in")))
    rows = pages.map_batches(cleaner, batch_format=form).take_all()
    check(in_order(rows, texts), texts)


def test_ray_data_with_actors(ray: ModuleType, texts: list[Page], tmp_path: Path) -> None:
    pages = ray.data.read_parquet(str(parquet(texts, tmp_path / "in")))
    options = {"pipeline": poison.pipeline(), "errors": "error"}
    out = pages.map_batches(
        BatchCleaner,
        fn_constructor_kwargs=options,
        batch_format="pyarrow",
        compute=ray.data.ActorPoolStrategy(size=1),
    )
    check(in_order(out.take_all(), texts), texts)


def test_a_crash_costs_a_document_and_no_worker(
    ray: ModuleType, texts: list[Page], tmp_path: Path
) -> None:
    error = "WorkerDied: the process died: it left with status 3"
    pages = [*texts[:2], Page("exit", poison.EXIT, poison.EXIT, error), *texts[2:5]]
    read = ray.data.read_parquet(str(parquet(pages, tmp_path / "in")))
    cleaner = BatchCleaner(pipeline=poison.pipeline(), errors="error", isolate=True)
    check(in_order(read.map_batches(cleaner, batch_format="pyarrow").take_all(), pages), pages)


def test_ray_data_reads_prints(
    ray: ModuleType, prints: list[Page], pdf_cleaner: BatchCleaner, tmp_path: Path
) -> None:
    for page in prints:
        (tmp_path / page.id).write_bytes(bytes(page.source))  # type: ignore[arg-type]
    pages = ray.data.read_binary_files(str(tmp_path), include_paths=True)
    cleaner = BatchCleaner(column="bytes", output="text", errors="error")
    rows = pages.map_batches(cleaner, batch_format="pyarrow").drop_columns(["bytes"]).take_all()
    for row in rows:
        row["id"] = Path(str(row["path"])).name
        row["text"] = row["text"] or ""
    check(in_order(rows, prints), prints)


# ---- Spark ---------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    sql = engine("pyspark.sql")
    session = (
        sql.SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.memory", "1g")
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.mark.parametrize("way", ["mapInArrow", "mapInPandas"])
def test_spark(
    way: str, spark: object, texts: list[Page], cleaner: BatchCleaner, tmp_path: Path
) -> None:
    pages = spark.read.parquet(str(parquet(texts, tmp_path / "in")))  # type: ignore[attr-defined]
    schema = "id string, text string, error string, status string, receipt string"
    rows = [row.asDict() for row in getattr(pages, way)(cleaner.each, schema).collect()]
    check(in_order(rows, texts), texts)


def test_spark_reads_prints(spark: object, prints: list[Page], tmp_path: Path) -> None:
    for page in prints:
        (tmp_path / page.id).write_bytes(bytes(page.source))  # type: ignore[arg-type]
    files = spark.read.format("binaryFile").load(str(tmp_path))  # type: ignore[attr-defined]
    cleaner = BatchCleaner(column="content", output="text", errors="error")
    schema = "path string, content binary, text string, error string"
    out = files.select("path", "content").mapInArrow(cleaner.each, schema).drop("content")
    rows = [row.asDict() for row in out.collect()]
    for row in rows:
        row["id"] = Path(str(row["path"])).name
        row["text"] = row["text"] or ""
    check(in_order(rows, prints), prints)


# ---- Hugging Face datasets -----------------------------------------------------------------------
@pytest.mark.parametrize("form", [None, "arrow", "pandas", "polars", "numpy"])
def test_datasets(form: str | None, texts: list[Page], cleaner: BatchCleaner) -> None:
    pages = engine("datasets").Dataset.from_dict(columns(texts))
    shaped = pages.with_format(form) if form else pages
    out = shaped.map(cleaner, batched=True, batch_size=4)  # the first batch has no error in it
    check(out.with_format(None).to_list(), texts)
    assert out.column_names == ["id", "text", *NEW]


def test_datasets_in_two_processes_and_from_the_cache(
    texts: list[Page], cleaner: BatchCleaner, tmp_path: Path
) -> None:
    datasets = engine("datasets")
    datasets.Dataset.from_dict(columns(texts)).save_to_disk(tmp_path / "pages")
    pages = datasets.load_from_disk(tmp_path / "pages")
    first = pages.map(cleaner, batched=True, num_proc=2)
    check(first.to_list(), texts)
    again = BatchCleaner(
        pipeline=poison.pipeline(), errors="error", statuses="status", receipts="receipt"
    )
    files = [one["filename"] for one in first.cache_files]
    made = [Path(one).stat().st_mtime_ns for one in files]
    second = pages.map(again, batched=True, num_proc=2)
    assert [one["filename"] for one in second.cache_files] == files
    assert [Path(one).stat().st_mtime_ns for one in files] == made
    other = pages.map(BatchCleaner(preset="reflow", errors="error"), batched=True)
    assert not {one["filename"] for one in other.cache_files} & set(files)


# ---- Dask ----------------------------------------------------------------------------------------
def test_dask(texts: list[Page], cleaner: BatchCleaner) -> None:
    pd, dd = engine("pandas"), engine("dask.dataframe")
    frame = dd.from_pandas(pd.DataFrame(columns(texts)), npartitions=2)
    out = frame.map_partitions(cleaner, meta=cleaner(frame._meta)).compute(scheduler="threads")
    check(out.to_dict("records"), texts)

"""datatrove: one pipeline on its local, Ray and Slurm executors; what is complete is skipped."""

from __future__ import annotations

import gzip
import json
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import poison
import pytest
from corpus_pages import Page, engine

from cleanpress.learned_samples import loads
from cleanpress.learner import Learner
from cleanpress.report import restored
from cleanpress.sites.profile import Profile

Row = dict[str, object]


@pytest.fixture
def steps() -> ModuleType:
    engine("datatrove")
    return engine("cleanpress.integrations.datatrove")


@pytest.fixture
def scrapes(texts: list[Page], tmp_path: Path) -> Path:
    """The texts in three files, so that there are three shards."""
    folder = tmp_path / "scrapes"
    folder.mkdir()
    for at in range(3):
        rows = [{"id": p.id, "text": p.source, "site": "a.example"} for p in texts[at::3]]
        lines = [json.dumps(row) + "\n" for row in rows]
        (folder / f"{at}.jsonl").write_text("".join(lines), "utf-8")
    return folder


@pytest.fixture
def pipeline(steps: ModuleType, scrapes: Path, tmp_path: Path) -> list[object]:
    """What all three executors are given."""
    readers, writers = engine("datatrove.pipeline.readers"), engine("datatrove.pipeline.writers")
    return [
        readers.JsonlReader(str(scrapes)),
        steps.CleanText(pipeline=poison.pipeline(), receipts=True),
        writers.JsonlWriter(str(tmp_path / "out")),
    ]


def rows_in(folder: Path) -> Iterator[Row]:
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def check(folder: Path, pages: list[Page]) -> None:
    """Every document is there once, its text that of ``cleanpress.clean``, its error told."""
    rows = {str(row["id"]): row for row in rows_in(folder)}
    assert sorted(str(row["id"]) for row in rows_in(folder)) == sorted(page.id for page in pages)
    for page in pages:
        told = rows[page.id]["metadata"]
        assert isinstance(told, dict)
        assert (rows[page.id].get("text", ""), told["cleanpress_error"]) == (page.text, page.error)
        assert (told["cleanpress_status"] == "failed") == bool(page.error)


def stats_of(logs: Path, step: str) -> dict[str, dict[str, float]]:
    found = json.loads((logs / "stats.json").read_text("utf-8"))
    return next(one["stats"] for one in found if step in one["name"])  # type: ignore[no-any-return]


def total(figure: object) -> float:
    return figure["total"] if isinstance(figure, dict) else figure  # type: ignore[no-any-return, return-value]


# ---- local ---------------------------------------------------------------------------------------
def test_local(pipeline: list[object], texts: list[Page], tmp_path: Path) -> None:
    local = engine("datatrove.executor").LocalPipelineExecutor
    logs, out = tmp_path / "logs", tmp_path / "out"
    local(pipeline, tasks=3, workers=2, logging_dir=str(logs)).run()
    check(out, texts)
    for row in rows_in(out):
        told = row["metadata"]
        assert isinstance(told, dict)
        assert told["site"] == "a.example"
        record = json.loads(told["cleanpress_receipt"])
        assert record["file"] == row["id"]
        if not told["cleanpress_error"]:
            source = next(page.source for page in texts if page.id == row["id"])
            assert restored([record], str(row["text"]).encode()) == str(source).encode()
    figures = stats_of(logs, "cleanpress")
    assert total(figures["documents/ok"]) == len(texts) - 1
    assert total(figures["documents/failed"]) == 1
    assert total(figures["changes/bylines"]) >= 5
    assert total(figures["characters_out"]) == sum(len(p.text) for p in texts if not p.error)

    # Run again: nothing is done. One shard's mark gone: that shard alone is done anew.
    made = {path: path.stat().st_mtime_ns for path in out.iterdir()}
    local(pipeline, tasks=3, workers=2, logging_dir=str(logs)).run()
    assert {path: path.stat().st_mtime_ns for path in out.iterdir()} == made
    (logs / "completions" / "00001").unlink()
    local(pipeline, tasks=3, workers=2, logging_dir=str(logs)).run()
    again = {path.name for path in out.iterdir() if path.stat().st_mtime_ns != made[path]}
    assert again == {"00001.jsonl.gz"}
    check(out, texts)


def test_options_are_checked_and_no_password_is_logged(
    steps: ModuleType, scrapes: Path, tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match="did you mean 'default'"):
        steps.CleanText(preset="defualt")
    local = engine("datatrove.executor").LocalPipelineExecutor
    reader = engine("datatrove.pipeline.readers").JsonlReader(str(scrapes), limit=0)
    step = steps.CleanText(password="hunter2", preset="reflow")
    local([reader, step], logging_dir=str(tmp_path / "logs")).run()
    logged = (tmp_path / "logs" / "executor.json").read_text("utf-8")
    assert "reflow" in logged
    assert "hunter2" not in logged


def test_parquet_out(steps: ModuleType, scrapes: Path, texts: list[Page], tmp_path: Path) -> None:
    readers, writers = engine("datatrove.pipeline.readers"), engine("datatrove.pipeline.writers")
    step = steps.CleanText(pipeline=poison.pipeline(), receipts=True)
    writer = writers.ParquetWriter(str(tmp_path / "out"), expand_metadata=True)
    local = engine("datatrove.executor").LocalPipelineExecutor
    local([readers.JsonlReader(str(scrapes)), step, writer], logging_dir=str(tmp_path / "l")).run()
    (path,) = (tmp_path / "out").iterdir()
    rows = {row["id"]: row for row in engine("pyarrow.parquet").read_table(path).to_pylist()}
    for page in texts:
        assert (rows[page.id]["text"], rows[page.id]["cleanpress_error"]) == (page.text, page.error)


# ---- PDFs ----------------------------------------------------------------------------------------
def test_prints_from_a_folder(steps: ModuleType, prints: list[Page], tmp_path: Path) -> None:
    folder, out = tmp_path / "prints" / "deep", tmp_path / "out"
    folder.mkdir(parents=True)
    for page in prints:
        (folder / page.id).write_bytes(bytes(page.source))  # type: ignore[arg-type]
    writer = engine("datatrove.pipeline.writers").JsonlWriter(str(out))
    line = [steps.PdfReader(str(tmp_path / "prints")), steps.CleanPdf(receipts=True), writer]
    local = engine("datatrove.executor").LocalPipelineExecutor
    local(line, tasks=2, workers=2, logging_dir=str(tmp_path / "logs")).run()
    check(out, [page._replace(id=f"deep/{page.id}") for page in prints])
    for row in rows_in(out):
        told = row["metadata"]
        assert isinstance(told, dict)
        assert Path(str(told["file_path"])).read_bytes().startswith(b"%PDF-")
        assert row["media"][0]["media_bytes"] is None  # type: ignore[index]


def test_prints_from_a_store(steps: ModuleType, prints: list[Page]) -> None:
    """Folders are whatever fsspec knows; here a store in memory stands for those in the cloud."""
    store = engine("fsspec").filesystem("memory")
    for page in prints:
        store.pipe(f"/bucket/prints/{page.id}", bytes(page.source))  # type: ignore[arg-type]
    writer = engine("datatrove.pipeline.writers").JsonlWriter("memory://bucket/out")
    line = [steps.PdfReader("memory://bucket/prints"), steps.CleanPdf(), writer]
    local = engine("datatrove.executor").LocalPipelineExecutor
    local(line, logging_dir="memory://bucket/logs").run()
    (path,) = store.ls("/bucket/out", detail=False)
    rows = map(json.loads, gzip.decompress(store.cat(path)).splitlines())
    assert {row["id"]: row.get("text", "") for row in rows} == {p.id: p.text for p in prints}
    assert store.exists("/bucket/logs/completions/00000")


def test_prints_from_bytes(steps: ModuleType, prints: list[Page]) -> None:
    data = engine("datatrove.data")

    def document(*sources: object) -> object:
        media = [data.Media(id="1", type=3, url="", media_bytes=one) for one in sources]
        return data.Document(text="as it was", id="1", media=media)

    page = prints[0]
    docs = [document(page.source), document(), document(page.source, page.source)]
    found = list(steps.CleanPdf(keep_bytes=True).run(docs))
    assert [one.text for one in found] == [page.text, "as it was", "as it was"]
    assert [one.metadata["cleanpress_error"] for one in found] == [
        "",
        "ReadError: 0 media with bytes, not one",
        "ReadError: 2 media with bytes, not one",
    ]
    assert found[0].media[0].media_bytes == page.source


def test_a_file_that_cannot_be_read(steps: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "gone.pdf").symlink_to(tmp_path / "nowhere")
    reader = steps.PdfReader(str(tmp_path))
    (doc,) = steps.CleanPdf().run(reader.read_file("gone.pdf"))
    assert doc.metadata["cleanpress_status"] == "failed"
    assert doc.metadata["cleanpress_error"].startswith("FileNotFoundError: ")


# ---- learning a site -----------------------------------------------------------------------------
def test_a_site_is_learned_by_many(steps: ModuleType, prints: list[Page], tmp_path: Path) -> None:
    """Three workers and one learn the same; the documents pass as they are."""
    folder, seen = tmp_path / "pages", set()
    folder.mkdir()
    for n in range(9):
        told = f"It was night {n} in the harbour, and nobody knew where boat {n} had gone or why."
        (folder / f"{n}.txt").write_text(f"Zaloguj\n\n{told}\n", "utf-8")
    (folder / "cut.pdf").write_bytes(bytes(prints[2].source))  # type: ignore[arg-type]
    local = engine("datatrove.executor").LocalPipelineExecutor
    for tasks in (1, 3):
        out, logs = tmp_path / f"learned-{tasks}", tmp_path / f"logs-{tasks}"
        line = [steps.PdfReader(str(folder)), steps.LearnSite(str(out), name="gull")]
        local(line, tasks=tasks, workers=2, logging_dir=str(logs)).run()
        assert total(stats_of(logs, "learn a site")["documents/failed"]) == 1
        learner = Learner()
        for path in sorted(out.iterdir()):
            learner.merge(loads(path.read_text("utf-8")))
        seen.add(learner.profile().dumps())
    (told,) = seen
    assert [(one.text, one.on) for one in Profile.loads(told).entries] == [("Zaloguj", 9)]
    doc = engine("datatrove.data").Document(text="as it was", id="1")
    assert list(steps.LearnSite(str(tmp_path / "one")).run([doc])) == [doc]
    assert doc.text == "as it was"


# ---- Ray and Slurm -------------------------------------------------------------------------------
def test_ray(pipeline: list[object], texts: list[Page], ray: ModuleType, tmp_path: Path) -> None:
    executor = engine("datatrove.executor.ray").RayPipelineExecutor
    logs = tmp_path / "logs"
    settings = {"tasks": 3, "workers": 2, "mem_per_cpu_gb": 0.5, "logging_dir": str(logs)}
    executor(pipeline, **settings).run()
    check(tmp_path / "out", texts)
    assert total(stats_of(logs, "cleanpress")["documents/failed"]) == 1
    made = [path.stat().st_mtime_ns for path in sorted((tmp_path / "out").iterdir())]
    executor(pipeline, **settings).run()
    assert [path.stat().st_mtime_ns for path in sorted((tmp_path / "out").iterdir())] == made


SBATCH = """#!/bin/sh
# Runs the tasks of an array one after the other, as the cluster would on many machines.
for script; do :; done
last=$(sed -n 's/^#SBATCH --array=0-\\([0-9]*\\).*/\\1/p' "$script")
for task in $(seq 0 "$last"); do
    env=SLURM_ARRAY_TASK_ID=$task
    grep -q merge_stats "$script" && env=MERGING=1
    export SLURM_JOB_ID=7 SLURM_NODELIST=here RUN_OFFSET=0
    env "$env" bash "$script" >>"$0.log" 2>&1 || exit
done
echo "Submitted batch job 7"
"""
SRUN = """#!/bin/sh
while [ "$1" != launch_pickled_pipeline ]; do shift; done
exec "$@"
"""


def test_slurm_by_its_script(
    pipeline: list[object], texts: list[Page], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The script that datatrove makes for Slurm, run by a stub: no cluster, the same processes."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, script in {
        "sbatch": SBATCH,
        "srun": SRUN,
        "scontrol": "#!/bin/sh\necho here\n",
    }.items():
        (programs / name).write_text(script, "utf-8")
        (programs / name).chmod(0o755 | stat.S_IEXEC)
    here = os.path.dirname(sys.executable)
    monkeypatch.setenv("PATH", os.pathsep.join([str(programs), here, os.environ["PATH"]]))
    executor = engine("datatrove.executor.slurm").SlurmPipelineExecutor
    logs = tmp_path / "logs"
    settings = {"tasks": 3, "time": "01:00:00", "partition": "cpu", "logging_dir": str(logs)}
    executor(pipeline, **settings).run()
    assert "#SBATCH --array=0-2" in (logs / "launch_script.slurm").read_text("utf-8")
    check(tmp_path / "out", texts)
    assert total(stats_of(logs, "cleanpress")["documents/failed"]) == 1
    assert len(list((logs / "completions").iterdir())) == 3
    (logs / "launch_script.slurm").unlink()
    executor(pipeline, **settings).run()
    assert not (logs / "launch_script.slurm").exists(), "what is complete was launched again"


# ---- near-duplicates -----------------------------------------------------------------------------
def test_cleaned_then_near_duplicates_go(
    steps: ModuleType, texts: list[Page], tmp_path: Path
) -> None:
    """The same article scraped twice, between other menus: after cleaning MinHash finds it."""
    pieces = engine("pieces")
    minhash = engine("datatrove.pipeline.dedup.minhash")
    readers, writers = engine("datatrove.pipeline.readers"), engine("datatrove.pipeline.writers")
    local = engine("datatrove.executor").LocalPipelineExecutor
    sources = [page for page in texts if not page.error]
    twice = sources[0]._replace(id="again", source=sources[0].text + "\n\nShare this article\n")
    (tmp_path / "in").mkdir()
    lines = [json.dumps({"id": p.id, "text": p.source}) for p in [*sources, twice]]
    (tmp_path / "in" / "0.jsonl").write_text("\n".join(lines), "utf-8")
    # sha1: with the default xxhash datatrove 0.10 needs xxhash < 4, and datasets brings 4.
    config = minhash.MinhashConfig(
        hash_config=engine("datatrove.utils.hashing").HashConfig(hash_fc="sha1")
    )
    place = {name: str(tmp_path / name) for name in ("clean", "sigs", "buckets", "remove", "out")}
    stages = [
        [readers.JsonlReader(str(tmp_path / "in")), steps.CleanText(),
         writers.JsonlWriter(place["clean"])],
        [readers.JsonlReader(place["clean"]),
         minhash.MinhashDedupSignature(place["sigs"], config, language=pieces.Words("eng"))],
        [minhash.MinhashDedupBuckets(place["sigs"], place["buckets"], config=config)],
        [minhash.MinhashDedupCluster(place["buckets"], place["remove"], config=config)],
        [readers.JsonlReader(place["clean"]), minhash.MinhashDedupFilter(place["remove"]),
         writers.JsonlWriter(place["out"])],
    ]  # fmt: skip
    for at, stage in enumerate(stages):
        tasks = config.num_buckets if at == 2 else 1
        local(stage, tasks=tasks, workers=1, logging_dir=str(tmp_path / "logs" / str(at))).run()
    kept = {row["id"] for row in rows_in(Path(place["out"]))}
    everything = {page.id for page in sources} | {"again"}
    assert len(kept) == len(sources)
    assert everything - kept <= {"again", sources[0].id}

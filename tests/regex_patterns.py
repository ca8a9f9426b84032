"""Every pattern that the package compiles, from its code and from its data.

Run as a script it prints them as JSON. It has to be a process of its own: patterns are compiled
when modules are imported, and what is cached is compiled no second time.
"""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import NamedTuple

__all__ = ["Used", "calls"]

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "cleanpress"
ANCHORED = {"match", "fullmatch"}


class Used(NamedTuple):
    """A pattern, where it is compiled, and the methods that it is used with, if they are known."""

    pattern: str | bytes
    flags: int
    place: str
    methods: frozenset[str]

    @property
    def searches(self) -> bool:
        """Whether it may be tried at every place of a text."""
        return not self.methods or not self.methods <= ANCHORED


def watch() -> list[Used]:
    """Have every pattern that our own code compiles put on a list from now on."""
    seen: dict[tuple[str | bytes, int, str], Used] = {}
    compiled = re._compile  # type: ignore[attr-defined]

    def noting(pattern: object, flags: int) -> object:
        frame, inside = sys._getframe(1), "compile"
        while frame is not None and frame.f_globals.get("__name__", "").split(".")[0] == "re":
            inside, frame = frame.f_code.co_name, frame.f_back  # type: ignore[assignment]
        if frame is not None and isinstance(pattern, str | bytes):
            path = Path(frame.f_code.co_filename)
            if SOURCE in path.parents:
                place = f"{path.relative_to(SOURCE)}:{frame.f_lineno}"
                methods = frozenset({inside}) if inside != "compile" else _methods(path, frame)
                key = pattern, int(flags), place
                seen.setdefault(key, Used(pattern, int(flags), place, methods))
        return compiled(pattern, flags)

    re._compile = noting  # type: ignore[attr-defined]
    return seen  # type: ignore[return-value]


def _methods(path: Path, frame: object) -> frozenset[str]:
    """The methods of the module-level pattern whose assignment runs in this frame."""
    if frame.f_code.co_name != "<module>":  # type: ignore[attr-defined]
        return frozenset()
    return _named(path).get(frame.f_lineno, frozenset())  # type: ignore[attr-defined]


@cache
def _named(path: Path) -> dict[int, frozenset[str]]:
    """For every line of a module-level assignment, the methods that its name is used with."""
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            where = path.read_text(encoding="utf-8") if name.startswith("_") else _code()
            used = frozenset(re.findall(rf"\b{name}\.([a-z]+)\b", where))
            where = re.sub(rf"(?m)^(?:from .*|\s+{name},)$", "", where)  # imports
            # A pattern that is handed on under its name may be used in any way.
            if not re.search(rf"\b{name}\b(?!\.)(?!(?:: [\w.\[\]]+)? *=)", where):
                found.update(dict.fromkeys(range(node.lineno, node.end_lineno + 1), used))  # type: ignore[operator]
    return found


@cache
def _code() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(SOURCE.rglob("*.py")))


def calls() -> Iterator[str]:
    """The places in the code where a pattern is compiled, whether or not that has happened."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _is_compiling(node.func):
                for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                    yield f"{path.relative_to(SOURCE)}:{line}"
                yield ""


def _is_compiling(called: ast.expr) -> bool:
    names = {
        "compile",
        "search",
        "match",
        "fullmatch",
        "split",
        "findall",
        "finditer",
        "sub",
        "subn",
    }
    return (
        isinstance(called, ast.Attribute) and called.attr in names
        and isinstance(called.value, ast.Name) and called.value.id in ("re", "regex")
    )  # fmt: skip


def use_everything() -> None:
    """Import every module, compile every phrase, clean every fixture."""
    import cleanpress

    for module in walk_packages(cleanpress.__path__, "cleanpress."):
        # Integrations need what they integrate with.
        if not module.name.startswith(("cleanpress.__main__", "cleanpress.integrations")):
            import_module(module.name)
    from cleanpress.phrases import LANGUAGES, load_pack
    from cleanpress.readers.content import operations
    from cleanpress.registry import BUILTIN, filter_type
    from cleanpress.report import survival
    from cleanpress.testing import load_cases, run_case

    for language in LANGUAGES:
        for rule in load_pack(language).rules:
            assert rule.regex.search("") is None
    for name in BUILTIN:
        filter_type(name)
    for path in sorted((ROOT / "fixtures" / "cases").glob("*.toml")):
        for case in load_cases(path):
            run_case(case)
    for path in sorted((ROOT / "fixtures" / "text").iterdir()):
        for language in ("", *LANGUAGES):
            article = cleanpress.clean(path.read_bytes(), languages=[language] if language else ())
            _ = article.metadata, article.markdown
    for path in sorted((ROOT / "fixtures" / "pdf").glob("*.pdf"))[:3]:
        cleanpress.clean_pdf(path, backend="pdfminer")
    assert list(operations(b"1.2.3 4 Td", {b"Td"}))
    assert survival.figures("The ferry left.")


if __name__ == "__main__":
    found = watch()
    use_everything()
    rows = [
        [one.pattern if isinstance(one.pattern, str) else one.pattern.decode("latin-1"),
         isinstance(one.pattern, bytes), one.flags, one.place, sorted(one.methods)]
        for one in found.values()  # type: ignore[attr-defined]
    ]  # fmt: skip
    print(json.dumps(rows))

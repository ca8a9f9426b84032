"""Site profiles in files and folders, and pipelines with them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from os import PathLike, fspath
from pathlib import Path
from typing import TypeAlias

from cleanpress.errors import ConfigError
from cleanpress.filters.site_profile import SiteProfile
from cleanpress.pipeline import Pipeline
from cleanpress.sites.profile import MAX_BYTES, Profile

Given: TypeAlias = "Profile | str | PathLike[str]"

BEFORE = "main-content"  # what a phrase or a byline's grammar knows goes by its own name first


def load_profile(path: Path) -> Profile:
    """The profile in a file.

    Raises:
        ConfigError: the file cannot be read, or is no profile.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        return Profile.loads(data.decode("utf-8"), str(path))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8") from None


def load_profiles(path: Path) -> tuple[Profile, ...]:
    """The profile in a file, or all those in a folder (``*.json``), by their files' names.

    Raises:
        ConfigError: a file is no profile, or the folder has none.
    """
    if not path.is_dir():
        return (load_profile(path),)
    found = tuple(map(load_profile, sorted(path.glob("*.json"))))
    if not found:
        raise ConfigError(f"{path}: no site profile (*.json) in this folder")
    return found


def profiles_of(given: Given | Sequence[Given] | None) -> tuple[Profile, ...]:
    """Profiles, and those in files and folders, all in one row.

    Raises:
        ConfigError: a file is no profile.
    """
    if given is None:
        return ()
    several = [given] if isinstance(given, Profile | str | PathLike) else given
    return tuple(one for each in several for one in _each(each))


def _each(given: Given) -> Iterable[Profile]:
    return (given,) if isinstance(given, Profile) else load_profiles(Path(fspath(given)))


def with_profiles(pipeline: Pipeline, given: Given | Sequence[Given] | None) -> Pipeline:
    """The pipeline with the filter ``site-profile`` for these profiles; without any, as it is.

    >>> from cleanpress.presets import preset
    >>> names = with_profiles(preset(), Profile("gull", 60)).names
    >>> names[names.index("site-profile") + 1]
    'main-content'
    """
    profiles = profiles_of(given)
    if not profiles:
        return pipeline
    one = SiteProfile(profiles=profiles)
    if SiteProfile.name in pipeline.names:
        return pipeline.replace(SiteProfile.name, one)
    if BEFORE in pipeline.names:
        return pipeline.before(BEFORE, one)
    return Pipeline((*pipeline.filters, one))

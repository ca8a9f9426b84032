"""Fuzz targets for atheris: ``python -m fuzz TARGET`` (see CONTRIBUTING.md)."""

"""Layers: content that a viewer shows only while its group is switched on."""

from __future__ import annotations

from typing import TypeAlias

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral

from cleanpress.readers.budget import Forgiving
from cleanpress.readers.strings import text_string

__all__ = ["Layers", "is_off", "off_layers", "off_names"]

Layers: TypeAlias = frozenset[int]
"""The numbers of the groups that are switched off when the document is opened."""

_MANY = 1 << 16  # groups; files that show more of them are not looked at further


def off_layers(pdf: PDFDocument) -> Layers:
    """The groups of a document that are off as its default configuration says."""
    off: set[int] = set()
    with Forgiving():
        known = resolve1(pdf.catalog.get("OCProperties"))
        default = resolve1(known.get("D")) if isinstance(known, dict) else None
        if isinstance(default, dict):
            if _name(default.get("BaseState")) == "OFF":
                off = _numbers(known.get("OCGs")) - _numbers(default.get("ON"))
            off |= _numbers(default.get("OFF"))
    return frozenset(off)


def off_names(pdf: PDFDocument) -> frozenset[str]:
    """The names of groups that are off, of those that no other group has."""
    off, names = off_layers(pdf), {True: set[str](), False: set[str]()}
    with Forgiving():
        known = resolve1(pdf.catalog.get("OCProperties"))
        for number in _numbers(known.get("OCGs")) | off if off else ():
            group = resolve1(PDFObjRef(pdf, number))
            name = resolve1(group.get("Name")) if isinstance(group, dict) else None
            if isinstance(name, bytes):
                names[number in off].add(text_string(name))
    return frozenset(names[True] - names[False])


def is_off(layer: object, off: Layers) -> bool:
    """Whether content of a group, or of one that is made of groups, is not shown.

    ``layer`` is a reference or a dictionary. What depends on an expression counts as shown.
    """
    if not off or layer is None:
        return False
    if isinstance(layer, PDFObjRef) and layer.objid in off:
        return True
    found = resolve1(layer)
    if not isinstance(found, dict) or _name(found.get("Type")) != "OCMD" or "VE" in found:
        return False
    groups = found.get("OCGs")
    members = _numbers(groups) or _numbers([groups])
    dark = members & off
    match _name(found.get("P")):
        case "AllOn":
            return bool(dark)
        case "AnyOff":
            return bool(members) and not dark
        case "AllOff":
            return members != dark
    return bool(members) and members == dark


def _numbers(groups: object) -> set[int]:
    """The numbers of the objects that a list refers to."""
    found = groups if isinstance(groups, list) else resolve1(groups)
    if not isinstance(found, list):
        return set()
    return {group.objid for group in found[:_MANY] if isinstance(group, PDFObjRef)}


def _name(value: object) -> str:
    found = resolve1(value)
    return str(found.name) if isinstance(found, PSLiteral) else ""

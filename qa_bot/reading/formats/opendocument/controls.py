"""Fields of forms in OpenDocument files: each with its label and what is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element as Element

from qa_bot.reading.formats.opendocument.names import form, office, text
from qa_bot.reading.parsed import TextWriter, squeeze

_VALUES = ("current-value", "value")
_BOXES = (form("checkbox"), form("radio"))
_CHOICES = (form("listbox"), form("combobox"))
_UNSEEN = (form("hidden"), form("password"), form("file"), form("button"), form("image"))


def write_controls(parent: Element, writer: TextWriter) -> None:
    """Write the fields of the forms in an element, a line each."""
    for forms in parent.iter(office("forms")):
        for control in forms.iter("{*}*"):
            if control.tag not in _UNSEEN and (value := _value(control)):
                label = control.get(form("label")) or control.get(form("name"), "")
                writer.paragraph(f"{label}: {value}" if label else value)
                writer.count("annotations")


def _value(control: Element) -> str:
    if control.tag in _BOXES:
        ticked = control.get(form("current-state"), control.get(form("state"), "unchecked"))
        ticked = control.get(form("current-selected"), ticked)
        return "☒" if ticked in ("checked", "true") else "☐"
    if control.tag in _CHOICES and (chosen := ", ".join(filter(None, _chosen(control)))):
        return chosen
    said = next((v for name in _VALUES if (v := control.get(form(name), ""))), "")
    return said or squeeze(" ".join("".join(p.itertext()) for p in control.findall(text("p"))))


def _chosen(control: Element) -> Iterator[str]:
    for option in control:
        if "true" in (option.get(form("current-selected")), option.get(form("selected"))):
            yield option.get(form("label")) or option.get(form("value"), "")

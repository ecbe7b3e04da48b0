"""How what is measured is told: in the name of a column, in a unit, in a verb."""

from __future__ import annotations

import re

MONEY = (
    r"[£€$¥]|\b(?:EUR|USD|GBP|CHF|price|cost|fee|rent|rate|budget|charge|fare|tariff|amount)s?\b"
)
PAY = r"\b(?:salary|salaries|wages?|pay|income|earnings?)\b"
WEIGHT = r"\b(?:weight|mass|kg|kilograms?|tons?|tonnes?|lbs?|ounces?)\b|\d\s?g\b"
LENGTH = (
    r"\b(?:length|duration|time|hours?|minutes?|mins?|days?|weeks?|months?|years?|distance|km|cm|mm"
    r"|metres?|meters?|miles?)\b|\d\s?[mh]\b"
)
HEIGHT = r"\b(?:height|altitude|elevation|metres?|meters?|cm|feet|ft)\b|\d\s?m\b"
SIZE = re.compile(r"\b(?:size|area|surface|capacity|volume)\b", re.IGNORECASE)
VERBS = (
    (re.compile(r"\b(?:costs?|costing|charges?)\b", re.IGNORECASE), MONEY),
    (re.compile(r"\b(?:earns?|paid|pays)\b", re.IGNORECASE), f"{PAY}|{MONEY}"),
    (re.compile(r"\b(?:weighs?|weighing)\b", re.IGNORECASE), WEIGHT),
    (re.compile(r"\b(?:lasts?|lasting)\b", re.IGNORECASE), LENGTH),
    (
        re.compile(r"\b(?:(?:leave|depart|start)(?:s|ing)?|begins?)\b", re.I),
        r"\b(?:dep|leav|start|beg[iu]n)",
    ),
    (re.compile(r"\b(?:arriv(?:es?|ing)|reach(?:es)?)\b", re.I), r"\b(?:arr|reach)"),
)
"""Verbs that say what is measured, and how a column tells it."""

"""How what is measured is told: in a column's name, in a unit, in a verb, in an adjective."""

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
TAKES = (
    r"\b(?:duration|time|deliver\w*|turnaround|wait\w*|completion|tak(?:es?|ing)|processing|response)\b"
    r"|^\W*(?:minutes|mins|hours|days|weeks|months|(?:minutes|hours|days|weeks|months) \w+)\W*$"
)
"""How long something takes, not how long it holds ("Guarantee (years)")."""
SPEED = r"\b(?:speed|pace|velocity|knots?|mph|kph|km/h|m/s|[kmg]bps|[kmg]bit/s)\b"
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
ADJECTIVES = {
    "cheapest": (False, MONEY), "dearest": (True, MONEY), "priciest": (True, MONEY),
    "costliest": (True, MONEY), "heaviest": (True, WEIGHT), "lightest": (False, WEIGHT),
    "longest": (True, LENGTH), "shortest": (False, LENGTH), "tallest": (True, HEIGHT),
    "quickest": (False, TAKES), "fastest": (False, TAKES), "slowest": (True, TAKES),
    "highest": (True, ""), "lowest": (False, ""), "largest": (True, ""), "biggest": (True, ""),
    "greatest": (True, ""), "smallest": (False, ""), "fewest": (False, ""), "most": (True, ""),
    "least": (False, ""),
}  # fmt: skip
"""Whether a superlative asks for the most, and how its measure is told in a column."""
INVERSE = dict.fromkeys(("quickest", "fastest", "slowest"), SPEED)
"""How a column tells what is the less the more of that measure there is."""
OF_MOST = {
    "expensive": (True, MONEY), "costly": (True, MONEY), "pricey": (True, MONEY),
}  # fmt: skip
MORE = {
    **dict.fromkeys(("more", "greater", "higher", "larger", "bigger"), (True, "")),
    **dict.fromkeys(("less", "fewer", "lower", "smaller"), (False, "")),
    "cheaper": (False, MONEY), "dearer": (True, MONEY), "more expensive": (True, MONEY),
    "less expensive": (False, MONEY), "heavier": (True, WEIGHT), "lighter": (False, WEIGHT),
    "longer": (True, LENGTH), "shorter": (False, LENGTH), "taller": (True, HEIGHT),
}  # fmt: skip
"""The same of comparatives."""

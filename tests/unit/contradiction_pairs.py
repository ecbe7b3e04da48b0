"""Pairs of sentences that disagree or don't: made from statements of many kinds of documents.

Every statement gives pairs that disagree (another number, the same in other words, a denial) and
pairs that don't (another subject, another year, the same value written otherwise, a bound).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """`{}` stands for the number; `again` says it in other words, `other` of another thing."""

    text: str
    again: str
    other: str
    number: str = "40"
    changed: str = "55"
    positive: str = ""
    negative: str = ""


STATEMENTS = (
    Statement(
        "The deposit for the cottage is {} euros.",
        "The cottage's deposit is {} euros.",
        "The deposit for the boat is {} euros.",
        positive="Tenants may keep dogs in the cottage garden.",
        negative="Tenants may not keep dogs in the cottage garden.",
    ),
    Statement(
        "A season ticket for adults costs {} crowns.",
        "For adults a season ticket costs {} crowns.",
        "A season ticket for children costs {} crowns.",
        positive="Season tickets are valid on night trams.",
        negative="Season tickets are not valid on night trams.",
    ),
    Statement(
        "The inspector found {} cracks in the north pier.",
        "In the north pier the inspector found {} cracks.",
        "The inspector found {} cracks in the south pier.",
        positive="The north pier needs new railings.",
        negative="The north pier needs no new railings.",
    ),
    Statement(
        "Employees receive {} days of paid holiday.",
        "Paid holiday of employees is {} days.",
        "Trainees receive {} days of paid holiday.",
        positive="Employees may work from home on Fridays.",
        negative="Employees may not work from home on Fridays.",
    ),
    Statement(
        "Claims must reach the insurance office within {} days.",
        "Within {} days claims must reach the insurance office.",
        "Appeals must reach the insurance office within {} days.",
        positive="The insurance covers bicycles in the cellar.",
        negative="The insurance never covers bicycles in the cellar.",
    ),
    Statement(
        "The water tank of the coffee machine holds {} litres.",
        "The coffee machine's water tank holds {} litres.",
        "The water tank of the steam iron holds {} litres.",
        positive="The coffee machine's grinder can be washed.",
        negative="The coffee machine's grinder cannot be washed.",
    ),
    Statement(
        "The harbour of Tarn was dug in {}.",
        "In {} the harbour of Tarn was dug.",
        "The harbour of Velmo was dug in {}.",
        "1810",
        "1820",
        "Fishing boats land at the old quay of Tarn.",
        "Fishing boats do not land at the old quay of Tarn.",
    ),
    Statement(
        "The library closes at {} on Saturdays.",
        "On Saturdays the library closes at {}.",
        "The archive closes at {} on Saturdays.",
        "17:30",
        "18:00",
        "Readers may borrow maps from the library.",
        "Readers may not borrow maps from the library.",
    ),
    Statement(
        "The reactor's coolant pump delivers {} litres a second.",
        "Litres a second delivered by the reactor's coolant pump: {}",
        "The reactor's feed pump delivers {} litres a second.",
        positive="The coolant pump has a spare motor.",
        negative="The coolant pump has no spare motor.",
    ),
    Statement(
        "The survey reached {} households in Lund county.",
        "In Lund county the survey reached {} households.",
        "The survey reached {} households in Borg county.",
        "2,400",
        "2,900",
        "The survey asked tenants about heating costs.",
        "The survey never asked tenants about heating costs.",
    ),
    Statement(
        "Patients took {} milligrams of the tablet with breakfast.",
        "With breakfast patients took {} milligrams of the tablet.",
        "Patients took {} milligrams of the syrup with breakfast.",
        positive="The tablet lowered fever in adult patients.",
        negative="The tablet did not lower fever in adult patients.",
    ),
    Statement(
        "The choir has {} singers from the harbour quarter.",
        "Singers from the harbour quarter in the choir: {}",
        "The orchestra has {} singers from the harbour quarter.",
        positive="Guests may attend choir rehearsals.",
        negative="Guests may not attend choir rehearsals.",
    ),
    Statement(
        "The lorry carries {} tonnes of gravel.",
        "Gravel carried by the lorry: {} tonnes",
        "The barge carries {} tonnes of gravel.",
        "7.5",
        "12",
        "The lorry passes the stone bridge.",
        "The lorry cannot pass the stone bridge.",
    ),
    Statement(
        "The grant pays {} crowns for printing theses.",
        "For printing theses the grant pays {} crowns.",
        "The prize pays {} crowns for printing theses.",
        "1,500",
        "1,800",
        "The grant covers travel abroad.",
        "The grant covers no travel abroad.",
    ),
    Statement(
        "Hall A seats {} visitors during concerts.",
        "During concerts hall A seats {} visitors.",
        "Hall B seats {} visitors during concerts.",
        "240",
        "260",
        "Hall A is open to wedding parties.",
        "Hall A is not open to wedding parties.",
    ),
    Statement(
        "Filter QX-77A lasts {} weeks in dusty rooms.",
        "In dusty rooms filter QX-77A lasts {} weeks.",
        "Filter QX-77B lasts {} weeks in dusty rooms.",
        "9",
        "12",
        "Filter QX-77A fits older vacuum cleaners.",
        "Filter QX-77A does not fit older vacuum cleaners.",
    ),
    Statement(
        "The parish council elected {} churchwardens at Easter.",
        "At Easter the parish council elected {} churchwardens.",
        "The town council elected {} churchwardens at Easter.",
        "3",
        "5",
        "The parish council owns the mill meadow.",
        "The parish council never owned the mill meadow.",
    ),
    Statement(
        "Basalt columns in the quarry measure {} metres.",
        "In the quarry basalt columns measure {} metres.",
        "Granite columns in the quarry measure {} metres.",
        "11",
        "14",
        "Climbers may enter the basalt quarry.",
        "Climbers may not enter the basalt quarry.",
    ),
    Statement(
        "The bakery sold {} rye loaves on market day.",
        "On market day the bakery sold {} rye loaves.",
        "The bakery sold {} wheat loaves on market day.",
        "310",
        "280",
        "The bakery delivers rye bread to hospitals.",
        "The bakery does not deliver rye bread to hospitals.",
    ),
    Statement(
        "Interest on savings accounts is {} percent.",
        "Savings accounts: interest is {} percent",
        "Interest on current accounts is {} percent.",
        "2.5",
        "3.1",
        "Savings accounts allow daily withdrawals.",
        "Savings accounts allow no daily withdrawals.",
    ),
)


def pairs_of(statement: Statement) -> Iterator[tuple[bool, str, str]]:
    """Whether each pair disagrees, and its two sentences: five that do and six that don't."""
    number, changed = statement.number, statement.changed
    first = statement.text.format(number)
    yield True, first, statement.text.format(changed)
    yield True, statement.again.format(number), statement.text.format(changed)
    yield True, first, statement.again.format(changed)
    yield True, statement.positive, statement.negative
    yield True, statement.negative, statement.positive
    yield False, first, statement.again.format(number)
    yield False, first, statement.other.format(changed)
    yield False, f"In 2019: {first}", f"In 2023: {statement.text.format(changed)}"
    yield False, first, statement.text.format(f"at least {changed}")
    yield False, first, statement.text.format(f"{number}.0" if number.isdigit() else number)
    yield False, statement.positive, statement.other.format(changed)

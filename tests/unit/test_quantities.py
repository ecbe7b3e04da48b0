"""Numbers, times and dates as quantities that can be put in order."""

from __future__ import annotations

import pytest

from qa_bot.answering.forms.quantities import NO_YEAR, Quantity, read_quantity, read_year, units_in


@pytest.mark.parametrize(
    ("text", "kind", "unit"),
    [
        ("1,204", "number", ""),
        ("£140", "number", "£"),
        ("2.4 litres", "number", "litres"),
        ("16:50", "time", ""),
        ("4 p.m.", "time", ""),
        ("15 June 2026", "date", ""),
        ("June 15, 2026", "date", ""),
        ("2026-06-15", "date", ""),
        ("15 June", "date", NO_YEAR),
    ],
)
def test_a_quantity_is_read(text, kind, unit):
    read = read_quantity(text)
    assert read is not None
    assert (read.kind, read.unit) == (kind, unit)


@pytest.mark.parametrize("text", ["", "Fri-Sun", "France, Belgium", "3 of 12", "Marching"])
def test_other_text_is_none(text):
    assert read_quantity(text) is None


def test_quantities_are_in_order():
    times = [read_quantity(one) for one in ("7 am", "07:35", "12:30", "4 pm", "20:10")]
    dates = [read_quantity(one) for one in ("3 March 2025", "2025-03-04", "1 April 2025")]
    dates.append(read_year("2026"))
    for ordered in (times, dates):
        lows = [one.low for one in ordered if one]
        assert len(lows) == len(ordered)
        assert lows == sorted(lows)


def test_a_date_without_a_year_takes_that_of_the_others():
    asked, cell = read_quantity("20 June"), read_quantity("20 June 2025")
    other = read_quantity("1 May 2026")
    assert asked is not None
    assert cell is not None
    assert other is not None
    assert asked.in_year_of([cell]) == cell
    assert asked.in_year_of([cell, other]) is None
    assert asked.in_year_of([asked]) == asked


def test_units_have_one_form():
    assert units_in("euros") == units_in("€") == units_in("EUR") == {"€"}
    assert units_in("Weight (kg)") >= units_in("kilograms")
    assert Quantity("number", 1, 1, "kg").unit == "kg"

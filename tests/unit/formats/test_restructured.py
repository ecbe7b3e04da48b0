"""reStructuredText is read as the page that is made of it."""

from __future__ import annotations

import pytest

from tests.readings import read, text_of

LISTED = """\
.. list-table:: Pumps of 2024
   :header-rows: 1

   * - Model
     - Flow
   * - P10
     - 40 l/min
       at most
   * - P20
     -

Then."""
SEPARATED = """\
.. csv-table::
   :header: "Hose", "Bore"

   "H1, soft", 12
   "H2", 19"""
SPANNED = """
+--------+--------+-------+
| Zone   | Adult  | Child |
+========+========+=======+
| Inner  | 4 kr   | 2 kr  |
+        +--------+-------+
|        | 5 kr   | 3 kr  |
+--------+--------+-------+
| Outer  | 6 kr           |
+--------+--------+-------+
"""
GROUPED = """
=====  =====  ======
   Inputs     Output
------------  ------
  A      B    A or B
=====  =====  ======
False  True   True
=====  =====  ======
"""


def blocks(text):
    return text_of("a.rst", text).split("\n\n")


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (LISTED, "Pumps of 2024|Pumps of 2024; Model: P10; Flow: 40 l/min at most.|"
         "Pumps of 2024; Model: P20.|Then."),
        (SEPARATED, "Hose: H1, soft; Bore: 12.|Hose: H2; Bore: 19."),
        (SPANNED, "Zone: Inner; Adult: 4 kr; Child: 2 kr.|Zone: Inner; Adult: 5 kr; Child: 3 kr.|"
         "Zone: Outer; Adult: 6 kr; Child: 6 kr."),
        (GROUPED, "Inputs - A: False; Inputs - B: True; Output - A or B: True."),
    ],
    ids=["of lists", "of CSV", "merged down and across", "groups of columns"],
)  # fmt: skip
def test_tables_keep_the_names_of_their_columns(table, rows):
    assert blocks(table) == rows.split("|")


def test_numbers_of_items_and_raised_digits_are_those_of_the_page():
    text = "#. Open.\n#. Close.\n\n   b. hose\n   c. clamp\n\n5. Fifth\n#. Sixth\n\n"
    assert blocks(f"{text}H\\ :sub:`2`\\ O at 10\\ :sup:`6` Pa.")[0] == (
        "1. Open.\n2. Close.\n  b. hose\n  c. clamp\n5. Fifth\n6. Sixth"
    )
    assert blocks(f"{text}H\\ :sub:`2`\\ O at 10\\ :sup:`6` Pa.")[-1] == "H₂O at 10⁶ Pa."


def test_roles_and_directives_of_other_programs_are_read_for_their_text():
    text = """Guide
=====

:Author: Nia Holt

.. deprecated:: 2.1
   Use :ref:`pumps <pump-list>` and :py:func:`~os.close` [1]_.

.. code-block:: python
   :linenos:

   if a:
       b = 2

.. [1] Only at night.

.. a remark

Tank
    A vessel.
"""
    reading = read("a.rst", text)
    assert reading.document.text.split("\n\n") == [
        "# Guide", "Author: Nia Holt", "Deprecated since version 2.1: Use pumps and os.close [1].",
        "if a:\n    b = 2", "[1] Only at night.", "Tank: A vessel.",
    ]  # fmt: skip
    assert reading.document.title == "Guide"
    assert "1 remark" in reading.report.reason


def test_what_is_damaged_stays_as_written_and_no_other_file_is_opened(tmp_path):
    (tmp_path / "a.txt").write_text("secret")
    table = (
        "=====  =====\nA      B\n=====  =====\n1      2 overflowing\ntoo long too  3\n=====  ===="
    )
    text = (
        f"Words.\n\n{table}\n\n.. include:: {tmp_path}/a.txt\n\n.. raw:: html\n\n   <b>Bold</b>\n"
    )
    made = text_of("a.rst", text)
    assert table in made
    assert f".. include:: {tmp_path}/a.txt" in made
    assert "<b>Bold</b>" in made
    assert "secret" not in made


def test_what_docutils_says_of_a_damaged_text_is_no_part_of_it():
    text = "Rate :math:`\\foo{2}` of |that| and `none`_.\n\n.. math:: \\bad{3}\n\nEnd.\n"
    assert text_of("a.rst", text).split("\n\n") == [
        "Rate \\foo{2} of |that| and `none`_.", "\\bad{3}", "End.",
    ]  # fmt: skip

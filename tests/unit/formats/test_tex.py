r"""LaTeX is read as the page that it describes."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from tests.readings import read, text_of

HEAD = "\\documentclass{article}\n\\newcommand{\\pump}{P-40 pump}\n"


def blocks(body):
    return text_of("a.tex", f"{HEAD}\\begin{{document}}{body}\\end{{document}}").split("\n\n")


def test_numbers_of_sections_and_items_are_those_of_the_page():
    assert blocks(
        r"\section{Scope}\subsection{Who}All.\section*{Thanks}\section{Steps}"
        r"\begin{enumerate}\item Dry it.\item Then\begin{enumerate}\item slow\item fast"
        r"\end{enumerate}\item[*] Last.\end{enumerate}\appendix\section{More}Text."
    ) == [
        "## 1 Scope", "### 1.1 Who", "All.", "## Thanks", "## 2 Steps",
        "1. Dry it.\n2. Then\n  a. slow\n  b. fast", "* Last.", "## A More", "Text.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("We measured% remark\n at 10\\textsuperscript{3} points.", "We measured at 10³ points."),
        ("It is $h^2 + 10^{-6}$ in CO$_2$.", "It is h² + 10⁻⁶ in CO₂."),
        (r"The \pump{} takes \SI{5}{\kilo\gram\per\cubic\metre}, 5\,\%.",
         "The P-40 pump takes 5 kg/m³, 5 %."),
        (r"Fee \sout{40} 25 kr.\footnote{In May.} Sch\"on \& \textbf{bold}.",
         "Fee ~~40~~ 25 kr. [In May.] Schön & bold."),
        ("One.\n\nTwo \\unknown{kept}.", "One.|Two kept."),
        ("\\begin{verbatim}\na {\n  5%\n\\end{verbatim}", "a {\n  5%"),
        ("\\[ E = \\frac{a}{b} \\]", "E = a/b"),
    ],
)  # fmt: skip
def test_words_are_those_of_the_page(source, shown):
    assert blocks(source) == shown.split("|")


def test_a_table_keeps_its_names_below_merged_ones():
    assert blocks(
        r"""\begin{table}\caption{Heights}\begin{tabular}{llr}\toprule
 & \multicolumn{2}{c}{Height} \\ \cmidrule(lr){2-3}
Port & Low & High \\ \midrule
\multirow{2}{*}{Brest} & 1 m & 7.2 m \\
 & 2 m & 6 m \\ \bottomrule
\end{tabular}\end{table}"""
    ) == [
        "Heights", "Port: Brest; Height - Low: 1 m; Height - High: 7.2 m.",
        "Port: Brest; Height - Low: 2 m; Height - High: 6 m.",
    ]  # fmt: skip


def test_the_title_is_read_and_what_lies_elsewhere_is_reported():
    reading = read(
        "a.tex",
        HEAD + r"\title{On \emph{Tides}}\author{Ann \\ Rye}\begin{document}\maketitle Words."
        r"\input{other}\includegraphics{a}\end{document}",
    )
    assert reading.document.title == "On Tides"
    assert reading.document.text == "# On Tides\n\nAnn, Rye\n\nWords."
    assert "1 picture" in reading.report.reason
    assert "1 file that it includes" in reading.report.reason


def test_damaged_sources_are_read_in_linear_time():
    start = time.process_time()
    chain = "".join(
        rf"\newcommand{{\x{a}}}[1]{{\x{b}{{#1}}\x{b}{{\x{b}{{#1}}}}}}"
        for a, b in pairwise("abcdefghijklmnopqrstuvwxyz")
    )
    for source in (
        chain + r"\xa{Go}",
        r"\newcommand{\me}{\me\me} \me",
        "{" * 3_000,
        "\\begin{a}" * 500,
        "\\frac{" * 500,
        "$x " * 2_001,
        "\\sout" * 900,
        "Fee $x {40 \\footnote[In May.}$.",
    ):
        assert read("a.tex", source).report is not None
    assert time.process_time() - start < 20


def test_commands_of_the_files_own_stand_for_what_they_say():
    head = (
        r"\newcommand*{\fee}[2][day]{a fee of \emph{#2} pounds a #1}\def\old#1{Old #1}"
        r"\providecommand\club{The Club}"
    )
    body = r"\club{} takes \fee{12} or \fee[week]{40}, \old{rules}: \verb|a_b|."
    assert text_of("a.tex", HEAD + head + r"\begin{document}" + body + r"\end{document}") == (
        "The Club takes a fee of 12 pounds a day or a fee of 40 pounds a week, Old rules: a_b."
    )


def test_sources_are_named_as_they_are_cited_and_remarks_are_counted():
    body = (
        r"See \cite{ek}.\begin{thebibliography}{9}\bibitem{ek} Ek, \emph{Tides}."
        r"\bibitem[Li]{lind} Lind.\end{thebibliography}\begin{comment}Hidden\end{comment}"
    )
    reading = read("a.tex", HEAD + r"\begin{document}" + body + r"\end{document}")
    assert reading.document.text.split() == [
        "See",
        "[ek].",
        "[ek]",
        "Ek,",
        "Tides.",
        "[lind]",
        "Lind.",
    ]
    assert "1 remark" in reading.report.reason


def test_signs_titles_and_boxes_keep_their_words_and_lose_their_layout():
    body = (
        r"Entry \pounds 7 or \euro{} 8, \S 4. \parbox{3cm}{Boxed} \raisebox{2pt}{raised}."
        r"\begin{theorem}[Main] Fees rise.\end{theorem}\begin{figure}[ht]A plan.\end{figure}"
        r"\begin{minipage}{5cm}Beside.\end{minipage}"
    )
    words = " ".join(
        text_of("a.tex", HEAD + r"\begin{document}" + body + r"\end{document}").split()
    )
    assert words == ("Entry £7 or € 8, §4. Boxed raised. Main Fees rise. A plan. Beside.")

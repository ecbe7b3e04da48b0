"""Commands of LaTeX and of packages that people use: what they take, and what is seen of them."""

from __future__ import annotations

from pylatexenc.macrospec import std_macro

DEFINING = ("newcommand", "renewcommand", "providecommand")
SHORT = {
    "kilo": "k", "mega": "M", "giga": "G", "milli": "m", "micro": "µ", "nano": "n", "centi": "c",
    "deci": "d", "metre": "m", "meter": "m", "gram": "g", "kilogram": "kg", "second": "s",
    "hour": "h", "minute": "min", "litre": "l", "liter": "L", "volt": "V", "watt": "W",
    "ampere": "A", "hertz": "Hz", "pascal": "Pa", "newton": "N", "joule": "J", "kelvin": "K",
    "celsius": "°C", "degreeCelsius": "°C", "degree": "°", "percent": "%", "per": "/",
    "mole": "mol", "square": "²", "squared": "²", "cubic": "³", "cubed": "³", "bar": "bar",
    "ohm": "Ω", "tonne": "t",
    "pounds": "£", "euro": "€", "yen": "¥", "cent": "¢", "copyright": "©", "S": "§", "P": "¶",
    "permil": "‰", "checkmark": "✓", "textbar": "|", "textless": "<", "slash": "/", "og": "«",
    "fg": "»", "LaTeX": "LaTeX", "TeX": "TeX", "quad": " ", "nobreakspace": " ", "Box": "☐",
}  # fmt: skip
"""Units of siunitx, and signs that pylatexenc doesn't know."""
OWN = (
    std_macro("parbox", "[[[{{"), std_macro("raisebox", "{[[{"), std_macro("makebox", "[[{"),
    std_macro("framebox", "[[{"), std_macro("resizebox", "{{{"), std_macro("scalebox", "{[{"),
    std_macro("rotatebox", "[{{"), std_macro("colorbox", "{{"),
    std_macro("SI", "[{{"), std_macro("qty", "[{{"), std_macro("num", "[{"), std_macro("ang", "[{"),
    std_macro("si", "[{"), std_macro("unit", "[{"), std_macro("SIrange", "[{{{"),
    std_macro("qtyrange", "[{{{"), std_macro("sout", "{"), std_macro("st", "{"),
    std_macro("multirow", "[{[{[{"), std_macro("multicolumn", "{{{"),
    std_macro("nicefrac", "[{{"), std_macro("sfrac", "{{"), std_macro("textcolor", "[{{"),
    *(std_macro(name, "{") for name in (
        "ce", "textsuperscript", "textsubscript", "ref", "eqref", "cref", "autoref", "pageref",
        "texttt", "textsc", "textrm", "textsf", "uline", "enquote", "thanks", "textnormal", "mbox",
        "input", "include", "subfile", "url", "underline", "emph", "textbf", "textit", "text",
    )),
    std_macro("bibitem", "[{"),
    std_macro("citet", "[[{"), std_macro("citep", "[[{"), std_macro("href", "{{"),
    std_macro("paragraph", "*[{"), std_macro("caption", "*[{"), std_macro("captionof", "{[{"),
)  # fmt: skip
"""Commands of packages that people use, and what they take."""
PLACED = {
    "thebibliography": "{", "minipage": "[[[{", "multicols": "{", "wrapfigure": "[{[{",
    "adjustbox": "{", "figure": "[", "figure*": "[", "table": "[", "table*": "[",
}  # fmt: skip
"""Environments that take what says only where they stand, and what that is."""
UNSEEN = frozenset((
    "label", "vspace", "hspace", "index", "centering", "noindent", "hline", "toprule", "midrule",
    "bottomrule", "cmidrule", "cline", "maketitle", "tableofcontents", "newpage", "clearpage",
    "usepackage", "documentclass", *DEFINING, "setlength", "pagestyle",
    "bibliographystyle", "bibliography", "thispagestyle", "addlinespace", "small", "large", "Large",
    "bfseries", "itshape", "title", "author", "date", "appendix", "input", "include",
    "graphicspath",
))  # fmt: skip
SEEN = frozenset((
    "parbox", "raisebox", "makebox", "framebox", "resizebox", "scalebox", "rotatebox", "colorbox",
    "emph", "textbf", "textit", "texttt", "textsc", "textrm", "textsf", "underline", "text", "mbox",
    "href", "url", "num", "ang", "textcolor", "multicolumn", "multirow", "caption",
    "captionof", "ce", "textnormal", "thanks", "hyperref", "uline", "enquote", "item", "paragraph",
))  # fmt: skip

"""Write a run and its scores as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.resources import files

from qa_bot.evaluation.dataset import Question
from qa_bot.evaluation.metrics import is_right
from qa_bot.evaluation.plots import plot_reliability, plot_risk
from qa_bot.evaluation.refusal import BINS
from qa_bot.evaluation.running import Record, Run
from qa_bot.evaluation.scoring import Scores
from qa_bot.evaluation.tables import Row, describe_scores, metric_rows, other_rows

_WORST = 20
_SHOWN = 3
"""Excerpts and expected texts shown for a question."""
_NOTES = (
    "nDCG@10, recall@5, hit@1 and MRR@10 judge the ranked documents, each at its best passage. "
    "An excerpt is right when it stands in a relevant document and holds an annotated text or, "
    "when longer than three words, is held by one. Where the bot declined, the nearest passages "
    "are judged in their place. Intervals are 95 % percentile intervals of 1,000 bootstrap "
    "resamples of the questions."
)
_RISK_NOTE = (
    "The more questions are answered, from the most confident on, the more answers are wrong: the "
    "question has no answer, or none of three excerpts is right."
)
_RELIABILITY_NOTE = (
    f"Confidence against the share that is answerable, in {BINS} bins of equal width; on the "
    "dashed line the two agree. A larger dot holds more questions."
)


def write_report(run: Run, scores: Scores) -> str:
    """The page."""
    style = files("qa_bot.evaluation").joinpath("report.css").read_text(encoding="utf-8")
    title = escape(f"Evaluation: {scores.dataset}")
    notice = "notice" if scores.partial else "faint"
    parts = [
        f'<h1>{title}</h1><p class="{notice}">{escape(describe_scores(scores))}</p>',
        "<h2>Quality</h2>",
        _table(metric_rows(scores)),
        f'<p class="faint">{escape(_NOTES)}</p>',
        _plots(scores),
        "<h2>Further figures</h2>",
        _table(other_rows(scores)),
        _skipped(run),
        "<h2>The worst questions</h2>",
        f'<p class="faint">The {_WORST} whose confidence is farthest from what was right.</p>',
        f"<ol>{''.join(_worst(run, scores))}</ol>",
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{style}</style></head>\n<body>{''.join(parts)}</body></html>\n"
    )


def _table(rows: Sequence[Row]) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows[1:]
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide">{table}</div>'


def _plots(scores: Scores) -> str:
    if scores.refusal is None:
        return ""
    drawn = [
        (plot_risk(scores.refusal.curve), _RISK_NOTE),
        (plot_reliability(scores.refusal.bins), _RELIABILITY_NOTE),
    ]
    figures = "".join(
        f"<figure>{drawing}<figcaption>{escape(note)}</figcaption></figure>"
        for drawing, note in drawn
    )
    return f'<h2>Confidence</h2><div class="plots">{figures}</div>'


def _skipped(run: Run) -> str:
    if not run.build.skipped:
        return ""
    named = "; ".join(f"{skip.source} ({skip.reason})" for skip in run.build.skipped[:_WORST])
    count = len(run.build.skipped)
    return f'<p class="faint">Documents skipped: {count}: {escape(named)}</p>'


def _worst(run: Run, scores: Scores) -> list[str]:
    questions = {q.question_id: q for q in run.dataset.questions}
    ordered = sorted(run.records, key=lambda r: -scores.questions[r.question_id].loss)
    return [_question(questions[r.question_id], r) for r in ordered[:_WORST]]


def _question(question: Question, record: Record) -> str:
    """One question: what the bot did, what it cited, what was expected."""
    did = "answered" if record.answered else "declined"
    rows = [("Bot", f"{did}, confidence {record.confidence:.2f}")]
    if record.asked_as.strip() != question.text.strip():
        rows.append(("Asked as", escape(record.asked_as)))
    cited = []
    for citation in record.citations[:_SHOWN]:
        right = question.answerable is not False and is_right(citation, question)
        mark = '<span class="good">right</span>' if right else '<span class="bad">wrong</span>'
        where = f'<span class="faint">{escape(citation.doc_id)}</span>'
        cited.append(f"<p>{mark} “{escape(citation.quote)}” {where}</p>")
    name = "Cited" if record.answered else "Nearest"
    rows += [(name, "".join(cited) or "nothing"), ("Expected", _expected(question))]
    listed = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)
    return f'<li class="worst"><h3>{escape(question.text)}</h3><dl>{listed}</dl></li>'


def _expected(question: Question) -> str:
    if question.answerable is False:
        return "no answer: the documents don't hold one"
    texts = [f"<p>“{escape(gold)}”</p>" for gold in question.gold[:_SHOWN]]
    ids = ", ".join(i for i, _ in question.relevant[:_SHOWN])
    more = len(question.relevant) - _SHOWN
    if more > 0:
        ids += f" and {more} more"
    where = f'<span class="faint">{escape(ids)}</span>' if ids else ""
    return "".join(texts) + where

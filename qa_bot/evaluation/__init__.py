"""Measure answers on a data set: metrics, a report and plots.

In flow order: `dataset` reads the set, `running` builds its index and asks its questions,
`scoring` gives every question its values (`metrics`, `refusal`), `bootstrap` their intervals,
`report` and `plots` show them, `comparing` sets two results side by side.
"""

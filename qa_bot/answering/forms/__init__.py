"""Forms of questions: what kind of answer is asked for, and the answers beside an excerpt."""

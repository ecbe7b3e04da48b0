"""Merge a question that depends on earlier turns with what it points to."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qa_bot.answering.followup.asked_reasons import ask_reason, gives_reason
from qa_bot.answering.followup.context_dependence import (
    POSSESSIVES,
    ContextDependence,
    find_dependence,
    strip_opening,
)
from qa_bot.answering.followup.phrases import Phrase, phrases_of, subject_of, topic_of
from qa_bot.answering.followup.topics import CARRIED, Topics
from qa_bot.answering.followup.values import exchange_value
from qa_bot.answering.followup.words import (
    AUXILIARIES,
    PREPOSITIONS,
    Token,
    is_light,
    is_thing,
    tokens_of,
    word_set,
)
from qa_bot.index.lexical.words import STOP_WORDS, terms_of, words_of

_PAIR = re.compile(r"\b(?:differ\w*|compar\w*|common|both|two|versus|relat\w*)\b", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:why|how (?:so|come|exactly)|more|else|further|other|others|another|elaborate|go on|"
    r"continue|in detail|example|examples)\b",
    re.IGNORECASE,
)
"""What asks for something that was not said yet."""
_PLURAL = word_set("they them their these those theirs")
_PERSONS = word_set("he she him her his hers")
_ONE = re.compile(r"(?:the|an?)\s+(?P<which>[\w’'-]+)\s+ones?\b", re.IGNORECASE)
_DETERMINERS = word_set("the this that these those")


@dataclass(frozen=True, slots=True)
class Resolution:
    """A question as it stands alone, and why it was made so, in a sentence."""

    text: str
    why: str
    others: tuple[str, ...] = ()
    """Other wordings, to be asked where this one has no answer."""
    reworded: tuple[str, ...] = ()
    """The same in other words, to be asked after those; the answer is to what was asked."""
    said: str = ""
    """What was replied before: no answer to the other wordings, nor where it moves on."""
    moves_on: bool = False
    """Whether it asks for something that was not said yet."""
    may_repeat: bool = False
    """Whether what was said is an answer where nothing else is: a reason may stand beside it."""
    typed: str = ""
    """The question as it was typed, where it may as well stand alone; else empty."""
    named: frozenset[str] = frozenset()
    """The stemmed words of what it names itself, which an answer to another wording must have."""


def resolve(question: str, topics: Topics) -> Resolution:
    """The question with what it points to, unchanged where it stands on its own."""
    dependence, pronouns = find_dependence(question)
    if dependence is ContextDependence.FRAGMENT:
        exchanged = exchange_value(strip_opening(question), topics.question)
        if exchanged is not None:
            return Resolution(exchanged, "It exchanges a value of the last question.", (question,))
    if not topics.newest_first:
        return Resolution(question, "Nothing was asked before it.")
    if dependence is ContextDependence.NONE:
        completed = _complete_name(question, topics)
        if completed is None:
            return Resolution(question, "It stands on its own.")
        return Resolution(completed, "It shortens a name that was given before.", (question,))
    if dependence is ContextDependence.FRAGMENT:
        question = _name_one(question, topics)
    if (reason := ask_reason(question, topics.question)) is not None:
        added = _add(question, " ".join(words_of(topics.question)))
        is_new = not gives_reason(topics.reply)
        why = "It asks for the reason of what was asked before."
        return Resolution(
            reason, why, (added,), said=topics.said, moves_on=is_new, may_repeat=is_new
        )
    text, why = _complete(question, dependence, pronouns, topics)
    others = [_add(question, " ".join(words_of(topics.question)))]
    if dependence not in (ContextDependence.PRONOUN, ContextDependence.BARE):
        others.append(question)
    elif topics.named:
        others = []
    subject = subject_of(question) if dependence is ContextDependence.VAGUE else None
    return Resolution(
        text,
        why,
        tuple(one for one in others if one != text),
        said=topics.said,
        moves_on=bool(_MORE.search(question)) and asks_further(question),
        typed=question if subject is not None and text != question else "",
        named=frozenset() if subject is None else subject.terms,
    )


def _complete(
    question: str, dependence: ContextDependence, pronouns: list[Token], topics: Topics
) -> tuple[str, str]:
    """A question that leans on the turns before with what it points to, and why."""
    if dependence is ContextDependence.FRAGMENT:
        text = _resolve_fragment(question, topics)
        return text, "It is a part of a question: the last one's words."
    if dependence is ContextDependence.BARE:
        return _add(question, _recall(topics)), "It names nothing: the last question's words."
    if (completed := _complete_name(question, topics)) is not None:
        return completed, "It shortens a name that was given before."
    if dependence is ContextDependence.PRONOUN:
        words = ", ".join(pronoun.text for pronoun in pronouns)
        return _resolve_pronouns(question, pronouns, topics), f"It points back ({words})."
    if dependence is ContextDependence.VAGUE and topics.mention(question):
        return question, "It names what was talked of."
    if topics.count_rare(question) > (dependence is ContextDependence.IMPLICIT):
        return question, "It has words that are rare in the documents."
    return _add(question, topics.carried), "It does not say of what: the conversation's topic."


def asks_further(question: str) -> bool:
    """Whether a question names nothing and asks for more on the last one ("Who else?", "Why?").

    What it got from the turns before, in parentheses, does not count.
    """
    typed = CARRIED.sub("", question)
    dependence, _ = find_dependence(typed)
    if dependence is ContextDependence.PRONOUN:
        return bool(_MORE.search(typed)) and all(is_light(word) for word in words_of(typed))
    return dependence is ContextDependence.BARE


def _recall(topics: Topics) -> str:
    """The last question's words, or its topic where it had no others."""
    topic = topics.newest_first[0]
    if set(terms_of(topics.question)) <= topic.terms:
        return topic.text
    return " ".join(words_of(topics.question))


def _add(question: str, words: str) -> str:
    """The question with words in parentheses, less those that it has."""
    present = set(terms_of(question))
    if set(terms_of(words)) <= present:
        return question
    return f"{question.strip()} ({words})"


def _resolve_pronouns(question: str, pronouns: list[Token], topics: Topics) -> str:
    """The question with its pronouns replaced; what doesn't read well goes in parentheses."""
    parts, aside, place = [], [], 0
    present = set(terms_of(question))
    for pronoun in pronouns:
        meant = _antecedent(question, pronoun, topics)
        if set(terms_of(meant)) <= present:
            continue
        present |= set(terms_of(meant))
        if topics.named or not _is_replaceable(question, pronoun):
            aside.append(meant)
            continue
        parts += [question[place : pronoun.start], _inflect(question, pronoun, meant)]
        place = pronoun.end
    replaced = "".join(parts) + question[place:]
    return _add(replaced, ", ".join(aside)) if aside else replaced


def _inflect(question: str, pronoun: Token, meant: str) -> str:
    """What stands in a pronoun's place: with the ending of "its", with the verb of "it's"."""
    if pronoun.is_possessive:
        return f"{meant} is"
    if pronoun.key in POSSESSIVES and not _is_object(question, pronoun):
        return f"{meant}’" if meant.endswith("s") else f"{meant}’s"
    return meant


def _antecedent(question: str, pronoun: Token, topics: Topics) -> str:
    """The newest topic that agrees with a pronoun, else the newest."""
    if topics.named and pronoun.key not in _PERSONS:
        return ", ".join(topics.named)
    known = topics.newest_first
    if pronoun.key in _PLURAL and _PAIR.search(question) and len(known) > 1:
        return f"{known[1].text} and {known[0].text}"
    if pronoun.key in _PERSONS:
        agreeing = [topic for topic in known if topic.named]
        if not agreeing and topics.named and is_thing(known[0].text):
            return ", ".join(topics.named)
    else:
        agreeing = [topic for topic in known if topic.plural == (pronoun.key in _PLURAL)]
    return (agreeing or known)[0].text


def _is_object(question: str, pronoun: Token) -> bool:
    """Whether "her" stands for a person rather than for whose."""
    after = next((t for t in tokens_of(question) if t.start >= pronoun.end), None)
    return pronoun.key == "her" and (after is None or not after.is_word)


def _is_replaceable(question: str, pronoun: Token) -> bool:
    """Whether a pronoun stands for the whole topic, not before a noun of its own."""
    if pronoun.key not in {"this", "that", "these", "those"}:
        return True
    after = next((t for t in tokens_of(question) if t.start >= pronoun.end), None)
    return after is None or not after.is_word or after.key in AUXILIARIES | PREPOSITIONS


def _resolve_fragment(question: str, topics: Topics) -> str:
    """The last question with its parallel phrase exchanged, else the fragment with its words."""
    rest = strip_opening(question)
    new = topic_of(rest)
    previous = topics.question
    if new is None:
        return _add(question, _recall(topics))
    old = next((p for p in phrases_of(previous) if _parallel(previous, p, new)), None)
    if old is not None and not new.relational and _is_bare(rest):
        return previous[: old.start] + rest.rstrip(" ?!.") + previous[old.end :]
    if new.relational:
        return _add(question, topics.newest_first[0].text)
    return _add(question, _recall(topics))


def _name_one(fragment: str, topics: Topics) -> str:
    """A fragment with the noun that its "one" stands for: "the intermediate course"."""
    nouns = words_of(topics.newest_first[0].text.split(" of ")[0])
    match = _ONE.search(fragment)
    if match is None or not nouns or is_light(match["which"]):
        return fragment
    return f"{fragment[: match.end('which')]} {nouns[-1]}{fragment[match.end() :]}"


def _parallel(previous: str, old: Phrase, new: Phrase) -> bool:
    """Whether a phrase can take another's place: both names, or of one head without adjectives."""
    if old.named and new.named:
        return True
    before = previous[: old.start].split()
    return bool(old.terms & new.terms) and bool(before) and before[-1].casefold() in STOP_WORDS


def _is_bare(fragment: str) -> bool:
    """Whether a fragment opens with no preposition."""
    first = tokens_of(fragment)[0]
    return first.key not in PREPOSITIONS


def _complete_name(question: str, topics: Topics) -> str | None:
    """The question with a shortened name written out ("the College"), if it has one."""
    own = set(terms_of(question))
    for short in phrases_of(question, _DETERMINERS):
        for known in [*topics.newest_first, *phrases_of(topics.reply)]:
            head = terms_of(known.text.split(" of ")[0])[-1:]
            if short.determined and short.terms == set(head) and not known.terms <= own:
                return question[: short.start] + known.text + question[short.end :]
    return None

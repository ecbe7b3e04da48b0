"""Tell sentences that report what somebody proposed or asked from those that say what holds.

Minutes have both rules and motions that failed: "A motion to allow dogs was withdrawn" is no answer
to "Are dogs allowed?" where another sentence says so.
"""

from __future__ import annotations

import re

_PROPOSAL = re.compile(
    r"\b(?:motions?|proposals?|petitions?)\b[^.;]*\b(?:withdrawn|rejected|defeated|discussed|debated"
    r"|postponed|adjourned|deferred|declined|lost|dismissed|tabled|pending|failed|not (?:adopted"
    r"|carried|passed|accepted|approved|agreed))\b"
    r"|\b(?:proposed|suggested|moved|requested) (?:that|lowering|raising|allowing|changing)\b"
    r"|\bproposed (?:to|a|an)\b"
    r"|\basked (?:\w+ ){0,3}?(?:whether|if|how|why|when|that)\b"
    r"|\b(?:discuss(?:ed|es)?|debated?|considered|wondered|undecided) (?:whether|if|how)\b",
    re.IGNORECASE,
)
_OUTCOME = re.compile(
    r"\b(?:accepted|adopted|agreed|approved|carried|decided|declined|defeated|deferred|failed|lost"
    r"|passed|postponed|refused|rejected|resolved|turned down|voted?|votes|withdrawn|withdrew)\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:is|are|am|do|does|can|may|must|shall|should|has|have|need)\b", re.IGNORECASE
)
_PAST_OR_PROPOSED = re.compile(
    r"\b(?:was|were|did|had|will|would|could|might|motions?|propos\w+|petition\w*|suggest\w*"
    r"|request\w*|discuss\w*|debat\w*|minut\w+|meetings?|decid\w+|decision\w*|vot\w+|said|ask\w*"
    r"|want\w*|argu\w+|reject\w*|withdraw\w*)\b",
    re.IGNORECASE,
)


def asks_what_holds(question: str) -> bool:
    """Whether a question is about what holds now, and says nothing of a meeting or a proposal."""
    return _HOLDS.search(question) is not None and _PAST_OR_PROPOSED.search(question) is None


def reports_proposal(sentence: str) -> bool:
    """Whether a sentence tells what was proposed, asked or put off rather than what holds."""
    return _PROPOSAL.search(sentence) is not None


def tells_outcome(sentence: str) -> bool:
    """Whether a sentence may tell what became of a proposal."""
    return _OUTCOME.search(sentence) is not None

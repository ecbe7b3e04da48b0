"""Put a refused question in the words of the passages nearest to it: "broken" as their "faulty".

People ask in everyday words for what documents say in theirs. A word of the question that the
nearest passages lack gives way to one that means the same, or the kind of thing that it names, and
that they have. Nothing else is added, so a passage on something else stays what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qa_bot.answering.followup.words import is_light
from qa_bot.answering.known_forms import IRREGULAR_FORMS
from qa_bot.index.lexical.words import stem, terms_of, words_of
from qa_bot.types import Citation

_SAME = """
    acquire buy obtain purchase, additional extra further, address handle tackle resolve, affect
    influence shape change alter, aid help assist assistance support facilitate, appoint choose
    designate name, arrest catch capture apprehend detain seize, attack assault intrusion breach,
    attempt try endeavour, big large major significant, combat fight counter tackle, communicate
    talk dialogue consult, conduct carry perform implement, conflict quarrel dispute disagreement,
    cooperate cooperation collaborate collaboration together jointly, create develop produce,
    damage hurt harm, danger threat risk hazard, deal address handle tackle, discontinue stop halt
    prevent, enable allow let, encourage promote foster urge, enough sufficient adequate, evaluate
    test assess assessment judge, exchange swap share sharing, fast prompt early,
    find locate detect identify, fund finance funding pay sponsor, give provide supply offer grant
    furnish, hack hacking intrusion attack, happen occur, indicate show
    demonstrate, inform notify tell warn alert, investigate examine probe, judge
    judicial judiciary court, keep maintain preserve, knowledge expertise, live reside,
    need require requirement necessary, norm rule standard principle, part component, police
    enforcement, poor poorer developing underdeveloped, punish prosecute prosecution
    sanction penalise, receive obtain, rich richer wealthy developed, save preserve rescue, seek
    look search, speed accelerate expedite, spy spying espionage surveillance, strengthen enhance
    bolster improve better, teach train training educate education, trust confidence, use employ
    utilise, verify check confirm, weak weakness vulnerable vulnerability,
    accident incident injury, accommodation lodging hotel, allowed permitted allow permit may,
    answer reply response respond, apartment flat, appliance device unit machine apparatus product
    equipment, approval consent permission authorisation authorization approve agree, ask request
    enquire inquire, assignment homework coursework, author writer write wrote written, autumn
    fall, award prize, bag luggage baggage, ban banned forbid forbidden prohibit prohibited,
    bathroom bath shower, begin start commence launch open, bicycle bike cycle, bill invoice
    receipt, bin rubbish trash garbage waste refuse, blocked clogged obstructed, border frontier,
    boss manager supervisor, broken faulty defective damaged damage fault defect, brochure
    leaflet, build construct erect built, building house, buy purchase bought, cancel withdraw
    revoke rescind, car vehicle automobile, cellar basement, certificate note proof, chair
    chairman chairwoman chairperson, change alter amend modify, check inspect inspection examine
    test, child kid, children kids, close shut closed, club society association, coach trainer,
    colleague coworker, complain complaint claim object, complete finish finished, compulsory
    mandatory obligatory required must, confidential secret, contract agreement, cost price charge
    fee rate fare tariff pay paid, country nation abroad, course class lesson, cupboard closet,
    customer client buyer, damp moisture humidity, deadline due within, delete erase remove,
    deliver delivery ship shipping, departure leaving, deposit bond, die death died dead, discount
    reduction, dismiss fire sack terminate, dispose disposal discard, dispute disagreement, doctor
    physician medical, dry drying, duty obligation responsibility, earn salary wage pay, elderly
    senior, elevator lift, email mail, employ hire recruit, employee staff worker personnel,
    employer company firm, end finish terminate expire expiry, enrol enroll register join, error
    fault failure mistake, exam examination test, expel expulsion exclude, expense expenditure
    spending, explain explanation, fast quick quickly rapid speed, father paternity parent
    parental, mother maternity parent parental, female woman women girl, male man men boy, film
    movie, fix repair mend, floor storey, forename surname name, found founded establish
    established, fridge refrigerator, fuel petrol gas gasoline, funded funding fund finance
    financed sponsor paid, funeral bereavement death, furniture furnished, garden yard, grade mark
    score, ground soil earth, guarantee warranty, guest visitor friend, guide manual instructions,
    handbook manual, heating heat boiler, help assist assistance support, high tall height,
    holiday vacation leave, home house domestic, hurt injure injured harm wound wounded, ill sick
    illness sickness disease, important significant, increase raise rise, inhabitant resident
    population citizen, injury accident, inspect survey, install fit set, insurance insured insure
    cover, internet online website web, interrupt interruption break pause, journey trip travel,
    judge magistrate, keep retain store kept stored, key code, kill killed death dead, kitchen
    catering, landlord owner lessor, laptop computer notebook device, late overdue delayed delay,
    law legislation statute act, lawyer solicitor attorney, leader head chief, leak leakage, leave
    resign quit notice, lecture class, lecturer teacher professor instructor, letter post mail,
    limit maximum ceiling cap up, lock bolt secure, lodger subtenant sublet, lose loss lost, loud
    noise noisy, lunch meal, machine appliance, maintain maintenance service care, marry marriage
    wedding married, material substance, medicine drug medication, meeting session assembly,
    member participant, minimum least, mobile phone telephone, money cash funds, monthly month,
    mower lawnmower, movie film, neighbour neighbor, notice warning, occupation job profession,
    old former ancient, opening start, opponent against, organiser organizer, overtime extra,
    owner proprietor, owns owner, parcel package, parking park, password passcode, pay paid
    payment payable, penalty fine sanction, pension retirement, people persons inhabitants
    population, perform performance, period term duration, phone telephone call, photo photograph
    picture, plan schedule, poll survey questionnaire, power energy electricity, pregnant
    maternity, probation trial, problem trouble issue, procedure process, profit earnings,
    programme program, promise guarantee, quiet silent, quit resign leave, recommend
    recommendation advise suggest, reduce lower reduction decrease, refund reimburse reimbursement
    repay return returned, reject refuse refused turned, release version edition, rent lease hire
    let, repair fix, report tell, respond answer, rest remainder, result finding find found,
    return send returned back, right entitled entitlement, road street, room hall, rule
    regulation, run manage managed manager lead, safe secure safety, salary pay wage, sample
    sampled specimen, school college, seat place, sell sold sale, send post mail return returned
    sent, separate divide, share portion percentage proportion, shop store, shut closed close,
    size dimensions, smartphone phone mobile, sofa couch, speak talk words say, spouse partner,
    stop end cease, student pupil learner, study survey research, submit hand handed enter,
    subscription fee dues, supper dinner, task duty job, tax duty, taxi cab, teach instruct
    teacher instructor, tenant renter lessee, textbook book, throw thrown discard, tidy clean,
    timetable schedule, toilet lavatory restroom, town city, training course, trash waste rubbish,
    unpaid overdue, unsubscribe withdraw consent, urgent emergency, use usage, vote ballot
    election, voucher coupon, wage pay, wash clean rinse, wear clothing clothes,
    weigh weight, whole entire, win won winner, work job employment, workshop seminar,
    worker staff, yearly annual annually year
"""
_KINDS = """
    cat dog rabbit hamster parrot budgie snake > animal pet, chatgpt chatbot ai copilot gemini >
    generator generators artificial ai tool, spain france italy germany portugal greece poland
    sweden norway denmark ireland austria > europe european abroad country, usa america china
    india japan brazil canada australia > abroad country, laptop tablet phone smartphone > device
    equipment, paypal visa mastercard > card payment, bus train plane tram > transport travel,
    girlfriend boyfriend friend sister brother parents > guest visitor, husband wife > spouse,
    brother sister > sibling relative, grandmother grandfather aunt uncle cousin > relative, wine
    beer spirits > alcohol drink, cigarette cigarettes > smoking, monday tuesday wednesday
    thursday friday > weekday weekdays, saturday sunday > weekend, weekend > saturday sunday,
    gun knife > weapon, ipad iphone > device phone, hotel taxi > expense,
    electricity gas water > bill utilities
"""
"""What things are kinds of; the other way says more than the question."""
_PHRASES = {
    "get rid of": ("dispose of", "take to", "discard"), "throw away": ("dispose of",),
    "give back": ("return",), "hand in": ("submit",), "sign up": ("join", "register"),
    "day off": ("leave", "holiday"), "days off": ("leave", "holiday"), "time off": ("leave",),
    "find out": ("learn",), "look after": ("care for",), "put off": ("postpone",),
    "call off": ("cancel",), "fill in": ("complete",), "turn on": ("switch on", "start"),
    "turn off": ("switch off",), "go up": ("rise", "raise"), "set up": ("install", "found"),
    "take part": ("participate",), "move out": ("leave",), "pay back": ("refund", "repay"),
    "pay for": ("fund", "finance", "sponsor"), "pays for": ("funds", "finances", "sponsors"),
    "money back": ("refund", "returned"), "made of": ("consist of",), "bad weather": ("storm",),
}  # fmt: skip
MAX_WORDINGS = 2
"""Wordings that are asked at the most: each is another search."""


@lru_cache(maxsize=1)
def _read_groups() -> dict[str, dict[str, str]]:
    """By the stem of a word the others that may stand in its place, as written, by their stems."""
    others: dict[str, dict[str, str]] = {}
    for group in _SAME.split(","):
        words = group.split()
        for word in words:
            _add(others, word, [one for one in words if stem(one) != stem(word)])
    for group in _KINDS.split(","):
        named, kinds = (part.split() for part in group.split(">"))
        for word in named:
            _add(others, word, kinds)
    return others


def _add(others: dict[str, dict[str, str]], word: str, given: Sequence[str]) -> None:
    known = others.setdefault(stem(word), {})
    for one in given:
        known.setdefault(stem(one), one)


def find_synonyms(term: str) -> frozenset[str]:
    """The stems of what may stand in the place of a stem, and of what it is a kind of."""
    return frozenset(_read_groups().get(term, ()))


def reword_nearest(question: str, nearest: Sequence[Citation]) -> tuple[str, ...]:
    """The question in the words of the nearest excerpts, one wording for each that has some.

    A word that a nearer excerpt has is what is meant, and stays.

    Args:
        question: the standalone question, which has no answer as it is.
        nearest: the excerpts nearest to it, the best first.
    """
    wordings: list[str | None] = []
    kept: set[str] = set()
    for citation in nearest:
        held = set(terms_of(" ".join([citation.quote, *citation.section_path])))
        wordings.append(_reword(question, held, kept))
        kept |= held
    return tuple(dict.fromkeys(filter(None, wordings)))[:MAX_WORDINGS]


def _reword(question: str, held: set[str], kept: set[str]) -> str | None:
    """The question with the words of one excerpt; None where it has none for those it lacks.

    Args:
        question: the standalone question.
        held: the stems that the excerpt has.
        kept: those of nearer ones, which stay as they are.
    """
    reworded = question
    for phrase, others in _PHRASES.items():
        if re.search(rf"\b{phrase}\b", reworded, re.IGNORECASE):
            fitting = (one for one in others if set(terms_of(one)) & held)
            if (other := next(fitting, None)) is not None:
                reworded = re.sub(rf"\b{phrase}\b", other, reworded, flags=re.IGNORECASE)
    known_words = _read_groups()
    for word in words_of(question):
        if stem(word) in held | kept or (is_light(word) and stem(word) not in known_words):
            continue
        own = IRREGULAR_FORMS.get(word.casefold(), ())
        known = [one for key, one in known_words.get(stem(word), {}).items() if key in held]
        if (other := next((one for one in known if one not in own), None)) is not None:
            reworded = re.sub(rf"\b{re.escape(word)}\b", other, reworded)
    return reworded if reworded != question else None

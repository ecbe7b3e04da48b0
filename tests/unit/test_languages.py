"""The language of a question, told by its small words; nothing English is taken for another."""

from __future__ import annotations

import pytest

from qa_bot.answering.forms.language import find_language, find_languages

ASKED = {
    "French": ["Qui gère le Global Response Center?", "Combien coûte un billet?",
               "Que fait INTERPOL?",
               "Pourquoi l'ENISA a été créée?", "Quelles sont les règles de la chorale?"],
    "German": ["Wer leitet das Global Response Center?", "Was macht die ENISA?",
               "Wie viele Mitglieder hat der Verein?", "Darf ich einen Hund mitbringen?"],
    "Spanish": ["¿Quién dirige el Global Response Center?", "¿Cuántos miembros tiene el club?"],
    "Italian": ["Chi gestisce il Global Response Center?", "Dove si trova l'ufficio?"],
    "Portuguese": ["Quem dirige o Global Response Center?", "Quando abre o museu?"],
    "Dutch": ["Wie leidt het Global Response Center?", "Hoeveel leden heeft de club?"],
    "Swedish": ["Vem leder Global Response Center?", "Hur många medlemmar har klubben?"],
    "Russian": ["Кто руководит Global Response Center?"],
    "Chinese": ["谁负责全球响应中心？"],
    "Japanese": ["誰がセンターを運営していますか"],
}  # fmt: skip
ENGLISH = """
    Who wrote Les Misérables?
    What is Der Spiegel?
    Where is El Capitan in relation to Los Angeles?
    Who succeeded Dick Clark on ABC's New Year's broadcasts?
    What's Thomas Piketty's job?
    Was die Linke in the government?
    Who sings La vie en rose?
    When was Das Kapital published?
    list the members of the Comité des Forges
    cloud security
    ENISA
    What did Le Monde say about the de la Cruz case?
"""


@pytest.mark.parametrize(
    ("language", "question"), [(name, one) for name, all_of in ASKED.items() for one in all_of]
)
def test_a_question_in_another_language_is_told(language, question):
    assert find_language(question) == language


@pytest.mark.parametrize("question", [one.strip() for one in ENGLISH.strip().splitlines()])
def test_an_english_question_with_foreign_names_stays_english(question):
    assert find_language(question) in ("English", "")


def test_the_languages_of_texts_are_those_that_they_show():
    english = "The office is open on weekdays and the keys are with the warden of the house."
    german = "Das Büro ist von Montag bis Freitag geöffnet und der Schlüssel liegt bei dem Wart."
    assert find_languages([english, "12.4 77 x"]) == {"English"}
    assert find_languages([english, german]) == {"English", "German"}

"""Subtitles of films are read as what is said, with the minute as the page."""

from __future__ import annotations

from tests.readings import read, text_of


def cue(start, end, text):
    return f"{start} --> {end}\n{text}\n\n"


def test_a_sentence_over_several_subtitles_is_whole_and_its_minute_is_its_page():
    film = (
        "1\n" + cue("00:00:58,000", "00:00:59,500", "The bridge was built")
        + "2\n" + cue("00:01:00,000", "00:01:03,000", "<i>in 1887</i> by two brothers.")
        + "3\n" + cue("00:01:20,000", "00:01:22,000", "{\\an8}It holds 3 &lt; 4 tonnes.")
    )  # fmt: skip
    document = read("a.srt", film).document
    assert document.text == (
        "The bridge was built in 1887 by two brothers.\n\nIt holds 3 < 4 tonnes."
    )
    assert [str(page) for page in document.pages] == ["time 0:00:00", "time 0:01:00"]


def test_who_speaks_is_said_and_remarks_are_reported():
    film = (
        "WEBVTT\n\nNOTE made by hand\n\nSTYLE\n::cue { color: red }\n\nintro\n"
        + cue("00:01.000", "00:04.000 align:start", "<v Mara>Welcome to the mine.")
        + cue("00:05.000", "00:09.000", "<v.loud Olaf>It is 340 metres deep.</v>")
        + cue("01:00:09.000", "01:00:10.000", "- Who?\n- Ann.")
    )
    reading = read("a.vtt", film)
    assert reading.document.text.split("\n\n") == [
        "Mara: Welcome to the mine.", "Olaf: It is 340 metres deep.", "- Who?", "- Ann.",
    ]  # fmt: skip
    assert "1 remark" in reading.report.reason


def test_lines_that_roll_up_are_said_once_and_a_word_said_twice_is_kept():
    rolling = "WEBVTT\n\n" + "".join(
        cue(f"00:0{n}.000", f"00:0{n}.990", text)
        for n, text in enumerate(
            (
                "the<00:00:00.400><c> pump</c>",
                "the pump",
                "the pump\nneeds<00:00:02.400><c> oil</c>",
                "needs oil",
                "needs oil\nevery year",
            )
        )
    )
    assert text_of("a.vtt", rolling) == "the pump needs oil every year"
    twice = [("00:00:01,0", "Stop."), ("00:00:02,0", "Stop."), ("00:00:03,0", "Why? No."),
             ("00:00:04,0", "Go on.")]  # fmt: skip
    film = "".join(cue(f"{at}00", f"{at}90", text) for at, text in twice)
    assert text_of("a.srt", film) == "Stop. Stop. Why? No. Go on."


def test_what_is_said_stays_whole_where_blank_lines_are_out_of_place():
    film = (
        "1\n" + cue("00:00:01,000", "00:00:02,000", "\nThe rent is")
        + "2\n" + cue("00:00:03,000", "00:00:04,000", "five pounds\n\na month.").strip()
        + "\n3\n" + cue("00:00:05,000", "00:00:06,000", "No pets.")
    )  # fmt: skip
    assert text_of("a.srt", film) == "The rent is five pounds a month. No pets."


def test_two_who_speak_on_one_line_are_told_apart():
    film = "WEBVTT\n\n" + cue("00:01.000", "00:02.000", "<v Ann>Is it deep?</v> <v Bo>Very.</v>")
    assert text_of("a.vtt", film) == "Ann: Is it deep?\n\nBo: Very."


def test_a_file_without_times_is_reported():
    assert "holds no subtitles" in str(read("film.srt", b"!").report)

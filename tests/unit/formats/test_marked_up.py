"""Documents in XML (JATS, DocBook, FictionBook) are read as the page that is made of them."""

from tests.readings import read, text_of


def blocks(name: str, data: str) -> list[str]:
    return text_of(name, data).split("\n\n")


def test_an_article_keeps_its_numbers_notes_lists_and_tables():
    data = """<?xml version="1.0"?><article><front><article-title>Kelp</article-title></front><body>
    <sec id="s1"><label>2</label><title>Methods</title><p>We took 10<sup>6</sup> spores<xref
    ref-type="fn">1</xref> and <strike>4</strike>5 jars.</p><table-wrap><caption><p>Yield</p>
    </caption><table><thead><tr><th>Site</th><th>2021</th></tr></thead><tbody><tr><td>Molde</td>
    <td>27</td></tr></tbody></table></table-wrap><list list-type="roman-lower"><list-item><p>Wash.
    </p></list-item><list-item><p>Dry.</p></list-item></list><list><list-item><label>4)</label>
    <p>Weigh.</p></list-item></list><fig><graphic/></fig></sec></body></article>"""
    reading = read("a.xml", data)
    assert reading.document.text.split("\n\n") == [
        "Kelp", "2 Methods", "We took 10⁶ spores[1] and ~~4~~ 5 jars.", "Yield",
        "Site: Molde; 2021: 27.", "i. Wash.\nii. Dry.", "4) Weigh.",
    ]  # fmt: skip
    assert reading.report.reason == "not in the text: 1 picture"
    assert [section.title for section in reading.document.sections] == ["Kelp", "2 Methods"]
    assert reading.document.title == "Kelp"


def test_a_manual_keeps_merged_cells_empty_cells_and_notes_in_its_lines():
    data = """<?xml version="1.0"?><book xmlns="http://docbook.org/ns/docbook"><chapter><title>Pump
    </title><para>At 10<superscript>5</superscript> Pa<footnote><para>Cold.</para></footnote>,
    <emphasis role="strikethrough">40</emphasis> 25 bar.</para>
    <informaltable><tgroup><thead>
    <row><entry>Model</entry><entry>Flow</entry><entry>Power</entry></row></thead><tbody><row><entry
    namest="c1" nameend="c2">P1</entry><entry>9</entry></row><row><entry>P2</entry><entry/>
    <entry>2.2</entry></row></tbody></tgroup></informaltable><orderedlist startingnumber="3">
    <listitem><para>Open.</para></listitem></orderedlist>
    <screen>go\n  on</screen></chapter></book>"""
    assert blocks("a.xml", data) == [
        "Pump", "At 10⁵ Pa [Cold.], ~~40~~ 25 bar.", "Model: P1; Flow: P1; Power: 9.",
        "Model: P2; Power: 2.2.", "3. Open.", "go\n  on",
    ]  # fmt: skip


def test_a_book_and_marked_text_in_a_list_of_values_are_read():
    book = """<?xml version="1.0"?><FictionBook><body><section><title><p>One</p></title><p>It cost
    10<sup>3</sup> kr.</p></section></body><binary>aGk=</binary></FictionBook>"""
    assert blocks("a.fb2", book) == ["One", "It cost 10³ kr."]
    stock = "<?xml version='1.0'?><stock><n>7</n><note>To 10<sup>4</sup> m.</note></stock>"
    assert blocks("a.xml", stock) == ["n: 7.", "To 10⁴ m."]


def test_words_of_drawings_are_read_in_pages_and_in_files_of_their_own():
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg'><title>Mill</title><text>Wheel</text>"
        "<text><tspan>To the</tspan><tspan x='4' dy='9'>pond</tspan></text></svg>"
    )
    assert blocks("a.svg", drawing) == ["Mill", "Wheel", "To the pond"]
    reading = read("a.html", f"<p>See:</p>{drawing}<svg><title>Menu</title></svg>")
    assert reading.document.text == "See:\n\nMill\nWheel\nTo the pond"
    assert reading.report.reason == ""


def test_a_long_value_is_no_sentence_and_takes_no_search_through_all_of_it():
    code = "ab/cd+" * 40_000
    note = "<note>All of it is kept in a dry shed.</note>"
    data = f"<?xml version='1.0'?><stock><n>7</n><key>{code}</key>{note}</stock>"
    assert blocks("a.xml", data) == [f"n: 7; key: {code}.", "All of it is kept in a dry shed."]

"""A web page is read as it looks: numbers, struck words, folded parts, lists, lines and tables."""

import pytest

from tests.readings import read, text_of


def page(body: str) -> str:
    return text_of("a.html", f"<html><body>{body}</body></html>")


def blocks(body: str) -> list[str]:
    return page(body).split("\n\n")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("5 × 10<sup>−4</sup> kg", "5 × 10⁻⁴ kg"),
        ("2<sup>10</sup> bytes on 12 km<sup>2</sup>", "2¹⁰ bytes on 12 km²"),
        ("x<sub>1</sub><sup>2</sup> and H<sub>2</sub>O", "x₁² and H₂O"),
        ("e<sup>kt</sup> on the 20<sup>th</sup>", "e^kt on the 20th"),
        ("Torvik had 4,120<sup>3</sup> people", "Torvik had 4,120[3] people"),
        ("The limit<sup>2</sup> is ten.<sup>3</sup>", "The limit[2] is ten.[3]"),
        ("In 2015<sup>1</sup> it rained", "In 2015[1] it rained"),
        ('so<sup class="footnote"><a href="#f1">a</a></sup> it is', "so[a] it is"),
        ('twice.<sup class="reference"><a href="#r">[7]</a></sup>', "twice."),
        ("5<sup>1</sup>/<sub>2</sub> cups", "5 1/2 cups"),
        ("so E = mc<sup>2</sup> holds", "so E = mc² holds"),
        ("<sup>3</sup>&frasl;<sub>4</sub> inch, 1 &frac12; cup", "3/4 inch, 1 ½ cup"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> mile", "1/2 mile"),
        ("costs <del>40</del><ins>25</ins> euros", "costs ~~40~~ 25 euros"),
        ("at <s>seven</s> eight", "at ~~seven~~ eight"),
        ('<span style="text-decoration:line-through">3</span>2 men', "~~3~~ 2 men"),
        ("<q>No</q>, he said", "“No”, he said"),
        ('<i aria-hidden="true">★</i>Stars', "Stars"),
    ],
)
def test_numbers_and_struck_words_stay_what_they_are(markup, text):
    assert page(f"<p>{markup}</p>") == text
    assert page(f"<table><tr><th>A</th></tr><tr><td>{markup}</td></tr></table>").startswith(
        f"A: {text}"
    )


def test_readings_over_words_leave_the_words_whole():
    assert page("<p><ruby>港町<rt>みなとまち</rt></ruby>は静かです。</p>") == (
        "港町は静かです。 (港町: みなとまち)"
    )
    apart = "<ruby>灯<rp>(</rp><rt>とう</rt><rp>)</rp></ruby><ruby>台<rt>だい</rt></ruby>"
    assert page(f"<p>{apart}は高い</p>") == "灯台は高い (灯台: とうだい)"


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        ("<ol start=4><li>x</li><li value=9>y</li><li>z</li></ol>", ["4. x", "9. y", "10. z"]),
        ("<ol reversed><li>x</li><li>y</li></ol>", ["2. x", "1. y"]),
        ("<ol type=a start=26><li>x</li><li>y</li></ol>", ["z. x", "aa. y"]),
        ("<ol type=I><li>x<ol type=i><li>y</li></ol></li></ol>", ["I. x", "  i. y"]),
        ('<ol style="list-style-type: upper-alpha"><li>x</li></ol>', ["A. x"]),
        ("<ul><li>x</li><li>y</li></ul>", ["- x", "- y"]),
    ],
)
def test_items_have_the_numbers_that_the_page_shows(markup, lines):
    assert page(markup).split("\n") == lines


def test_numbers_of_items_are_counted():
    reading = read("a.html", "<ol><li>x</li><li>y</li></ol>")
    assert reading.report.details.list_numbers == 2


@pytest.mark.parametrize(
    "markup",
    [
        "<pre>mix a\n  then b</pre>",
        "<pre>mix a<br>  then b</pre>",
        "<pre><code><div>mix a</div><div>  then b</div></code></pre>",
        "<pre><div>mix a</div>\n<div>  then b</div></pre>",
        '<pre><span class="line">mix a</span><span class="line">  then b</span></pre>',
    ],
)
def test_preformatted_text_keeps_its_lines(markup):
    assert page(markup) == "mix a\n  then b"


def test_line_numbers_beside_a_listing_are_no_text():
    table = (
        '<table><tr><td class="linenos"><pre>1\n2</pre></td><td><pre>a\nb</pre></td></tr></table>'
    )
    assert page(table) == "a\nb"


def test_line_breaks_end_lines_and_two_end_a_paragraph():
    assert page("<p>Old Mill<br>Lane 4<br>48 112 Port<br><br>Open daily</p>") == (
        "Old Mill\nLane 4\n48 112 Port\n\nOpen daily"
    )


@pytest.mark.parametrize(
    "markup",
    [
        "<details><summary>Who may swim?</summary><p>All may.</p></details>",
        '<h2><button aria-expanded="false">Who may swim?</button></h2><div hidden>All may.</div>',
        '<button class="accordion">Who may swim?</button><div style="display:none">All may.</div>',
        '<div role="button" aria-expanded="false">Who may swim?</div><div hidden>All may.</div>',
        '<ul role="tablist"><li><a role="tab" href="#p">Who may swim?</a></li></ul>'
        '<div role="tabpanel" id="p" aria-hidden="true">All may.</div>',
        '<h2 class="head"><a data-toggle="collapse" href="#c">Who may swim?</a></h2>'
        '<div id="c" class="collapse">All may.</div>',
    ],
)
@pytest.mark.parametrize("around", ["main", "article", "div"])
def test_what_is_folded_is_read_below_its_head(markup, around):
    body = f"<{around}><h1>Rules</h1><p>The lake is open to all.</p>{markup}</{around}>"
    reading = read("a.html", f"<html><body>{body}</body></html>")
    assert reading.document.text == (
        "# Rules\n\nThe lake is open to all.\n\n## Who may swim?\n\nAll may."
    )
    assert reading.report.details.hidden_blocks == 1
    assert reading.report.status == "read"


def test_tabs_stand_before_their_panels():
    tabs = '<button role="tab" aria-controls="a">Hours</button>'
    tabs += '<button role="tab" aria-controls="b">Fees</button>'
    panels = '<div id="a">Nine to five.</div><div id="b" hidden>Ten euros.</div>'
    assert blocks(f"<main><div role=tablist>{tabs}</div>{panels}</main>") == [
        "# Hours", "Nine to five.", "# Fees", "Ten euros.",
    ]  # fmt: skip


def test_an_aside_in_the_text_is_read_and_a_menu_in_it_is_not():
    aside = "<aside><p>Switch the pump off first.</p></aside>"
    menu = "<aside><a href=1>One</a> <a href=2>Two</a></aside>"
    text = "<p>Lift the lid and clean the filter with water and a soft brush.</p>"
    assert blocks(f"<article><h1>Pump</h1>{text}{aside}{menu}</article>")[1:] == [
        "Lift the lid and clean the filter with water and a soft brush.",
        "Switch the pump off first.",
    ]


def test_menus_are_left_out_and_counted():
    menu = "<nav><a href=/>Home</a> <a href=/b>Blog</a></nav>"
    reading = read(
        "a.html", f"<html><body>{menu}<main><p>The sea is green.</p></main></body></html>"
    )
    assert reading.document.text == "The sea is green."
    assert reading.report.reason == "not in the text: 8 characters of menus, banners and footers"


def test_pictures_are_described_or_reported():
    described = '<img src=a alt="Open from nine to five">'
    reading = read("a.html", f"<p>Hours: {described}</p><img src=b><img src=c alt=''><svg></svg>")
    assert reading.document.text == "Hours: [Picture: Open from nine to five]"
    assert reading.report.reason == "not in the text: 1 picture"


def test_terms_stand_with_their_definitions():
    assert page(
        "<dl><dt>Weir<dd>A low dam.<dt>Sluice</dt><dt>Gate</dt><dd>A door for water.</dl>"
    ) == ("Weir: A low dam.\n\nSluice, Gate: A door for water.")
    assert page("<dl><dt>Weir</dt><dd><p>A <b>low</b> dam.</p></dd></dl>") == "Weir: A low dam."


def test_values_of_forms_are_read():
    form = '<label>Name <input value="Ida"></label> <input type=checkbox checked> member'
    assert page(f"<p>{form} <select><option>a<option selected>b</select></p>") == (
        "Name Ida ☒ member b"
    )


def test_boxes_stand_apart_from_the_words_before_them():
    boxes = (
        "<input type=radio checked><label>Monthly</label><input type=radio><label>Yearly</label>"
    )
    assert page(boxes) == "☒ Monthly ☐ Yearly"


def test_tables_with_groups_captions_and_bold_heads():
    groups = (
        "<table><caption>Fares</caption><thead><tr><td rowspan=2>Zone<td colspan=2>2022</tr>"
        "<tr><td>Adult<td>Child</tr></thead><tr><td>A<td>4<td>2</tr></table>"
    )
    assert blocks(groups) == ["Fares", "Zone: A; 2022 - Adult: 4; 2022 - Child: 2."]
    bold = "<table><tr><td><b>Port</b><td><b>2019</b></tr><tr><td>Rye<td>2020</tr></table>"
    assert page(bold) == "Port: Rye; 2019: 2020."


def test_the_foot_of_a_table_belongs_to_no_group_of_its_rows():
    groups = "".join(
        f"<tbody><tr><th colspan=2>{name}<tr><td>{item}<td>{cost}</tbody>"
        for name, item, cost in (("Tools", "Saw", 50), ("Paint", "Blue", 40))
    )
    foot = "<tfoot><tr><td>Sum<td>90<tr><td>Tax<td>9</tfoot>"
    assert page(f"<table>{foot}<thead><tr><th>Item<th>Cost</thead>{groups}</table>") == (
        "Tools; Item: Saw; Cost: 50.\n\nPaint; Item: Blue; Cost: 40.\n\n"
        "Item: Sum; Cost: 90.\n\nItem: Tax; Cost: 9."
    )


def test_a_table_in_a_table_is_read_once_after_its_row():
    inner = "<table><tr><th>Bolt<th>Torque</tr><tr><td>M6<td>9 Nm</tr></table>"
    rows = f"<tr><td>Arm<td>See {inner}</tr><tr><td>Leg<td>-</tr>"
    assert blocks(f"<table><tr><th>Part<th>Notes</tr>{rows}</table>") == [
        "Part: Arm; Notes: See.",
        "Bolt: M6; Torque: 9 Nm.",
        "Part: Leg; Notes: -.",
    ]


def test_a_table_for_layout_is_read_block_by_block():
    inner = "<table><tr><td>Rye<td>9</tr><tr><td>Ely<td>8</tr></table>"
    assert blocks(f"<table><tr><td><h1>Fees</h1><td>{inner}</tr></table>") == [
        "# Fees", "Rye: 9.", "Ely: 8.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xls", "<table><tr><th>Part<th>Count</tr><tr><td>Nut<td>90</tr></table>"),
        ("a.xlsx", "Part\tCount\nNut\t90\n"),
        (
            "a.xls",
            '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
            "<Row><Cell><Data>Part</Data></Cell><Cell><Data>Count</Data></Cell></Row>"
            '<Row ss:Index="4"><Cell><Data>Nut</Data></Cell><Cell ss:Index="2">'
            '<Data ss:Type="Number">90</Data></Cell></Row></Table></Worksheet></Workbook>',
        ),
    ],
)
def test_content_comes_before_the_name_of_a_spreadsheet(name, data):
    assert text_of(name, data).endswith("Part: Nut; Count: 90.")


def test_a_page_inside_of_the_page_is_read_where_it_stands():
    inner = "&lt;p&gt;The bell rings at six.&lt;/p&gt;"
    body = f"<p>Before.</p><iframe srcdoc='{inner}'></iframe><p>After.</p>"
    assert blocks(body) == ["Before.", "The bell rings at six.", "After."]


def test_a_box_beside_the_text_is_read_where_it_says_a_sentence():
    body = (
        "<h1>Pool</h1><p>The pool is open to all who live in the town.</p>"
        "<aside><p>Dogs stay outside of the hall.</p></aside>"
        "<div class=related><p>The toll is two crowns a day.</p></div>"
        "<aside><a href=a>All pools</a></aside><div class=newsletter>Write to us every day.</div>"
    )
    text = page(body)
    assert "Dogs stay outside" in text
    assert "two crowns" in text
    assert "All pools" not in text
    assert "Write to us" not in text


def test_a_mixed_number_in_a_formula_stays_one():
    math = "<math><mn>2</mn><mfrac><mn>1</mn><mn>4</mn></mfrac></math>"
    half = "<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>"
    digits = "<math><mn>1</mn><mn>2</mn></math>"
    assert page(f"<p>{math} turns, 3{half} cups, {digits}</p>") == "2 1/4 turns, 3 1/2 cups, 12"


def test_a_link_that_says_it_marks_a_note_is_no_digit():
    links = '<a epub:type="noteref" href="#n">1</a> and 7<a role="doc-noteref" href="#m">2</a>'
    assert page(f"<p>In ten years{links} days.</p>") == "In ten years[1] and 7[2] days."


def test_a_name_over_a_whole_row_below_the_header_heads_a_group():
    made = (
        "<table><thead><tr><th>Zone<th>Single</thead><tbody><tr><th colspan=2>City</th></tr>"
        "<tr><td>Inner<td>2.10</tr><tr><th colspan=2>Country</th></tr><tr><td>Outer<td>4.60</tr>"
        "</tbody></table>"
    )
    assert blocks(made) == [
        "City; Zone: Inner; Single: 2.10.",
        "Country; Zone: Outer; Single: 4.60.",
    ]


def test_a_named_row_without_values_is_no_second_header():
    made = (
        "<table><tr><th>Year<th>Rain</tr><tr><th>2020</th><td></td></tr><tr><th>2021<td>5</table>"
    )
    assert blocks(made) == ["Year: 2020.", "Year: 2021; Rain: 5."]


def test_elements_with_the_roles_of_a_table_are_one():
    def row(role, *cells):
        return f"<div role=row>{''.join(f'<span role={role}>{c}</span>' for c in cells)}</div>"

    made = (
        row("columnheader", "Seed", "Bags") + row("cell", "Rye", "14") + row("cell", "Oats", "22")
    )
    assert blocks(f"<div role=table>{made}</div>") == [
        "Seed: Rye; Bags: 14.", "Seed: Oats; Bags: 22.",
    ]  # fmt: skip


def test_what_is_shown_without_scripts_and_inside_of_own_elements_is_text():
    made = (
        "<main><p>Goods go back within 30 days.</p><noscript>Call 0800 113 for help.</noscript>"
        "<noscript>Please enable JavaScript to shop here.</noscript><template>No text.</template>"
        "<x-note><template shadowrootmode=open><p>Gift cards are never refunded.</p></template>"
        "</x-note><dialog><p>Opened software can't be returned.</p></dialog></main>"
    )
    assert blocks(made) == [
        "Goods go back within 30 days.", "Call 0800 113 for help.",
        "Gift cards are never refunded.", "Opened software can't be returned.",
    ]  # fmt: skip


def test_a_banner_that_holds_the_title_is_read_and_its_menu_is_not():
    made = (
        "<header><nav><a href=a>Home</a> <a href=b>Shop</a></nav><h1>Garage Holm</h1>"
        "<p>Open from 7:30 to 16:00.</p></header><p>We mend brakes and clutches of all makes.</p>"
    )
    assert blocks(made) == [
        "# Garage Holm", "Open from 7:30 to 16:00.", "We mend brakes and clutches of all makes.",
    ]  # fmt: skip


def test_text_of_a_table_that_is_in_no_cell_and_rows_inside_of_forms_are_read():
    made = (
        "<table>As of May.<tr><th>City<th>Rate</tr><form><tr><td>Oslo<td>60</tr></form>"
        "<tr><form><td>Bergen</td></form><td>70</td></tr></table>"
    )
    assert blocks(made) == ["As of May.", "City: Oslo; Rate: 60.", "City: Bergen; Rate: 70."]


def test_text_between_terms_and_definitions_is_read():
    assert blocks("<dl>Of boats:<dt>Keel<dd>The lowest beam.</dl>") == [
        "Of boats:", "Keel", "The lowest beam.",
    ]  # fmt: skip


def test_text_between_rows_that_are_rows_by_their_roles_is_read():
    made = (
        "<div role=table><p>In stock:</p><p role=row><b role=cell>Rye</b> <b role=cell>4</b></div>"
    )
    assert blocks(made) == ["In stock:", "Rye 4"]


def test_a_listing_whose_class_asks_for_line_numbers_is_read():
    made = (
        "<pre class='line-numbers'><code>make all\nmake test</code></pre><b class=gutter>1\n2</b>"
    )
    assert blocks(made) == ["make all\nmake test"]


def test_what_a_style_raises_strikes_or_makes_bold_is_told_apart():
    rules = (
        ".c7{font-size:8pt;vertical-align:super} .c9 , p.x{text-decoration:line-through} "
        ".c1{font-weight:700}"
    )
    head = f"<html><head><style>{rules} .c7:hover b{{vertical-align:sub}}</style></head><body>"
    words = '<span class="c2">10</span><span class="c7 c2">6</span> at <span class=c9>40</span>25'
    assert text_of("a.html", f"{head}<p>{words}") == "10⁶ at ~~40~~ 25"
    own = 'H<span style="vertical-align: sub">2</span>O, 10<i style="vertical-align:super">3</i>'
    above = '10<span style="position:relative; top:-0.5em; font-size:80%">6</span>'
    assert text_of("a.html", f"<p>{own}, {above}") == "H₂O, 10³, 10⁶"
    names = "<td><p><span class=c1>Tank</span></p><td><p><span class=c1>2023</span></p>"
    table = f"<table><tr>{names}<tr><td>North<td>61<tr><td>South<td>70</table>"
    assert text_of("a.html", head + table).split("\n\n")[1] == "Tank: South; 2023: 70."


def test_a_form_that_is_filled_in_and_a_picture_with_a_label_are_read():
    text = "<p>" + "The porter keeps the keys of the gate. " * 9 + "</p>"
    form = (
        '<form>Name <input value="Ida"> <label><input type=checkbox checked>Insured</label></form>'
    )
    assert "Name Ida ☒ Insured" in page(form + text)
    assert "Search" not in page("<form>Search <input type=text><button>Go</button></form>" + text)
    rated = '<p>Rated <span role="img" aria-label="4 of 5 stars"></span></p>'
    assert page(rated) == "Rated [Picture: 4 of 5 stars]"


def test_the_banner_that_holds_the_title_of_the_page_is_read_beside_other_main_headings():
    text = "<h1>Loading</h1><p>" + "The deck holds many cars. " * 9 + "</p>"
    head = "<head><title>Ferry manual</title></head>"
    banner = "<header><h1>Ferry manual</h1><p>Kari Nes</p></header>"
    assert "# Ferry manual\n\nKari Nes" in page(f"{head}{banner}{text}")
    assert "Shop" not in page(f"{head}<header><h1>Shop</h1></header>{text}")


def test_links_that_show_parts_in_turn_stand_above_them():
    parts = "<div id=a><p>Open 10 to 15.</p></div><div id=b><p>Open 8 to 20.</p></div>"
    tabs = "<ul class='nav nav-tabs'><li><a href='#a'>Winter</a><li><a href='#b'>Summer</a></ul>"
    opened = ["# Winter", "Open 10 to 15.", "# Summer", "Open 8 to 20."]
    assert blocks(tabs + parts) == opened
    links = "<p><a data-toggle=tab href='#a'>Winter</a> <a data-toggle=tab href='#b'>Summer</a></p>"
    assert blocks(links + parts) == opened
    plain = "<ul class=toc><li><a href='#a'>Winter</a></ul>"
    assert "# Winter" not in page(plain + parts)


def test_what_a_style_shows_as_a_table_is_one_unless_it_places_blocks():
    style = "<style>.t{display:table}.r{display: table-row;}.c{display:table-cell}</style>"
    rows = (["Train", "Track"], ["IC 71", "4"], ["RE 9", "11"])
    cells = "".join(
        f"<div class=r>{''.join(f'<div class=c>{cell}</div>' for cell in row)}</div>"
        for row in rows
    )
    assert page(f"{style}<div class=t>{cells}</div>") == (
        "Train: IC 71; Track: 4.\n\nTrain: RE 9; Track: 11."
    )
    layout = cells.replace("IC 71", "<h2>News</h2>All trains run.")
    assert "## News\n\nAll trains run.\n\n4" in page(f"{style}<div class=t>{layout}</div>")
    one = "<div class=t><div class=c>Words</div><div class=c>beside</div></div>"
    assert page(f"{style}{one}") == "Words\n\nbeside"


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ("<td><b>Knots</b><br>6 June</td><td><b>Charts</b><br>13 June</td>", "Knots\n6 June"),
        (
            "<td><p><strong>From</strong></p><p>Kajen 4</td><td><b>To</b><br>Torvet",
            "From\n\nKajen 4",
        ),
        (
            "<td><a href=x><b>Sula</b></a><br>Bergen</td><td></td><td><b>Dana</b><br>Ribe",
            "Sula\nBergen",
        ),
        (
            "<td><div><b>12 May</b></div><div>Regatta</div></td><td><b>19 May</b><br>x",
            "12 May\n\nRegatta",
        ),
        (
            "<td><span><b>Fees</b></span><br>£40</td><td><span><b>Hours</b></span><br>9 to 5",
            "Fees\n£40",
        ),
        (
            "<td><b>N</b><br>open</td><td><b>S</b><br>shut</td></tr><tr><td><b>E</b><br>open",
            "N\nopen",
        ),
    ],
)
def test_cells_that_open_with_a_bold_line_are_cards_beside_each_other(cells, text):
    assert page(f"<table><tr>{cells}</td></tr></table>").startswith(f"{text}\n\n")


def test_bold_names_of_rows_and_columns_make_no_cards():
    assert blocks("<table><tr><td><b>Length</b></td><td>8.2 m</td></tr></table>") == [
        "Length: 8.2 m."
    ]
    head = "<tr><td><b>Boat</b><br>name</td><td><b>Fee</b><br>£</td></tr>"
    assert blocks(f"<table>{head}<tr><td>Tern</td><td>40</td></tr></table>") == [
        "Boat name: Tern; Fee £: 40."
    ]


def test_items_that_a_style_counts_with_those_around_them_show_all_numbers():
    style = (
        "<style>ol.terms,.terms ol{counter-reset:item;list-style:none}"
        "ol.terms li::before{counter-increment:item;content:counters(item,'.') ' '}</style>"
    )
    inner = "<li>Terms<ol><li>A flat.</li></ol></li><li>Rent<ol><li>Due.<li>Paid.</ol></li>"
    assert page(f"{style}<ol class=terms>{inner}</ol><ol>{inner}</ol>") == (
        "1. Terms\n  1.1. A flat.\n2. Rent\n  2.1. Due.\n  2.2. Paid.\n"
        "1. Terms\n  1. A flat.\n2. Rent\n  1. Due.\n  2. Paid."
    )

"""Pages of clinics that do not exist, in the ways that other people and other builders write."""

import pytest

from services.reader.reading import BulletList, Heading, Paragraph, ReadCondition, ReadTechnique, read
from services.reader.source import read_source

MARKDOWN = """\
[Skip to main content](#main)
Skip to main content

# Lomi Lomi (also known as Hawaiian Massage)

At the **Imaginary Otter Clinic** we work with long strokes
of the forearm, slowly and without a break, until your
whole back feels like one piece.

**Who is it for?**

- Neck, back and shoulder pain
- Siatica (down the leg)
- Tendonitis such as tennis elbow, golfer's elbow
* Insomnia: trouble falling asleep
- Insomnia

## Techniques

1. **Effleurage** – long strokes of the hand
2. Petrissage (kneading)
3. Hot stones

## When not to have a massage

- Fever
- Back pain after an accident

## What to bring

+ Loose clothes
+ A bottle of water

## Prices

- 60 minutes $80
- 90 minutes $110

![Our otter room](otter.jpg)

Goes well with Reiki.

Powered by Wix.com
"""

HTML = """\
<html><body><nav><ul><li>Home</li><li>Contact</li></ul></nav>
<h1>Trigger Point Therapy</h1>
<h2>About this massage</h2>
<p>The Invented Heron Studio presses on knots until they let go. The pressure is firm, 7/10 at most.</p>
<p>We can help with: stiff necks, tight calves, and tennis elbow.</p>
<h2>What to expect</h2>
<ol><li>You tell us where it hurts.</li><li>You lie on the table.</li></ol>
<h2>Our techniques</h2>
<dl><dt>Cross-fiber friction: short strokes across the muscle</dt><dt>Stretching</dt></dl>
<figure><figcaption>The Heron's table</figcaption></figure>
</body></html>
"""

PLAIN = """\
Made-Up Badger Massage
======

Gift vouchers
at the desk

CONDITIONS WE TREAT

1) Whiplash
2) Frozen shoulder
   after a long winter
3) Headaches, Migraines or Neck tension

How it works:
a) You arrive and sit a while.
b) We talk.

Tapotement
Light, quick taps with the sides of the hands wake the muscles up.

→ Skin rolling: lifts the skin
→ Kneading: like dough
· Monday
"""


@pytest.fixture(params=[MARKDOWN, HTML, PLAIN], ids=["markdown", "html", "plain"])
def page(request):
    return request.param


@pytest.fixture
def markdown():
    return read(read_source(MARKDOWN.encode(), "lomi.md"))


@pytest.fixture
def html():
    return read(read_source(HTML.encode(), "trigger.html"))


@pytest.fixture
def plain():
    return read(read_source(PLAIN.encode(), "badger.txt"))


def lists(reading):
    return [item.items for item in reading.body if isinstance(item, BulletList)]


def test_reads_a_title_in_markdown_with_its_other_name(markdown):
    assert (markdown.title, markdown.aliases) == ("Lomi Lomi Massage", ("Hawaiian Massage",))


def test_joins_wrapped_lines_and_takes_out_emphasis(markdown):
    assert markdown.summary.startswith("At the Imaginary Otter Clinic we work with long strokes of the forearm")
    assert markdown.summary.endswith("feels like one piece.")


def test_reads_conditions_with_notes_and_examples(markdown):
    assert markdown.conditions == (
        ReadCondition("Neck, back and shoulder pain"),
        ReadCondition("Sciatica", "down the leg"),
        ReadCondition("Tendonitis"),
        ReadCondition("tennis elbow", parent="Tendonitis"),
        ReadCondition("golfer's elbow", parent="Tendonitis"),
        ReadCondition("Insomnia", "trouble falling asleep"),
    )


def test_reads_a_numbered_list_of_techniques_and_accounts_for_its_numbers(markdown):
    assert markdown.techniques == (
        ReadTechnique("Effleurage", "long strokes of the hand"),
        ReadTechnique("Petrissage", "(kneading)"),
        ReadTechnique("Hot stones"),
    )
    assert "1. 2. 3." in markdown.not_placed


def test_never_reads_when_not_to_have_a_massage_as_conditions(markdown):
    assert ("Fever", "Back pain after an accident") in lists(markdown)


def test_keeps_lists_and_prices_it_does_not_understand_in_the_body(markdown):
    assert lists(markdown)[1:] == [("Loose clothes", "A bottle of water"), ("60 minutes $80", "90 minutes $110")]
    assert [item.text for item in markdown.body if isinstance(item, Heading)] == [
        "Who is it for?",
        "Techniques",
        "When not to have a massage",
        "What to bring",
        "Prices",
    ]


def test_reads_the_caption_of_an_image_and_sets_its_address_aside(markdown):
    assert markdown.captions == ("Our otter room",)
    assert "otter.jpg" in markdown.not_placed


def test_proposes_related_services_that_keep_their_sentence(markdown):
    assert markdown.related_services == ("Reiki",)
    assert markdown.body[-1] == Paragraph("Goes well with Reiki.")


def test_drops_what_builders_add(markdown, html):
    dropped = [mend.before for reading in (markdown, html) for mend in reading.mends if mend.kind == "leftover"]
    assert dropped == ["[Skip to main content](#main)", "Skip to main content", "Powered by Wix.com", "Home", "Contact"]


def test_reads_a_page_saved_as_html(html):
    assert html.title == "Trigger Point Therapy"
    assert html.summary == "The Invented Heron Studio presses on knots until they let go."
    assert (html.pressure, html.pressure_note) == (7, "The pressure is firm, 7/10 at most.")
    assert html.steps == ("You tell us where it hurts.", "You lie on the table.")
    assert html.techniques == (
        ReadTechnique("Cross-fiber friction", "short strokes across the muscle"),
        ReadTechnique("Stretching"),
    )
    assert html.captions == ("The Heron's table",)
    assert html.not_placed == ()


def test_reads_conditions_listed_in_prose(html):
    assert [condition.name for condition in html.conditions] == ["stiff necks", "tight calves", "tennis elbow"]
    assert Paragraph("We can help with:") in html.body


def test_reads_plain_text_without_any_markup(plain):
    assert plain.title == "Made-Up Badger Massage"
    assert [condition.name for condition in plain.conditions] == [
        "Whiplash",
        "Frozen shoulder after a long winter",
        "Headaches",
        "Migraines",
        "Neck tension",
    ]
    assert plain.steps == ("You arrive and sit a while.", "We talk.")
    assert Heading("Tapotement", 2) in plain.body
    assert plain.not_placed == ("1) 2) 3)", "a) b)")


def test_keeps_short_lines_that_are_neither_headings_nor_captions(plain):
    assert plain.body[0] == Paragraph("Gift vouchers at the desk")
    assert plain.captions == ()


def test_gives_every_page_the_same_reading_twice(page):
    assert read(page) == read(page)

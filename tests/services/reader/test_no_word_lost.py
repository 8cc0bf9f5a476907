"""Whatever the text and whichever mends are accepted: no word is lost, none is invented, nothing is raised."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from services.reader.reading import BulletList, read
from services.reader.source import UnreadablePage, clean_text

WORD = re.compile(r"[^\W_]+(?:['’‐‑-][^\W_]+)*")


def words(*texts):
    return Counter(word for text in texts for word in WORD.findall(text))


def places(reading):
    """Return each text of a reading but those that say again what another says."""
    yield reading.title
    yield from reading.aliases
    yield reading.summary
    for item in reading.body:
        yield from item.items if isinstance(item, BulletList) else [item.text]
    yield reading.pressure_note
    for condition in reading.conditions:
        yield from (condition.name, condition.note)
    for technique in reading.techniques:
        yield from (technique.name, technique.description, technique.note)
    yield from reading.steps
    yield from reading.captions
    yield from reading.not_placed


def check(text, chosen):
    """Read a text with the mends at some positions accepted, and account for every word."""
    proposed = read(text)
    mends = [mend for position, mend in enumerate(proposed.mends) if position in chosen]
    for reading, accepted in ((proposed, proposed.mends), (read(text, {mend.key for mend in mends}), mends)):
        source, page = words(text), words(*places(reading))
        mended = sum((words(mend.before) - words(mend.after) for mend in accepted), Counter())
        assert not source - mended - page, "lost"
        # A mend may say a word twice ("Recovery from falls"), and another mend may spell it anew: hence the set.
        assert set(page - source) <= set(words(*(mend.after for mend in accepted))), "invented"
        assert not words(*reading.related_services) - source
        assert reading.mends == proposed.mends
        assert all(text[mend.start :].startswith(mend.before) for mend in reading.mends)
        assert len({mend.key for mend in reading.mends}) == len(reading.mends)

    refused = read(text, ())
    assert words(*places(refused)) == words(text)
    assert read(text, ()) == refused
    assert replace(read(text, proposed.accepted)) == proposed


WORDS = st.sampled_from(
    "massage Effleurage neck pain carpel Sciatica headaches or and of from i.e. e.g. etc. 6/10 pressure Cross-fiber"
    " don’t (sore back) kneading: calm, stiff; **bold** __x__ aka which helps A 12 é 日 face down and face up _ -"
    " – — * ' ’ \" ( ) [ ] # ? ! . : ; , / \\ Petrissage siatica Trigger Point Release during client will"
    " table sheet".split()
)
PHRASE = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)
HEADING = st.builds(
    "{}{}{}".format, st.sampled_from(["", "# ", "## ", "**"]), PHRASE, st.sampled_from(["", "?", ":", "**"])
)
MARKER = st.sampled_from(["• ", "- ", "* ", "1. ", "2) ", "a) ", "✓ ", "→", "  • ", "– ", "-"])
BULLET_TEXT = PHRASE | st.sampled_from(
    [
        "Headaches, Migraines",
        "Recovery from injuries or falls",
        "Sprains or Spasms",
        "Sprains or Stiffness",
        "Strains (i.e. Carpel tunnel, tennis elbow, etc.)",
        "Strains such as tennis elbow, golfer's elbow and etc.",
        "Sciatica (down the leg)",
        "Insomnia: poor sleep",
        "Insomnia",
        "Fatigue and Low Energy",
        "Pressure: 7 out of 10",
    ]
)
LEAD = st.sampled_from(
    [
        "It helps with:",
        "Techniques:",
        "## Conditions",
        "What happens in a session?",
        "What to bring:",
        "Avoid massage if:",
        "",
    ]
)
LISTED = st.builds(
    lambda lead, gap, bullets: lead + gap + "\n".join(marker + text for marker, text in bullets),
    LEAD,
    st.sampled_from(["\n", "\n\n"]),
    st.lists(st.tuples(MARKER, BULLET_TEXT), min_size=1, max_size=6),
)
PROSE_LIST = st.builds(
    "{} They include: {}; {}{}".format,
    st.sampled_from(["We use six techniques.", "It helps with many conditions.", "Each session has steps.", "Words."]),
    st.lists(PHRASE | st.just("Skin Rolling which warms (For example, the back)"), min_size=1, max_size=4).map(
        "; ".join
    ),
    st.sampled_from(["and ", "or ", ""]),
    PHRASE,
)
FIXED = st.sampled_from(
    [
        "top of page",
        "Read more →",
        "Back Massage\nBack Massage",
        "Neuromuscular aka Medical Massage",
        "Lomi Lomi (also known as Hawaiian Massage)",
        "![A quiet room](img/room-1.jpg)",
        "Our Massage\n===",
        "The client will lie faced down on a table under a sheet and face up. We will use oil.",
        'Feedback helps. Pressure is 6 out of 10 on a scale. Never past "hurts good". It is combined with Deep Tissue.',
        "60 minutes $80",
    ]
)
PIECE = HEADING | LISTED | PROSE_LIST | FIXED | PHRASE.map(lambda phrase: f"{phrase}. {phrase} ends here.")
PAGE = st.lists(PIECE, min_size=1, max_size=8).flatmap(
    lambda pieces: st.sampled_from(["\n\n", "\n"]).map(lambda gap: gap.join(pieces))
)
CHOSEN = st.frozensets(st.integers(0, 20))


@settings(max_examples=400, deadline=None)
@given(PAGE, CHOSEN)
@example("It helps with:\n- i.e.. - i.e. ends here.", frozenset())
def test_loses_no_word_of_pages(page, chosen):
    check(page, chosen)


@settings(max_examples=400, deadline=None)
@given(st.text(), CHOSEN)
def test_loses_no_word_of_arbitrary_text(text, chosen):
    check(text, chosen)


@settings(max_examples=400, deadline=None)
@given(PAGE | st.text(st.characters(codec="utf-8")), CHOSEN)
def test_loses_no_word_of_cleaned_text(text, chosen):
    try:
        cleaned = clean_text(text)
    except UnreadablePage:
        return
    check(cleaned, chosen)


def test_loses_no_word_of_the_real_page(real_page):
    count = len(read(real_page).mends)
    for chosen in (
        (),
        range(count),
        *([each] for each in range(count)),
        *(set(range(count)) - {each} for each in range(count)),
    ):
        check(real_page, chosen)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "•", "(", "a", "# ", "1.", "aka", "**", "![]()", "- - -\n==="])
def test_reads_almost_nothing(text):
    check(text, {0})

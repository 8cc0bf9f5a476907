"""The clinic's present page, read whole."""

import re
from collections import Counter

import pytest

from services.reader.mends import MendKind
from services.reader.reading import BulletList, Heading, Paragraph, ReadCondition, read


@pytest.fixture
def reading(real_page):
    return read(real_page)


def without(text, **quoted):
    """Read a text with all mends accepted but those of a kind, and with given words before."""
    mends = read(text).mends
    refused = {
        mend.key
        for mend in mends
        for kind, words in quoted.items()
        if mend.kind == MendKind[kind] and words.casefold() in mend.before.casefold()
    }
    assert refused, quoted
    return read(text, {mend.key for mend in mends} - refused)


def test_parts_the_title_from_its_alias(reading):
    assert (reading.title, reading.aliases) == ("Neuromuscular Massage", ("Medical Massage",))


def test_takes_the_first_opening_paragraph_as_summary(reading):
    assert reading.summary.startswith("Neuromuscular massage therapy, also known as")
    assert reading.summary.endswith("muscles, and bones).")


def test_keeps_headings_and_the_other_paragraphs_in_the_body(reading):
    kinds = [type(item) for item in reading.body]
    assert kinds == [Heading, Paragraph, Paragraph, Heading, Paragraph, Paragraph]
    assert [item.text[-8:] for item in reading.body if isinstance(item, Heading)] == ["from it?", " entail?"]
    assert reading.body[1].text.startswith("It is used to concentrate")
    assert reading.body[2].text.endswith("including but not limited to:")
    assert "Deep Tissue" in reading.body[5].text


def test_proposes_deep_tissue_as_a_related_service(reading):
    assert reading.related_services == ("Deep Tissue",)


def test_reads_the_pressure_and_its_note(reading):
    assert reading.pressure == 6
    assert "6 out of 10" in reading.pressure_note
    assert "hurts good" in reading.pressure_note
    assert "Feedback" in reading.pressure_note


def test_reads_nineteen_bullets_as_twenty_five_conditions(reading):
    assert [condition.name for condition in reading.conditions] == [
        "Chronic pain",
        "Restricted mobility",
        "Recovery from automobile accidents",
        "Recovery from sport injuries",
        "Recovery from falls",
        "Pain associated with Osteoarthritis",
        "Muscle Tension",
        "Posture problems",
        "Repetitive Strain Injuries",
        "Carpal tunnel",
        "tennis elbow",
        "thoracic outlet syndrome",
        "Insomnia",
        "Joint pain",
        "Sprains",
        "Stiffness",
        "Fibromyalgia",
        "Lower Back Pain",
        "Headaches",
        "Migraines",
        "Sciatica",
        "Piriformis syndrome",
        "Scoliosis",
        "Spasms",
        "Fatigue and Low Energy Issues",
    ]


def test_puts_examples_under_the_condition_before_them(reading):
    children = [condition.name for condition in reading.conditions if condition.parent]
    assert children == ["Carpal tunnel", "tennis elbow", "thoracic outlet syndrome"]
    assert {condition.parent for condition in reading.conditions} == {None, "Repetitive Strain Injuries"}


def test_reads_six_techniques_in_order_with_their_descriptions(reading):
    described = [(technique.name, technique.description.split()[0]) for technique in reading.techniques]
    assert described == [
        ("Skin Rolling", "which"),
        ("Myofascial Release", "(sculpting"),
        ("Cross-fiber Massage", "releases"),
        ("Trigger Point Pressure Release", "helps"),
        ("Effleurage", "a"),
        ("Petrissage", "kneading"),
    ]
    assert reading.techniques[-1].description.endswith("kneading dough")


def test_notes_that_trigger_points_can_cause_headaches(reading):
    notes = [technique.note for technique in reading.techniques]
    assert notes == [
        *[""] * 3,
        "For example, specific areas in the upper shoulders and neck can cause headaches",
        *[""] * 2,
    ]
    assert reading.techniques[3].description.endswith("tender points")


def test_reads_the_session_as_one_step_a_sentence(reading):
    assert len(reading.steps) == 2
    assert "face down on a massage table" in reading.steps[0]
    assert reading.steps[0].endswith("head rest, then turning over to face up.")
    assert "lotion" in reading.steps[1]


def test_reads_one_caption_and_drops_the_builders_lines(reading):
    assert reading.captions == ("Back Massage",)
    assert reading.not_placed == ()


def test_proposes_each_mend_the_page_needs(reading):
    proposed = [(mend.kind.name, mend.before.partition(" on a massage table")[0]) for mend in reading.mends]
    assert proposed == [
        ("LEFTOVER", "top of page"),
        ("TITLE_ALIAS", "Neuromuscular aka Medical Massage"),
        ("SPLIT", "Recovery from sport injuries or falls"),
        ("EXAMPLES", "Repetitive Strain Injuries (i.e. Carpel tunnel, tennis elbow, thoracic outlet syndrome, etc.)"),
        ("WORDING", "i.e."),
        ("SPELLING", "Carpel"),
        ("SPLIT", "Sprains or Stiffness"),
        ("SPLIT", "Headaches, Migraines"),
        ("DUPLICATE", "Sprains"),
        ("SPLIT", "Sprains or Spasms"),
        ("DUPLICATE", "Back Massage"),
        ("WORDING", "and Petrissage"),
        ("WORDING", "faced down"),
        ("LEFTOVER", "bottom of page"),
    ]
    assert all(mend.reason.endswith(".") for mend in reading.mends)
    assert reading.accepted == {mend.key for mend in reading.mends}


def test_quotes_the_source_in_each_mend(real_page, reading):
    for mend in reading.mends:
        assert real_page[mend.start : mend.start + len(mend.before)] == mend.before
    assert len({mend.key for mend in reading.mends}) == len(reading.mends)


def test_loses_only_the_words_its_mends_name(real_page, reading):
    conditions = [field for each in reading.conditions for field in (each.name, each.note)]
    techniques = [field for each in reading.techniques for field in (each.name, each.description, each.note)]
    texts = [
        reading.title,
        *reading.aliases,
        reading.summary,
        *(item.text for item in reading.body),
        reading.pressure_note,
        *conditions,
        *techniques,
        *reading.steps,
        *reading.captions,
    ]
    source, page = (Counter(re.findall(r"[\w’'-]+", text)) for text in (real_page, " ".join(texts)))
    # The second caption's "Massage" goes, and the title that was parted gains one.
    assert source - page == Counter(
        "top of page bottom of page aka or or or i e etc Carpel Sprains Back and faced and".split()
    )
    assert page - source == Counter("Recovery from Carpal face then turning over to".split())


def test_leaves_the_page_as_it_is_when_every_mend_is_refused(real_page, reading):
    refused = read(real_page, accepted=())
    assert refused.mends == reading.mends
    assert refused.accepted == frozenset()
    assert (refused.title, refused.aliases) == ("Neuromuscular aka Medical Massage", ())
    assert len(refused.conditions) == 19
    assert refused.conditions[7] == ReadCondition(
        "Repetitive Strain Injuries (i.e. Carpel tunnel, tennis elbow, thoracic outlet syndrome, etc.)"
    )
    assert refused.techniques[5].name == "and Petrissage"
    assert "faced down" in refused.steps[0]
    assert refused.captions == ("Back Massage", "Back Massage")
    assert refused.not_placed == ("top of page", "bottom of page")


def test_mends_words_inside_a_bullet_whose_examples_stay(real_page):
    names = [condition.name for condition in without(real_page, EXAMPLES="carpel").conditions]
    assert "Repetitive Strain Injuries (e.g. Carpal tunnel, tennis elbow, thoracic outlet syndrome, etc.)" in names


def test_parts_examples_whose_spelling_stays(real_page):
    names = [condition.name for condition in without(real_page, SPELLING="carpel").conditions]
    assert "Carpel tunnel" in names
    assert len(names) == 25


def test_keeps_both_sprains_when_the_duplicate_is_refused(real_page):
    names = [condition.name for condition in without(real_page, DUPLICATE="sprains").conditions]
    assert names.count("Sprains") == 2


def test_keeps_the_second_sprains_when_the_first_is_not_parted(real_page):
    names = [condition.name for condition in without(real_page, SPLIT="sprains or stiffness").conditions]
    assert names[-10:-8] != ["Sprains", "Sprains"]
    assert "Sprains or Stiffness" in names
    assert "Sprains" in names


def test_ignores_keys_that_name_no_mend(real_page, reading):
    assert read(real_page, {*reading.accepted, "no such key"}) == reading
    assert not any(isinstance(item, BulletList) for item in reading.body)

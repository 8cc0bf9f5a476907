"""Each kind of mend, beyond those of the clinic's own page."""

import pytest

from services.reader.mends import MendKind
from services.reader.reading import BulletList, Paragraph, ReadCondition, ReadTechnique, read

LEAD = "It helps with these conditions:\n\n"


def conditions(*bullets, accepted=None):
    return read(LEAD + "\n".join(f"• {bullet}" for bullet in bullets), accepted).conditions


def names(*bullets, accepted=None):
    return [condition.name for condition in conditions(*bullets, accepted=accepted)]


def proposed(text, kind):
    return [(mend.before, mend.after) for mend in read(text).mends if mend.kind == kind]


@pytest.mark.parametrize(
    ("bullet", "parts"),
    [
        ("Headaches, Migraines", ["Headaches", "Migraines"]),
        ("Sprains or Strains.", ["Sprains", "Strains"]),
        ("Stress, Tension or Insomnia", ["Stress", "Tension", "Insomnia"]),
        ("Stress, Tension, or Insomnia", ["Stress", "Tension", "Insomnia"]),
        ("Pain in neck or shoulders", ["Pain in neck", "Pain in shoulders"]),
        ("Recovery from falls, Pain in hips", ["Recovery from falls", "Pain in hips"]),
    ],
)
def test_splits_pairs_in_bullets(bullet, parts):
    assert names(bullet) == parts
    assert names(bullet, accepted=()) == [bullet.rstrip(".")]


@pytest.mark.parametrize(
    "bullet",
    [
        "Fatigue and low energy",
        "Neck or shoulder pain",
        "Acute or chronic pain",
        "Neck, back and hip pain",
        "Stress, anxiety & tension",
        "Pain after sitting for long or after a drive",
        "Whiplash or being very stiff every single morning",
        "Whiplash,",
        "a, ",
    ],
)
def test_leaves_bullets_that_name_one_condition_whole(bullet):
    assert names(bullet) == [bullet.rstrip(", ")]


@pytest.mark.parametrize(
    ("bullet", "children"),
    [
        ("Strains (e.g. tennis elbow)", ["tennis elbow"]),
        ("Strains (tennis elbow, jumper's knee, etc.)", ["tennis elbow", "jumper's knee"]),
        ("Strains, including tennis elbow; jumper's knee and etc", ["tennis elbow", "jumper's knee"]),
        ("Strains (for example: tennis elbow, jumper's knee)", ["tennis elbow", "jumper's knee"]),
    ],
)
def test_puts_examples_under_their_condition(bullet, children):
    assert conditions(bullet) == (
        ReadCondition("Strains"),
        *(ReadCondition(child, parent="Strains") for child in children),
    )
    assert conditions(bullet, accepted=()) == (ReadCondition(bullet),)


@pytest.mark.parametrize(
    ("bullet", "name", "note"),
    [
        ("Sciatica (down one leg)", "Sciatica", "down one leg"),
        ("Sciatica – down one leg or both", "Sciatica", "down one leg or both"),
        ("(down one leg)", "(down one leg)", ""),
        ("Strains (etc.)", "Strains", "etc."),
        ("Strains (e.g. those that come after a day in the garden)", "Strains", None),
        ("Pain: ", "Pain:", ""),
        ("Pain (neck, back): both", "Pain (neck, back): both", ""),
    ],
)
def test_reads_other_brackets_as_notes(bullet, name, note):
    (condition,) = conditions(bullet)
    assert condition.name == name
    assert note is None or condition.note == note


def test_drops_repeated_conditions_but_not_their_notes():
    assert conditions("Insomnia", "insomnia", "Insomnia: waking early") == (
        ReadCondition("Insomnia"),
        ReadCondition("Insomnia", "waking early"),
    )
    assert len(conditions("Insomnia", "insomnia", accepted=())) == 2


@pytest.mark.parametrize(
    ("title", "name", "alias"),
    [
        ("Neuromuscular aka Medical Massage", "Neuromuscular Massage", "Medical Massage"),
        ("Swedish Massage, also known as Relaxation Massage", "Swedish Massage", "Relaxation Massage"),
        ("Reiki (a.k.a. Energy Work)", "Reiki", "Energy Work"),
    ],
)
def test_parts_titles_from_their_other_names(title, name, alias):
    reading = read(f"{title}\n\nA paragraph about it.")
    assert (reading.title, reading.aliases) == (name, (alias,))
    assert read(f"{title}\n\nA paragraph about it.", ()).title == title


@pytest.mark.parametrize("title", ["Reiki aka", "Reiki (aka )", "Aka Reiki", "Akasha Massage"])
def test_leaves_titles_with_one_name(title):
    assert (read(title).title, read(title).aliases) == (title, ())


def test_proposes_spellings_in_the_case_of_the_source():
    assert proposed("Carpel carpel CARPEL Theraputic, plantar facitis.", MendKind.SPELLING) == [
        ("Carpel", "Carpal"),
        ("carpel", "carpal"),
        ("CARPEL", "CARPAL"),
        ("Theraputic", "Therapeutic"),
        ("plantar facitis", "plantar fasciitis"),
    ]
    assert read("We treat siatica with theraputic care.").summary == "We treat sciatica with therapeutic care."


@pytest.mark.parametrize("text", ["(i.e. one, two)", "(ie neck, back)", "strains, i.e. tennis elbow etc."])
def test_takes_that_is_before_examples_for_for_example(text):
    assert [after for _, after in proposed(text, MendKind.WORDING)] == ["e.g."]


@pytest.mark.parametrize("text", ["the neck (i.e. the part above)", "i.e. the back, the neck."])
def test_leaves_that_is_where_it_may_be_meant(text):
    assert proposed(text, MendKind.WORDING) == []


def test_keeps_an_and_in_prose_lists_when_its_mend_is_refused():
    text = "Our techniques: Effleurage; and Petrissage – kneading"
    assert read(text).techniques == (ReadTechnique("Effleurage"), ReadTechnique("Petrissage", "kneading"))
    assert read(text, ()).techniques[1] == ReadTechnique("and Petrissage", "kneading")
    assert read("It helps with: headaches; and migraines", ()).conditions[1].name == "and migraines"
    assert read("Our techniques: Effleurage; and ;", ()).not_placed == ()


@pytest.mark.parametrize(
    "line", ["Top of Page", "• Log In", "Read more »", "Use tab to navigate through the menu items."]
)
def test_sets_refused_leftovers_aside(line):
    (mend,) = read(f"{line}\n\nReal words.").mends
    assert mend.kind == MendKind.LEFTOVER
    assert read(f"{line}\n\nReal words.", {mend.key}).not_placed == ()
    assert read(f"{line}\n\nReal words.", ()).not_placed == (mend.before.rstrip(" »."),)


@pytest.mark.parametrize(
    ("text", "pressure"),
    [
        ("The pressure is six out of ten.", 6),
        ("Intensity: 10/10.", 10),
        ("- Pressure of 5 out of 10\n- Oil", 5),
        ("The pressure is 0 out of 10.", None),
        ("9 out of 10 clients like our pressure.", None),
        ("We score 8/10 for parking.", None),
    ],
)
def test_reads_pressure_out_of_ten(text, pressure):
    assert read(text).pressure == pressure


def test_takes_only_the_first_pressure():
    reading = read("Pressure is 5/10.\n\nPressure is 7/10.")
    assert (reading.pressure, reading.pressure_note) == (5, "Pressure is 5/10.")


@pytest.mark.parametrize(
    ("item", "technique"),
    [
        ("Skin rolling which warms", ReadTechnique("Skin rolling", "which warms")),
        ("Cross-fiber Massage frees the deep and tight tissue", None),
        ("Effleurage (e.g. on the back) soothes", ReadTechnique("Effleurage", "soothes", "e.g. on the back")),
        ("Effleurage: ", ReadTechnique("Effleurage")),
    ],
)
def test_tells_a_technique_from_its_description(item, technique):
    expected = technique or ReadTechnique("Cross-fiber Massage", "frees the deep and tight tissue")
    assert read(f"# Massage\n\n## Techniques\n\n- {item}").techniques == (expected,)


def test_keeps_lists_of_techniques_without_names_as_they_are():
    item = "we press and we hold and we wait until the muscle finally decides to let go of it all"
    assert read(f"Techniques:\n\n- {item}").body[-1] == BulletList((item,), numbered=False)


@pytest.mark.parametrize(
    "text",
    [
        "Techniques: " + "; ".join(["rolling"] * 102),
        "We open on: Monday, Tuesday, Friday.",
        "Techniques: we press and we hold and we wait, then more, then less.",
    ],
)
def test_keeps_other_lists_in_prose_as_prose(text):
    assert read(text).techniques == ()
    assert read(text).summary == text or read(text).body == (Paragraph(text),)


@pytest.mark.parametrize(
    ("bullets", "found"),
    [
        (["Back pain", "Frozen shoulder", "Posture"], 3),
        (["Reduces pain", "Eases tension"], 0),
        (["A quiet room", "Warm towels"], 0),
    ],
)
def test_knows_conditions_by_their_words_when_nothing_leads_in(bullets, found):
    assert len(read("\n".join(f"- {bullet}" for bullet in bullets)).conditions) == found


def test_knows_techniques_by_their_words_when_nothing_leads_in():
    assert len(read("- Effleurage\n- Petrissage\n- Oil").techniques) == 3


@pytest.mark.parametrize(
    "lead", ["Benefits of these conditions:", "Do not come if you have one of these conditions:", "What to bring:"]
)
def test_does_not_take_other_lists_for_conditions(lead):
    assert read(f"Massage\n\n{lead}\n- Back pain\n- Neck pain").conditions == ()


@pytest.mark.parametrize("above", ["# When to avoid massage", "# Massage\n\n## Contraindications"])
def test_heeds_a_warning_in_the_title_and_in_any_heading_above(above):
    assert read(f"{above}\n\n### Conditions\n\n- Back pain\n- Neck pain").conditions == ()


def test_passes_over_lines_without_words():
    assert read("Warm hands.\n\n* * *\n\n• —\n\nCold feet.").body == (
        Paragraph("Warm hands."),
        Paragraph("Cold feet."),
    )


def test_parts_sentences_before_a_quotation():
    assert read("The client will lie on a table. (“Under a sheet.”)").steps == (
        "The client will lie on a table.",
        "(“Under a sheet.”)",
    )


def test_keeps_sentences_as_long_as_their_abbreviations():
    reading = read("The client will rest, e.g. On a table, under a sheet. Then oil.")
    assert reading.steps == ("The client will rest, e.g. On a table, under a sheet.", "Then oil.")

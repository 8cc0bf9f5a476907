"""Words that claim too much are found, and plain words are not."""

from time import process_time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from staff.checks.findings import Kind
from tests.builders import make_condition, make_gallery, make_image, make_service
from tests.staff.checks.looking import found, set_up_clinic, words_found, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It cures sciatica.", "cures"),
        ("A CURE for headaches", "CURE"),
        ("People were cured here.", "cured"),
        ("Massage heals you.", "heals"),
        ("Our healing hands", "healing"),
        ("We eliminate your back pain.", "eliminate your back pain"),
        ("Get rid of pain today", "Get rid of pain"),
        ("Results are guaranteed.", "guaranteed"),
        ("It realigns the spine.", "realigns"),
        ("a re-alignment of the neck", "re-alignment"),
        ("A detox for your body", "detox"),
        ("It detoxifies.", "detoxifies"),
        ("It flushes out toxins.", "flushes out toxins"),
        ("It is clinically proven.", "clinically proven"),
        ("proven to work", "proven to"),
        ("There are no side effects.", "no side effects"),
        ("It works without any side-effects.", "without any side-effects"),
        ("Permanent relief for necks", "Permanent relief"),
        ("It permanently eases tension.", "permanently eases"),
        ("Instant relief", "Instant relief"),
        ("A miracle for backs", "miracle"),
        ("It boosts your immune system.", "boosts your immune system"),
        ("It treats headaches.", "treats headaches"),
        ("treatment of migraines", "treatment of migraines"),
        ("Massage not only cures, it calms.", "cures"),
        ("No pain. It cures.", "cures"),
    ],
)
def test_finds_what_claims_too_much(home, text, words):
    assert words_found(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "A secure place for your things, and a manicure next door.",
        "Curettage is done by a doctor; we procure our oil nearby.",
        "Sore heels need firm shoes. Good health to you.",
        "The healing time differs.",
        "Wait until the wound has healed.",
        "A fracture that has not healed yet",
        "Come back once it is fully healed.",
        "Massage does not cure sciatica.",
        "Nobody can promise a cure.",
        "We cannot guarantee that.",
        "We don’t realign anything.",
        "Treat yourself to an hour of rest. It is a treat.",
        "Our treatment room is quiet.",
        "Tell us if you are being treated for cancer.",
        "Remove your shoes; the pain may ease.",
        "A permanent address",
        "Pain that comes at once needs a doctor.",
    ],
)
def test_leaves_plain_words_alone(home, text):
    assert words_found(text) == []


def test_knows_the_conditions_of_the_site(home):
    make_condition(home, "Frozen shoulder", synonyms=["stiff joint"])
    assert words_found("It treats a frozen shoulder and it is a treatment for stiff joint") == [
        "treats a frozen shoulder",
        "treatment for stiff joint",
    ]


def test_offers_a_plainer_wording_and_only_advises(home):
    service = make_service(home, "Back", summary="It cures.")
    (finding,) = found(service, Kind.CLAIM)
    assert not finding.blocking
    assert finding.sentence == "“cures” claims more than can be shown. Plainer: “may ease”."
    assert (finding.place.path, finding.place.label) == ("summary", "Summary")


def test_a_clinic_adds_its_own(home):
    claims = [("claim", {"words": "best in town", "plainer": "near the station"})]
    set_up_clinic(claims=claims)
    (finding,) = found(make_service(home, summary="We are the best  in town!"), Kind.CLAIM)
    assert "Plainer: “near the station”." in finding.sentence


def test_looks_everywhere(home):
    service = make_service(
        home,
        "Cure",
        photos=(make_image(description="A cure", caption="A cure"),),
        other_names=["Cure all"],
        body=[("heading", "A cure"), ("text", "<p>It <b>cu</b>res</p>"), ("notice", {"rank": "good", "text": "cure"})],
        session_steps=[("step", {"title": "Cure", "text": "cure"})],
        questions=[("question", {"question": "A cure?", "answer": "<p>cure</p>"})],
        seo_title="A cure",
        search_description="A cure",
        pressure_note="A cure",
    )
    ids = {name: [block.id for block in getattr(service, name)] for name in ("body", "session_steps", "questions")}
    assert {finding.place.path for finding in found(service, Kind.CLAIM)} == {
        *("title", "slug", "seo_title", "search_description", "pressure_note", "other_names"),
        *("photos.0.alt_text", "photos.0.caption"),
        *(f"body.{ids['body'][number]}{rest}" for number, rest in enumerate(("", "", ".text"))),
        *(f"session_steps.{ids['session_steps'][0]}.{name}" for name in ("title", "text")),
        *(f"questions.{ids['questions'][0]}.{name}" for name in ("question", "answer")),
    }


def test_finds_words_that_formatting_divides(home):
    service = make_service(home, body=[("text", "<p>It <b>cu</b>res</p><p>all</p>")])
    assert [words_of(finding) for finding in found(service, Kind.CLAIM)] == ["cures"]


def test_a_not_in_the_paragraph_before_denies_nothing(home):
    service = make_service(home, body=[("text", "<p>It does not</p><p>cure</p>")])
    assert [words_of(finding) for finding in found(service, Kind.CLAIM)] == ["cure"]


def test_says_a_word_once_for_each_field(home):
    assert words_found("It cures, cures and Cures.") == ["cures"]


def test_reads_the_words_of_the_library_where_a_gallery_has_none(home):
    gallery = make_gallery(home, photos=(make_image(caption="A healing room"),))
    assert [finding.place.label for finding in found(gallery, Kind.CLAIM)] == ["Gallery photo 1 › Caption"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(before=st.text(max_size=60), after=st.text(max_size=60))
def test_survives_any_text(home, before, after):
    assert isinstance(words_found(f"{before} cures {after}"), list)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(prefix=st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6))
def test_finds_whole_words_only(home, prefix):
    assert not {"cure", "cures"} & set(words_found(f"{prefix}cure {prefix}cures"))


@pytest.mark.parametrize(
    "text",
    [
        "treat" + " " * 20_000,
        "permanent" + "\xa0" * 20_000,
        "no " + "cure " * 4_000,
        "wound " * 2_000 + "heal " * 2_000,
        "not" + " a" * 3_000 + " cure" * 3_000,
    ],
    ids=["spaces", "hard spaces", "claims", "wounds", "words"],
)
def test_no_text_keeps_the_server_busy(home, text):
    """Each took between six seconds and a minute and a half, at every pause of whoever wrote it."""
    began = process_time()
    words_found(text)
    assert process_time() - began < 2

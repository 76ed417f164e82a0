import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from appeals.demo import azimov
from appeals.demo.invented import INVENTED_CASES
from cases.spelling import Names, NearMiss, _rests, are_within, near_misses

AZIMOV = Names((("Ismon Azimov", "Исмон Азимов"),))
OBJECTOR = Names((("Nikos Paradeigma", "Νίκος Παράδειγμα, Nikos Paradigma"),))


def words(text: str, names: Names) -> list[str]:
    return [miss.word for miss in near_misses(text, names)]


@pytest.mark.parametrize(
    ("text", "names", "found"),
    [
        ("Ismon Azimof was arrested.", AZIMOV, ["Azimof"]),
        ("Ismon Azimoff was arrested.", AZIMOV, ["Azimoff"]),
        ("Ismon Azimvo was arrested.", AZIMOV, ["Azimvo"]),
        ("Ismon Aazimov was arrested.", AZIMOV, ["Aazimov"]),
        ("Ysmon Azimov was arrested.", AZIMOV, ["Ysmon"]),
        ("AZIMOF FACES EXTRADITION", AZIMOV, ["AZIMOF"]),
        ("Исмон Озимов, Исмон Азимовы", AZIMOV, ["Азимовы"]),
        ("Nikos Paradigma, a baker", OBJECTOR, ["Paradigma"]),
        ("Deniz Ornek", Names((("Deniz Örnek", ""),)), ["Ornek"]),
        ("Chaika and Tchaika", Names((("Yurii Chaika", ""),)), ["Tchaika"]),
        ("Bat-Erdane Jishee", Names((("Bat-Erdene Jishee", ""),)), ["Erdane"]),
        ("Mary O'Nail", Names((("Mary O’Neill", ""),)), ["O'Nail"]),
    ],
)
def test_a_name_spelled_otherwise_is_found(text, names, found):
    assert words(text, names) == found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ismon Azimov's lawyer and ISMON AZIMOV’S court; the Azimovs", AZIMOV),
        # In brackets, in its own script; and in capitals, where Greek and French drop the accents.
        ("Ismon Azimov (Исмон Азимов)", AZIMOV),
        ("ΝΙΚΟΣ ΠΑΡΑΔΕΙΓΜΑ", Names((("Νίκος Παράδειγμα", ""),))),
        ("DENİZ ÖRNEK, DENIZ ORNEK", Names((("Deniz Örnek", ""),))),
        # A word that also stands there as an ordinary one.
        ("Simple people want simple things.", Names((("John Sample", ""),))),
        # Too short to tell: May and Maya, Marc and March.
        ("In May and in March", Names((("Maya Marc", ""),))),
        # The first letter is another.
        ("Basimov", AZIMOV),
        # A chosen form holds no name.
        ("A Teacher of 34", Names((("a teacher, 34", ""),))),
        # The holder of an office is somebody else.
        ("Minister Azimova", Names(AZIMOV.published, ("Minister Azimova",))),
    ],
)
def test_what_is_right_or_another_word_is_left_alone(text, names):
    assert words(text, names) == []


def test_a_word_is_told_once_with_the_whole_name():
    assert near_misses("Azimof. AZIMOF! Azimof", AZIMOV) == [NearMiss("Azimof", "Ismon Azimov")]


def _texts() -> list[str]:
    sheets = [sheet.text for told in INVENTED_CASES for sheet in told.sheets]
    prose = [f"{s.headline}. {s.summary} {s.story} {s.additional_information}" for s in sheets]
    asked = [wording for s in sheets for pair in s.demands for wording in pair]
    return [*prose, *asked, azimov.SUMMARY, azimov.STORY, azimov.ADDITIONAL_INFORMATION]


def test_ordinary_text_of_many_sheets_is_no_name_of_any_case():
    """Every text of the demonstration against all its names together: what is left would be shown for nothing."""
    people = [(row["published_as"], row.get("other_spellings", "")) for told in INVENTED_CASES for row in told.people]
    names = Names((*people, ("Ismon Azimov", "Исмон Азимов")))

    assert len(people) > 14
    assert [miss for text in _texts() for miss in near_misses(text, names)] == []


LETTERS = st.text(string.ascii_lowercase, min_size=1, max_size=12)
NAMES = st.text(string.ascii_lowercase, min_size=6, max_size=12).map(str.capitalize)


@given(st.lists(NAMES, min_size=1, max_size=5), st.lists(LETTERS, max_size=20), st.randoms(use_true_random=False))
def test_text_of_nothing_but_the_names_and_small_words_has_no_near_miss(names, small, chance):
    text = [*names, *(name.upper() for name in names), *(f"{name}'s" for name in names), *small]
    chance.shuffle(text)

    assert near_misses(" ".join(text), Names(tuple((name, "") for name in names))) == []


@given(NAMES, st.data())
def test_one_slip_after_the_first_letter_of_a_name_is_found(name, data):
    place = data.draw(st.integers(1, len(name) - 1))
    slipped = data.draw(
        st.sampled_from(
            [
                name[:place] + name[place + 1 :],
                name[:place] + "x" + name[place + 1 :],
                name[:place] + "x" + name[place:],
                name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :] if place > 1 else name + "x",
            ]
        )
    )
    assume(slipped not in (name, name + "s", name + "es"))

    assert words(f"It was {slipped}.", Names(((name, ""),))) == [slipped]


@given(st.text("abc", max_size=7), st.text("abc", max_size=7), st.integers(0, 2))
def test_slips_count_the_same_from_both_sides(one, other, slips):
    assert are_within(one, other, slips) == are_within(other, one, slips)
    assert are_within(one, one, slips)


@st.composite
def slipped_pairs(draw):
    """A word and the same after one slip, or two where it is long; the second further on, in letters not touched."""
    one = draw(st.text("abcd", min_size=5, max_size=12))
    other, behind = one, 0
    for _ in range(draw(st.integers(0, 2 if len(one) > 10 else 1))):
        if behind > len(other) - 2:
            break
        place = draw(st.integers(behind, len(other) - 2))
        behind = place + 2
        other = draw(
            st.sampled_from(
                [
                    other[:place] + other[place + 1 :],
                    other[:place] + "x" + other[place:],
                    other[:place] + "x" + other[place + 1 :],
                    other[:place] + other[place + 1] + other[place] + other[place + 2 :],
                ]
            )
        )
    return one, other


@given(slipped_pairs())
def test_whatever_lies_within_a_slip_shares_a_rest(pair):
    """What the look-up by rests would miss is never compared."""
    one, other = pair

    assert are_within(one, other, 2)
    assert set(_rests(one)) & set(_rests(other))


@given(st.text(max_size=60), st.text(max_size=40), st.text(max_size=40))
def test_any_text_and_any_name_can_be_compared(text, name, spellings):
    assert {miss.name for miss in near_misses(text, Names(((name, spellings),)))} <= {name}

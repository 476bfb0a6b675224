"""Tables on a screen of any width: nothing is wider than the screen, and nothing is left out."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.tables import cells, table_lines, wrapped

HEAD = ["Account", "Ends", "ARR", "Why"]
BODY = [
    ["Blue Harbour Freight", "30 November 2026", "€1,240,000", "renewal in six days · one follow-up overdue"],
    ["青石物流", "2 March 2026", "CN¥1,720,000", "notice possible for nine more days"],
]
RIGHT = [False, False, True, False]


def lines(width: int | None) -> list[str]:
    return table_lines(HEAD, BODY, RIGHT, width, lambda label, cell: f"{label}: {cell}")


def test_a_table_that_fits_stands_in_columns_as_wide_as_they_are() -> None:
    shown = lines(None)
    assert shown == lines(200)
    assert shown[0].split() == HEAD
    assert len(shown) == 2 + len(BODY)
    # A Chinese sign takes two cells: the columns still stand below one another.
    assert cells(shown[2].partition("30 Nov")[0]) == cells(shown[3].partition("2 March")[0])


def test_cells_go_over_several_lines_before_columns_are_given_up() -> None:
    shown = lines(80)
    assert shown[0].startswith("Account")
    assert all(cells(line) <= 80 for line in shown)
    assert len(shown) > 2 + len(BODY)


def test_on_a_narrow_screen_a_row_is_a_paragraph() -> None:
    shown = lines(40)
    assert shown[0] == "Blue Harbour Freight"
    assert shown[1].startswith("  Ends: 30 November 2026 · ARR:")
    assert all(cells(line) <= 40 for line in shown)


@pytest.mark.parametrize("width", range(12, 130, 7))
def test_nothing_is_wider_than_the_screen_and_nothing_is_lost(width: int) -> None:
    shown = lines(width)
    assert all(cells(line) <= width for line in shown)
    letters = "".join(re.sub(r"\s", "", line) for line in shown)
    for row in BODY:
        for cell in row:
            assert set(re.sub(r"\s", "", cell)) <= set(letters)


@given(
    st.text(alphabet=st.characters(blacklist_categories=("Cs", "Cc", "Mn", "Me", "Cf")), max_size=60),
    st.integers(4, 40),
)
def test_wrapping_keeps_every_letter_in_order(text: str, width: int) -> None:
    shown = wrapped(text, width)
    assert "".join("".join(shown).split()) == "".join(text.split())
    assert all(cells(line.rstrip()) <= width for line in shown)

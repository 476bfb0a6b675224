"""What a note promises, and by when. The reference day is Wednesday, 18 March 2026."""

from datetime import date

import pytest

from tools.kit.due_days import day_named
from tools.kit.promises import promises

TODAY = date(2026, 3, 18)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("by Friday", "2026-03-20"),
        ("on Wednesday", "2026-03-25"),
        ("next Monday", "2026-03-23"),
        ("tomorrow", "2026-03-19"),
        ("next week", "2026-03-27"),
        ("this week", "2026-03-20"),
        ("in two weeks", "2026-04-01"),
        ("within 10 days", "2026-03-28"),
        ("by the end of the month", "2026-03-31"),
        ("end of next month", "2026-04-30"),
        ("end of the quarter", "2026-03-31"),
        ("on 2 April", "2026-04-02"),
        ("April 2nd", "2026-04-02"),
        ("on 2 February", "2027-02-02"),
        ("2026-05-04", "2026-05-04"),
        ("25/3", "2026-03-25"),
        ("in September", "2026-09-01"),
        ("vendredi", "2026-03-20"),
        ("lundi prochain", "2026-03-23"),
        ("la semaine prochaine", "2026-03-27"),
        ("d'ici 3 jours", "2026-03-21"),
        ("fin du mois", "2026-03-31"),
        ("le 1er avril", "2026-04-01"),
        ("fin juin", "2026-06-30"),
        ("après-demain", "2026-03-20"),
        ("bis Freitag", "2026-03-20"),
        ("nächste Woche", "2026-03-27"),
        ("Ende KW 14", "2026-04-03"),
        ("am 2.4.", "2026-04-02"),
        ("bis 15. Juni", "2026-06-15"),
        ("in drei Wochen", "2026-04-08"),
        ("übermorgen", "2026-03-20"),
        ("下周五前", "2026-03-27"),
        ("周五", "2026-03-20"),
        ("下周", "2026-03-27"),
        ("明天", "2026-03-19"),
        ("4月2日", "2026-04-02"),
        ("两周内", "2026-04-01"),
        ("八月", "2026-08-01"),
        ("月底", "2026-03-31"),
    ],
)
def test_a_day_ahead_is_read_in_four_languages(text: str, day: str) -> None:
    assert day_named(text, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "last Friday",
        "vendredi dernier",
        "letzten Montag",
        "上周五",
        "yesterday",
        "5/4",
        "heute Morgen",
        "two weeks ago",
        "30.2.",
    ],
)
def test_what_is_past_or_could_be_two_days_is_no_day(text: str) -> None:
    assert day_named(text, TODAY) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Niamh will confirm next week", [("Niamh will confirm next week", "2026-03-27")]),
        ("Send the quote by Friday. All fine otherwise.", [("Send the quote by Friday", "2026-03-20")]),
        ("She likes it, elle relance son DSI lundi", [("elle relance son DSI lundi", "2026-03-23")]),
        ("Frau Keller meldet sich bis Freitag", [("Frau Keller meldet sich bis Freitag", "2026-03-20")]),
        ("他们下周确认预算", [("他们下周确认预算", "2026-03-27")]),
        ("They like it, Ida needs an offer by Friday", [("Ida needs an offer by Friday", "2026-03-20")]),
        ("the plan is agreed; we send the form by Friday", [("we send the form by Friday", "2026-03-20")]),
        ("the plan is agreed and we send the form by Friday", [("we send the form by Friday", "2026-03-20")]),
        ("we send it to Ida and Ben by Friday", [("we send it to Ida and Ben by Friday", "2026-03-20")]),
        ("He sends the form, signed, by Friday", [("He sends the form, signed, by Friday", "2026-03-20")]),
        ("by Friday, they will confirm", [("by Friday, they will confirm", "2026-03-20")]),
        ("Le plan est validé, ils envoient le bon vendredi", [("ils envoient le bon vendredi", "2026-03-20")]),
        ("Odile attend une offre pour vendredi", [("Odile attend une offre pour vendredi", "2026-03-20")]),
        (
            "Der Plan steht, sie schicken das Formular bis Freitag",
            [("sie schicken das Formular bis Freitag", "2026-03-20")],
        ),
        ("Petra möchte ein Angebot bis Freitag", [("Petra möchte ein Angebot bis Freitag", "2026-03-20")]),
        ("方案已经通过，他们周五前寄表格", [("他们周五前寄表格", "2026-03-20")]),
        ("agreed; the signed order comes by Friday", [("the signed order comes by Friday", "2026-03-20")]),
        ("C'est validé, le bon signé arrive vendredi", [("le bon signé arrive vendredi", "2026-03-20")]),
        ("Alles klar, die Bestellung kommt bis Freitag", [("die Bestellung kommt bis Freitag", "2026-03-20")]),
        ("陈立希望周五前收到报价", [("陈立希望周五前收到报价", "2026-03-20")]),
        (
            "• I'll call him tomorrow\n• they sign by 2 April",
            [("I'll call him tomorrow", "2026-03-19"), ("they sign by 2 April", "2026-04-02")],
        ),
    ],
)
def test_a_promise_with_a_day_becomes_a_follow_up(body: str, expected: list[tuple[str, str]]) -> None:
    assert [(one.title, one.due_on.isoformat()) for one in promises(body, TODAY)] == expected


@pytest.mark.parametrize(
    "body",
    [
        "All fine, they are happy",
        "The call on Friday went well",
        "She confirmed on Monday",
        "We will not meet next week",
        "Il ne viendra pas lundi",
        "Er hat am Montag bestätigt",
        "meldet sich nicht vor nächster Woche",
        "昨天已经确认了",
        "下周不联系",
        "They will think about it",
        "Ida will not come and confirm by Friday",
        "they do not want a quote by Friday",
        "May & Friday Ltd is the customer",
    ],
)
def test_the_past_the_denied_and_the_undated_are_none(body: str) -> None:
    assert promises(body, TODAY) == ()

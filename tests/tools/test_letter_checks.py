"""What guards a letter: no figure beyond the facts, no internal topic, no header out of a name."""

from email import message_from_bytes, policy

import pytest

from tools.kit.evidence import unsupported
from tools.kit.mail import LONGEST_MAILTO, eml, mailto, sound_address
from tools.kit.topics import percent_in, quotation, read_topic


@pytest.mark.parametrize(
    ("language", "text", "facts", "beyond"),
    [
        ("en", "You pay €148,000 from 1 April 2026.", {"a": "€148,000", "b": "1 April 2026"}, []),
        ("en", "You pay €149,000.", {"a": "€148,000"}, ["149,000"]),
        ("en", "The price rises by 4%.", {"a": "4 seats"}, ["4%"]),
        ("en", "The price rises by four percent.", {"a": "4 seats"}, ["four percent"]),
        ("en", "It ends on 31 March.", {"a": "31 March 2026"}, []),
        ("en", "It ends on 30 March 2026.", {"a": "31 March 2026"}, ["30 March 2026"]),
        ("en", "As Nora Quist said, it works.", {"a": "Helen"}, ["Nora", "Quist"]),
        ("en", "See https://evil.example/x now.", {"a": "Helen"}, ["https://evil.example/x"]),
        ("de", "Sie zahlen 148.000,50 € ab dem 1. April 2026.", {"a": "148.000,50 €", "b": "1. April 2026"}, []),
        ("de", "Sie zahlen 148.000,50 €.", {"a": "148.000,50 $"}, ["148.000,50"]),
        ("de", "Das sagte Frau Quast.", {"a": "Vogel"}, ["Quast"]),
        ("fr", "Le prix augmente de 3,5 % le 1er mai 2026.", {"a": "3,5 %", "b": "1er mai 2026"}, []),
        ("fr", "Le prix augmente de 5 %.", {"a": "3,5 %"}, ["5 %"]),
        ("zh", "价格上调4%，自2026年4月1日起。", {"a": "4%", "b": "2026年4月1日"}, []),
        ("zh", "价格上调百分之五，王总已知悉。", {"a": "4%"}, ["百分之五", "王"]),
        ("zh", "请联系Rivalsoft。", {"a": "青石"}, ["Rivalsoft"]),
    ],
)
def test_what_the_facts_do_not_hold_is_named(
    language: str, text: str, facts: dict[str, str], beyond: list[str]
) -> None:
    assert unsupported(text, facts, language) == beyond


def _read(text: str, language: str = "en", usual: str = "en") -> str:
    return read_topic(text, language, usual, lambda words: "Rivalsoft" in words).verdict


def test_a_topic_goes_to_the_customer_only_when_it_may() -> None:
    assert _read("the outage on Monday") == "ready"
    assert _read("le renouvellement de leur contrat") == "other_language"
    assert _read("客户的发票") == "other_language"
    assert _read("they are at risk, health score 32") == "internal"
    assert _read("the same price as Rivalsoft") == "internal"
    assert _read("Kunde ist abwanderungsgefährdet", "de", "de") == "internal"
    assert _read("") == "none"


def test_a_quotation_is_the_customer_s_words_without_marks() -> None:
    assert quotation("they wrote “we are evaluating alternatives”") == "we are evaluating alternatives"
    assert quotation("we look elsewhere") == "we look elsewhere"
    assert quotation("gave us a 4 in the survey") is None
    assert quotation("they think of leaving") is None


def test_a_price_rise_is_read_from_the_topic_alone() -> None:
    assert str(percent_in("4% from 1 April")) == "4"
    assert str(percent_in("um 3,5 Prozent")) == "3.5"
    assert percent_in("4% or 5%") is None
    assert percent_in("from 1 April") is None


def test_no_name_or_subject_can_add_a_header() -> None:
    raw = eml("Hello\r\nBcc: all@evil.example", "body", 'Ann "x"\r\nCc: b@evil.example', "ann@customer.example")
    head = raw.split(b"\r\n\r\n")[0].decode()
    names = [line.split(":")[0] for line in head.split("\r\n") if not line.startswith((" ", "\t"))]
    assert sorted(names) == sorted(
        ["X-Unsent", "To", "Subject", "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    )
    assert sound_address("ann@customer.example\nBcc: x@evil.example") is None
    assert sound_address("ann@customer.example?bcc=x@evil.example") is None


def test_an_eml_reads_back_as_it_was_written() -> None:
    message = message_from_bytes(
        eml("Verlängerung für 青石", "您好！\n\nGrüße", "Jürgen Groß", "j@customer.example"), policy=policy.default
    )
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == "Verlängerung für 青石"
    assert message["To"].addresses[0].display_name == "Jürgen Groß"
    assert message.get_content().replace("\r\n", "\n") == "您好！\n\nGrüße\n"


def test_a_long_mailto_keeps_recipient_and_subject_alone() -> None:
    short = mailto("Hello & welcome", "line\nline", "ann@customer.example")
    assert short == "mailto:ann@customer.example?subject=Hello%20%26%20welcome&body=line%0D%0Aline"
    long = mailto("您好" * 50, "您好" * 500, "ann@customer.example")
    assert len(long) <= LONGEST_MAILTO
    assert "body=" not in long
    assert long.startswith("mailto:ann@customer.example?subject=")

"""The documents are there, well formed, and each says something of its own."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import DocumentError
from knowledge.reading import LONGEST, document_files, plain, read_document, read_documents
from knowledge.terms import LANGUAGES, fold, terms

FILES = document_files()
FRONT = "---\ntitle: T\ntopics: t\naudience: a\nupdated: 2026-11-02\nasked:\n- Why?\n---\n"


def _file(folder: Path, text: str) -> Path:
    place = folder / "en"
    place.mkdir(exist_ok=True)
    file = place / "trial.md"
    file.write_text(text, encoding="utf-8")
    return file


def test_there_are_many_documents_in_english() -> None:
    assert len([file for file in FILES if file.parent.name == "en"]) >= 18


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_document_is_substantial_and_headed(file: Path) -> None:
    passages = read_document(file)
    words = sum(len(passage.text.split()) + len(passage.section.split()) for passage in passages)
    assert 550 <= words <= 1100
    assert len(passages) >= 6
    assert all(10 <= len(passage.text.split()) <= LONGEST for passage in passages)
    assert len(passages[0].asked) >= 8
    assert date(2026, 11, 1) <= passages[0].updated <= date(2026, 11, 30)


def test_no_two_sections_say_the_same() -> None:
    passages = read_documents()
    texts = Counter(passage.text for passage in passages)
    sentences = Counter(
        sentence
        for passage in passages
        for sentence in re.split(r"(?<=[.!?])\s", passage.text)
        if len(sentence.split()) >= 10
    )
    assert max(texts.values()) == 1
    assert max(sentences.values()) == 1, sentences.most_common(1)


def test_no_document_answers_the_question_of_another() -> None:
    asked = Counter(question for file in FILES for question in read_document(file)[0].asked)
    assert max(asked.values()) == 1


def test_every_passage_has_an_id_of_its_own_that_names_document_and_section() -> None:
    passages = read_documents()
    assert len({passage.id for passage in passages}) == len(passages)
    assert all(passage.id.startswith(f"{passage.document}#") for passage in passages)


def test_people_are_shown_no_markup() -> None:
    assert not [passage.id for passage in read_documents() if re.search(r"\*\*|`|^\||^#", passage.text, re.MULTILINE)]


def test_examples_say_that_their_numbers_are_made_up() -> None:
    examples = [passage for passage in read_documents() if passage.section.lower().startswith(("example", "worked"))]
    assert examples
    marked = [passage for passage in examples if "made" in f"{passage.section} {passage.text}".lower()]
    assert [passage.id for passage in examples if passage not in marked] == []


def test_a_table_is_read_row_by_row() -> None:
    assert plain("| When | Step |\n| --- | --- |\n| day 1 | call |\n") == "• day 1 – Step: call"


def test_wrapped_lines_are_joined_and_lists_stay_lists() -> None:
    assert (
        plain("One\nline.\n\n- **first** thing\n  goes on\n- second") == "One line.\n\n• first thing goes on\n• second"
    )


def test_a_long_section_is_cut_between_its_paragraphs(tmp_path: Path) -> None:
    paragraph = "word " * 200
    passages = read_document(_file(tmp_path, f"{FRONT}\n## Long\n{paragraph}\n\n{paragraph}\n"))
    assert [passage.id for passage in passages] == ["en/trial#long", "en/trial#long-2"]
    assert {passage.section for passage in passages} == {"Long"}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("## Only a section\ntext", "front matter"),
        (FRONT.replace("title: T\n", "") + "## S\ntext", "title"),
        (FRONT.replace("2026-11-02", "in November") + "## S\ntext", "no date"),
        (FRONT + "no section", "##"),
        (FRONT + "before\n## S\ntext", "before the first section"),
        (FRONT + "## S\n\n## T\ntext", "nothing under"),
        (FRONT + "## S\ntext\n\n## S\nother", "two sections"),
    ],
)
def test_a_document_that_is_not_one_is_named_with_the_reason(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(DocumentError, match=f"trial.md.*{complaint}"):
        read_document(_file(tmp_path, text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_its_terms_each_said_once(language: str) -> None:
    sayings = Counter(fold(term.saying) for term in terms(language) if term.english)
    assert len(sayings) > 200
    assert [saying for saying, times in sayings.items() if times > 1] == []

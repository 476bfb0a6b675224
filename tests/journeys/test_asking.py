"""Questions, from where they are asked to where they are answered."""

from tests.journeys.workspace import Workspace

RENEWALS = "which accounts renew this month?"
GUIDANCE = "how do I defend the price to a CFO?"


def test_a_direct_message_is_answered_in_its_thread_with_a_table(slack: Workspace) -> None:
    asked = slack.says("ann", RENEWALS)
    answer = slack.reply(slack.dm("ann"), asked)
    assert len(answer.tables) == 1
    assert "Blue Harbour" in answer.shown
    assert "Secret Vault" not in answer.shown, "another team's account"
    assert "accounts.csv" in answer.shown, "where the data is from"


def test_in_a_channel_customers_data_goes_to_the_asker_alone(slack: Workspace) -> None:
    asked = slack.mentions("ann", "customers", RENEWALS)
    answer = slack.reply(slack.dm("ann"))
    assert "Blue Harbour" in answer.shown
    pointer = slack.reply(slack.channels["customers"], asked)
    assert "answered you directly" in pointer.shown
    assert "Blue Harbour" not in pointer.shown


def test_guidance_is_answered_in_the_channel(slack: Workspace) -> None:
    asked = slack.mentions("ann", "customers", GUIDANCE)
    answer = slack.reply(slack.channels["customers"], asked)
    assert "answered you directly" not in answer.shown
    assert "mention me again" in answer.shown
    assert slack.posts(slack.dm("ann")) == []


def test_a_channel_shared_with_another_company_gets_a_refusal_and_no_data(slack: Workspace) -> None:
    channel = slack.channels["with-partners"]
    slack.front.channels[channel]["is_ext_shared"] = True
    asked = slack.mentions("ann", "with-partners", RENEWALS)
    refusal = slack.reply(channel, asked)
    assert "outside the company" in refusal.shown
    assert slack.posts(slack.dm("ann")) == []


def test_a_channel_of_which_slack_does_not_say_that_it_is_internal_gets_no_data(slack: Workspace) -> None:
    channel = slack.channels["customers"]
    slack.front.channels[channel] = {}
    asked = slack.mentions("ann", "customers", GUIDANCE)
    assert "could not find out who reads here" in slack.reply(channel, asked).shown


def test_somebody_we_do_not_know_is_told_who_can_help(slack: Workspace) -> None:
    asked = slack.says("sam", RENEWALS)
    answer = slack.reply(slack.dm("sam"), asked)
    assert "Ask your administrator" in answer.shown
    assert "Blue Harbour" not in answer.shown


def test_a_guest_is_refused(slack: Workspace) -> None:
    slack.front.users[slack.users["ann"]]["is_restricted"] = True
    asked = slack.says("ann", RENEWALS)
    assert "Guests" in slack.reply(slack.dm("ann"), asked).shown


def test_two_deliveries_of_one_event_give_one_answer(slack: Workspace) -> None:
    asked = slack.says("ann", RENEWALS, deliveries=2)
    slack.reply(slack.dm("ann"), asked)
    slack.quiet()
    assert len(slack.posts(slack.dm("ann"), asked)) == 1


def test_a_mention_that_also_arrives_as_a_message_is_answered_once(slack: Workspace) -> None:
    asked = slack.mentions("ann", "customers", GUIDANCE, pair=True)
    slack.reply(slack.channels["customers"], asked)
    slack.quiet()
    assert len(slack.posts(slack.channels["customers"], asked)) == 1


def test_the_command_is_answered_to_the_asker_alone(slack: Workspace) -> None:
    slack.commands("ann", RENEWALS)
    assert "Blue Harbour" in slack.reply(slack.dm("ann")).shown
    pointer = slack.called("respond").arguments
    assert pointer == {"text": "I've answered you directly.", "response_type": "ephemeral"}


def test_a_file_without_words_is_answered_that_it_cannot_be_read(slack: Workspace) -> None:
    asked = slack.says("ann", "", subtype="file_share", files=[{"id": "F1"}])
    assert "can't read attachments" in slack.reply(slack.dm("ann"), asked).shown


def test_what_goes_wrong_is_a_sentence_with_a_reference(slack: Workspace) -> None:
    asked = slack.says("ann", "break")
    answer = slack.reply(slack.dm("ann"), asked)
    assert "Something went wrong on my side" in answer.shown
    assert "Reference: " in answer.shown
    assert "secret" not in answer.shown


def test_edits_deletions_and_other_bots_are_no_questions(slack: Workspace) -> None:
    slack.says("ann", RENEWALS, subtype="message_changed")
    slack.says("ann", RENEWALS, subtype="message_deleted")
    slack.says("ann", RENEWALS, bot_id="B1")
    slack.quiet()
    assert slack.posts(slack.dm("ann")) == []

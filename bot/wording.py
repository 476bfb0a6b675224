"""What the conversation itself says: questions back, a refusal, an acknowledgement. What tools say is theirs."""

import json

from bot.agents.base import Ask, Call
from tools.kit.cards import Button, Card, Choice, Headline, Name, Notice, Question, Words, say

NO_ACCOUNTS = Notice(level="info", text=say("No accounts yet; your administrator imports them."))
SEES_NOTHING = Notice(
    level="warning",
    text=say(
        "You see no account so far: none is yours, your team's, or of somebody whom you lead. "
        "An administrator can change that."
    ),
)
NOTHING_WAITS = Notice(text=say("Nothing is waiting to be saved here."))
NO_MORE = Notice(text=say("There is no more to show."))
ACKNOWLEDGED = Notice(text=say("All right. I am saving nothing."))
OLD_BUTTON = Notice(level="warning", text=say("This button is too old for me. Please ask again."))

_MISSING: dict[str, Words] = {
    "account": say("Which account do you mean?"),
    "accounts": say("Which accounts do you mean?"),
    "note_body": say("What should the note say?"),
    "purpose": say("What is the email about?"),
    "recipient": say("Who is the email for?"),
    "language": say("In which language?"),
    "topic": say("What would you like to know?"),
    "task": say("Which task do you mean?"),
    "due": say("By when?"),
    "contact": say("Which person do you mean?"),
    "to": say("Who should take over: Service Manager, Support or Accounting?"),
    "reason": say("What is the reason?"),
    "metric": say("Which figure: gross retention, net retention, renewal rate, forecast?"),
    "period": say("Which period do you mean?"),
    "amount": say("How much is it?"),
    "feedback": say("What did they say?"),
    "owner": say("Whose accounts do you mean?"),
    "action": say("What should be done?"),
    "invoice": say("Which invoice do you mean?"),
    "meeting_date": say("On which day is the meeting?"),
    "severity": say("How severe is it?"),
    "product": say("Which product do you mean?"),
    "compare_to": say("Compared with which period?"),
}
_UNSURE = say("I am not sure what you mean. Can you say it in other words?")


def question(ask: Ask) -> Question:
    """One short question: the candidates as buttons, or what is missing."""
    if ask.candidates:
        choices = tuple(Choice(label=Name(text=name), say=name) for name in ask.candidates)
        asked = Question(text=say("Which one do you mean?"), choices=choices, fills="account")
        return answerable(asked, ask.pending) if ask.pending else asked
    wanted = next((name for name in ask.missing if name in _MISSING), None)
    return Question(text=_MISSING[wanted] if wanted else _UNSURE)


def answerable(asked: Question, call: Call) -> Question:
    """The question with the call that each choice completes, where it says which argument it is about."""
    if asked.fills is None:
        return asked
    made = [{**call.arguments, asked.fills: choice.value or choice.say} for choice in asked.choices]
    choices = tuple(
        choice.model_copy(update={"tool": call.tool, "arguments": json.dumps(arguments, ensure_ascii=False)})
        for choice, arguments in zip(asked.choices, made, strict=True)
    )
    return asked.model_copy(update={"choices": choices})


def declined() -> list[Card]:
    """What lies outside the job, and what can be asked instead."""
    example = Button(label=say("What can I ask?"), tool="help", arguments=json.dumps({}))
    return [
        Headline(
            text=say("That is outside my job: I know your customers, their renewals, notes, emails and best practice."),
            buttons=(example,),
        )
    ]

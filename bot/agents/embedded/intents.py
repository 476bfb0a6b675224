"""Which tool a request is for: rules over cues, the same for all languages. The strongest rule that holds wins.

A line is: strength, tool, conditions. All conditions must hold; `!x` must not; `a|b` is either. Besides the cues of the
languages there are: account, contact, person, period, money, percent, days, body (words after a colon that are not
read), few (hardly any words), one_account, many_accounts.
Strength 3 is a guess that a conversation may overrule; from 6 on a request stands on its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass

CHANGES = frozenset(
    ["log_note", "log_feedback", "update_contact", "open_escalation", "change_task", "log_opportunity",
     "update_forecast", "hand_off", "record_roi", "record_churn", "change_owner", "cover", "draft_email", "draft_qbr"]
)  # fmt: skip

_RULES = """
9.9 log_note            log body
9   log_note            note_word body
9   log_note            private body
8   log_note            log !log_asked !howto_weak !history
5   log_note            private note_word

10.1 log_feedback       feedback body
10  log_feedback        feedback log account
8   log_feedback        feedback account !question
6   log_feedback        feedback !question

10  open_escalation     escalation_close escalation
10  open_escalation     escalation_status escalation !escalation_open
9.8 open_escalation     escalation_status escalation
10.2 open_escalation    escalation_open body
9.5 open_escalation     escalation_open !question
9.6 open_escalation     escalation question account
9.4 open_escalation     escalation question !howto !howto_weak
9.5 open_escalation     escalation_change escalation
8   open_escalation     escalation account

10.3 log_opportunity    opp_new
9.8 log_opportunity     expansion body log
10  update_forecast     forecast_update
10  update_forecast     category account money
8   update_forecast     category account
9.6 hand_off            hand_off to
10.1 hand_off           hand_off to body !feedback
7   hand_off            hand_off account !draft !email

10  change_task         remind !help_word
10.1 change_task        task_new
9.4 change_task         task_assign
9   change_task         task_done tasks !question
8   change_task         task_done account !renewal !question !history
9   change_task         task_move tasks
7.5 change_task         task_move period !renewal
10  update_contact      contact_mark
9.5 update_contact      contact_left contact
9.5 update_contact      contact_new account|contact|person_like|few !question
9.5 update_contact      contact_new body
8.5 update_contact      contact_change contact
8   update_contact      contact_change person_like account
8.3 update_contact      contact_left account person_like !why

12  draft_qbr           qbr qbr_make account !email !email_verb !howto
9   draft_qbr           qbr qbr_make !howto !email !email_verb !note_word
8   draft_qbr           qbr account !howto
9.7 draft_email         draft email !log !contact_change !invoice_question !feedback
10.5 draft_email        draft_noun !qbr
10.4 draft_email        letter
9.2 draft_email         draft email
9.2 draft_email         draft purpose account|account_before|contact !question
8.2 draft_email         email_verb pronoun_them !history !question
9.1 draft_email         email_verb contact !howto
9   draft_email         email_verb email !howto
9   draft_email         email purpose !howto !question
8.8 draft_email         email_verb purpose !howto
8   draft_email         email_verb account !howto
8   draft_email         email account !history !howto !log
8.4 draft_email         email account purpose !question !howto

9.3 find_guidance       howto business !account
8.7 find_guidance       howto business
8.55 find_guidance      howto account
7   find_guidance       howto_weak business !period !account
9.4 help                bot_action howto howto_bot
9.35 help               bot_action howto_weak howto_bot
9.33 help               bot_action howto !account !period
9.3 help                bot_action howto_weak !account
10  help                help !account

9.7 retention_metrics   metric=renewal_rate
9.7 retention_metrics   metric=churn_reasons !account
9.6 retention_metrics   metric=churned_arr !account
9.1 retention_metrics   metric=grr|metric=nrr
9   retention_metrics   metric=logo_churn
9   retention_metrics   metric=arr_at_risk !account
9.15 retention_metrics  metric=forecast !account !forecast_update
6.5 retention_metrics   metric=nps !account
6.2 retention_metrics   metric=arr !account !sort !accounts !renewal !account_before
5   retention_metrics   metric=forecast

9.1 contract_terms      field_c=auto_renew
9   contract_terms      field_c=notice_period|field_c=notice_date|field_c=payment_terms
8.5 contract_terms      field_c=uplift account
8.5 contract_terms      field_c=term
7   contract_terms      field_c=end_date account
7   contract_terms      contract_terms account
5   contract_terms      contract_terms

9.3 invoices            overdue_days
9   invoices            invoices invoice_overdue
8.4 invoices            invoices account !draft !email
8.3 invoices            invoice_number
8.2 invoices            invoices accounts
6.5 invoices            invoices !draft

9   renewals_due        renewal period !howto
8.2 renewals_due        renewal account
8   renewals_due        renewal accounts|list|count
8.5 renewals_due        expire period accounts|contract
7.5 renewals_due        expire period
7.3 renewals_due        expire accounts|contract
7   renewals_due        renewal
6   renewals_due        expire account
6   renewals_due        contract period

9.35 accounts_at_risk   inactive !account
9.3 accounts_at_risk    usage_drop !account
9.3 accounts_at_risk    quiet !account
8.9 accounts_at_risk    turned health_colour accounts
8.6 accounts_at_risk    turned health_colour !account
8.7 accounts_at_risk    at_risk !account
8   accounts_at_risk    health_colour accounts why
5   accounts_at_risk    at_risk
8.5 account_health      why health_colour account
8.3 account_health      turned health_colour account
8.2 account_health      health_word account
8.4 account_health      doing health_word account
6.1 account_health      at_risk account
7   account_health      many_accounts health_word
6.05 account_health     why account
6   account_health      usage_drop account
6   account_health      compare account doing
5   account_health      health_word doing

9.1 stakeholders        stakeholders missing
8.8 stakeholders        role missing !account accounts
8.6 stakeholders        stakeholders account !log !history
8   stakeholders        role account
7   stakeholders        field_p=sentiment contact|account
7   stakeholders        field_p=influence contact
6.5 stakeholders        stakeholders
6   stakeholders        role asking_who

9.4 account_history     log_asked
9.25 account_history    history account question !email
8.75 account_history    history account
8.2 account_history     history contact
7   account_history     history
8.6 account_history     note_word account question !body

9.5 summarise_notes     summarise
9.6 meeting_brief       meeting_brief
10  my_day              my_day
9.6 success_plan        success_plan account
5   success_plan        success_plan
10  record_roi          roi_new
10  record_churn        churn_new
9   scoreboard          scoreboard
9.5 find_reference      find_reference
11  change_owner        change_owner
9   cover               cover person

9.6 expansion_opportunities  expansion !howto
9.3 list_tasks          tasks question !remind !task_new !task_move !task_assign
9.6 change_task         tasks body !question
9.7 log_opportunity     expansion body account !question
9.3 open_escalation     escalation body !question
8.6 list_tasks          tasks !account
8.7 list_tasks          tasks account
8.9 list_tasks          tasks task_overdue
6.6 list_tasks          mine_strict task_overdue

8.5 list_accounts       status=churned accounts
8   list_accounts       accounts filter
7.8 list_accounts       accounts health_colour
7.6 list_accounts       accounts sort
7.5 list_accounts       accounts count group_by
7.4 list_accounts       accounts group_by
7   list_accounts       accounts money
6.5 list_accounts       accounts count
6.3 list_accounts       whole_book !account
6   list_accounts       accounts list mine|team|person
4   list_accounts       health_colour
3   list_accounts       accounts list

8.45 look_up_account    field=owner account
8.1 look_up_account     field=status account
8   look_up_account     card account
7.8 look_up_account     field=arr|field=plan account
7.2 look_up_account     field=last_touch|field=open_items|field=people account
6.9 look_up_account     field=health account
5   look_up_account     card
6   look_up_account     field=owner
6   look_up_account     field=arr|field=plan pronoun
6   look_up_account     one_account few
4.2 look_up_account     one_account !not_now !offtopic !howto !discard
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A tool, how strongly, under which conditions."""

    strength: float
    tool: str
    needs: tuple[frozenset[str], ...]
    lacks: frozenset[str]


def _rule(line: str) -> Rule:
    strength, tool, *conditions = line.split()
    needs = tuple(frozenset(one.split("|")) for one in conditions if not one.startswith("!"))
    return Rule(float(strength), tool, needs, frozenset(one[1:] for one in conditions if one.startswith("!")))


RULES = tuple(_rule(line) for line in _RULES.splitlines() if line.strip())


def best(features: frozenset[str], among: Iterable[str] | None = None) -> tuple[str | None, float]:
    """The tool that the strongest rule names, and how strongly. (None, 0) where no rule holds."""
    allowed = None if among is None else frozenset(among)
    found: tuple[str | None, float] = (None, 0.0)
    asks_how = "howto" in features and "body" not in features
    for rule in RULES:
        if rule.strength <= found[1] or (allowed is not None and rule.tool not in allowed):
            continue
        if asks_how and rule.tool in CHANGES:
            continue  # how something is done is a question, not the deed
        if all(need & features for need in rule.needs) and not rule.lacks & features:
            found = (rule.tool, rule.strength)
    return found

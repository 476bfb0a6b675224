"""How other systems call our columns, in the languages of those who export; the most telling word first.

Words are lower case with blanks between them, as `suggest.words` cuts headers. What names the kind itself ("ticket" in
"ticket id") is left out of a header when it is compared.
"""

FILES: dict[str, str] = {
    "people": "people · users · user · employees · staff · colleagues · reps · owners · mitarbeiter · benutzer · "
    "collaborateurs · utilisateurs · 员工 · 同事 · 用户",
    "rates": "rates · rate · fx · exchange · kurse · wechselkurse · taux · 汇率",
    "accounts": "accounts · account · customers · customer · companies · company · clients · client · organizations · "
    "organisation · organization · kunden · kunde · firmen · firma · comptes · compte · sociétés · société · 客户 · 公司",
    "contacts": "contacts · contact · persons · stakeholders · kontakte · kontakt · ansprechpartner · interlocuteurs · 联系人",
    "contracts": "contracts · contract · subscriptions · subscription · agreements · agreement · orders · licenses · "
    "renewals · verträge · vertrag · abonnements · abonnement · abos · abo · contrats · contrat · 合同 · 订阅",
    "activities": "activities · activity · notes · note · meetings · meeting · calls · interactions · interaction · "
    "engagements · engagement · events · event · aktivitäten · notizen · activités · réunions · 活动 · 记录",
    "tasks": "tasks · task · todos · todo · follow ups · aufgaben · aufgabe · tâches · tâche · 任务",
    "tickets": "tickets · ticket · cases · case · support · supports · incidents · incident · requests · anfragen · "
    "vorfälle · demandes · 工单",
    "usage": "usage · feature usage · telemetry · adoption · logins · sessions · nutzung · utilisation · 使用",
    "churn": "churn · churn events · churn event · cancellations · cancellation · kündigungen · kündigung · "
    "résiliations · résiliation · 流失",
}

_ACCOUNT = (
    "account id · account · account name · customer id · customer · customer no · customer number · customer name · "
    "company id · company · company name · associated company · client id · client · organization id · organization · "
    "organisation · related to · what id · kunde · kundennummer · firma · compte · société · 客户 · 客户编号 · 公司"
)
_OWNER = (
    "owner · account owner · company owner · csm · customer success manager · account manager · owner name · "
    "owner email · assigned to · responsible · rep · betreuer · verantwortlich · responsable · gestionnaire · "
    "负责人 · 客户经理"
)
_CURRENCY = "currency · currency code · currency iso code · ccy · währung · devise · 币种 · 货币"
_LANGUAGE = "language · preferred language · locale · sprache · langue · 语言"
_PRIORITY = "priority · severity · urgency · priorität · priorité · 优先级"

_TERM: dict[str, str] = {
    "arr": "arr · arr amount · annual recurring revenue · annual contract value · acv · annual value · yearly amount · "
    "contract value · jahreswert · jahresumsatz · revenu annuel · 年度经常性收入 · 年费",
    "mrr": "mrr · mrr amount · monthly recurring revenue · monthly amount · monthly fee · monatswert · revenu mensuel · 月费",
    "currency": _CURRENCY,
    "start_date": "start date · start · term start · contract start · subscription start · begin date · effective date · "
    "vertragsbeginn · beginn · date de début · début · 开始日期",
    "seats": "seats · seat count · licenses · licences · quantity · users licensed · lizenzen · plätze · licences achetées · "
    "席位 · 许可数",
    "product": "product · product name · plan · plan tier · plan name · tier · edition · package · sku · produkt · tarif · "
    "produit · offre · 产品 · 套餐",
    "notice_days": "notice days · notice period · notice period days · cancellation notice days · kündigungsfrist · "
    "kündigungsfrist tage · préavis · préavis jours · 通知天数",
    "auto_renew": "auto renew · auto renewal · auto renew flag · autorenew · renews automatically · evergreen · "
    "automatische verlängerung · tacite reconduction · 自动续约",
    "uplift_cap": "uplift cap · price cap · max uplift · max increase",
    "payment_terms": "payment terms · terms of payment · zahlungsbedingungen · conditions de paiement · 付款条件",
    "billing": "billing · billing frequency · billing period · billing cycle · billing interval · "
    "abrechnung · facturation · 计费周期",
    "notice_given": "notice given · notice date received · notice received · cancelled on · gekündigt am",
    "contract_number": "contract number · contract no · agreement number · vertragsnummer · numéro de contrat · 合同编号",
}

COLUMNS: dict[str, dict[str, str]] = {
    "people": {
        "id": "id · user id · employee id · owner id · record id",
        "name": "name · full name · user name · employee · nom · vollständiger name · 姓名",
        "email": "email · e mail · email address · mail · work email · courriel · 邮箱",
        "role": "role · position · profile · function · rolle · rôle · 角色",
        "manager": "manager · manager name · reports to · vorgesetzter · 上级",
        "team": "team · department · group · abteilung · équipe · 团队",
        "slack_id": "slack id · slack user id · slack",
        "time_zone": "time zone · timezone",
        "locale": "locale",
        "active": "active · is active · enabled · aktiv · actif",
    },
    "rates": {
        "currency": "currency · from · from currency · quote · währung · devise · 货币",
        "rate": "rate · value · exchange rate · kurs · taux · 汇率",
        "date": "date · day · as of · datum · jour · 日期",
        "base": "base · to · base currency · to currency · basis",
    },
    "accounts": {
        "id": "id · account id · customer id · customer no · customer number · company id · client id · organization id · "
        "record id · external id · kundennummer · kunden nr · numéro client · 客户编号",
        "name": "name · account name · company name · customer name · company · customer · client name · organization · "
        "kundenname · kunde · firma · firmenname · unternehmen · nom · nom du client · raison sociale · société · client · "
        "客户名称 · 公司名称 · 客户",
        "aliases": "aliases · alias · also known as · other names",
        "legal_name": "legal name · registered name · legal entity · rechtlicher name · dénomination sociale · 法定名称",
        "parent": "parent id · parent account id · parent account · parent · parent company · "
        "muttergesellschaft · société mère · 母公司",
        "owner": _OWNER,
        "team": "team · owner team · csm team · équipe · 团队",
        "segment": "segment · customer segment · tier · size · company size · kundensegment · 客户分层",
        "region": "region · sales region · territory · geo · gebiet · région · 区域 · 地区",
        "country": "country · billing country · country code · hq country · land · pays · 国家",
        "industry": "industry · sector · vertical · branche · secteur · 行业",
        "status": "status · account status · customer status · kundenstatus · statut · 状态",
        "churned": "churned · churn flag · is churned · churn · cancelled · has churned",
        "stage": "lifecycle stage · stage · lifecycle · phase · étape · 生命周期阶段",
        "plan": "plan · plan tier · tier · edition · subscription plan · package · tarif · offre · 套餐",
        "language": _LANGUAGE,
        "fiscal_year_end": "fiscal year end · fy end · year end · geschäftsjahresende · clôture",
        "signed_on": "signed on · signup date · sign up date · customer since · signed date · create date · created date · "
        "created at · onboarded on · kunde seit · client depuis · 签约日期",
        "health": "health · health score · health status · rag · rag status · ampel · santé · 健康度",
        "health_reason": "health reason · health notes",
        "renewal_date": "renewal date · next renewal · next renewal date · renewal · contract end · contract end date · "
        "end date · expiry date · expiration date · vertragsende · verlängerungsdatum · échéance · date de renouvellement · "
        "续约日期 · 到期日",
        **_TERM,
    },
    "contacts": {
        "id": "id · contact id · record id · external id",
        "account": _ACCOUNT,
        "name": "name · full name · contact name · contact · nom complet · vollständiger name · 姓名",
        "given_name": "first name · given name · firstname · vorname · prénom · 名",
        "family_name": "last name · family name · surname · lastname · nachname · nom · nom de famille · 姓",
        "salutation": "salutation · anrede · civilité · 称谓",
        "academic_title": "academic title · akademischer titel",
        "title": "title · job title · position · funktion · fonction · poste · 职务 · 职位",
        "email": "email · e mail · email address · mail · courriel · 邮箱 · 电子邮箱",
        "phone": "phone · phone number · telephone · mobile · telefon · téléphone · 电话",
        "language": _LANGUAGE,
        "role": "role · buying role · contact role · rolle · rôle · 角色",
        "influence": "influence · einfluss · 影响力",
        "sentiment": "sentiment · stimmung",
        "main": "main · is primary · primary · main contact · primary contact · hauptkontakt · principal",
        "reports_to": "reports to · reports to id",
        "left_on": "left on · left date · departed",
    },
    "contracts": {
        "id": "id · subscription id · contract id · line id · agreement id · order id · record id · vertragsnummer · 合同编号",
        "account": _ACCOUNT,
        "end_date": "end date · end · term end · contract end · renewal date · expiry date · expiration date · expires · "
        "current period end · vertragsende · ende · laufzeitende · date de fin · fin · échéance · 结束日期 · 到期日",
        "outcome": "outcome · renewal outcome · renewal status · result",
        "churned": "churned · churn flag · is churned · churn · cancelled · is cancelled",
        "trial": "trial · is trial · trial flag · testphase · essai · 试用",
        **_TERM,
    },
    "activities": {
        "id": "id · activity id · note id · event id · engagement id · record id",
        "account": _ACCOUNT,
        "date": "date · activity date · happened on · occurred at · created date · created at · timestamp · when · "
        "start date time · datum · jour · 日期",
        "type": "type · activity type · kind · channel · art · 类型",
        "subject": "subject · title · betreff · objet · 主题",
        "body": "body · notes · note · description · comments · comment · text · content · details · summary · notiz · "
        "beschreibung · contenu · 内容 · 备注",
        "author": "author · created by · owner · user · logged by · csm · verfasser · auteur · 作者",
        "attendees": "attendees · participants · teilnehmer · 参与人",
        "visibility": "visibility",
        "link": "link · url",
    },
    "tasks": {
        "id": "id · task id · record id",
        "account": _ACCOUNT,
        "title": "title · subject · task · name · aufgabe · tâche · 任务",
        "due_date": "due date · due · due on · deadline · activity date · fällig am · fällig · échéance · 截止日期",
        "owner": "owner · assigned to · assignee · responsible · zuständig · responsable · 负责人",
        "contact": "contact · who id",
        "priority": _PRIORITY,
        "done": "done · status · completed · is closed · erledigt · statut · 状态",
        "done_on": "done on · completed at · completed on · completed date · erledigt am",
    },
    "tickets": {
        "id": "id · ticket id · case id · incident id · request id · record id",
        "account": _ACCOUNT,
        "number": "number · ticket number · case number · nummer · numéro · 工单号",
        "subject": "subject · title · summary · betreff · objet · 主题",
        "priority": _PRIORITY,
        "opened_at": "opened at · submitted at · created at · created date · opened · date opened · open date · created · "
        "submitted · creation date · eröffnet am · erstellt am · ouvert le · créé le · 创建时间 · 提交时间",
        "closed_at": "closed at · resolved at · closed date · closed · date closed · solved at · resolved · geschlossen am · "
        "fermé le · résolu le · 关闭时间 · 解决时间",
        "due_at": "due at · due date · sla due · deadline",
        "first_response_minutes": "first response minutes · first response time minutes · "
        "first reply time minutes · frt minutes",
        "resolution_hours": "resolution hours · resolution time hours · time to resolution hours · ttr hours",
        "satisfaction": "satisfaction · satisfaction score · csat · csat score · rating · zufriedenheit · 满意度",
        "escalated": "escalated · escalation flag · is escalated · escalation · eskaliert · escaladé · 已升级",
    },
    "usage": {
        "id": "id · usage id · event id · record id",
        "account": _ACCOUNT,
        "contract": "subscription id · contract id · subscription · contract · license id",
        "month": "month · period · usage month · monat · mois · 月份",
        "date": "date · usage date · day · event date · timestamp · created at · datum · jour · 日期",
        "feature": "feature · feature name · module · function · event name · funktion · fonctionnalité · 功能",
        "user": "user id · user · user email · login",
        "events": "events · usage count · event count · count · sessions · logins · actions · api calls · aufrufe · "
        "nombre · 次数 · 使用次数",
        "seconds": "seconds · usage duration secs · duration seconds · duration secs · duration s · seconds used",
        "errors": "errors · error count · failures · fehler · erreurs · 错误数",
        "active_users": "active users · mau · monthly active users · users active · "
        "aktive nutzer · utilisateurs actifs · 活跃用户",
        "seats": "seats · licensed seats · licenses · lizenzen · 席位",
        "features": "features · features used",
    },
    "churn": {
        "id": "id · churn event id · churn id · record id",
        "account": _ACCOUNT,
        "date": "date · churn date · left on · cancellation date · cancelled at · effective date · kündigungsdatum · "
        "date de résiliation · 流失日期",
        "reason": "reason · reason code · churn reason · stated reason · grund · kündigungsgrund · "
        "motif · raison · 流失原因 · 原因",
        "root_reason": "root reason · root cause",
        "competitor": "competitor · lost to · wettbewerber · concurrent · 竞争对手",
        "feedback": "feedback · feedback text · comments · comment · notes · kommentar · commentaire · 反馈",
        "preventable": "preventable · avoidable · vermeidbar · évitable",
        "came_back": "came back · is reactivation · reactivated · reactivation · won back",
        "after_upgrade": "after upgrade · preceding upgrade flag · preceding upgrade · upgraded before",
        "after_downgrade": "after downgrade · preceding downgrade flag · preceding downgrade · downgraded before",
        "refund": "refund · refund amount · refunded · erstattung · remboursement · 退款",
        "currency": _CURRENCY,
        "details": "details",
    },
}

UNITS = {
    "seconds": "seconds",
    "secs": "seconds",
    "sec": "seconds",
    "s": "seconds",
    "minutes": "minutes",
    "mins": "minutes",
    "min": "minutes",
    "hours": "hours",
    "hrs": "hours",
    "h": "hours",
    "days": "days",
    "ms": "milliseconds",
    "months": "months",
}

MEASURED_IN = {
    "seconds": "seconds",
    "first_response_minutes": "minutes",
    "resolution_hours": "hours",
    "notice_days": "days",
}
"""Columns of ours that have a unit: a header that names another one is not theirs."""

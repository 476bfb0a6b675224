"""What cells say in words: yes and no, closed sets, languages, months, in the languages of those who export."""


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split(" · "))


TRUE = _set(
    "true · t · yes · y · 1 · x · on · oui · o · vrai · ja · j · wahr · si · sí · sim · 是 · 真 · 有 · 对 · ✓ · active"
)
FALSE = _set("false · f · no · n · 0 · off · non · faux · nein · falsch · não · 否 · 假 · 无 · 無 · 不 · ✗ · inactive")

DONE = _set(
    "done · completed · complete · closed · finished · resolved · terminé · terminée · fait · faite · clos · "
    "erledigt · abgeschlossen · fertig · geschlossen · 完成 · 已完成 · 已关闭"
)
NOT_DONE = _set(
    "open · not started · in progress · pending · waiting · deferred · to do · todo · new · planned · ouvert · "
    "ouverte · à faire · en cours · offen · in arbeit · geplant · 未完成 · 进行中 · 待办"
)

EMPTY = _set("null · none · nil · n/a · na · #n/a · nan · - · -- · — · ? · 0000-00-00 · \\n")
"""What exports write into an empty cell. Only where a word can't be meant: never in names and notes."""

CHOICES: dict[str, dict[str, str]] = {
    "role": {
        "csm": "csm",
        "customer success manager": "csm",
        "account manager": "csm",
        "am": "csm",
        "客户成功经理": "csm",
        "manager": "manager",
        "lead": "manager",
        "team lead": "manager",
        "head": "manager",
        "director": "director",
        "vp": "director",
        "service_manager": "service_manager",
        "service manager": "service_manager",
        "support": "support",
        "accounting": "accounting",
        "finance": "accounting",
        "product": "product",
        "partner": "partner",
    },
    "status": {
        "active": "active",
        "customer": "active",
        "live": "active",
        "actif": "active",
        "active customer": "active",
        "aktiv": "active",
        "活跃": "active",
        "onboarding": "onboarding",
        "implementation": "onboarding",
        "in onboarding": "onboarding",
        "上线中": "onboarding",
        "churned": "churned",
        "cancelled": "churned",
        "canceled": "churned",
        "lost": "churned",
        "former customer": "churned",
        "inactive": "churned",
        "résilié": "churned",
        "gekündigt": "churned",
        "流失": "churned",
        "已流失": "churned",
    },
    "health": {
        **dict.fromkeys(("green", "vert", "grün", "gruen", "绿", "绿色", "healthy", "good"), "green"),
        **dict.fromkeys(("amber", "yellow", "orange", "jaune", "gelb", "黄", "黄色", "neutral", "average"), "amber"),
        **dict.fromkeys(("red", "rouge", "rot", "红", "红色", "at risk", "poor", "bad"), "red"),
    },
    "salutation": {
        **dict.fromkeys(("ms", "ms.", "mrs", "mrs.", "miss", "mme", "madame", "mlle", "frau", "女士", "f"), "ms"),
        **dict.fromkeys(("mr", "mr.", "m.", "monsieur", "herr", "herrn", "先生", "m"), "mr"),
    },
    "form_of_address": {
        **dict.fromkeys(("formal", "vous", "sie", "您"), "formal"),
        **dict.fromkeys(("first_name", "first name", "informal", "tu", "du", "你"), "first_name"),
    },
    "outcome": {
        **dict.fromkeys(("renewed", "won", "closed won", "renouvelé", "verlängert", "已续约"), "renewed"),
        **dict.fromkeys(("lost", "closed lost", "churned", "cancelled", "canceled", "perdu", "verloren"), "lost"),
        **dict.fromkeys(("open", "active", "pending", "in progress"), ""),
    },
    "activity": {
        **dict.fromkeys(("note", "notes", "comment", "notiz", "备注", "笔记"), "note"),
        **dict.fromkeys(
            ("meeting", "event", "visit", "réunion", "rendez-vous", "treffen", "termin", "会议"), "meeting"
        ),
        **dict.fromkeys(("call", "phone", "phone call", "appel", "anruf", "telefonat", "电话"), "call"),
        **dict.fromkeys(("email", "e-mail", "mail", "courriel", "邮件", "电子邮件"), "email"),
    },
    "visibility": {
        **dict.fromkeys(("team", "public", "shared", "internal"), "team"),
        **dict.fromkeys(("private", "privé", "privat", "私人"), "private"),
    },
}

PRIORITIES = {
    **dict.fromkeys(("low", "p4", "minor", "basse", "niedrig", "低"), "low"),
    **dict.fromkeys(("medium", "normal", "p3", "moyenne", "mittel", "中"), "medium"),
    **dict.fromkeys(("high", "p2", "major", "haute", "hoch", "高"), "high"),
    **dict.fromkeys(("urgent", "critical", "p1", "blocker", "urgente", "dringend", "紧急"), "urgent"),
}

LANGUAGES = {
    **dict.fromkeys(("english", "anglais", "englisch", "英语", "英文"), "en"),
    **dict.fromkeys(("french", "français", "francais", "französisch", "法语", "法文"), "fr"),
    **dict.fromkeys(("german", "deutsch", "allemand", "德语", "德文"), "de"),
    **dict.fromkeys(("chinese", "mandarin", "chinois", "chinesisch", "中文", "汉语", "普通话", "cn"), "zh"),
    **dict.fromkeys(("spanish", "español", "espagnol", "spanisch"), "es"),
    **dict.fromkeys(("italian", "italiano", "italien", "italienisch"), "it"),
    **dict.fromkeys(("dutch", "nederlands", "néerlandais", "niederländisch"), "nl"),
    **dict.fromkeys(("portuguese", "português", "portugais", "portugiesisch"), "pt"),
    **dict.fromkeys(("japanese", "日本語", "japonais", "japanisch"), "ja"),
}

MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "jan january janv janvier januar jän",
            "feb february févr fév février februar",
            "mar march mars märz mär maerz mrz",
            "apr april avr avril",
            "may mai",
            "jun june juin juni",
            "jul july juil juillet juli",
            "aug august août aout",
            "sep sept september septembre",
            "oct october octobre okt oktober",
            "nov november novembre",
            "dec december déc décembre dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}

SIGNS = {"€": "EUR", "£": "GBP", "us$": "USD", "chf": "CHF", "fr.": "CHF", "元": "CNY", "rmb": "CNY"}
"""Signs that mean one currency. $, ¥ and kr mean several, and so say nothing."""

VAGUE_SIGNS = frozenset(["$", "¥", "￥", "kr"])

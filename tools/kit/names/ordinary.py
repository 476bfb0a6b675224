"""Words that are more likely themselves than the name of a customer, and the words that announce a name."""


def _in_order(words: str) -> list[str]:
    return words.split()


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CALENDAR = _set(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december today tomorrow yesterday day week month quarter quarters year spring summer
    autumn winter weekend
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre hier demain jour semaine mois trimestre semestre annee printemps ete automne hiver
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar janner februar marz maerz juni juli
    oktober dezember heute gestern morgen tag woche monat quartal jahr fruhling sommer herbst"""
)

COLOURS = _set(
    "red amber green yellow orange blue white black rouge vert verte orange jaune bleu blanc noir rot grun gelb blau"
    " weiss schwarz"
)

_NUMBERS = _set(
    """one two three four five six seven eight nine ten eleven twelve twenty fifty hundred thousand first second third
    last next previous half un une deux trois quatre cinq sept huit neuf dix douze cent mille premier dernier eins zwei
    drei vier funf sechs sieben acht neun zehn zwolf hundert tausend erste letzte nachste"""
)

_SECTORS = _set(
    """health healthcare legal law retail logistics travel foods food games gaming media bank banking insurance energy
    telecom marine shipping rail homes home hotels beauty analytics instruments software tech technology technologies
    systems solutions services service group holding global international national studio studios company partners
    partner consulting capital finance financial schools school education dental clinic medical pharma books coffee
    council transport freight robotics interiors brewing industries manufacturing automotive construction data cloud
    digital labs network networks security media marketing design works world union foundation university college
    hospital institute agency trading motors foods farms water power electric
    banque credit clinique maison boulangeries boulangerie cafe sante assurance assurances groupe societe immobilier
    conseil industrie energie
    versicherung versicherungen verlag brauerei maschinenbau mobel bau handel gesundheit energie technik elektro
    logistik glas werke gruppe touristik feinkost klinik apotheke"""
)

_EVERYDAY = _set(
    """a an the and or but if then so as of to in on at by for from with about into over under after before since until
    till between during without within per via re is are was were be been am do does did done has have had having can
    could will would shall should may might must not no yes ok okay please pls thanks thank hi hello hey morning i me my
    mine we us our you your he him his she her it its they them their this that these those here there who whom whose
    what which when where why how all any some each every both more most less least many much few lot other another
    same new old big small good bad great best better worst top open close closed late early now just also too only
    again still yet ever never maybe back up down out off away get got give go going gone make made take took put set
    let say said says tell told ask asked show list find see look need want wants know think mean send sent write wrote
    draft mail email emails note notes noted log logged save saved record add update change changed remove delete drop
    cancel call calls called meeting meetings meet met task tasks todo remind reminder renewal renewals renew renews
    renewing renewed contract contracts account accounts customer customers client clients book revenue churn churned
    risk invoice invoices paid payment terms notice period price prices pricing increase budget discount offer quote
    quarter report reports review reviews plan plans goal goals objective objectives success adoption usage seats seat
    licence license licences licenses support product team manager owner owners contact contacts champion sponsor buyer
    decision maker executive exec director head chief procurement purchasing accounting onboarding training escalation
    escalate ticket outage issue issues problem bug feedback complaint praise forecast commit best case pipeline
    omitted upsell opportunity opportunities expansion deal value roi nps arr grr nrr kpi qbr ebr csm crm cfo ceo cto
    coo segment region industry status active enterprise market mid smb status sum total amount number percent currency
    euro euros dollar dollars pound pounds chinese english french german friendly formal polite short shorter long
    longer brief private public draft subject everything everyone something anything nothing people person guy thing
    things way ways time times date dates end start begin beginning beat cut mark push move moved pass hand hold check
    chase ring phone reply answer question questions point points page pages slide slides deck summary brief rundown
    overview profile card history timeline last first lately recently soon today
    le la les un une des du de d l et ou mais si donc car que qui quoi quel quelle quels quelles quand comment pourquoi
    est sont etait ete etre a as ai ont avons avez avoir fait faire dans sur sous avec sans pour par chez vers depuis
    jusqu entre avant apres pendant ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs je
    tu il elle on nous vous ils elles me te se lui y en ne pas plus moins tres bien mal bon bonne oui non merci bonjour
    salut stp svp plait client clients cliente compte comptes contrat contrats note notes appel appels reunion mail
    courriel tache taches rappelle rappel facture factures devis offre prix hausse remise renouvellement echeance
    echeances preavis resiliation responsable directeur directrice acheteur achats equipe produit compta
    der die das den dem des ein eine einen einem einer und oder aber wenn dann so als wie was wer wen wem wann wo warum
    wieso welche welcher welches ist sind war waren sein hat haben hatte wird werden wurde kann konnte soll sollte muss
    darf will mochte nicht kein keine ja nein bitte danke hallo moin guten ich mich mir mein meine du dich dir dein wir
    uns unser ihr ihre sie er es man bei mit fur von vom zu zum zur an am auf aus in im ins uber unter vor nach seit bis
    ab zwischen durch ohne um noch schon nur auch mehr weniger alle alles viel viele kunde kunden vertrag vertrage
    notiz notizen anruf telefonat termin termine besprechung mail aufgabe aufgaben rechnung rechnungen angebot angebote
    preis preise rabatt verlangerung verlangerungen kundigung kundigungsfrist ansprechpartner entscheider einkauf
    vertrieb leiter leiterin geschaftsfuhrer herr herrn frau team produkt buchhaltung"""
)

ORDINARY = CALENDAR | COLOURS | _NUMBERS | _SECTORS | _EVERYDAY
"""Alone they name no customer: a part of a name that is only this is no match."""

ORDINARY_SIGNS = _set(
    """一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 星期 周一 周二 周三 周四 周五 周六 周日
    礼拜 今天 明天 昨天 季度 上半 下半
    公司 集团 科技 食品 医疗 教育 旅行 零售 物流 仪器 游戏 美妆 银行 保险 能源 电信 酒店 书店 咖啡 货运 传媒 地产
    制造 信息 技术 网络
    中国 北京 上海 深圳 广州 香港 客户 合同 续约 会议 邮件 发票 产品 红色 黄色 绿色 国际 股份 有限 数据 健康 智能"""
)
"""The same for pairs of ideographs."""

BEFORE_NAME = _set(
    """for at with about on of from to re account customer client
    pour chez avec sur de d du compte client societe
    fur fuer bei beim von vom mit zu zum zur an kunde kunden firma
    给 跟 和 与 对 把 向 为 从 & 在"""
)
"""Words after which a name is to be expected."""

BEFORE_CALENDAR_NAME = _set(
    """with about account customer client chez avec compte client bei fur fuer von mit zu kunde kunden firma
    has does did is hat ist hatte will braucht notiz eskalation rechnung"""
)
"""The same where the name is also a weekday, a month or a colour: "bei Freitag", but not "bis Freitag"."""

AFTER_CALENDAR_DATE = _set("morning afternoon evening night um fruh mittag abend bis until to matin soir midi")

HONORIFICS = _set("mr mrs ms miss dr prof m mme mlle monsieur madame mademoiselle herr herrn frau hr fr sir")
"""What stands before a family name."""

TITLES = tuple(
    _in_order(
        "副总经理 总经理 副总裁 总裁 总监 经理 主任 主管 部长 科长 处长 厂长 店长 校长 院长 行长"
        " 董事长 女士 先生 小姐 老师 教授 博士 总 董 工"
    )
)
"""What stands after a Chinese family name: 周经理, 陈总."""

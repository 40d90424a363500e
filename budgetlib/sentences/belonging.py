"""What a figure belongs to, and what it is a figure of, by what was told before it."""

from itertools import takewhile

from budgetlib import vocabulary
from budgetlib.figures import Claim
from budgetlib.sentences.naming import (
    BROUGHT,
    FUNCTION,
    OWN,
    PURPOSES,
    SPENT,
    SUM,
    Name,
    bare,
    pieces,
    plain,
)
from budgetlib.sentences.telling import MOVES, Telling
from budgetlib.sentences.tokens import AROUND, NAMES, NAMING, Left, begin, last_clause, words

BELONGING = (*MOVES, "share", "execution")  # of an amount told before
ITEM_CODE = 7  # digits of an item's code
MANY = 20  # kinds that a bracket lists
MONEY, LEFT_OVER = words("money"), words("left_over")
IN_ALL = words("in_all")
SPLIT, CLASS_CODE, PROJECT = vocabulary.parts("kind", "total"), 3, "project"
BUDGETS, CARRIED = vocabulary.parts("fund", "fiscal"), ("carry_over", "fiscal_carried")
_NOBODY, BARE, _REVENUE = words("nobody"), words("bare"), words("bare_revenue")
_SPENT = words("spent")


class Belonging(Telling):
    """The part of the fold that ties a figure to those before it."""

    @staticmethod
    def _of_number(left: Left, last: Claim | None) -> bool:
        """Whether what follows a change of a number goes on with it: 增加2批次，增长33%."""
        counted = last is not None and last.measure == "count_change" and last.context != "reason"
        return counted and not left.phrase("compared")  # 减少3批次，费用比上年下降9%

    def _of(self, left: Left, measure: str, start: int, unit: str) -> Claim | None:
        """The amount that a share or a change belongs to: not where it names a quantity itself."""
        if measure == "count":  # of the one before the bracket that lists its kinds
            inside = self.brackets.at(start)
            told = (c for c, at in reversed(self.told[-MANY:]) if at < inside)
            counted = next(told, None)
            alike = counted and (counted.measure, counted.figure.unit) == ("count", unit)
            return counted if alike else None
        if measure not in BELONGING or AROUND["together"].search(left.text):
            return None
        last, at = self.told[-1] if self.told else (None, -1)
        if measure == "execution":  # none where a sentence of its own tells the budget alone
            of = self._last_amount(start) or self.moved
            if of and of.key in LEFT_OVER:  # 本年支出 5, 年末结转 1, 执行率
                spent = (claim for claim, _ in reversed(self.amounts) if claim.key not in LEFT_OVER)
                of = next(spent, of)
            planned = last and last.measure == "amount" and last.figure.base != self.reader.base
            apart = planned and of and last and last.subject not in ("", of.subject)
            return None if apart and not self._begun(of, at) else of
        if start in self.lists:
            return self._known(self.lists[start].name, "") or self.subject
        named, anew = self._named(left, measure), measure != "share" and left.moved[1]
        if self._goes_on_of(last) and not named.words and self._begun(last, start):
            return None
        reason = self.reasons.at(start)
        goes_on = last is not None and last.measure == "change" and at > reason and not anew
        own_key = self.moved.key if self.moved else ""
        if measure == "growth" and not named.words and self._of_number(left, last):
            return None
        if measure == "growth" and goes_on and named.key in ("", own_key):
            return self.moved
        if anew:  # 增加人员经费5: a change of that amount, where it was told
            return self.own.get(named.words) if reason < 0 else None
        told_so = last if last and last.context == "reason" and last.measure == "amount" else None
        if told_so and not named.words and left.phrase("compared"):
            return told_so  # 主要是严控接待费 5 万元，比上年减少 1 万元
        of, exact = self._last_amount(start), self._known(named.words, measure)
        if of and not (named.key or named.code or exact):
            if self._another(named, of, start):
                return None
            if measure in MOVES and (whole := self._behind(of, start)):
                of = self.subject = whole
            found: Claim | None = of
        elif of and not exact and (named.key, named.code) == (of.key, of.figure.code):
            found = of
        else:
            found = exact or self._known(named.key, measure)
        # no reason tells of what it explains by itself
        explains = reason >= 0 and measure != "share"
        if found is of or explains:
            return of if found is of and (not explains or left.phrases("compared")) else None
        if found and found.figure.code == named.code and measure in MOVES:
            self.subject = found
            return found
        own = named.key or named.code or measure == "share" or self._context(start) == "list"
        return None if own and named.key != "total" else of

    def _another(self, named: Name, of: Claim, start: int) -> bool:
        """Whether words that we do not know name something else than the amount before."""
        words, began = bare(named.words), begin(self.text, start)
        head = NAMING["heading"].match(self.text, began) if not self._begun(of, start) else None
        if head and self.naming.of_words(head["name"]).key not in ("", "total", of.key):
            return True  # 采购 5。政府性基金：上年安排 3，减少 3
        other = NAMING["another"].match(words) and words not in of.subject
        return bool(other and of.subject not in words)

    def _known(self, name: str, measure: str) -> Claim | None:
        """The amount of a name or key in this text; for a change, in the section, or in another."""
        known = self.reader.known if measure in MOVES else {}
        other = known.get((self.topic, name))  # 一、2025年“三公”预算 / 二、2024年，较2024年增加 5
        return self.own.get(name, known.get((self.section, name), other)) if name else None

    def _behind(self, of: Claim, start: int, told: int = 0) -> Claim | None:
        """The whole of a list that is over, which a change behind it is one of.

        A list is over behind its sentence, or where no member of it was compared with; one that
        nothing introduces, where its whole is told first.
        """
        began = self.parts.at(start)
        members = [claim for claim, at in self.amounts if at > began]
        moved = any(claim.measure in MOVES for claim, at in self.told if at > began)
        if began >= 0:
            whole = [claim for claim, at in self.amounts if at < began]
            last = max((at for _, at in self.amounts), default=start)
            over = len(members) > 1 and not moved and "；" not in self.text[began:last]
            end = self.text.find("。", start) % (len(self.text) + 1)
            after = (x for x in self.lexemes if start < x.start < end)
            rest = takewhile(lambda x: x.kind != "reason", after)  # in which no member is told
            money = [x for x in rest if x.kind == "figure" and x.tokens[0].unit in MONEY]
            over = over and len(money) <= told
        elif of.context:
            whole, over = [claim for claim in members if not claim.context], True
        else:
            whole = [claim for claim in members[:1] if claim.key == "total"]
            over = len(members) > 2 and not moved and not self._begun(of, start)
        return whole[-1] if over and whole else None

    def _begun(self, claim: Claim | None, start: int) -> bool:
        """Whether a claim stands before a place in the same sentence."""
        began = begin(self.text, start)
        return any(c is claim for c, at in self.told if began <= at)

    def _goes_on_of(self, last: Claim | None) -> bool:
        """Whether the change before is of an amount not told: 接待费比预算持平, 比去年增加."""
        return bool(last and last.measure == "change" and not last.of and last.key)

    def _named(self, left: Left, measure: str) -> Name:
        """What the words before 占, before 比 or before 增加, or behind it, name."""
        share = measure == "share"
        way = left.last("share") if share else left.way
        if not share and left.moved[1]:
            return self.naming.of_words(left.moved[1])
        end, start = way.start - left.start if way else len(left.text), 0
        compared = None if share else left.phrase("compared") or left.phrase("against")
        if compared:
            name = plain(last_clause(left.text[: compared.start.start - left.start]))
            name = "" if self.subject and bare(name) in _SPENT else name  # 预算数比上年增加
            told = Name(name, "total") if name in BARE else self.naming.of_words(name)
            if told.key or NAMING["another"].match(told.words):
                return told
            start = min(compared.end - left.start, end)
        *_, own = pieces(NAMING["explains"].sub("", left.text[start:end])) or ("",)
        last = self.found[-1] if self.found and not self.subject and not self.lists else None
        if last and last.measure == "amount" and not own:
            return Name.of(last)  # 决算数比上年决算数 8 万元增加
        return self.naming.of_words(own)

    def _name(
        self, left: Left, measure: str, start: int, of: Claim | None, stands: tuple[int, str]
    ) -> Name:
        """What a figure is a figure of."""
        if of and measure != "count":
            return Name.of(of)
        last = self.found[-1] if self.found else None
        if self.raised:
            return Name.of(self.raised)
        executed = last_clause(left.text) in _SPENT and self._begun(last, start)
        if last and last.measure == measure and executed and self.topic == "performance":
            return Name.of(last)  # 项目下达资金 5，实际支出 4
        at = self.told[-1][1] if self.told else start
        one = last if last and last.key != "item" and "。" not in self.text[at:start] else None
        if turned := AROUND["turned"].fullmatch(one.subject + left.text) if one else None:
            return self.naming.of_words(f"{turned['fund']}{SPENT}")
        if measure in BELONGING:
            return self._name_moved(left, measure, last)
        besides = left.phrase("besides")
        if measure == "amount" and self.subject and (besides or left.done() is not None):
            whole = self._behind(self.subject, start, told=1) if besides else None
            inner = self._last_amount(start)  # in brackets, of what stands in them
            if whole or self.brackets.at(start) < 0 or inner is None:
                inner = self.subject = whole or self.subject
            return Name.of(inner)  # 完成预算8万元的, 比预算8万元减少
        if besides and not self.subject:  # 预算比上年 5 万元增加
            before = left.text[: besides.start.start - left.start]
            named = self.naming.at(last_clause(before), start, None)
            if named.key or named.code:
                return named
        if held := NAMING["held"].search(left.text):
            return Name(held["name"][-20:])
        told = self.stated
        text = AROUND["of"].sub("", told[0]) if told else left.text
        words = plain(last_clause(text))
        dated = (
            NAMING["before_year"].match(last_clause(text)) if told and words in _NOBODY else None
        )
        headed_by = self.naming.at(dated["name"], start, None) if dated else Name()
        if (
            headed_by.key
            or headed_by.code
            or (dated and NAMING["step_above"].search(dated["name"]))
        ):
            return headed_by  # 公务用车购置费2024年度决算数 5
        summed = AROUND["in_all"].search(left.text) if told else None
        if summed and AROUND["sides"].fullmatch(words):
            return self.naming.of_words(f"{words}{summed[0]}")  # 收入决算总计 5: the base within it
        if self.accounts and measure == "amount" and words in (_NOBODY if told else BARE):
            spent = "year_expenditure" if words in BARE and self.topic == "overall" else "total"
            untold = Name(words, "year_revenue" if words in _REVENUE else spent)
            return self._by_value(self._bare(untold, stands if told else (0, ""), start), stands)
        of = self.subject if last and last.context != "reason" else None  # of another year or base
        if last and last.measure == "amount" and last.figure.year != stands[0]:
            of = last if self._begun(last, start) else of  # 2024年预算 5, 2025年预算 6
        other = Name.of(of) if of and of.figure.stands != stands else None
        name = self.naming.at(text, start, other, measure == "count")
        beside = measure == "amount" and AROUND["beside"].fullmatch(left.text)
        if last and last.measure in ("share", "count", "price") and (name.words in SUM or beside):
            return Name(last.subject) if last.measure == "count" else Name.of(last)
        if name.words in IN_ALL and sum(at < start for at in self.lists) > 2:
            return self.naming.whole(name)  # 甲、乙、丙分别为 5、3、2，合计 10
        return self._within_list(name, measure, start, last)

    def _name_moved(self, left: Left, measure: str, last: Claim | None) -> Name:
        """What a share, a change, a growth or an execution of no amount told is of."""
        name = self._named(left, measure)
        if measure == "share" and self.accounts and self.topic in OWN:
            return Name(name.words)  # 货物采购授予中小企业合同金额占: no quantity of its own
        before = {"growth": "change", "change": "growth", "execution": "amount"}.get(measure)
        unnamed = measure == "execution" or not name.words
        of_number = measure == "growth" and self._of_number(left, last)
        moved = of_number or (last and last.measure == before)
        goes_on = moved or (last and self._goes_on_of(last))
        return Name.of(last) if last and unnamed and goes_on else name

    def _within_list(self, name: Name, measure: str, start: int, last: Claim | None) -> Name:
        """A name as what stands before it makes it: a part of an item, a class of its list."""
        classes = self.reader.layout.data["tells"]["classes"]
        purpose = last and last.key in SPLIT and len(name.code) == CLASS_CODE
        economic = last and (last.key in classes or purpose)
        if economic and name.code[:1] == FUNCTION and self.naming.resolve((name.words,), "basic"):
            name = name._replace(code="")  # 工资福利支出 5、其他支出 3; 基本支出 5、其他支出 3
        began = self.parts.at(start)  # of the amount before the list (其中) that this is one of
        wholes = (c.key for c, at in reversed(self.told) if at < began and c.measure == "amount")
        kind = next(wholes, "")
        if name.key in BUDGETS and kind in CARRIED:
            return name._replace(key=f"{name.key}_carried")  # 上年结转 5，其中一般公共预算 5
        if kind == PROJECT and len(name.code) == ITEM_CODE and name.key in ("", "item"):
            return name._replace(key=kind)  # 项目支出 5，其中公路养护 5: of which more may be spent
        if measure == "amount" and not name.key and NAMING["unnamed"].fullmatch(name.words):
            project = NAMING["project"].match(self.text, begin(self.text, start))
            name = Name(project["name"]) if project and not name.code else name
        opened = None if begin(self.text, start) else self.opened
        whole = opened or next((c for c, _ in reversed(self.amounts) if not c.context), None)
        listed = opened or self._context(start) == "list"
        if whole is None or name.key not in PURPOSES or not listed:
            return name
        if len(whole.figure.code) == ITEM_CODE:
            return name._replace(code=whole.figure.code)  # a part of an item
        known = whole.key or whole.figure.code  # else a part of what we do not know
        return name if known else Name(name.words)

    def _by_value(self, name: Name, stands: tuple[int, str]) -> Name:
        """A name of an amount told again without one: that of whichever the section told so.

        Behind 收支总计与上年相比增加，与年初预算相比，决算数 5 is as often the year's own.
        """
        told = (c for (section, _), c in self.reader.known.items() if section == self.section)
        known = [c for c in told if c.measure == "amount" and c.figure.stands == stands]
        own = [c for c in known if (c.key, c.figure.code) == (name.key, name.code)]
        same = next((c for c in known if c.figure.value == self.value), None)
        return Name.of(same) if own and same and same not in own else name

    def _is_planned(self, last: Claim) -> bool:
        """Whether the amount just told is the budget of the one that follows: 预算 5，支出 4."""
        known = last.topic == "three_public" or last.figure.code  # neither revenue nor all of it
        own = last.figure.year == self.reader.year and last.figure.base != self.reader.base
        return bool(known) and own and last is self.found[-1]

    def _bare(self, untold: Name, stands: tuple[int, str], start: int) -> Name:
        """What an amount of accounts is of that names nothing: 支出决算为 5."""
        if self.naming.path(start):
            return self.naming.at("", start, None)
        began, inside = begin(self.text, start), self.brackets.at(start)
        told = [
            c
            for c, at in reversed(self.told)
            if at >= began and c.measure == "amount" and self.brackets.at(at) in (-1, inside)
        ]
        sides = {BROUGHT, SPENT}  # 决算收入 5；决算支出 4
        own = (c for c in (*told, self.based) if c and {c.subject, untold.words} != sides)
        of = ((c, c.figure.stands) for c in own)
        beside = next((c for c, other in of if other != stands), None)
        if beside and (stands[1] or self._is_planned(beside)):
            return Name.of(beside)
        counts = [*takewhile(lambda c: c.measure == "count", reversed(self.found))]
        if counts and self.subject and self._begun(self.subject, start):
            named = self.naming.of_words(f"{counts[-1].subject}{NAMES['expense']}")
            same = named.key in ("", self.subject.key)
            return Name.of(
                self.subject if same else counts[-1]
            )  # 外事接待 0 万元, 国内接待 3 批次, 共计支出 5 万元
        headed = self.naming.headed
        first = next((c for c, at in self.told if at >= began), None)
        if first and first.measure == "count" and first.subject and headed.key in ("", "total"):
            return Name.of(first)  # 公务接待 3 批次, 支出 5 万元
        if headed.key or headed.code:
            return headed
        alike = (c.subject for c in reversed(self.found) if c.key == untold.key)
        return untold._replace(words=untold.words or next(alike, ""))  # 与年初预算相比，预算数 5

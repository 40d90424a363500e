"""The sentences of a note, or of a table's cell, into the figures that they state."""

from collections.abc import Callable
from typing import Any

from budgetlib.figures import Claim, Place, Spot, number
from budgetlib.sentences.belonging import BARE, BELONGING, MONEY, Belonging
from budgetlib.sentences.naming import OWN, Name
from budgetlib.sentences.telling import MOVES, Reading
from budgetlib.sentences.tokens import (
    AROUND,
    BASES,
    NAMES,
    SIGNS,
    Left,
    Lexeme,
    Token,
    base_named,
    begin,
    last_clause,
    lexemes,
    planned,
    scan,
    words,
)
from budgetlib.vocabulary import ACCOUNTS, EXECUTED

RATES, POINTS = words("rates"), words("points")
MANY, COUNTED = words("many"), words("counts")
WORDED = frozenset(("same", "nothing", "than", "and", "over", "under", "equal"))
BESIDE = frozenset(("past", "year_on_year", "than", "over", "under", "equal"))  # last year
# 一、公务接待费 / 未安排预算; 八、政府性基金预算支出 / 本年度无此项支出
HEADED = ("travel", "reception", "vehicles", "vehicle_purchase", "gov_fund", "state_capital")
COUNTS = ("count", "count_change")
TELLING = WORDED | {"figure", "step"}


class Reader(Reading, frozen=False):
    """Reads texts one after the other."""

    def read(
        self, text: str, prefix: str, topic: str, place: Place, spot_of: Callable[[int], Spot]
    ) -> list[Claim]:
        """The claims of one paragraph or cell."""
        if TELLING.isdisjoint({lexeme.kind for lexeme in lexemes(text)}):
            self.path = None
            for token in scan(text):
                self.note(token, spot_of)
            return []
        return Sentence(self, text, prefix, topic, place, spot_of).claims()


class Sentence(Belonging):
    """One text being read: a fold over its lexemes.

    An amount stands on the base that the words before it name; one for which they name nothing
    is that of the item, or of the amount before. 完成预算的 tells what share was executed (measure
    "execution"), 决算数小于预算数 which is more ("order").
    """

    def claims(self) -> list[Claim]:
        """Walk over the lexemes in their order; keep an item that no amount is told of."""
        for i, lexeme in enumerate(self.lexemes):
            if lexeme.kind in BESIDE:
                self.beside = lexeme.start
            if lexeme.kind == "date" and lexeme.year:
                ends = AROUND["as_of"].search(self.text[max(lexeme.start - 2, 0) : lexeme.end + 2])
                self.as_of = lexeme.year if ends else 0
            elif (
                lexeme.kind == "past"
                and AROUND["at_end"].search(lexeme.match[0])
                and (not i or self.lexemes[i - 1].kind != "than")
            ):
                self.as_of = self.reader.year - 1
            for token in lexeme.tokens:
                self._token(token, i)
            if lexeme.kind in WORDED and lexeme.start >= self.ordered:
                self._worded(lexeme, i)
        if AROUND["opens"].search(self.text):
            self.reader.opened = next((c for c, _ in reversed(self.amounts)), None)
        if self.amounts and not self.amounts[0][0].context:
            self.reader.heads[self.prefix] = self.amounts[0][0]
        if self.naming.paths and all(c.figure.base == self.reader.base for c in self.found):
            self.reader.path = self.naming.paths[-1]
        return self.found

    # ---- one figure -------------------------------------------------------------------------

    def _token(self, token: Token, i: int) -> None:
        claim = self._claim(token, i) if token.kind == "figure" else None
        self.reader.note(token, self.spot_of, claim.id if claim else "")
        if claim is None:
            return
        self.found.append(claim)
        if claim.measure != "count":
            self.naming.above = ""  # it speaks for the first figure that is no count
        self.told.append((claim, token.start))
        if claim.measure != "amount" or claim.context == "reason" or self.against:
            return  # 决算数比2024年80万元增加: of what is not told
        is_own = claim.figure.stands == (self.as_of or self.reader.year, self.reader.base)
        if is_own:
            self.amounts.append((claim, token.start))
            names = [claim.key, claim.subject, AROUND["in_all"].sub("", claim.subject)]
            if claim.key in ("total", "year_revenue", "year_expenditure"):
                names += AROUND["side"].findall(claim.subject)
            places = (self.section, self.topic)[: 1 + (self.topic in OWN)]
            self.reader.known |= {(place, name): claim for place in places for name in names}
            self.own |= dict.fromkeys(names, claim)
        if self.brackets.at(token.start) < 0 and (is_own or not self.subject or self.raised):
            self.subject = claim

    def _claim(self, token: Token, i: int) -> Claim | None:
        start, end = token.start, token.unit_end
        self._listed(start)
        around = self.text[start - 1 : start] + self.text[end : end + 1]
        negative = AROUND["minus"].match(self.text, start - 1) if start else None
        left = self._going_on(self._left(start, i, minus=int(bool(negative))))
        unit = token.unit or NAMES["rate" if AROUND["rate"].match(around) else "unit"]
        unit += NAMES["money"] * (unit in MANY and bool(AROUND["money_before"].search(left.text)))
        raised = AROUND["raised"].fullmatch(left.text)
        alike = (c for c in reversed(self.found) if c.figure.unit == unit and c.measure != "change")
        self.raised = next(alike, None) if raised else None  # 由 5 万元、占 2%，上升到 6 万元
        measure = self._measure(unit, left, around)
        printed = f"-{token.text}" if negative and measure not in MOVES else token.text
        value = self.value = number(printed)
        if value is None:
            return None
        changes = measure in MOVES or measure == "count_change"
        moves = left.way if changes or measure == "amount" else None
        aside = self.found[-1].direction if measure == "growth" and not moves else None  # 减 5 (8%)
        asked = measure == "change" or (measure == "growth" and not moves)
        apart = self._difference(left) if asked else None
        if measure == "change" and not (moves or apart):  # the word is lost: that of the growth
            aside = next((SIGNS[x.kind] for x in self.lexemes[i + 1 : i + 3] if x.kind in SIGNS), 0)
        self.stated = left.told() if self.accounts and measure == "amount" else None
        year, base = self._year_base(left, measure, start)
        self.against = bool(left.phrase("besides") or AROUND["share_of"].search(left.text))
        of = self.moved = self._of(left, measure, start, unit)
        year = self._of_earlier(left, measure, of) or year
        self._compare(left, measure, start, year if measure in BELONGING else self.reader.year)
        if apart:
            aside, self.compared = apart
        self.clause = end
        behind = self._behind_it(left, end) if measure == "amount" else None
        subject, key, code = behind or self._name(left, measure, start, of, (year, base))
        if unit in MONEY and key in COUNTED:
            key = self.naming.of_words(f"{subject}{NAMES['expense']}").key
            key = "" if key in COUNTED else key
        if measure in COUNTS and self.found and not AROUND["counted"].sub("", subject):
            at = self.brackets.at  # 接待 5 批次(其中外事 1 批次)、39 人次，较上年增加 3 人次
            own = [claim for claim, place in self.told if at(place) == at(start)][-1:]
            subject = own[0].subject if own and own[0].measure == "count" else subject
        if not key and measure == "count":
            told = AROUND["clause"].match(self.text, end)
            key = self.reader.layout.key_of(told[0]) if told else ""
            behind_it = "thing" if AROUND["holds"].search(left.text) else "who"
            thing = AROUND[behind_it].match(self.text, end)
            subject = thing[0] if thing else subject
            subject = told[0] if told and (key or not subject) else subject
            named = thing or (told if key else None)
            self.clause = named.end() if named else end  # 9个内设机构、2个下属单位
        against = self._base_of(measure, left, start)
        other = self.accounts and base != self.reader.base
        self.done = (left.done() or base * other) if measure == "amount" else ""
        claim = Claim(
            self._figure(printed, value, unit, start, year=year, base=base, code=code),
            self.topic,
            measure,
            subject,
            key,
            of=of.id if of else "",
            direction=-1 if moves and negative else SIGNS.get(moves.kind) if moves else aside,
            compared=self.compared[0] if changes else None,
            compared_base=against,
            context=self._context(start),
            window=self.text[max(0, min(start - 8, end - 18)) : end + 2][:20],
        )
        self.based = claim if self.stated else self.based
        return claim

    def _going_on(self, left: Left) -> Left:
        """压减办公费 5、会议费 4: a verb with its object goes on over a list."""
        goes_on = AROUND["goes_on"].fullmatch(left.text) if self.verb and not left.found else None
        if goes_on:
            left = Left(words := f"{self.verb}{goes_on['name']}", lexemes(words), 0, len(words))
        self.verb = left.way.match[0] if left.way and left.moved[1] else ""
        return left

    def _behind_it(self, left: Left, end: int) -> Name | None:
        """安排 5 万元公务接待费: the known name behind an amount where none stands before."""
        behind = AROUND["behind"].match(self.text, end)
        if behind and self.naming.nothing(left.text):
            name = self.naming.of_words(behind["name"])
            if name.key or name.code:
                self.clause = end if behind["than"] else behind.end()
                return name
        return None

    # ---- what it measures, of which year, on which base ------------------------------------------

    def _measure(self, unit: str, left: Left, around: str) -> str:
        """What a figure of this unit measures, between these characters."""
        if self.raised:
            return self.raised.measure  # 由每人3元提高到5元
        reached = left.way and AROUND["reached"].search(left.text)
        if unit in MONEY:
            per = AROUND["per_line" if self.topic == "cost" else "per"].search(around)  # 3万元/人
            if self._difference(left):
                return "change"
            each = left.last("each") and AROUND["a_piece"].search(left.text)
            moves = (left.way and not reached) or AROUND["lost"].search(left.text)
            return "change" if moves else "price" if per or each else "amount"
        if unit in RATES:
            of = AROUND["of"].fullmatch(left.text)  # 占项目15个的80%
            if unit == "%" and ((self.done and of) or (self.accounts and left.done() is not None)):
                return "execution"
            also = self.found and unit == self.found[-1].figure.unit == "%"
            if also and AROUND["again"].fullmatch(left.text):
                return self.found[-1].measure  # 下降 5%、6%
            bare = unit == "%" and self.found and AROUND["bare_rate"].fullmatch(left.text)
            aside = self.found[-1].measure if bare else ""
            apart = AROUND["apart"].fullmatch(left.text)  # 预算 8 万元，决算 6 万元，差异率-25%
            if apart and apart["rate"] and self._difference(left):
                return "growth"
            if (left.way and unit not in POINTS) or aside == "change":
                return "growth"
            share = left.last("share") or (of and self.against) or aside == "amount"
            return "share" if share else "target"
        return "count_change" if left.way and not reached else "count"

    def _difference(self, left: Left) -> tuple[int, tuple[int, str]] | None:
        """Where a figure tells how far two amounts of one thing are apart: the way, from what."""
        apart = AROUND["apart"].fullmatch(left.text)
        if not apart or not (left.text or self.against):
            return None
        own, told = self.subject, (c for c in reversed(self.found) if c.measure != "execution")
        last = next(told, None)  # 为年初预算的95%，差额 5
        if own is None or last is None or last.measure != "amount":
            return None
        stands, began = own.figure.stands, begin(self.text, left.start)
        told = (c for c, at in reversed(self.told) if at >= began and c.measure == "amount")
        alike = (c for c in told if (c.key or c.subject) == (own.key or own.subject))
        other = next((c for c in alike if c.figure.stands != stands), None)
        of_year = other and other.figure.year == stands[0]  # 年初预算 8 万元，决算 6 万元，减少 2
        if other is None or last not in (own, other) or (apart["moves"] and not of_year):
            return None
        more, less = (claim.figure.amount for claim in (own, other))
        return (more > less) - (more < less), (other.figure.year or 0, other.figure.base)

    def _base_of(self, measure: str, left: Left, start: int) -> str:
        """The base of a comparison; of a share, the key of the whole that it names ("" if none)."""
        if measure == "execution":
            return left.done() or self.done or NAMES["plan"]
        if measure in MOVES:
            return self.compared[1]
        named = AROUND["whole"].search(left.text) if measure == "share" else None
        if named and not named["whole"]:
            named = AROUND["made_of"].match(self.text, self.text.rfind("。", 0, start) + 1)
        if not named:
            return ""
        bare = named["sum"] or named["whole"] in BARE
        return self.naming.of_words(named["whole"]).key or ("total" if bare else named["whole"])

    def _year_base(self, left: Left, measure: str, start: int) -> tuple[int, str]:
        own, year = self.reader.base, self.reader.year
        if measure in MOVES or measure == "count_change":
            return year, own
        last = left.phrase("last_year")
        if last or (measure == "amount" and left.phrase("ago")):
            year, base = year - 1, (last.plain_base if last else "") or own
        elif self.topic != "cost" and (dated := left.dated()):
            year, base = self._headed(start)
            headed = base if dated.year == year else own
            year, base = dated.year, dated.plain_base or BASES.get(left.based[1], headed)
            if year == self.reader.year and base == NAMES["original"]:
                base = own  # a budget is what it begins with
        else:
            self.as_of = 0 if AROUND["intended"].search(left.text) else self.as_of
            year, base = (self.as_of, own) if self.as_of else self._headed(start)
            last_told = self.found[-1] if self.found else None
            if last_told and AROUND["carried_out"].fullmatch(left.text) and own != ACCOUNTS:
                year, base = last_told.figure.year or year, EXECUTED  # 2024年预算 5，实际支出 4
            elif last_told and AROUND["other_base"].fullmatch(left.text):
                year = last_told.figure.year or year
            whole = self.subject if measure == "amount" and not self.as_of else None
            opens = self.parts.at(start) == begin(self.text, start)  # 2024年支出 5。其中：
            earlier = opens and whole is not None and whole.figure.year != self.reader.year
            listed = self._context(start) == "list" and (earlier or self._begun(whole, start))
            if whole and not whole.context and listed:
                year, base = whole.figure.year or year, whole.figure.base
        named = left.done() or (self.stated or ("", ""))[1] if measure == "amount" else ""
        return (year, named) if named and year == self.reader.year else (year, base)

    def _of_earlier(self, left: Left, measure: str, of: Claim | None) -> int:
        """The earlier year that a share, or a change on the year before it, is of (0 for none)."""
        told, last = left.phrase("compared"), self.found[-1] if self.found else None
        moves = last if last and measure in MOVES and last.measure in MOVES else None
        if measure not in BELONGING or (measure in MOVES and not (told or moves)):
            return 0
        dated = [
            x
            for x in left.phrases("dated")
            if told and not x.match["than"] and self.reasons.at(x.start.start) < 0
            if "，" not in self.text[x.end : told.start.start]
        ]  # 2023年预算数比2022年预算数减少 5，其中公务接待费比2022年预算减少 3
        whose = moves if moves and (not told or told.year == moves.compared) else of
        year = dated[-1].year if dated else (whose and whose.figure.year) or 0
        return year if (told.year if told else 0) < year < self.reader.year else 0

    def _headed(self, start: int) -> tuple[int, str]:
        """Year and base of all that a sentence tells (2024年预算中，), else of the heading's."""
        of = (
            AROUND["year_of"].match(self.text, begin(self.text, start))
            or AROUND["headed_by"].match(self.text)
            or AROUND["opened_by"].fullmatch(self.text, 0, start)
        )
        if not of or self.topic == "cost":  # of which a line may name the year that it goes by
            return self.headed
        year, own = int(of["year"]), self.headed[1]
        earlier = own == NAMES["plan"] and year < self.reader.year
        if earlier and AROUND["was_spent"].match(self.text, begin(self.text, start)):
            own = NAMES["final"]  # 2023年某局因公出国 1 次，支出 3 万元
        return year, BASES.get(of["base"], own)

    # ---- figures that are told in words ---------------------------------------------------------

    def _worded(self, lexeme: Lexeme, i: int) -> None:
        """持平 and its like; 没有 where it says so of a budget or, in a history, of years."""
        if lexeme.kind == "same":
            self._unchanged(lexeme, i)
        elif lexeme.kind != "nothing":
            self._order(lexeme, i)
        elif self.topic == "history":
            self._unplanned(lexeme, i)
        elif words := lexeme.match["without"] or (lexeme.match["planned"] and self.naming.above):
            when = self.lexemes[i - 1] if i and self.lexemes[i - 1].end == lexeme.start else lexeme
            at, key = (when if when.year else lexeme).start, self.reader.layout.key_of(words)
            if lexeme.match["without"] or key in HEADED:
                name = Name(self.naming.of_words(words).words, key)
                self._tell(lexeme.match[0], at, "zero", name, year=when.year)

    def _unplanned(self, lexeme: Lexeme, i: int) -> None:
        """The years of which a history says that nothing was planned."""
        years, end = [], lexeme.start
        for date in reversed(self.lexemes[:i]):
            if not date.year or not AROUND["between_years"].fullmatch(self.text, date.end, end):
                break
            years.append(date.year)
            end = date.start
        for year in reversed(years) if lexeme.match["planned"] else ():
            self._tell(lexeme.match[0], end, "amount", Name(), year=year, context="worded")

    def _unchanged(self, lexeme: Lexeme, i: int) -> None:
        """持平 and its like: the change of the last amount is nothing; 基本持平 does not say so."""
        start = lexeme.start
        self._listed(start)
        left = self._left(start, i)
        of = self._of(left, "change", start, "")
        name = Name.of(of) if of else self._named(left, "change")
        self.clause = max(self.clause, lexeme.end)
        past = any(
            then.kind == "past" and then.start == lexeme.end for then in self.lexemes[i + 1 : i + 2]
        )
        beside = past or self.beside >= begin(self.text, start) or start in self.lists
        rough = bool(left.found) and left.found[-1].kind == "rough"
        if not (name.key or of) or name in self.unchanged or rough or not beside:
            return
        self._compare(left, "change", start, self.reader.year)
        against = dict(zip(("compared", "compared_base"), self.compared, strict=True))
        self._tell(lexeme.match[0], start, "change", name, of, direction=0, **against)
        self.told.append((self.found[-1], start))
        self.moved = of
        self.unchanged.add(name)

    def _order(self, first: Lexeme, i: int) -> None:
        """决算数小于预算数, 与预算数持平: whether more or less was executed than planned."""
        after = self.lexemes[i : i + 4]
        order = self.accounts and Left(self.text, after, first.start, after[-1].end).phrase("order")
        base = order and (order.part("base") or order.part("same_base"))
        if not order or not base or order.start != first or not planned(base.match["base"]):
            return
        same = order.part("same")
        bare = AROUND["unplanned"].match(self.text, base.match.end("base"))
        if not same and not bare:
            return
        self.ordered = same.end if same else bare.end() if bare else 0
        clause = last_clause(self.text[max(first.start - 60, 0) : first.start])
        name, explains = self.naming.of_words(clause), self.reasons.at(first.start) >= 0
        of = self.own.get(name.key) if name.key else self.subject
        rough = order.match["rough"] or not AROUND["executed"].search(clause)
        if explains or rough or not (of or (same and name.key)):
            return
        compared = {"compared": self.reader.year, "compared_base": base_named(base.match["base"])}
        about: dict[str, Any] = {**compared, "direction": SIGNS.get(first.kind, 0)}
        if of is None:  # 公务接待费决算比预算持平: of an amount that is not told
            self._tell(self.text[first.start : self.ordered], first.start, "change", name, **about)
            self.told.append((self.found[-1], first.start))
        elif of.figure.base == self.reader.base:
            word = self.text[first.start : self.ordered][:6]
            self._tell(word, first.start, "order", Name.of(of), of, **about)

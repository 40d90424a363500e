"""The sentences of a note, or of a table's cell, into the figures that they state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from budgetlib.figures import Place, Spot, number
from budgetlib.printed import Claim
from budgetlib.sentences.left import SIGNS, Left, base_named, last_clause, planned
from budgetlib.sentences.lexicon import AROUND, NAMES, NAMING, words
from budgetlib.sentences.naming import PURPOSES, Name
from budgetlib.sentences.telling import MOVES, Reading, Telling
from budgetlib.sentences.tokens import Lexeme, Token, lexemes, scan

MONEY, RATES, POINTS = words("money"), words("rates"), words("points")
_NOBODY, _BARE, _REVENUE = words("nobody"), words("bare"), words("bare_revenue")
WORDED = frozenset(("same", "nothing", "than", "and", "over", "under", "equal"))
BESIDE = frozenset(("past", "year_on_year", "than", "over", "under", "equal"))  # last year
TELLING = WORDED | {"figure", "step"}
MANY = 20  # kinds that a bracket lists
BELONGING = (*MOVES, "share", "execution")  # of an amount told before


class Reader(Reading):
    """Reads texts one after the other."""

    def read(
        self, text: str, prefix: str, topic: str, place: Place, spot_of: Callable[[int], Spot]
    ) -> list[Claim]:
        """The claims of one paragraph or cell."""
        if not any(lexeme.kind in TELLING for lexeme in lexemes(text)):
            self.path = None
            for token in scan(text):
                self.note(token, spot_of)
            return []
        return Sentence(self, text, prefix, topic, place, spot_of).claims()


class Sentence(Telling):
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
            if lexeme.year:
                ends = AROUND["as_of"].search(self.text[max(lexeme.start - 2, 0) : lexeme.end + 2])
                self.as_of = lexeme.year if ends else 0
            for token in lexeme.tokens:
                self._token(token, i)
            if lexeme.kind in WORDED and lexeme.start >= self.ordered:
                self._worded(lexeme, i)
        if self.naming.paths and not self.found:
            self.reader.path = self.naming.paths[-1]
        return self.found

    # ---- one figure -------------------------------------------------------------------------

    def _token(self, token: Token, i: int) -> None:
        claim = None
        if token.kind == "figure":
            self._listed(token.start)
            claim = self._claim(token, i)
        self.reader.note(token, self.spot_of, claim.id if claim else "")
        if claim is None:
            return
        self.found.append(claim)
        self.naming.above = ""  # it speaks for the first figure alone
        self.told.append((claim, token.start))
        self.clause = token.unit_end
        if claim.measure != "amount":
            return
        figure = claim.figure
        if claim.context == "reason":
            return
        is_own = (figure.year, figure.base) == (self.reader.year, self.reader.base)
        if is_own and not self.against:
            self.reader.known[self.section, claim.key] = claim
            self.own |= {claim.key: claim, claim.subject: claim}
        # 决算数比2024年80万元增加: of what is not told
        free = not self.subject
        if not self.against and self.brackets.at(token.start) < 0 and (is_own or free):
            self.subject = claim

    def _claim(self, token: Token, i: int) -> Claim | None:
        before = self.text[token.start - 1 : token.start]
        negative = before == "-" and AROUND["minus"].match(self.text, token.start - 1)
        left = self._left(token.start, i, minus=int(bool(negative)))
        unit = token.unit or NAMES["unit"]
        measure = self._measure(unit, left)
        printed = f"-{token.text}" if negative and measure not in MOVES else token.text
        value = number(printed)
        if value is None:
            return None
        if (
            measure == "amount"
            and (
                AROUND["per"].match(self.text, token.unit_end)  # 3.5万元/人
                or (
                    self.topic != "cost"
                    and AROUND["times"].search(before + self.text[token.unit_end :][:1])
                )
            )
        ):
            measure = "price"
        changes = measure in MOVES or measure == "count_change"
        moves = left.way if changes or measure == "amount" else None
        sign = SIGNS.get(moves.kind) if moves else None
        if measure == "growth" and not moves:
            sign = self.found[-1].direction  # 减少 5 (8%)
        year, base = self._year_base(left, measure)
        self._compare(left, measure, token.start)
        self.against = left.besides() or bool(AROUND["share_of"].search(left.text))
        of = self.moved = self._of(left, measure, token.start, unit)
        subject, key, code = self._name(left, measure, token.start, of, (year, base))
        if not key and measure == "count":
            told = AROUND["clause"].match(self.text, token.unit_end)
            key = self.reader.layout.key_of(told[0]) if told else ""
            subject = told[0] if told and (key or not subject) else subject
        figure = self._figure(printed, value, unit, token.start, year=year, base=base, code=code)
        against = self._base_of(measure, left)
        other = base if self.accounts and base != self.reader.base else ""
        self.done = (left.done() or other) if measure == "amount" else ""
        claim = Claim(
            figure,
            self.topic,
            measure,
            subject,
            key,
            of=of.id if of else "",
            direction=-1 if moves and negative else sign,
            compared=self.compared[0] if changes else None,
            compared_base=against,
            context=self._context(token.start),
            window=self.text[
                max(0, min(token.start - 8, token.unit_end - 18)) : token.unit_end + 2
            ][:20],
        )
        if self.accounts and measure == "amount" and left.told():
            self.based = claim
        return claim

    # ---- what it measures, of which year, on which base ------------------------------------------

    def _measure(self, unit: str, left: Left) -> str:
        """What a figure of this unit measures."""
        if AROUND["raised"].fullmatch(left.text) and self.found:
            return self.found[-1].measure  # 由每人3元提高到5元
        reached = left.way and AROUND["reached"].search(left.text)
        if unit in MONEY:
            if left.way and not reached:
                return "change"
            return "price" if left.has("each") and AROUND["a_piece"].search(left.text) else "amount"
        if unit in RATES:
            of = AROUND["of"].fullmatch(left.text)  # 占项目15个的80%
            of_done = self.done and of
            if unit == "%" and (of_done or (self.accounts and left.done() is not None)):
                return "execution"
            if (left.way and unit not in POINTS) or self._aside(left):
                return "growth"
            return "share" if left.has("share") or (of and self.against) else "target"
        return "count_change" if left.way and not reached else "count"

    def _aside(self, left: Left) -> bool:
        """Whether a rate stands in brackets behind a change."""
        return left.text == "(" and bool(self.found) and self.found[-1].measure == "change"

    def _base_of(self, measure: str, left: Left) -> str:
        """The base of a comparison; of a share, the key of the whole that it names ("" if none)."""
        if measure == "execution":
            return left.done() or self.done or NAMES["plan"]
        if measure in MOVES:
            return self.compared[1]
        named = AROUND["whole"].search(left.text) if measure == "share" else None
        if not named or not named["whole"]:
            return ""
        return self.naming.key(named["whole"]) or ("total" if named["sum"] else named["whole"])

    def _year_base(self, left: Left, measure: str) -> tuple[int, str]:
        own, year = self.reader.base, self.reader.year
        if measure in MOVES or measure == "count_change":
            return year, own
        last = left.phrase("last_year")
        if last or (measure == "amount" and left.phrase("ago")):
            year, base = year - 1, (last.plain_base if last else "") or own
        elif self.topic != "cost" and (dated := left.dated()):
            year, base = dated.year, dated.plain_base or own
            if year == self.reader.year and base == NAMES["original"]:
                base = own  # a budget is what it begins with
        else:
            year, base = self.as_of or year, own
        told = left.told() if self.accounts else None
        named = left.done() or (told[1] if told else "") if measure == "amount" else ""
        return (year, named) if named and year == self.reader.year else (year, base)

    # ---- what it belongs to, and its name -------------------------------------------------------

    def _of(self, left: Left, measure: str, start: int, unit: str) -> Claim | None:
        """The amount that a share or a change belongs to: not where it names a quantity itself."""
        if measure == "count":
            return self._counted(unit, start)
        if measure not in BELONGING:
            return None
        if measure == "execution" and self._planned_apart():
            return None
        if start in self.lists or measure == "execution":
            return self.subject
        named, anew = self._named(left, measure)
        known = bool(named.key or named.code or (named.words and named.words in self.own))
        reason = self.reasons.at(start)
        last, at = self.told[-1] if self.told else (None, -1)
        follows = measure == "growth" and last and last.measure == "change" and at > reason
        if follows and not anew:
            return self.moved
        of = self._beside(start)
        if (
            of
            and of.context == "list"
            and measure in MOVES
            and not known
            and self._listed_all(start)
        ):
            of = self.subject = self._whole(self.parts.at(start)) or of
        if anew:  # 增加人员经费5: a change of that amount, where it was told
            return self.own.get(named.words) if reason < 0 else None
        same = of is not None and (
            not known
            or (
                (named.key, named.code) == (of.key, of.figure.code)
                and (named.words in (of.subject, "") or named.words not in self.own)
            )
        )
        if reason >= 0 and measure != "share":  # no reason tells of what it explains by itself
            return of if same and left.phrases("compared") else None
        if same:
            return of
        told = self.own.get(named.words) or (self.own.get(named.key) if named.key else None)
        if told is None and measure in MOVES:
            told = self.reader.known.get((self.section, named.key))
        if told and told.figure.code == named.code and measure in MOVES:
            self.subject = told
            return told
        listed = measure == "share" or self._context(start) == "list"
        return None if listed and named.key != "total" else of

    def _listed_all(self, start: int) -> bool:
        """Whether a list is over: behind it, or where no member of it was compared with."""
        begin, own = self.parts.at(start), (self.reader.year, self.reader.base)
        members = [claim for claim, at in self.told if at > begin]
        plain = [
            c for c in members if c.measure == "amount" and (c.figure.year, c.figure.base) == own
        ]
        moved = any(claim.measure in MOVES for claim in members)
        return begin < 0 or (len(plain) > 1 and not moved and "；" not in self.text[begin:start])

    def _whole(self, begin: int) -> Claim | None:
        """The last amount of the year and base before a list, or that is no member of one."""
        own = (self.reader.year, self.reader.base)
        for claim, at in reversed(self.told):
            outside = at < begin if begin >= 0 else not claim.context
            if (
                claim.measure == "amount"
                and outside
                and (claim.figure.year, claim.figure.base) == own
            ):
                return claim
        return None

    def _planned_apart(self) -> bool:
        """Whether a sentence of its own tells the budget, and that of another quantity."""
        last, at = self.told[-1] if self.told else (None, 0)
        if not (last and self.subject) or last.measure != "amount":
            return False
        if last.figure.base == self.reader.base or last.subject in ("", self.subject.subject):
            return False
        return not self._begun(self.subject, at)

    def _begun(self, claim: Claim | None, start: int) -> bool:
        """Whether a claim stands before a place in the same sentence."""
        begin = self.marks.begin(start)
        return any(c is claim for c, at in self.told if begin <= at)

    def _counted(self, unit: str, start: int) -> Claim | None:
        """The count before the bracket that lists its kinds."""
        inside = self.brackets.at(start)
        before = (c for c, at in reversed(self.told[-MANY:]) if at < inside) if inside >= 0 else ()
        last = next(iter(before), None)
        alike = last and (last.measure, last.figure.unit) == ("count", unit)
        return last if alike else None

    def _named(self, left: Left, measure: str) -> tuple[Name, bool]:
        """What the words before 占, before 比 or before 增加 name; whether they say so anew."""
        way = left.last("share") if measure == "share" else left.way
        end = way.start - left.start if way else len(left.text)
        if way and measure != "share" and way is left.object:
            return self.naming.of_words(left.object_words), True
        compared = left.phrase("compared") if measure != "share" else None
        begin = 0
        if compared:
            name = last_clause(left.text[: compared.start.start - left.start])
            if self.subject and not NAMING["tail"].sub("", name):
                name = ""  # 预算数比上年增加
            told = Name(name, "total") if name in _BARE else self.naming.of_words(name)
            if told.key:
                return told, False
            begin = min(compared.end - left.start, end)
        pieces = self.naming.pieces(left.text[begin:end])
        name = pieces[-1] if pieces else ""
        return self.naming.of_words(name), False

    def _name(
        self, left: Left, measure: str, start: int, of: Claim | None, stands: tuple[int, str]
    ) -> Name:
        """What a figure is a figure of."""
        if of and measure != "count":
            return Name.of(of)
        if self.found and AROUND["raised"].fullmatch(left.text):
            return Name.of(self.found[-1])
        last = self.found[-1] if self.found else None
        if measure in BELONGING:
            name, _ = self._named(left, measure)
            unnamed = measure == "growth" and not name.words and last and last.measure == "change"
            unnamed = unnamed or (measure == "execution" and last and last.measure == "amount")
            if measure == "share" and self.accounts:
                return Name(name.words)  # 货物采购授予中小企业合同金额占: no quantity of its own
            return Name.of(last) if unnamed and last else name
        if measure == "amount" and self.subject and (left.done() is not None or left.besides()):
            return Name.of(self.subject)  # 完成预算8万元的, 比预算8万元减少
        text = left.text
        if self.accounts and measure == "amount":
            told = left.told()
            text = AROUND["of"].sub("", told[0]) if told else text
            words = NAMING["noise"].sub("", last_clause(text))
            if words in (_NOBODY if told else _BARE):
                if self.naming.path(start):
                    return self.naming.at("", start, None)
                first = next((c for c, at in self.told if at >= self.marks.begin(start)), None)
                if first and first.measure == "count" and first.key:
                    return Name.of(first)  # 公务接待 3 批次, 支出 5 万元
                beside = self.based or (self.subject if self._begun(self.subject, start) else None)
                if beside and told and beside.figure.base != told[1]:
                    return Name.of(beside)
                return Name(words, "year_revenue" if words in _REVENUE else "total")
        before = self.subject if last and last.context != "reason" else None
        if before and (before.figure.year, before.figure.base) == stands:
            before = None
        name = self.naming.at(text, start, Name.of(before) if before else None)
        item = self.own.get("item")
        if item and name.key in PURPOSES and self._context(start) == "list":
            return name._replace(code=item.figure.code)  # a part of the item, not of the whole
        return name

    # ---- figures that are told in words ---------------------------------------------------------

    def _worded(self, lexeme: Lexeme, i: int) -> None:
        """持平 and its like; 没有 where it says so of a budget or, in a history, of years."""
        if lexeme.kind == "same":
            self._unchanged(lexeme, i)
        elif lexeme.kind != "nothing":
            if self.accounts:
                self._order(lexeme, i)
        elif self.topic == "history":
            self._unplanned(lexeme, i)
        elif lexeme.match["without"]:
            year = self.lexemes[i - 1] if i and self.lexemes[i - 1].end == lexeme.start else None
            when = year.year if year else 0
            at = year.start if year and when else lexeme.start
            name = self.naming.of_words(lexeme.match["without"])
            key = self.reader.layout.key_of(lexeme.match["without"])
            self._tell(lexeme.text, at, "zero", Name(name.words, key), when or self.reader.year)

    def _unplanned(self, lexeme: Lexeme, i: int) -> None:
        """The years of which a history says that nothing was planned."""
        years: list[Lexeme] = []
        end = lexeme.start
        for date in (self.lexemes[j] for j in range(i - 1, -1, -1)):
            if not date.year or not AROUND["between_years"].fullmatch(self.text, date.end, end):
                break
            years.insert(0, date)
            end = date.start
        for date in years if lexeme.match["planned"] else ():
            self._tell(lexeme.text, end, "amount", Name(), date.year, context="worded")

    def _unchanged(self, lexeme: Lexeme, i: int) -> None:
        """持平 and its like: the change of the last amount is nothing; 基本持平 does not say so."""
        self._listed(lexeme.start)
        left = self._left(lexeme.start, i)
        named, of = self._named(left, "change")[0], self._of(left, "change", lexeme.start, "")
        self.clause = max(self.clause, lexeme.end)
        beside = self.beside >= self.marks.begin(lexeme.start) or lexeme.start in self.lists
        rough = bool(left.found) and left.found[-1].kind == "rough"
        named = Name.of(of) if of else named
        if not (named.key or of) or named in self.unchanged or rough or not beside:
            return
        self._compare(left, "change", lexeme.start)
        (year, base), unit = self.compared, of.figure.unit if of else NAMES["unit"]
        about: dict[str, Any] = {
            "of": of.id if of else "",
            "direction": 0,
            "compared": year,
            "compared_base": base,
        }
        self._tell(lexeme.text, lexeme.start, "change", named, unit=unit, **about)
        self.told.append((self.found[-1], lexeme.start))
        self.moved = of
        self.unchanged.add(named)

    def _order(self, first: Lexeme, i: int) -> None:
        """决算数小于预算数, 与预算数持平: whether more or less was executed than planned."""
        after = self.lexemes[i : i + 4]
        order = Left(self.text, after, first.start, after[-1].end).phrase("order")
        base = order and (order.part("base") or order.part("same_base"))
        if not order or not base or order.start != first or not planned(base.match["base"]):
            return
        same = order.part("same")
        bare = AROUND["unplanned"].match(self.text, base.match.end("base"))
        if not same and not bare:
            return
        self.ordered = same.end if same else bare.end() if bare else 0
        of = self.subject if self.reasons.at(first.start) < 0 else None
        clause = last_clause(self.text[max(first.start - 60, 0) : first.start])
        if of is None or order.match["rough"] or not AROUND["executed"].search(clause):
            return
        if of.figure.base == self.reader.base:
            told = self.text[first.start : self.ordered][:6]
            sign, year = SIGNS.get(first.kind, 0), self.reader.year
            against = base_named(base.match["base"])
            about: dict[str, Any] = {
                "of": of.id,
                "direction": sign,
                "compared": year,
                "compared_base": against,
            }
            unit = of.figure.unit
            self._tell(told, first.start, "order", Name.of(of), unit=unit, **about)

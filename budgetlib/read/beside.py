"""The pieces of a table whose columns go on elsewhere: on the next page, or behind its labels."""

from collections.abc import Iterable, Sequence

from budgetlib.figures import UNKNOWN, Box, Spot, number
from budgetlib.read.blocks import HEADED, OFF, Block, Grid, Paragraph
from budgetlib.read.headings import caption

FEW_LABELS = 2  # so many may stand in two tables by chance


def side_by_side(
    grids: Sequence[Grid],
) -> tuple[list[Grid], list[Grid], list[tuple[Spot, str]]]:
    """The pieces of a table, those that print more columns of the same rows joined to them.

    Behind them the pieces of columns that fit no rows, and the labels that are printed again.
    """
    joined: list[Grid] = []
    lost: list[Grid] = []
    labels: list[tuple[Spot, str]] = []
    for grid in grids:
        told = {row for row in grid.rows if any(row)}
        counts = any(number(cell) is not None for row in told for cell in row)
        if joined and not counts and told.issubset(joined[-1].rows):
            continue  # blank rows on the next page, below the header again
        level = [n for n, each in enumerate(joined) if _is_level(each, grid)]
        if level:
            n = min(level, key=lambda n: len(joined[n].beside))  # pages go down before across
            joined[n] = _widened(joined[n], grid)
            continue
        if lost and grid.edges and grid.edges == lost[-1].edges:
            lost.append(grid)
            continue
        left = joined[-1] if joined else None
        again = _labels_again(left, grid) if left else 0
        if left and again:
            joined[-1] = _widened(left, grid, again)
            labels += [
                (at, c) for row, at in zip(grid.rows, grid.spots, strict=True) for c in row[:again]
            ]
        elif (
            left is None
            or not _only_columns(grid, any(each.beside for each in joined))
            or sum(map(_numbers_alone, left.rows)) >= len(left.rows) / 2
        ):
            joined.append(grid)
        elif len(grid.rows) == len(left.rows):
            joined[-1] = _widened(left, grid)
        else:
            joined[-1] = _with_unknown(left, grid)
            lost.append(grid)
    return joined, lost, labels


def whole_sheets(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a document; the pieces of a sheet that is cut across are one.

    It goes on at the right of its page on the next one, and so does what stands above it: no
    piece says again what another says, and all of it stands above the whole.
    """
    found, at, said = list[Block](), 0, dict[str, str]()  # the place of the last grid, its captions
    for block in blocks:
        last = found[at] if found else block
        if isinstance(block, Paragraph):
            found.append(block)
            continue
        between = [each for each in found[at + 1 :] if isinstance(each, Paragraph)]
        own = {caption(p.text): p.text for p in between if p.spot.page == block.spots[0].page}
        other = any(said.get(kind, text) != text for kind, text in own.items() if kind)
        if isinstance(last, Grid) and not other and _goes_on_beside(last, block, between):
            more = (p for p in between if p.text not in said.values())
            found[at:] = [*more, _widened(_headed(last, block), block)]
            said |= own
        else:
            found.append(block)
            said = own
        at = len(found) - 1
    return found


def _goes_on_beside(left: Grid, right: Grid, between: Sequence[Paragraph]) -> bool:
    """Whether the rows of a grid stand just where those of the one a page before end."""
    after = ((left.beside[-1][1] if left.beside else left.spots)[0].page or 0) + 1
    pairs = [*zip(left.spots[:0:-1], right.spots[:0:-1], strict=False)]
    more = abs(len(left.rows) - len(right.rows))  # lines that part a header on one side alone
    alike = [*left.edges] == [*right.edges]  # so is the next page of a long table
    return (
        len(right.edges) > 1
        and len(pairs) > 1
        and more < min(HEADED, len(pairs))
        and left.room < right.edges[1] - right.edges[0] + OFF
        and all(each.spot.page == after for each in between)
        and right.spots[0].page == after
        and all(_stand_level(a.box, b.box) for a, b in pairs[: len(pairs) - more])
        and not any(map(str.isdigit, "".join(right.rows[0])))
        and not any(number(cell) is not None for cell in left.rows[0])  # it begins
        and bool(between or not alike)
        and left.rows[0] != right.rows[0]
    )


def _headed(left: Grid, right: Grid) -> Grid:
    """A grid with as many rows in its header as one beside it has, where it has fewer."""
    more = len(right.rows) - len(left.rows)
    if more <= 0:
        return left
    high = {c: wide for r, c, _, wide in left.spans or () if r == 0}
    own = ((0, c, 1 + more, high.get(c, 1)) for c, cell in enumerate(left.rows[0]) if cell)
    spans = (*own, *((r + more, c, *size) for r, c, *size in left.spans or () if r))
    blank = [("",) * len(left.rows[0])] * more
    rows, spots = (left.rows[0], *blank, *left.rows[1:]), (*left.spots[:1] * more, *left.spots)
    beside = tuple((at, (*told[:1] * more, *told)) for at, told in left.beside)
    return left._replace(rows=rows, spots=spots, spans=spans, beside=beside)


def _with_unknown(left: Grid, right: Grid) -> Grid:
    """A grid with the header of columns that fit none of its rows, and nothing known below it."""
    height = next(r for r, row in enumerate(right.rows) if _numbers_alone(row))
    wide, rows = len(right.rows[0]), [*right.rows[:height]]
    for row in left.rows[height:]:
        counts = any(number(cell) is not None for cell in row)
        rows.append((UNKNOWN if counts else "",) * wide)
    spans = tuple(span for span in right.spans or () if span[0] + span[2] <= height)
    told = right._replace(rows=tuple(rows[: len(left.rows)]), spots=left.spots, spans=spans)
    return _widened(left, told)


def _is_level(left: Grid, right: Grid) -> bool:
    """Whether rows stand on another page just where those of a grid do, in columns of their own.

    The first ones may lack, where what stands above several columns is cut in two.
    """
    lack = len(left.rows) - len(right.rows)
    pairs = [*zip(left.spots[max(lack, 0) :], right.spots, strict=False)]
    return (
        bool(right.edges)
        and 0 <= lack < HEADED
        and len(right.rows) > 1
        and left.room < right.edges[1] - right.edges[0] + OFF
        and all(a.page != b.page and _stand_level(a.box, b.box) for a, b in pairs)
        and (
            not (left.edges and right.at_edges_of(left)) or all(map(_numbers_alone, right.rows[1:]))
        )
        and left.rows[lack] != right.rows[0]
    )


def _stand_level(a: Box | None, b: Box | None) -> bool:
    return a is not None is not b and all(abs(a[k] - b[k]) <= OFF for k in (1, 3))


def _numbers_alone(row: tuple[str, ...]) -> bool:
    return all(not cell.strip("-—/ ") or number(cell) is not None for cell in row)


def _only_columns(grid: Grid, again: bool) -> bool:
    """Whether a grid has a header and numbers, and no words or codes for its rows."""
    height = next((r for r, row in enumerate(grid.rows) if _numbers_alone(row)), len(grid.rows))
    words = all(not any(map(str.isdigit, cell)) for row in grid.rows[:height] for cell in row)
    body = grid.rows[height:]
    return words and bool(height or again) and len(body) > 1 and all(map(_numbers_alone, body))


def _labels_again(left: Grid, right: Grid) -> int:
    """How many columns of labels a grid prints again before others of the same rows; 0 for none."""
    both = list(zip(zip(*left.rows, strict=False), zip(*right.rows, strict=False), strict=False))
    width = next((c for c, (one, other) in enumerate(both) if one != other), 0)
    words = {cell for one, _ in both[:width] for cell in one if cell and number(cell) is None}
    alike = len(left.rows) == len(right.rows) and len(words) > FEW_LABELS
    return width if alike and not {*left.rows[0][width:]} & {*right.rows[0][width:]} else 0


def _widened(left: Grid, right: Grid, again: int = 0) -> Grid:
    """A grid with the columns of another at its right, but for those printed again."""
    left, right = (left, right) if again else _with_cut_heads(left, right)
    width, lack = max(map(len, left.rows)), len(left.rows) - len(right.rows)
    blank = ("",) * len(right.rows[0])
    pairs = zip(left.rows, (*(blank,) * lack, *right.rows), strict=True)
    rows = [(*a, *[""] * (width - len(a)), *b[again:]) for a, b in pairs]
    spans = left.spans
    if spans is not None:
        told = (span for span in right.spans or () if span[1] >= again)
        moved = ((r + lack, c + width - again, high, wide) for r, c, high, wide in told)
        spans = (*spans, *moved)
    beside = (*left.beside, (width, (*left.spots[:lack], *right.spots)))
    return left._replace(rows=tuple(rows), spans=spans, edges=(), beside=beside, room=right.room)


def _with_cut_heads(left: Grid, right: Grid) -> tuple[Grid, Grid]:
    """Two grids; a cell of the header that the end of the page cuts says the same in both."""
    lack, edge = len(left.rows) - len(right.rows), len(left.rows[0]) - 1
    sides = [[*map(list, grid.rows)] for grid in (left, right)]
    for r in range(max(lack, 0), len(left.rows)):
        if any(number(cell) is not None for cell in left.rows[r]):
            break
        homes = _home(left, r, edge), _home(right, r - lack, 0)
        told = [rows[at][c] for rows, (at, c) in zip(sides, homes, strict=True)]
        for rows, (at, c) in zip(sides, homes, strict=True):
            rows[at][c] = rows[at][c] or told[0] or told[1]
    first, second = (tuple(map(tuple, rows)) for rows in sides)
    return left._replace(rows=first), right._replace(rows=second)


def _home(grid: Grid, r: int, c: int) -> tuple[int, int]:
    """Where the cell begins that holds a place."""
    held = (s[:2] for s in grid.spans or () if 0 <= r - s[0] < s[2] and 0 <= c - s[1] < s[3])
    return next(held, (r, c))

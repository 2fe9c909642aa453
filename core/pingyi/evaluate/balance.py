"""Whether the books of an entry sheet balance, and where not: issued = valid + invalid + abstained + not returned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from pingyi.errors import Problem, Severity
from pingyi.evaluate.ballots import Part
from pingyi.evaluate.counting import is_void
from pingyi.evaluate.results import GroupTally
from pingyi.texts import shorten
from pingyi.texts import translate as _

_SHOWN = 10


def check_part(part: Part, papers: GroupTally) -> Iterator[Problem]:
    """List everything about which the head of a sheet and its table disagree.

    Args:
        part: an entry sheet.
        papers: what counting it alone has brought.
    """
    head = part.head
    if head.issued is None or (head.returned is None and not part.is_counted):
        yield _tell(
            part,
            "ballot-head-missing",
            _("It is not written how many ballots were issued and returned: the books cannot be balanced."),
            _("Fill in 发出 and 收回 above the table.")
            if part.source.sheet
            else _("Return an entry sheet with 场次 = 电子票 and the numbers in its head, and leave its table empty."),
        )
    if is_void(part):
        returned = max(part.returned, head.returned or 0)
        yield _tell(
            part,
            "ballot-void",
            _("{returned} ballots came back, but {issued} were issued: the evaluation is void.").format(
                returned=returned, issued=head.issued
            ),
            _("Correct the numbers if they were mistyped; otherwise hold the evaluation again."),
        )
    if head.attended is not None and part.returned > head.attended:
        yield _tell(
            part,
            "ballot-more-than-voters",
            _("{returned} ballots came back from {attended} people who were present.").format(
                returned=part.returned, attended=head.attended
            ),
            _("Check 实到 and the ballots."),
            severity=Severity.WARNING,
        )
    yield from _check_counts(part) if part.is_counted else _check_papers(part)
    yield from _check_stated(part, papers)


def _check_papers(part: Part) -> Iterator[Problem]:
    rows: dict[str, list[int]] = {}
    for ballot in part.ballots:
        if ballot.number:
            rows.setdefault(ballot.number, []).append(ballot.row)
    for number, places in rows.items():
        if len(places) > 1:
            yield _tell(
                part,
                "ballot-twice",
                _("Ballot no. {number} stands in the rows {rows}.").format(
                    number=number, rows="、".join(map(str, places))
                ),
                _("Delete the row that was typed twice, or correct the number."),
                row=places[-1],
            )
    stated = part.head.returned
    if stated is None or stated == len(part.ballots):
        return
    if stated < len(part.ballots):
        yield _tell(
            part,
            "ballots-too-many",
            _("{stated} ballots came back, but {typed} are typed in.").format(stated=stated, typed=len(part.ballots)),
            _("Check 收回, and the rows against the papers."),
        )
        return
    absent = _list_absent(rows.keys(), stated)
    yield _tell(
        part,
        "ballots-missing",
        _("{stated} ballots came back, but {typed} are typed in; not typed in: {numbers}.").format(
            stated=stated, typed=len(part.ballots), numbers=absent or "—"
        ),
        _("Type in the missing papers; for a paper without any tick write 弃权 in its row."),
    )


def _list_absent(numbers: Iterable[str], stated: int) -> str:
    """The serial numbers up to the number of papers that no row has."""
    have = {int(number) for number in numbers if number.isdecimal()}
    return shorten([str(number) for number in range(1, stated + 1) if number not in have], _SHOWN)


def _check_counts(part: Part) -> Iterator[Problem]:
    totals: Counter[str] = Counter()
    rows: dict[str, int] = {}
    for line in part.counts:
        totals[line.item] += line.total
        rows.setdefault(line.item, line.row)
    for item, total in totals.items():
        if total != part.returned:
            yield _tell(
                part,
                "line-unbalanced",
                _("The votes on “{item}” add up to {total}, but {returned} ballots came back.").format(
                    item=item, total=total, returned=part.returned
                ),
                _("Count this line again; unmarked papers belong into 弃权, spoiled ones into 无效."),
                row=rows[item],
            )
    by_category: dict[str, set[int]] = {}
    for category in {line.category for line in part.counts}:
        lines: Counter[str] = Counter()
        for line in part.counts:
            if line.category == category:
                lines[line.item] += line.total
        by_category[category] = set(lines.values())
    for category, sums in sorted(by_category.items()):
        if category and len(sums) > 1:
            yield _tell(
                part,
                "category-unbalanced",
                _("The lines of the voters “{category}” add up to different numbers of ballots: {sums}.").format(
                    category=category, sums="、".join(map(str, sorted(sums)))
                ),
                _("Count the ballots of these voters again."),
            )


def _check_stated(part: Part, papers: GroupTally) -> Iterator[Problem]:
    """What was counted by hand against what the table says."""
    if part.is_counted:
        head = part.head
        told = [number for number in (head.valid, head.invalid, head.abstained) if number is not None]
        if head.valid is not None and sum(told) != part.returned:
            yield _differ(part, "有效＋无效＋弃权", sum(told), part.returned)
        return
    pairs = (
        ("有效", part.head.valid, papers.valid),
        ("无效", part.head.invalid, papers.invalid),
        ("弃权", part.head.abstained, papers.abstained),
    )
    for label, stated, counted in pairs:
        if stated is not None and stated != counted:
            yield _differ(part, label, stated, counted)


def _differ(part: Part, label: str, stated: int, counted: int) -> Problem:
    return _tell(
        part,
        "papers-differ",
        _("The head says {label} {stated}, the table comes to {counted}.").format(
            label=label, stated=stated, counted=counted
        ),
        _("Compare with the papers and correct the one that is wrong."),
    )


def _tell(
    part: Part, code: str, message: str, cure: str, *, severity: Severity = Severity.ERROR, row: int | None = None
) -> Problem:
    source = part.source
    return Problem(severity, code, message, cure, file=source.file, sheet=source.sheet, row=row)

"""The outcome as tables: rows of cells first, then text for the terminal or markdown for the documentation."""

from .contest import Contender, Contest
from .spread import Spread

HEADINGS = ("server", "figure", "peer/ours (min–max)", "throughput ours/peer", "p50 µs", "p99 µs", "asked")


def rows(contest: Contest) -> list[tuple[str, ...]]:
    """One row per contender, in the order of HEADINGS."""
    return [_row(contest, contender) for contender in contest.contenders]


def heading(facts: dict, instrument: str) -> str:
    """The machine and the instrument in one line."""
    where = "{processor}, {cores} cores, {kernel}; commit {commit}, {date}; load average {load_average}"
    return f"{where.format(**facts)}; measured with {instrument}"


def text(contest: Contest) -> str:
    """The contest's table, aligned for a terminal."""
    table = [HEADINGS, *rows(contest)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADINGS))]
    lines = ["  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in table]
    return "\n".join([f"{contest.case.name}: {contest.case.unit}", *lines, *_failures(contest)])


def markdown(contests: list[Contest]) -> str:
    """One table for all contests, a line per case and server."""
    lines = [_line(("case", *HEADINGS)), _line(("---",) * (1 + len(HEADINGS)))]
    for contest in contests:
        lines += [_line((f"{contest.case.name}, {contest.case.unit}", *row)) for row in rows(contest)]
    return "\n".join(lines)


def _row(contest: Contest, contender: Contender) -> tuple[str, ...]:
    is_ours = contender is contest.ours
    return (
        _title(contest, contender),
        _number(contender.spread(contest.case.figure)),
        "" if is_ours else _range(contest.ratio(contender)),
        "" if is_ours else _number(contest.throughput_ratio(contender)),
        _number(contender.spread("p50_us")),
        _number(contender.spread("p99_us")),
        _verdict(contest, contender),
    )


def _title(contest: Contest, contender: Contender) -> str:
    title = contender.title or contender.name
    return f"{title}, again" if contender is contest.again else title


def _verdict(contest: Contest, contender: Contender) -> str:
    if contender is contest.ours:
        asked, reached = contest.case.limit, contest.within_limit
        return "" if reached is None else f"{'ok' if reached else 'ABOVE'}, at most {asked:g}"
    if contender is contest.again:
        ratio = contest.ratio(contender)
        return f"noise: up to {ratio.deviation:.0%}" if ratio else ""
    asked, reached = contest.case.targets.get(contender.name), contest.reached(contender)
    return "" if reached is None else f"{'ok' if reached else 'BELOW'}, at least {asked:g}"


def _failures(contest: Contest) -> list[str]:
    return [
        f"  {contender.name} failed: {failure}"
        for contender in contest.contenders
        for failure in contender.failures
    ]


def _number(spread: Spread | None) -> str:
    if spread is None:
        return ""
    return f"{spread.median:,.0f}" if spread.median >= 100 else f"{spread.median:.3g}"


def _range(spread: Spread | None) -> str:
    return f"{spread.median:.2f} ({spread.least:.2f}–{spread.most:.2f})" if spread else ""


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"

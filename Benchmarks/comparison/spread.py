"""Medians and spreads, of figures and of paired ratios."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Spread:
    """The median of some values, and how far they lie apart."""

    median: float
    least: float
    most: float

    @staticmethod
    def of(values: Sequence[float]) -> "Spread | None":
        """None where there are no values."""
        return Spread(median(values), min(values), max(values)) if values else None

    @staticmethod
    def of_ratios(pairs: Sequence[tuple[float | None, float | None]]) -> "Spread | None":
        """The spread of first / second over the pairs that have both.

        The two of a pair were measured one after the other, so a machine that grows slower between rounds
        shifts both and leaves their ratio alone; a ratio of medians would not have that.
        """
        return Spread.of([first / second for first, second in pairs if first and second])

    @property
    def deviation(self) -> float:
        """How far the value farthest from 1 lies from it: the noise, where the ratios should all be 1."""
        return max(abs(self.most - 1), abs(self.least - 1))

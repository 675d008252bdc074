"""Which Autobahn cases there are, and how they are cut into parts that run side by side."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """Cases that one wstest process runs, one after the other."""

    pattern: str
    count: int

    @property
    def name(self) -> str:
        return self.pattern.removesuffix(".*")

    @property
    def group(self) -> int:
        return int(self.pattern.split(".")[0])


GROUPS = {
    1: "Framing",
    2: "Pings and pongs",
    3: "Reserved bits",
    4: "Opcodes",
    5: "Fragmentation",
    6: "UTF-8 handling",
    7: "Close handling",
    9: "Limits and performance",
    10: "Auto-fragmentation",
    12: "Compression, sizes",
    13: "Compression, parameters",
}

# The counts are Autobahn's own. They are written down so that cases that never ran can't pass for cases that passed.
_LONG = [Part(f"12.{n}.*", 18) for n in (2, 3, 5, 4, 1)] + [Part(f"13.{n}.*", 18) for n in range(1, 8)]
_SHORT = [
    Part("9.1.*", 6), Part("9.2.*", 6), Part("9.3.*", 9), Part("9.4.*", 9),
    Part("9.5.*", 6), Part("9.6.*", 6), Part("9.7.*", 6), Part("9.8.*", 6),
    Part("5.*", 20), Part("2.*", 11), Part("4.*", 10), Part("3.*", 7),
    Part("6.*", 145), Part("7.*", 37), Part("1.*", 16), Part("10.*", 1),
]  # fmt: skip

# The dearest parts come first, so that no process is left alone with one at the end.
SELECTIONS = {"short": _SHORT, "all": _LONG + _SHORT}

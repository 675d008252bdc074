#!/usr/bin/env python3
"""Prints a result file of compare.py as markdown, for the documentation."""

import argparse
from pathlib import Path

from comparison import record, report


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, help="the JSON file that compare.py wrote")
    machine, instrument, contests = record.read(parser.parse_args().results)
    print(report.heading(machine, instrument), end="\n\n")
    print(report.markdown(contests))


if __name__ == "__main__":
    main()

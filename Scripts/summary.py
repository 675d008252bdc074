#!/usr/bin/env python3
"""Adds up results in JUnit's format and says what failed and what was skipped; ends with 1 if anything failed."""

import argparse
import sys
import xml.etree.ElementTree as xml
from pathlib import Path


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("results", type=Path, help="the directory of the XML files")
    parser.add_argument("--failed", nargs="*", default=[], help="steps that failed")
    parser.add_argument("--skipped", nargs="*", default=[], help="steps that were left out, and why")
    return parser.parse_args()


def name(case: xml.Element) -> str:
    return " ".join(filter(None, (case.get("classname"), case.get("name"))))


def main() -> int:
    options = arguments()
    cases = [case for file in sorted(options.results.glob("*.xml")) for case in xml.parse(file).iter("testcase")]
    bad = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    skipped = [(name(case), mark) for case in cases if (mark := case.find("skipped")) is not None]

    print("\n== Summary")
    for case, mark in skipped:
        print(f"skipped: {case}: {mark.get('message') or mark.text or 'no reason given'}")
    for reason in options.skipped:
        print(f"skipped: {reason}")
    for case in bad:
        print(f"failed: {name(case)}")
    for title in options.failed:
        print(f"failed: {title}")
    passed = len(cases) - len(bad) - len(skipped)
    # A step can fail without any case: when nothing compiles, say.
    print(f"{passed} passed, {len(bad) or len(options.failed)} failed, {len(skipped) + len(options.skipped)} skipped")
    return 1 if bad or options.failed else 0


if __name__ == "__main__":
    sys.exit(main())

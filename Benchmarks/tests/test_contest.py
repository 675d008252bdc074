import unittest
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from comparison import record, report
from comparison.case import Case, Mode
from comparison.contest import Bench, Contest
from comparison.server import Server
from tests.fakes import READY, ScriptedInstrument, server

OURS = server(READY)
PEER = Server("peer", OURS.command)
ECHO = Case("echo", Mode.ECHO, 1, rounds=2, targets={"peer": 1.5})


def cost(microseconds: float) -> dict:
    return {"cpu_us_per_message": microseconds, "per_second": 1e6 / microseconds, "server_cpu_seconds": 1.0}


def hold(case: Case, *lines: dict | None, noise: bool = True) -> Contest:
    bench = Bench(ScriptedInstrument(*lines), server_pin=[], load_pin=[], progress=lambda line: None)
    return bench.hold(case, OURS, [PEER], noise)


class ContestTests(unittest.TestCase):
    def test_rounds_alternate_and_ratios_are_taken_within_a_round(self):
        contest = hold(ECHO, cost(1), cost(1.1), cost(2), cost(10), cost(9), cost(20))
        self.assertEqual(contest.ratio(contest.peers[0]).median, 2.0)
        self.assertEqual(contest.throughput_ratio(contest.peers[0]).median, 2.0)
        self.assertAlmostEqual(contest.ratio(contest.again).deviation, 0.1)
        self.assertTrue(contest.passed)

    def test_a_missed_target_does_not_pass(self):
        contest = hold(ECHO, cost(1), cost(1.2), cost(1), cost(1.2), noise=False)
        self.assertIs(contest.reached(contest.peers[0]), False)
        self.assertFalse(contest.passed)
        self.assertIn("BELOW, at least 1.5", report.text(contest))

    def test_a_failed_run_leaves_its_round_out_and_does_not_pass(self):
        contest = hold(ECHO, cost(1), None, cost(1), cost(2), noise=False)
        self.assertEqual(contest.ratio(contest.peers[0]).median, 2.0)
        self.assertFalse(contest.passed)
        self.assertIn("peer failed: messages were lost", report.text(contest))

    def test_a_figure_above_the_limit_does_not_pass(self):
        idle = Case("idle", Mode.IDLE, 1, rounds=1, limit=100)
        for resident, passed in ((100, True), (101, False)):
            line = {"rss_bytes_per_connection": resident}
            self.assertIs(hold(idle, line, line, noise=False).passed, passed)

    def test_handshakes_are_rehearsed_until_the_server_spent_the_warm_up(self):
        case = Case("handshake", Mode.CONNECT, 1, rounds=1, warmup=2.0)
        cold, warm = cost(300), cost(100)
        contest = hold(case, cold, cold, warm, cold, cold, warm, noise=False)
        self.assertEqual([contender.runs[0].cpu_us_per_message for contender in contest.contenders], [100, 100])


class RecordTests(unittest.TestCase):
    def test_a_contest_is_read_back_as_it_was_written(self):
        contest = hold(replace(ECHO, rounds=1), cost(1), cost(1), None)
        with TemporaryDirectory() as directory:
            path = Path(directory, "new", "results.json")
            record.write(path, {"cores": 2}, "scripted", [contest])
            machine, instrument, contests = record.read(path)
        self.assertEqual((machine, instrument, contests), ({"cores": 2}, "scripted", [contest]))
        self.assertEqual(report.markdown(contests).count("\n"), 1 + len(contest.contenders))

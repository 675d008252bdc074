import unittest

from comparison.case import select
from comparison.instrument import MartletBench, Wsload, instrument_named
from comparison.measurement import MeasurementFailed


def case(name):
    [found] = select([name])
    return found


class MartletBenchTests(unittest.TestCase):
    bench = MartletBench("/martlet")

    def test_command(self):
        self.assertEqual(
            self.bench.command(case("echo-1KiB-16x64"), 9000, [7, 8]),
            "/martlet bench echo --url ws://127.0.0.1:9000/echo --connections 64 --duration 2.0 --pid 7,8"
            " --size 1024 --warmup 1.0 --pipeline 16 --json".split(),
        )
        self.assertIn("ws://127.0.0.1:9000/room", self.bench.command(case("fanout-16x1000"), 9000, [7]))

    def test_read_keeps_the_figures_and_ignores_what_it_does_not_know(self):
        measurement = self.bench.read(case("handshake"), {"opened": 5, "failed": 0, "p999_us": 9.5, "new": 1})
        self.assertEqual((measurement.opened, measurement.p999_us, measurement.messages), (5, 9.5, None))

    def test_failed_connections_fail_the_run(self):
        with self.assertRaisesRegex(MeasurementFailed, "2 of 5 connections"):
            self.bench.read(case("idle"), {"opened": 3, "failed": 2})


class WsloadTests(unittest.TestCase):
    wsload = Wsload("/wsload")

    def test_idle_connections_come_from_several_addresses(self):
        command = self.wsload.command(case("idle-19000"), 9000, [7])
        self.assertEqual(command[command.index("-spread") + 1], "20")

    def test_read_echo(self):
        line = {"msgs": 500, "rate": 250, "p50_us": 1, "p99_us": 2, "srv_us": 4, "checked": 64, "closed": 0}
        measurement = self.wsload.read(case("echo-64B-1x64"), line)
        self.assertEqual((measurement.seconds, measurement.cpu_us_per_message), (2.0, 4))
        self.assertAlmostEqual(measurement.server_cpu_seconds, 0.002)

    def test_a_lost_message_fails_the_run(self):
        with self.assertRaisesRegex(MeasurementFailed, "lost: 3"):
            self.wsload.read(case("fanout-1x1000"), {"lost": 3, "checked": 1001})

    def test_a_connection_that_was_never_served_fails_the_run(self):
        with self.assertRaisesRegex(MeasurementFailed, "63 of 64"):
            self.wsload.read(case("echo-64B-1x64"), {"checked": 63})


class InstrumentNamedTests(unittest.TestCase):
    def test_names(self):
        self.assertEqual(instrument_named("martlet", "/bin/martlet").executable, "/bin/martlet")
        self.assertEqual(instrument_named("wsload=/tmp/w", "/bin/martlet").executable, "/tmp/w")
        for name in ("wsload", "ab", "martlet=/x"):
            with self.assertRaises(ValueError):
                instrument_named(name, "/bin/martlet")

import os
import unittest

from comparison.server import Server, ServerFailed, running
from tests.fakes import READY, server


class RunningTests(unittest.TestCase):
    def test_a_server_is_ready_with_its_title_and_gone_afterwards(self):
        with running(server(READY), []) as process:
            self.assertEqual(process.title, "fake 1.0")
            [pid] = process.pids
            self.assertTrue(os.path.exists(f"/proc/{pid}"))
        self.assertFalse(os.path.exists(f"/proc/{pid}"))

    def test_children_belong_to_the_server(self):
        parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {READY!r}])"
        with running(server(parent), []) as process:
            self.assertEqual(len(process.pids), 2)

    def test_a_server_that_ends_is_reported_with_its_last_words(self):
        with self.assertRaisesRegex(ServerFailed, "ended with 3: no such luck"):
            with running(server("import sys; print('no such luck'); sys.exit(3)"), []):
                self.fail("it never listened")

    def test_a_missing_program_is_reported(self):
        with self.assertRaisesRegex(ServerFailed, "/nowhere/server is not there"):
            with running(Server("absent", ("/nowhere/server",)), []):
                self.fail("it does not exist")

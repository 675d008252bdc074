import unittest

from comparison.case import CASES, Mode, select
from comparison.plan import plan, server_named

MARTLET = server_named("martlet")


def names(entries):
    return [entry.name for entry in entries]


class PlanTests(unittest.TestCase):
    def test_names_of_cases_are_unique(self):
        self.assertEqual(len({case.name for case in CASES}), len(CASES))

    def test_cases_are_selected_by_name_part_or_glob(self):
        self.assertEqual(names(select(["fanout-1x1000"])), ["fanout-1x1000"])
        self.assertEqual(names(select(["idle", "out-1*x*00"])), [
            "fanout-1x1000", "fanout-16x1000", "fanout-1x10000", "fanout-16x10000", "idle-19000",
        ])
        self.assertEqual(select([]), list(CASES))

    def test_every_case_meets_every_peer_that_serves_it(self):
        for case, peers in plan(MARTLET, [], [], quick=False, rounds=None):
            expected = ["node-ws", "socketify", "websockets"] + ["nchan"] * (case.mode is Mode.FANOUT)
            self.assertEqual(names(peers), expected, case.name)

    def test_a_quick_plan_keeps_to_peers_with_a_target(self):
        quick = {case.name: names(peers) for case, peers in plan(MARTLET, [], [], quick=True, rounds=None)}
        self.assertEqual(quick["echo-64B-16x64"], ["node-ws"])
        self.assertEqual(quick["fanout-1x1000"], ["node-ws", "socketify"])
        self.assertEqual(quick["idle-19000"], [])

    def test_a_quick_plan_keeps_named_cases_and_peers(self):
        [(case, peers)] = plan(MARTLET, ["fanout-16x10000"], ["nchan"], quick=True, rounds=2)
        self.assertEqual((case.duration, case.rounds, names(peers)), (1.0, 2, ["nchan"]))

    def test_a_stand_in_does_not_meet_itself(self):
        [(_, peers)] = plan(server_named("socketify"), ["handshake"], [], quick=False, rounds=None)
        self.assertEqual(names(peers), ["node-ws", "websockets"])

    def test_unknown_names_are_refused(self):
        for patterns, peers in ((["none"], []), ([], ["apache"])):
            with self.assertRaises(ValueError):
                plan(MARTLET, patterns, peers, quick=False, rounds=None)

import unittest

from comparison.spread import Spread


class SpreadTests(unittest.TestCase):
    def test_ratios_are_paired_before_the_median_is_taken(self):
        # The machine was ten times slower in the last round: a ratio of medians would say 2 / 2 = 1.
        ratio = Spread.of_ratios([(2.0, 1.0), (4.0, 2.0), (20.0, 10.0), (2.0, 20.0), (2.0, 20.0)])
        self.assertEqual(ratio, Spread(2.0, 0.1, 2.0))

    def test_incomplete_pairs_are_left_out(self):
        self.assertEqual(Spread.of_ratios([(3.0, None), (None, 1.0), (3.0, 2.0)]), Spread(1.5, 1.5, 1.5))
        self.assertIsNone(Spread.of_ratios([(3.0, None)]))

    def test_deviation_is_that_of_the_farther_end(self):
        self.assertAlmostEqual(Spread(1.0, 0.8, 1.1).deviation, 0.2)
        self.assertAlmostEqual(Spread(1.3, 1.2, 1.4).deviation, 0.4)

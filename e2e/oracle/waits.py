"""Waits, worked out a second time by lifelines, which shares no code with Deedwell.

`waits.py PROGRAM SETS`: PROGRAM answers as examples/survival.rs of deedwell-measure says. Each set is
random: its size, how coarse time is (so that many end at once), how many are still open, and whether
those are the longest ones or any.
"""
import math
import random
import subprocess
import sys
import warnings
from fractions import Fraction

import numpy
from lifelines import KaplanMeierFitter
from lifelines.utils import median_survival_times

SEED = 20261123
# Relative, and beside numbers near nought absolute.
CLOSE = 1e-9


def some_set(dice):
    size = dice.choice([1, 2, 3, 5, 8, 13, 30, 100, 400])
    grain = dice.choice([0, 0.25, 1, 5])
    open_share = dice.choice([0, 0.1, 0.5, 0.9, 1])
    mean = dice.choice([0.5, 8, 60])
    cut = mean * dice.choice([0.5, 1, 3])
    waits = []
    for _ in range(size):
        lasts = dice.expovariate(1 / mean)
        ended = dice.random() >= open_share
        if dice.random() < 0.5 and lasts > cut:
            lasts, ended = cut, False
        waits.append((round(lasts / grain) * grain if grain else lasts, ended))
    times = sorted(dice.uniform(0, 3 * mean) for _ in range(4))
    times += [waits[dice.randrange(size)][0], max(lasts for lasts, _ in waits) + 1]
    return waits, times


def line(waits, times):
    of = " ".join(f"{lasts!r}:{int(ended)}" for lasts, ended in waits)
    return f"{of};{' '.join(map(repr, times))}"


def lifelines_says(waits, times):
    fitter = KaplanMeierFitter(alpha=0.05)
    fitter.fit([lasts for lasts, _ in waits], [ended for _, ended in waits])
    shares = fitter.survival_function_at_times(times).to_numpy()
    sums = fitter._cumulative_sq_
    sums = [sums[sums.index <= time].iloc[-1] if (sums.index <= time).any() else 0.0 for time in times]
    bounds = fitter.confidence_interval_survival_function_
    rows = [bounds[bounds.index <= time].iloc[-1].to_numpy() for time in times]
    medians = median_survival_times(bounds).to_numpy().ravel()
    return shares, sums, rows, fitter.median_survival_time_, medians


def exactly(waits, time):
    """The share still waiting, in fractions."""
    share = Fraction(1)
    for end in sorted({lasts for lasts, ended in waits if ended and lasts <= time}):
        at_risk = sum(lasts >= end for lasts, _ in waits)
        share *= Fraction(at_risk - sum(ended and lasts == end for lasts, ended in waits), at_risk)
    return share


def same(what, ours, theirs, where):
    if math.isinf(theirs) and ours == "-":
        return 1
    ours = float(ours)
    if not math.isclose(ours, theirs, rel_tol=CLOSE, abs_tol=1e-12):
        sys.exit(f"FAILED: {what}: {ours} where lifelines says {theirs}; {where}")
    return 1


def compare(told, waits, times, counts):
    words = told.split()
    shares, sums, rows, median, medians = lifelines_says(waits, times)
    where = line(waits, times)[:400]
    for n, share in enumerate(shares):
        value, variance, low, high = words[4 * n:4 * n + 4]
        counts["shares"] += same("the share", value, share, where)
        # At 0 and 1 lifelines claims certainty or says nothing; ours is wider, by design.
        if 1e-12 < share < 1 - 1e-12:
            counts["variances"] += same("the variance", variance, share * share * sums[n], where)
            counts["bounds"] += same("the low bound", low, rows[n][0], where)
            counts["bounds"] += same("the high bound", high, rows[n][1], where)
        else:
            counts["at 0 or 1"] += 1
            if not float(low) <= share + 1e-12 or not share - 1e-12 <= float(high):
                sys.exit(f"FAILED: {share} is not within {low} to {high}; {where}")
    ours = words[4 * len(times)]
    # lifelines adds up logarithms, and takes a half for a little more than one: whole numbers decide.
    if ours != "-" and float(ours) != median and exactly(waits, float(ours)) == Fraction(1, 2):
        counts["medians at exactly a half"] += 1
    else:
        counts["medians"] += same("the median", ours, median, where)
    low, high, squares = words[4 * len(times) + 1:]
    counts["bounds of medians"] += same("the median's low bound", low, medians[0], where)
    counts["bounds of medians"] += same("the median's high bound", high, medians[1], where)
    last = shares[-1]
    if last > 1e-12:
        counts["squares of influences"] += same("the squares", squares, last * last * sums[-1], where)


def main():
    program, many = sys.argv[1], int(sys.argv[2])
    warnings.simplefilter("ignore")
    numpy.seterr(all="ignore")
    dice = random.Random(SEED)
    sets = [some_set(dice) for _ in range(many)]
    asked = "\n".join(line(*one) for one in sets) + "\n"
    told = subprocess.run([program], input=asked, capture_output=True, text=True, check=True).stdout
    told = told.splitlines()
    if len(told) != many:
        sys.exit(f"FAILED: {len(told)} answers to {many} questions")
    names = ["shares", "variances", "bounds", "at 0 or 1", "medians",
             "medians at exactly a half", "bounds of medians",
             "squares of influences"]
    counts = dict.fromkeys(names, 0)
    for answer, (waits, times) in zip(told, sets):
        compare(answer, waits, times, counts)
    print(f"  {many} sets (seed {SEED}), " + ", ".join(f"{n} {name}" for name, n in counts.items())
          + ": no difference")


main()

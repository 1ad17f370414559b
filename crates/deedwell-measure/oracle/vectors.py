"""Prints the test vectors of deedwell-measure as Rust constants, one block per file.

To make them again, in an empty directory:

    python3 -m venv oracle
    oracle/bin/pip install numpy==2.4.6 scipy==1.17.1 statsmodels==0.15.0 \
        lifelines==0.30.3 apportionment==1.0 mpmath==1.4.1
    oracle/bin/python vectors.py

Each constant goes over the one of the same name in the file named above it; `cargo fmt` then
breaks the lines. Durations are Freireich's (1963, remission under 6-MP), and two made up.
"""

from importlib.metadata import version

import mpmath
import numpy as np
from apportionment.methods import compute
from lifelines import KaplanMeierFitter
from scipy import stats
from scipy.special import logsumexp
from statsmodels.stats.proportion import proportion_confint


def rust(value):
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, np.integer)):
        return str(int(value))
    if isinstance(value, (float, np.floating)):
        return "f64::INFINITY" if value == np.inf else repr(float(value))
    if isinstance(value, tuple):
        return "(" + ", ".join(map(rust, value)) + ")"
    if isinstance(value, list):
        return "&[" + ", ".join(map(rust, value)) + "]"
    return value


def block(file, name, kind, rows):
    print(f"// src/{file}")
    print(f"const {name}: [{kind}; {len(rows)}] = [")
    for row in rows:
        print(f"    {rust(row)},")
    print("];\n")


def tail(confidence):
    return (1 - confidence) / 2


def deviations():
    rows = [(c, stats.norm.isf(tail(c))) for c in (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.999999)]
    block("normal.rs", "DEVIATIONS", "(f64, f64)", rows)


def beta_quantiles():
    shapes = [(1.0, 1.0), (1.0, 10.0), (1.0, 1e6), (2.0, 1e9), (3.0, 2.0), (5.0, 16.0),
              (5.0, 1e5), (15.0, 17.0), (50.0, 51.0), (1e3, 1e6), (1e5, 10.0), (1e6, 1.0),
              (20_000.0, 20_001.0), (5e5, 500_001.0), (9e6, 3e7), (2e7, 3e7), (1e9, 4e9)]
    rows = [(p, a, b, stats.beta.ppf(p, a, b)) for a, b in shapes for p in (0.025, 0.0005)]
    block("beta.rs", "QUANTILES", "(f64, f64, f64, f64)", rows)


def gamma_quantiles():
    shapes = [1.0, 2.0, 3.0, 10.0, 57.0, 1e3, 1e5, 9e6, 2e7, 1e10]
    rows = [(p, k, stats.gamma.ppf(p, k), stats.gamma.isf(p, k))
            for k in shapes for p in (0.025, 0.0005)]
    block("gamma.rs", "QUANTILES", "(f64, f64, f64, f64)", rows)


def wilson():
    cases = [(0.0, 1, 0.95), (1.0, 1, 0.95), (3.0, 4, 0.95), (60.0, 100, 0.95), (20.0, 20, 0.95),
             (3321.0, 4123, 0.9), (7.25, 9, 0.95), (0.4, 3, 0.99), (12.5, 40, 0.8),
             (3.0, 1_000_000, 0.95), (999_998.5, 1_000_000, 0.999)]
    rows = []
    for k, n, c in cases:
        low, high = proportion_confint(k, n, alpha=1 - c, method="wilson")
        rows.append((k, n, c, low, high))
    block("wilson.rs", "SHARES", "(f64, u64, f64, f64, f64)", rows)


def exact_shares():
    cases = [(0, 10, 0.95), (10, 10, 0.95), (1, 1, 0.95), (3, 8, 0.95), (5, 20, 0.9),
             (60, 100, 0.95), (1, 1_000_000, 0.95), (999_999, 1_000_000, 0.99),
             (500_000, 1_000_000, 0.95), (12_345, 3_000_000, 0.999)]
    rows = []
    for k, n, c in cases:
        low, high = proportion_confint(k, n, alpha=1 - c, method="beta")
        rows.append((k, n, c, low, high))
    block("exact.rs", "SHARES", "(u64, u64, f64, f64, f64)", rows)


def rare_shares():
    """Where scipy itself is off by 5e-9: a few among hundreds of millions, to thirty digits."""
    mpmath.mp.dps = 30
    rows = []
    for k, n, c in [(3, 621_633_817, 0.9), (18, 726_379_876, 0.8), (10, 840_489_746, 0.99)]:
        def excess(log_share):
            share, size = mpmath.exp(log_share), mpmath.mpf(n)
            at_most_k = mpmath.fsum(
                mpmath.binomial(size, j) * share**j * (1 - share) ** (size - j)
                for j in range(k + 1))
            return at_most_k - (1 - mpmath.mpf(c)) / 2
        high = float(mpmath.exp(mpmath.findroot(excess, mpmath.log((k + 2) / n))))
        rows.append((k, n, c, high))
    block("exact.rs", "RARE", "(u64, u64, f64, f64)", rows)


def exact_counts():
    rows = []
    for k in (0, 1, 2, 5, 10, 42, 1_000, 123_456, 50_000_000):
        for c in (0.95, 0.999):
            low = stats.gamma.ppf(tail(c), k) if k else 0.0
            rows.append((k, c, low, stats.gamma.isf(tail(c), k + 1)))
    block("exact.rs", "COUNTS", "(u64, f64, f64, f64)", rows)


def ratios():
    cases = [(8, 30.0, 4, 30.0, 0.95), (80, 30.0, 40, 30.0, 0.95), (12, 31.0, 30, 28.0, 0.9),
             (0, 7.0, 6, 7.0, 0.95), (1, 1.0, 1, 365.0, 0.95), (2, 28.0, 900, 365.0, 0.99),
             (40_000, 30.0, 41_000, 31.0, 0.95), (300_000, 7.0, 2, 7.0, 0.95)]
    rows = []
    for k1, t1, k2, t2, c in cases:
        ends = proportion_confint(k1, k1 + k2, alpha=1 - c, method="beta")
        low, high = (p / (1 - p) * t2 / t1 for p in ends)
        rows.append((k1, t1, k2, t2, c, low, high))
    block("rate_ratio.rs", "RATIOS", "(u64, f64, u64, f64, f64, f64, f64)", rows)


def survival():
    remission = [(6.0, True)] * 3 + [(t, True) for t in (7.0, 10.0, 13.0, 16.0, 22.0, 23.0)] + [
        (t, False) for t in (6.0, 9.0, 10.0, 11.0, 17.0, 19.0, 20.0, 25.0, 32.0, 32.0, 34.0, 35.0)]
    answered = [(float(t), True) for t in (1, 1, 2, 3, 3, 5, 8, 13, 21, 34)]
    hours = [(0.0, True), (0.5, True), (0.5, False), (2.25, True), (2.25, True), (4.0, False),
             (26.0, True), (90.0, False), (168.0, True), (200.0, False), (200.0, False)]
    for name, observations in (("REMISSION", remission), ("ANSWERED", answered), ("HOURS", hours)):
        durations, observed = zip(*observations)
        fit = KaplanMeierFitter().fit(durations, observed)
        block("survival/tests.rs", name, "(f64, bool)", observations)
        table = fit.event_table[fit.event_table["removed"] > 0]
        points = [(float(t), int(row["at_risk"]), int(row["observed"]),
                   fit.survival_function_at_times(t).iloc[0]) for t, row in table.iterrows()]
        block("survival/tests.rs", f"{name}_POINTS", "(f64, u64, u64, f64)", points)
        print("// src/survival/tests.rs")
        print(f"const {name}_MEDIAN: f64 = {rust(fit.median_survival_time_)};\n")
        rows = []
        for confidence in (0.95, 0.8):
            fit = KaplanMeierFitter().fit(durations, observed, alpha=1 - confidence)
            bounds = fit.confidence_interval_survival_function_
            for t in (0.75, 3.0, 6.0, 22.9, 26.0, 400.0):
                value = fit.survival_function_at_times(t).iloc[0]
                if 0 < value < 1:
                    low, high = bounds.loc[:t].iloc[-1]
                    rows.append((t, confidence, value, low, high))
        block("survival/tests.rs", f"{name}_BOUNDS", "(f64, f64, f64, f64, f64)", rows)


def scores():
    cases = [([0.0, 0.0, 604_800.0], 604_800.0), ([1.7e9, 1.7e9 + 3600, 1.69e9], 604_800.0),
             ([86_400.0 * day for day in range(8)], 259_200.0), ([-5.0, 5.0, 5000.0], 1.0)]
    rows = [(times, tau, logsumexp(np.array(times) / tau)) for times, tau in cases]
    block("decay.rs", "SCORES", "(&[f64], f64, f64)", rows)


def averages():
    cases = [(5.0, 2, 3.9, 25.0), (4.6, 200, 3.9, 25.0), (1.0, 1, 3.5, 0.5), (2.25, 7, 4.0, 0.0)]
    rows = [(r, v, c, m, np.average([r, c], weights=[v, m])) for r, v, c, m in cases]
    block("average.rs", "AVERAGES", "(f64, u64, f64, f64, f64)", rows)


def quantiles():
    series = [[3.0], [9.5, -2.0], [4.0, 1.0, 3.0, 2.0], [12.0, 7.5, 3.0, 3.0, 100.0, -8.0, 0.25]]
    rows = [(values, p, np.quantile(values, p))
            for values in series for p in (0.0, 0.1, 0.25, 0.5, 0.9, 1.0)]
    block("robust.rs", "QUANTILES", "(&[f64], f64, f64)", rows)


def lines():
    series = [
        [(0.0, 5.0), (1.0, 7.0), (2.0, 6.0), (3.0, 11.0), (4.0, 40.0), (5.0, 13.0)],
        [(1.0, 10.0), (1.0, 12.0), (2.0, 9.5), (4.0, 7.0), (4.0, 8.0), (9.0, -3.0)],
        [(2024.5, 1e6), (2020.25, 2e6), (2022.0, 1.5e6), (2021.0, 1.9e6)],
    ]
    rows = []
    for points in series:
        x, y = zip(*points)
        slope, intercept = stats.theilslopes(y, x)[:2]
        rows.append((points, slope, intercept))
    block("robust.rs", "LINES", "(&[Point], f64, f64)", rows)


def splits():
    cases = [(100, [1.0, 2.0, 4.0]), (1001, [0.5, 0.25, 0.125]), (7, [5.0, 3.0, 1.0]),
             (9_999, [47.0, 16.0, 15.8, 12.0, 6.1, 3.1]),
             (123_456_789, [3.0, 1.0, 41.0, 59.0, 26.0])]
    rows = [(n, w, [int(part) for part in compute("hamilton", w, n)]) for n, w in cases]
    block("split.rs", "SPLITS", "(i64, &[f64], &[i64])", rows)


if __name__ == "__main__":
    programs = ("numpy", "scipy", "statsmodels", "lifelines", "apportionment", "mpmath")
    print("//", ", ".join(f"{name} {version(name)}" for name in programs), "\n")
    for vectors in (deviations, beta_quantiles, gamma_quantiles, wilson, exact_shares, rare_shares,
                    exact_counts, ratios, survival, scores, averages, quantiles, lines, splits):
        vectors()

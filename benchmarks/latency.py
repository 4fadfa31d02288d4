#!/usr/bin/env python3
"""Proves the latency bench: two local providers, of which one thinks a set time longer, are compared through the gateway; the set difference
must lie in the intervals found, from the gateway's side and from the caller's.

    benchmarks/latency.py [--calls 40] [--concurrency 20] [--difference 120] [--out bench-out] [--picture FILE]
"""
import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPANS = ("voice_to_voice", "caller_voice_to_voice", "thinking")

parser = argparse.ArgumentParser()
parser.add_argument("--calls", type=int, default=40)
parser.add_argument("--concurrency", type=int, default=20)
parser.add_argument("--difference", type=int, default=120, help="milliseconds")
parser.add_argument("--seed", type=int, default=1)
parser.add_argument("--out", type=pathlib.Path, default=ROOT / "bench-out")
parser.add_argument("--picture", type=pathlib.Path, help="PNG of the report's head, by Chromium")
options = parser.parse_args()

subprocess.run(
    [ROOT / ".build/release/voice-gateway", "bench", "latency", "--emulate", "quick=thinking:normal:300,60;seed:1",
     "--emulate", f"slow=thinking:normal:{300 + options.difference},60;seed:2", "--calls", str(options.calls),
     "--concurrency", str(options.concurrency), "--seed", str(options.seed), "--out", options.out], check=True, cwd=ROOT)

report = json.loads((options.out / "report.json").read_text())
print(f"\nset: slow thinks {options.difference} ms longer than quick\n\n{'span':24}{'measure':10}{'found':>8}{'95 % interval':>20}")
missed = 0
for difference in report["comparisons"][0]["differences"]:
    if difference["span"] not in SPANS or difference["measure"] == "p95":
        continue
    low, high = difference["interval"]["lower"], difference["interval"]["upper"]
    # Where values come in frames of 20 ms, a percentile can't tell less than half of one.
    holds = low - 10 <= options.difference <= high + 10 if difference["span"].startswith("caller") else low <= options.difference <= high
    missed += not holds
    print(f"{difference['span']:24}{difference['measure']:10}{difference['estimate']:>8.0f}{f'{low:.0f} … {high:.0f} ms':>20}{'' if holds else '   MISSED'}")
# Each interval misses once in twenty, and one run's intervals go together.
print(f"\nreport: {options.out}/report.html")
if options.picture:
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1000,1100",
         f"--screenshot={options.picture.resolve()}", (options.out / "report.html").resolve().as_uri()], check=True, stderr=subprocess.DEVNULL)
sys.exit(f"{missed} intervals miss the set difference" if missed > 2 else 0)

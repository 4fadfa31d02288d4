#!/usr/bin/env python3
"""Listens to our audio paths with PESQ (ITU-T P.862, narrow band): 8 kHz speech goes through AudioBench and is scored against the original.

usage: quality.py [--bench PATH/TO/AudioBench] [--json PATH]
Exits with 1 when a path's mean lies below its goal. The packages of requirements.txt are installed into .build/venv when they are missing.
"""
import argparse
import json
import subprocess
import sys
import tempfile
import venv
import wave
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".build/venv"

try:
    import numpy
    from pesq import PesqError, pesq
except ImportError:
    if Path(sys.prefix) == VENV:
        raise
    venv.create(VENV, with_pip=True)
    subprocess.check_call([VENV / "bin/pip", "install", "--quiet", "-r", HERE / "requirements.txt"])
    sys.exit(subprocess.call([VENV / "bin/python", __file__, *sys.argv[1:]]))

FIXTURES = HERE.parent / "audio-fixtures"
RATE = 8000
# Least mean score; None where a path is only there for comparison (G.711 alone is the ceiling of the others).
GOALS = {"alaw": None, "alaw-24k-alaw": 4.2, "alaw-opus-alaw": 3.9, "alaw-opus24k-alaw": None}


def samples(path):
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 1, 2), path
        return numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2")


def score(bench, path, fixture, folder):
    target = Path(folder) / f"{path}-{fixture.name}"
    subprocess.run([bench, "process", str(fixture), str(target), "--path", path], check=True)
    original, carried = samples(fixture), samples(target)
    assert len(carried) >= len(original), f"{path} lost {len(original) - len(carried)} samples of {fixture.name}"
    # PESQ aligns by itself; the path's delay is a few milliseconds.
    return pesq(RATE, original, carried[: len(original) + RATE // 10], "nb")


def clean_callers():
    manifest = json.loads((FIXTURES / "manifest.json").read_text())
    for entry in manifest["fixtures"]:
        if entry["role"] == "caller" and entry["variant_of"] is None:
            for file in entry["files"]:
                if file["rate"] == RATE:
                    yield FIXTURES / file["path"]


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bench", default=str(HERE / ".build/release/AudioBench"))
    arguments.add_argument("--json")
    options = arguments.parse_args()
    fixtures = list(clean_callers())
    if not fixtures:
        sys.exit(f"no 8 kHz speech in {FIXTURES}")
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for path in GOALS:
            scores = {}
            for fixture in fixtures:
                try:
                    scores[fixture.stem] = score(options.bench, path, fixture, folder)
                except PesqError as error:
                    sys.exit(f"PESQ cannot judge {fixture.name} on {path}: {error!r}")
            values = list(scores.values())
            results[path] = {"goal": GOALS[path], "mean": sum(values) / len(values), "least": min(values), "files": scores}
    print("| path | files | mean PESQ | least | goal |\n|---|---|---|---|---|")
    for path, result in results.items():
        print(f"| {path} | {len(fixtures)} | {result['mean']:.2f} | {result['least']:.2f} | {result['goal'] or '–'} |")
    if options.json:
        Path(options.json).write_text(json.dumps(results, indent=2, sort_keys=True) + "\n")
    missed = [f"{path}: {result['mean']:.2f} < {result['goal']}" for path, result in results.items() if result["goal"] and result["mean"] < result["goal"]]
    if missed:
        sys.exit("below the goal: " + "; ".join(missed))


if __name__ == "__main__":
    main()

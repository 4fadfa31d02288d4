#!/usr/bin/env python3
"""PESQ (ITU-T P.862, narrow band) of speech that went through the gateway's own audio paths: what G.711 and resampling, and Opus, leave of it.

Goals: A-law → 24 kHz → A-law at least 4.2, with Opus at 24 kbit/s in the path at least 3.9. Needs the packages of requirements.txt, which
are installed into .build/bench-venv.
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import venv
import wave

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".build/bench-venv"
GOALS = {"alaw-24k-alaw": 4.2, "alaw-opus-alaw": 3.9}
FIXTURES = ["pt-saldo", "pt-numeros", "pt-tchau", "pt-handoff-atendente", "pt-handoff-pessoa", "pt-trap-negacao"]


def ensure_packages():
    try:
        import numpy, pesq  # noqa: F401
    except ImportError:
        if pathlib.Path(sys.prefix) == VENV:
            raise
        if not (VENV / "bin/python").exists():
            venv.create(VENV, with_pip=True)
        subprocess.check_call([VENV / "bin/pip", "install", "--quiet", "-r", ROOT / "benchmarks/requirements.txt"])
        sys.exit(subprocess.call([VENV / "bin/python", __file__]))


def samples(path):
    import numpy

    with wave.open(str(path)) as file:
        return numpy.frombuffer(file.readframes(file.getnframes()), dtype=numpy.int16)


def main():
    ensure_packages()
    import numpy
    import pesq

    results = {}
    with tempfile.TemporaryDirectory() as folder:
        for path, goal in GOALS.items():
            scores = {}
            for name in FIXTURES:
                source = ROOT / f"audio-fixtures/{name}-8000-l16.wav"
                target = pathlib.Path(folder) / "out.wav"
                subprocess.check_call([ROOT / ".build/release/voice-gateway", "process", source, target, "--path", path])
                reference, degraded = samples(source), samples(target)
                # Line them up: the filters' delay is not a fault of quality.
                best = max(range(0, 400), key=lambda lag: float(numpy.dot(reference[2000:20000].astype(float), degraded[2000 + lag : 20000 + lag].astype(float))))
                count = min(len(reference), len(degraded) - best)
                scores[name] = round(pesq.pesq(8000, reference[:count], degraded[best : best + count], "nb"), 2)
            results[path] = {"goal": goal, "mean": round(sum(scores.values()) / len(scores), 2), "scores": scores}
    (ROOT / "benchmarks/results/quality.json").write_text(json.dumps(results, indent=1) + "\n")
    print("| path | goal | mean PESQ | least | most |\n|---|---|---|---|---|")
    for path, result in results.items():
        print(f"| {path} | {result['goal']} | {result['mean']} | {min(result['scores'].values())} | {max(result['scores'].values())} |")
    sys.exit(0 if all(result["mean"] >= result["goal"] for result in results.values()) else 1)


if __name__ == "__main__":
    main()

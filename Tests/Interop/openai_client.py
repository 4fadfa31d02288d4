#!/usr/bin/env python3
"""OpenAI's own client holds a short conversation with the emulated provider.

  openai_client.py ws://127.0.0.1:8090/v1 caller.wav "what the transcript must say"

Prints a summary as JSON; exit 1 if anything expected is missing.
"""
import asyncio
import base64
import json
import sys

import openai

import telephone

FORMAT = {"type": "audio/pcmu"}
SESSION = {
    "type": "realtime", "output_modalities": ["audio"], "instructions": "Fale português do Brasil.",
    "audio": {"input": {"format": FORMAT, "transcription": {"model": "gpt-transcribe", "language": "pt"},
                        "turn_detection": {"type": "server_vad", "silence_duration_ms": 500}},
              "output": {"format": FORMAT, "voice": "marin"}}}


async def converse(url: str, wav: str) -> dict:
    pcm, rate = telephone.samples(wav)
    assert rate == 8000, "an 8 kHz recording"
    heard, seen, audio, item, speaking = "", [], bytearray(), None, None
    said = ""
    client = openai.AsyncOpenAI(api_key="sk-test", websocket_base_url=url)
    async with client.realtime.connect(model="gpt-realtime") as connection:
        send = lambda chunk: connection.input_audio_buffer.append(audio=base64.b64encode(chunk).decode())
        async for event in connection:
            seen.append(event.type)
            match event.type:
                case "session.created": await connection.session.update(session=SESSION)
                case "session.updated": speaking = asyncio.create_task(telephone.speak(telephone.mulaw(pcm), 160, send))
                case "conversation.item.input_audio_transcription.completed": heard = event.transcript
                case "response.output_audio.delta":
                    audio += base64.b64decode(event.delta, validate=True)
                    item = event.item_id
                case "response.output_audio_transcript.done": said = event.transcript
                case "response.done":
                    assert event.response.status == "completed", event.response.status
                    await connection.conversation.item.truncate(item_id=item, content_index=0, audio_end_ms=200)
                case "conversation.item.truncated": break
                case "error": raise SystemExit(f"error: {event.error.message}")
        speaking.cancel()
    return {"heard": heard, "said": said, "audio_ms": len(audio) // 8, "events": list(dict.fromkeys(seen))}


def main() -> int:
    url, wav, expected = sys.argv[1:4]
    result = asyncio.run(asyncio.wait_for(converse(url, wav), 30))
    print(json.dumps(result, ensure_ascii=False))
    return 0 if result["heard"] == expected and result["audio_ms"] > 500 and result["said"] else 1


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""ElevenLabs' own client holds a short conversation with the emulated provider, by way of a signed URL.

  elevenlabs_client.py http://127.0.0.1:8090 caller.wav "what the transcript must say"

Prints a summary as JSON; exit 1 if anything expected is missing.
"""
import asyncio
import json
import sys

from elevenlabs.client import ElevenLabs
from elevenlabs.conversational_ai.conversation import AsyncAudioInterface, AsyncConversation, ClientTools, ConversationInitiationData

import telephone


class Telephone(AsyncAudioInterface):
    """Speaks the recording once the agent has greeted, and notes what it hears."""

    def __init__(self, pcm: bytes):
        self.pcm, self.audio, self.flushes, self.task = pcm, bytearray(), 0, None

    async def start(self, input_callback):
        async def run():
            await asyncio.sleep(0.5)
            await telephone.speak(self.pcm, 640, input_callback)
        self.task = asyncio.create_task(run())

    async def stop(self): self.task.cancel()

    async def output(self, audio: bytes): self.audio += audio

    async def interrupt(self): self.flushes += 1


async def converse(base: str, wav: str) -> dict:
    pcm, rate = telephone.samples(wav)
    assert rate == 16000, "a 16 kHz recording"
    heard, said, corrections = [], [], []
    done = asyncio.Event()

    async def on_answer(text: str):
        said.append(text)
        if heard: done.set()

    async def on_transcript(text: str): heard.append(text)

    async def on_correction(before: str, after: str): corrections.append([before, after])

    phone = Telephone(pcm)
    # The client fetches the signed URL with blocking calls, although it is the asynchronous one.
    conversation = AsyncConversation(
        ElevenLabs(api_key="test", base_url=base), "secretary-pcm_16000", requires_auth=True, audio_interface=phone,
        client_tools=ClientTools(), config=ConversationInitiationData(), callback_agent_response=on_answer,
        callback_user_transcript=on_transcript, callback_agent_response_correction=on_correction)
    await conversation.start_session()
    await asyncio.wait_for(done.wait(), 30)
    greeting = len(phone.audio)
    await asyncio.sleep(1)
    await conversation.end_session()
    return {"heard": heard, "said": said, "audio_ms": len(phone.audio) // 32, "answer_ms": (len(phone.audio) - greeting) // 32,
            "flushes": phone.flushes, "corrections": corrections}


def main() -> int:
    base, wav, expected = sys.argv[1:4]
    result = asyncio.run(asyncio.wait_for(converse(base, wav), 40))
    print(json.dumps(result, ensure_ascii=False))
    return 0 if result["heard"] == [expected] and len(result["said"]) >= 2 and result["answer_ms"] > 300 else 1


if __name__ == "__main__":
    sys.exit(main())

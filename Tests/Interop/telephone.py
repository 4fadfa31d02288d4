"""A caller's side for the interop clients: a WAV file as 20 ms frames in real time."""
import asyncio
import wave


def samples(path: str) -> tuple[bytes, int]:
    """The file's 16-bit mono samples, and their rate."""
    with wave.open(path) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2), "mono, 16 bit"
        return file.readframes(file.getnframes()), file.getframerate()


def mulaw(pcm: bytes) -> bytes:
    """G.711 µ-law."""
    out = bytearray()
    for low, high in zip(pcm[::2], pcm[1::2]):
        value = int.from_bytes(bytes((low, high)), "little", signed=True)
        sign, magnitude = (0x80, -value) if value < 0 else (0, value)
        magnitude = min(magnitude, 32635) + 132
        exponent = magnitude.bit_length() - 8
        out.append(~(sign | exponent << 4 | magnitude >> (exponent + 3) & 0x0F) & 0xFF)
    return bytes(out)


async def speak(audio: bytes, bytes_per_frame: int, send) -> None:
    """Hands the frames to `send` at their absolute times, with silence behind them until it is cancelled."""
    clock, frame = asyncio.get_running_loop(), 0
    start = clock.time()
    while True:
        chunk = audio[frame * bytes_per_frame:(frame + 1) * bytes_per_frame]
        silence = b"\xff" if bytes_per_frame == 160 else b"\0"
        await send(chunk.ljust(bytes_per_frame, silence))
        frame += 1
        await asyncio.sleep(max(0, start + frame * 0.02 - clock.time()))

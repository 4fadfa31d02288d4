#!/usr/bin/env python3
"""The `websockets` package as the other end of our WebSockets.

  websocket_peer.py client ws://127.0.0.1:8085    asks a listener that serves /echo, /refuse and /reject/401
  websocket_peer.py server                        serves; prints its port, ends with its input

Clients print a summary as JSON; exit 1 if anything expected is missing.
"""
import asyncio
import http
import json
import os
import sys

import websockets
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve

SIZES = [0, 1, 125, 126, 4096, 65535, 65536, 1 << 20]


async def ask(url: str) -> dict:
    seen = {}
    async with connect(url + "/echo", max_size=None, subprotocols=["other", "realtime"]) as socket:
        assert socket.protocol.extensions == [], "compression was negotiated"
        assert socket.subprotocol == "realtime", socket.subprotocol
        for size in SIZES:
            data = os.urandom(size)
            await socket.send(data)
            assert await socket.recv() == data, f"{size} bytes"
            text = "é" * (size // 2)
            await socket.send(text)
            assert await socket.recv() == text, f"text of {size} bytes"
        await socket.send([b"frag", b"", b"men" * 5000, b"ted"])
        assert await socket.recv() == b"frag" + b"men" * 5000 + b"ted", "fragments"
        await socket.send(["Ol", "á", ", mun", "do"])
        assert await socket.recv() == "Olá, mundo", "fragmented text"
        seen["ping"] = await asyncio.wait_for(await socket.ping(b"still there?"), 5)
        await asyncio.gather(*(socket.send(str(n)) for n in range(500)))
        assert [await socket.recv() for _ in range(500)] == [str(n) for n in range(500)], "order"
        await socket.close(4001, "enough")
        seen["close"] = socket.close_code
    async with connect(url + "/refuse") as socket:
        try:
            await socket.recv()
        except websockets.ConnectionClosed as closed:
            seen["refused"] = [closed.rcvd.code, closed.rcvd.reason]
    try:
        await connect(url + "/reject/401")
    except websockets.InvalidStatus as rejected:
        seen["rejected"] = rejected.response.status_code
    return seen


async def answer(socket) -> None:
    path = socket.request.path
    if path == "/close":
        await socket.close(1011, "nada mais é possível")
    elif path == "/fragments":
        await socket.send(["Ol", "á", ", mun", "do"])
        await socket.send([b"\x00" * 70000, b"", b"\x01"])
    elif path == "/flood":
        for number in range(2000):
            await socket.send(str(number))
    else:
        async for message in socket:
            await socket.send(message)
    await socket.wait_closed()


def check(connection, request):
    if request.path == "/reject":
        return connection.respond(http.HTTPStatus.UNAUTHORIZED, '{"error":"invalid key"}\n')


def choose(connection, offered):
    return "realtime" if "realtime" in offered else None


async def run_server() -> None:
    async with serve(answer, "127.0.0.1", 0, max_size=None, process_request=check, select_subprotocol=choose, ping_interval=0.2) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if sys.argv[1] == "client":
    print(json.dumps(asyncio.run(ask(sys.argv[2]))))
else:
    asyncio.run(run_server())

"""Drives a headless Chromium over its DevTools protocol. Standard library only."""

import base64
import json
import os
import pathlib
import socket
import subprocess
import tempfile
import time
import urllib.request


class WebSocket:
    """A client for text messages, enough for DevTools."""

    def __init__(self, host, port, path):
        self.socket = socket.create_connection((host, port), timeout=60)
        self.waiting = b""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        head = b""
        while b"\r\n\r\n" not in head:
            head += self.socket.recv(4096)
        head, _, self.waiting = head.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode())

    def send(self, text):
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        head = bytes([0x81]) + (
            bytes([0x80 | size])
            if size < 126
            else bytes([0xFE]) + size.to_bytes(2, "big")
            if size < 65536
            else bytes([0xFF]) + size.to_bytes(8, "big")
        )
        self.socket.sendall(head + mask + bytes(byte ^ mask[index & 3] for index, byte in enumerate(data)))

    def receive(self, timeout):
        """One whole message; None if none came in time."""
        message = b""
        while True:
            first, second = self._read(2, timeout)
            size = second & 127
            if size > 125:
                size = int.from_bytes(self._read(2 if size == 126 else 8, 60), "big")
            data = self._read(size, 60)
            if first & 15 in (0, 1, 2):
                message += data
                if first & 0x80:
                    return message.decode()

    def _read(self, size, timeout):
        self.socket.settimeout(timeout)
        while len(self.waiting) < size:
            piece = self.socket.recv(1 << 20)
            if not piece:
                raise ConnectionError("closed")
            self.waiting += piece
        data, self.waiting = self.waiting[:size], self.waiting[size:]
        return data


class Browser:
    """A Chromium of its own, gone at the end of the `with`."""

    def __init__(self, binary, library_path=None):
        self.profile = tempfile.TemporaryDirectory(prefix="console-walk-", ignore_cleanup_errors=True)
        environment = dict(os.environ, **({"LD_LIBRARY_PATH": library_path} if library_path else {}))
        self.process = subprocess.Popen(
            [
                "nice",
                "-n",
                "15",
                binary,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                f"--user-data-dir={self.profile.name}",
                "--no-first-run",
                "--disable-extensions",
                "--disable-background-networking",
                "--enable-precise-memory-info",
                "--mute-audio",
                "--autoplay-policy=no-user-gesture-required",
                "about:blank",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        told = pathlib.Path(self.profile.name) / "DevToolsActivePort"
        for _ in range(200):
            if told.exists() and "\n" in told.read_text():
                break
            time.sleep(0.1)
        self.port = int(told.read_text().split()[0])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.profile.cleanup()

    def page(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/json") as answer:
            target = next(target for target in json.load(answer) if target["type"] == "page")
        return Page(WebSocket("127.0.0.1", self.port, target["webSocketDebuggerUrl"].split(str(self.port), 1)[1]))


KEYS = {
    "Tab": (9, ""),
    "Enter": (13, "\r"),
    "Space": (32, " "),
    "Escape": (27, ""),
    "ArrowLeft": (37, ""),
    "ArrowRight": (39, ""),
    "End": (35, ""),
    "Home": (36, ""),
}


class Page:
    """One tab, with whatever it complained about in `complaints`."""

    def __init__(self, websocket):
        self.websocket = websocket
        self.number = 0
        self.complaints = []
        for domain in ("Page", "Runtime", "Log", "Performance"):
            self.call(f"{domain}.enable")

    def call(self, method, **parameters):
        self.number += 1
        wanted = self.number
        self.websocket.send(json.dumps({"id": wanted, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.websocket.receive(60))
            if message.get("id") == wanted:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]
            self._note(message)

    def _note(self, message):
        method, given = message.get("method"), message.get("params", {})
        if method == "Runtime.exceptionThrown":
            detail = given["exceptionDetails"]
            self.complaints.append("exception: " + detail.get("exception", {}).get("description", detail.get("text", "")))
        elif method == "Runtime.consoleAPICalled" and given["type"] in ("error", "warning", "assert"):
            self.complaints.append(
                "console: " + " ".join(str(argument.get("value", argument.get("description"))) for argument in given["args"])
            )
        elif method == "Log.entryAdded" and given["entry"]["level"] in ("error", "warning"):
            entry = given["entry"]
            self.complaints.append(f"log: {entry['source']}: {entry['text']} {entry.get('url', '')}")

    def run(self, expression):
        result = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(result["exceptionDetails"].get("exception", {}).get("description", expression))
        return result["result"].get("value")

    def wait(self, expression, seconds=15):
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                if value := self.run(f"((found) => found instanceof Node ? true : found)({expression})"):
                    return value
            except RuntimeError:
                pass  # between two documents
            time.sleep(0.05)
        raise TimeoutError(expression)

    def open(self, address):
        self.call("Page.navigate", url=address)
        self.wait("document.readyState === 'complete'")

    def size(self, width, height, scale=1, phone=False):
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=scale, mobile=phone)

    def prefer(self, **features):
        self.call(
            "Emulation.setEmulatedMedia", features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        )

    def key(self, name, shift=False):
        code, text = KEYS[name]
        common = {"key": " " if name == "Space" else name, "code": name, "windowsVirtualKeyCode": code, "modifiers": 8 if shift else 0}
        self.call("Input.dispatchKeyEvent", type="keyDown", **common, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def type(self, text):
        self.call("Input.insertText", text=text)

    def click(self, selector):
        spot = self.run(
            f"(() => {{ const n = document.querySelector({json.dumps(selector)}); n.scrollIntoView({{block: 'center'}}); const b = n.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=spot[0], y=spot[1], button="left", clickCount=1)

    def picture(self, path, whole=False):
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def measure(self):
        """After a collection: bytes of JavaScript, nodes and listeners, and the seconds of work so far."""
        self.call("HeapProfiler.collectGarbage")
        figures = {metric["name"]: metric["value"] for metric in self.call("Performance.getMetrics")["metrics"]}
        return {
            "heap": int(figures["JSHeapUsedSize"]),
            "nodes": int(figures["Nodes"]),
            "listeners": int(figures["JSEventListeners"]),
            "task": figures["TaskDuration"],
            "script": figures["ScriptDuration"],
            "layout": figures["LayoutDuration"] + figures["RecalcStyleDuration"],
        }

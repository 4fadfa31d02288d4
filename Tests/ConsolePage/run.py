#!/usr/bin/env python3
"""The console in a real browser: a gateway with simulated calls runs, a headless Chromium signs in and walks through every view, and
whatever the page, the browser or the gateway complains of is a failure. Says what an open page costs the gateway.

    run.py [--gateway PATH] [--calls 200] [--pictures FOLDER] [--seconds 30]
"""
import argparse
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

from cdp import Browser

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
TOKEN = "an-operators-token"
VIEWS = ["live", "ended", "latency", "experiments", "outbox", "gateway"]
CONFIGURATION = """
listeners: {{default: {{port: {stream}}}}}
providers:
  quick: {{kind: openai, url: 'ws://127.0.0.1:{quick}/v1/realtime'}}
  slow: {{kind: openai, url: 'ws://127.0.0.1:{slow}/v1/realtime'}}
secretaries: {{clinic: {{name: 'Clínica <b>Boa Vista</b>', provider: quick, greeting_message: 'Olá!'}}}}
default_secretary: clinic
experiments: {{speed: {{arms: {{control: {{weight: 60, provider: quick}}, slower: {{weight: 40, provider: slow}}}}}}}}
records_directory: {folder}/records
store_path: {folder}/store.sqlite
recording: {{enabled: true, directory: {folder}/recordings}}
console: {{enabled: true, port: {console}, token_file: {folder}/token, allow_actions: true}}
"""


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Gateway:
    """The gateway, two providers and callers, each a process of its own."""

    def __init__(self, binary, folder):
        self.binary, self.folder, self.processes = binary, folder, []
        self.stream, self.quick, self.slow, self.console = free_ports(4)
        (folder / "token").write_text(TOKEN + "\n")
        (folder / "token").chmod(0o600)
        text = CONFIGURATION.format(stream=self.stream, quick=self.quick, slow=self.slow, console=self.console, folder=folder)
        (folder / "gateway.yaml").write_text(text)
        dialogue = ROOT / "benchmarks/load/dialogue.yaml"
        self.start("emulate", "--port", self.quick, "--dialogue", dialogue, "--thinking", "lognormal:250,400")
        self.start("emulate", "--port", self.slow, "--dialogue", dialogue, "--thinking", "lognormal:450,800")
        self.log = open(folder / "log", "w+")
        self.server = self.start("serve", "--config", folder / "gateway.yaml", stderr=self.log)
        self.base = f"http://127.0.0.1:{self.console}"
        for _ in range(100):
            try:
                urllib.request.urlopen(self.base + "/api/session", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the gateway does not start: " + (folder / "log").read_text())

    def start(self, *arguments, **options):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("VOICE_GATEWAY_")}
        process = subprocess.Popen(
            [self.binary, *map(str, arguments)], cwd=ROOT, env=clean, stdout=subprocess.DEVNULL, **({"stderr": subprocess.DEVNULL} | options))
        self.processes.append(process)
        return process

    def call(self, count, seconds, prefix):
        return self.start("load", f"ws://127.0.0.1:{self.stream}", "--calls", count, "--ramp", min(20, max(1, count // 10)), "--duration", seconds,
                          "--prefix", prefix, "--quiet")

    def cpu(self):
        """Seconds of each thread."""
        threads = pathlib.Path(f"/proc/{self.server.pid}/task")
        return {f"{(task / 'comm').read_text().strip()} {task.name}": int((task / "schedstat").read_text().split()[0]) / 1e9 for task in threads.iterdir()}

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


class Walk:
    def __init__(self, gateway, page, pictures):
        self.gateway, self.page, self.pictures, self.problems, self.checks = gateway, page, pictures, [], 0

    def check(self, right, what):
        self.checks += 1
        if not right:
            self.problems.append(what)
            print("  ✗", what, flush=True)

    def quiet(self, where):
        """Nothing may have been complained of."""
        self.page.run("1")
        for complaint in self.page.complaints:
            self.check(False, f"{where}: {complaint}")
        self.page.complaints.clear()

    def go(self, address, wait):
        self.page.run(f"location.hash = {json.dumps(address)}")
        self.page.wait("!document.querySelector('.waiting') && !document.querySelector('[aria-busy]')")
        self.page.wait(wait)

    def picture(self, name):
        if self.pictures:
            time.sleep(0.7)
            self.page.picture(self.pictures / f"{name}.png")

    def fetch(self, address):
        return self.page.run(f"(async () => await (await fetch({json.dumps(address)})).json())()")

    def sign_in(self):
        self.page.open(self.gateway.base + "/")
        self.page.wait("document.querySelector('form.sign input')")
        self.picture("console-sign-in")
        self.page.type("not the token")
        self.page.key("Enter")
        self.page.wait("document.querySelector('.trouble').innerText.length > 0")
        self.page.complaints.clear()  # The browser notes the 401 itself.
        self.page.run("document.querySelector('.sign input').value = ''; document.querySelector('.sign input').focus()")
        self.page.type(TOKEN)
        self.page.key("Enter")
        self.page.wait("document.querySelectorAll('.calls tbody tr').length > 0")
        self.quiet("sign-in")

    def live(self, calls):
        rows = min(50, calls)
        self.go("#/live", f"document.querySelectorAll('.calls tbody tr').length === {rows}")
        text = self.page.run("document.querySelector('main').innerText")
        self.check("<b>Boa Vista</b>" in text, "the secretary's name is not shown as it is")
        self.check("control" in text and "slower" in text, "arms are not shown")
        self.page.run("window.before = document.querySelector('.calls tbody').innerText")
        self.page.wait("document.querySelector('.calls tbody').innerText !== window.before", 5)
        self.picture("console-calls")
        call = self.page.run("document.querySelector('.calls tbody a').getAttribute('href')")
        self.go(call, "document.querySelectorAll('.transcript li').length > 0")
        self.picture("console-call")
        self.page.click(".heading .danger")
        self.page.wait("document.querySelector('dialog').open")
        self.page.click("#ask-yes")
        self.page.wait("document.querySelector('.over')")
        self.quiet("calls now")

    def strangers(self):
        """What other programs and other sites' pages may try without harm."""
        for path, headers, status in [("/api/", {}, 401), ("/api", {}, 404), ("/api/calls", {}, 401), ("/api/session", {"Sec-Fetch-Site": "cross-site"}, 403),
                                      ("/api/session", {"Origin": "http://example.org"}, 403), ("/", {}, 200)]:
            request = urllib.request.Request(self.gateway.base + path, headers=headers)
            try:
                answer = urllib.request.urlopen(request, timeout=5).status
            except urllib.error.HTTPError as error:
                answer = error.code
            self.check(answer == status, f"{path} {headers}: {answer} instead of {status}")

    def ended(self):
        self.go("#/ended", "document.querySelectorAll('.ended tbody tr').length > 0")
        self.picture("console-ended")
        calls = self.fetch("/api/calls?limit=200")["calls"]
        self.check(any(call["end_reason"] == "operator_ended" for call in calls), "the call hung up here is not among the ended ones")
        longest = max((call for call in calls if call["has_recording"]), key=lambda call: call["turns"], default=None)
        self.check(longest is not None and longest["turns"] >= 2, f"no recorded call with two turns among {len(calls)}")
        file = urllib.parse.quote(longest["file"], safe="")
        self.go(f"#/ended/{file}", "document.querySelector('audio')?.readyState >= 1 && document.querySelectorAll('.transcript li').length > 2")
        length = self.page.run("document.querySelector('audio').duration")
        self.check(abs(length - longest["duration_seconds"]) < 3, f"the recording lasts {length} s, the call {longest['duration_seconds']} s")
        self.page.click(".transcript li:nth-child(3)")
        self.page.wait("document.querySelector('audio').currentTime > 1")
        self.page.run("document.querySelector('.stage').focus()")
        self.page.key("Space")
        at = self.page.run("document.querySelector('audio').currentTime")
        self.page.wait(f"document.querySelector('audio').currentTime > {at} + 0.5")
        self.page.key("Space")
        self.picture("console-recording")
        self.quiet("ended calls")

    def views(self):
        for shape, width, height, scheme, language, phone in [
                ("", 1280, 900, "light", "pt", False), ("-dark-en", 1280, 900, "dark", "en", False), ("-phone", 390, 844, "light", "pt", True)]:
            self.page.size(width, height, 1, phone)
            self.page.prefer(prefers_color_scheme=scheme)
            self.page.click(f"[data-language={language}]")
            for view in VIEWS:
                self.go(f"#/{view}", "document.querySelector('main h1, main h2')")
                time.sleep(1)
                wide = self.page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                self.check(wide <= 0, f"{view}{shape}: {wide} pixels wider than the window")
                self.picture(f"console-{view}{shape}")
                self.quiet(f"{view}{shape}")
        self.page.size(1280, 900)
        self.page.prefer(prefers_color_scheme="light")
        self.go("#/latency", "document.querySelectorAll('.plot path.line').length >= 2")
        self.quiet("latency")

    def cost(self, seconds):
        """What the open page costs the gateway, and whether the page grows."""
        self.go("#/live", "document.querySelectorAll('.calls tbody tr').length > 0")
        self.page.call("HeapProfiler.collectGarbage")
        heap = self.page.run("performance.memory.usedJSHeapSize")
        nodes = self.page.run("document.querySelectorAll('*').length")
        before, start = self.gateway.cpu(), time.monotonic()
        time.sleep(seconds)
        after, spent = self.gateway.cpu(), time.monotonic() - start
        self.page.call("HeapProfiler.collectGarbage")
        heap = self.page.run("performance.memory.usedJSHeapSize") - heap
        nodes = self.page.run("document.querySelectorAll('*').length") - nodes
        self.check(heap < 1_000_000 and abs(nodes) < 400, f"the page grows: {heap} bytes and {nodes} nodes in {spent:.0f} s")
        self.page.run("location.hash = '#/gateway'")
        return {name: (after[name] - before.get(name, 0)) / spent * 100 for name in after}, heap, nodes


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gateway", type=pathlib.Path, default=ROOT / ".build/release/voice-gateway")
    parser.add_argument("--calls", type=int, default=200)
    parser.add_argument("--pictures", type=pathlib.Path)
    parser.add_argument("--seconds", type=float, default=30, help="of watching the open page")
    options = parser.parse_args()
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        gateway = Gateway(options.gateway.resolve(), pathlib.Path(folder))
        try:
            early = gateway.call(6, 25, "ended")
            gateway.call(options.calls, 600 + int(options.seconds), "live")
            early.wait(90)
            with Browser("chromium") as browser:
                page = browser.page()
                page.size(1280, 900)
                walk = Walk(gateway, page, options.pictures)
                walk.sign_in()
                walk.live(options.calls)
                walk.strangers()
                walk.ended()
                walk.views()
                shares, heap, nodes = walk.cost(options.seconds)
            console = sum(share for name, share in shares.items() if name.startswith("console "))
            print(f"{options.calls} calls, one open page: the console's thread took {console:.2f} % of a core "
                  f"(all threads {sum(shares.values()):.0f} %); the page grew by {heap // 1024} KB and {nodes} nodes in {options.seconds:.0f} s")
            walk.check(0 < console <= 3, "an open page costs more than 3 % of a core")
            log = (gateway.folder / "log").read_text()
            for line in re.findall(r'.*"level":"(?:error|critical)".*', log):
                walk.check(False, f"the gateway's log: {line}")
            print(f"{walk.checks} checks, {len(walk.problems)} problems")
            sys.exit(1 if walk.problems else 0)
        finally:
            gateway.stop()


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""The console in a real browser: a gateway with simulated calls runs, a headless Chromium signs in and walks through every view, and
whatever the page, the browser or the gateway complains of is a failure. Says what an open page costs the gateway.

    run.py [--gateway PATH] [--calls 200] [--pictures FOLDER] [--seconds 30]
"""
import argparse
import contextlib
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
MOST_RECORDED = 300
PAGE_LIMIT = 150 * 1024
GUARDRAILS = ROOT / "Sources/CallControl/Experiments/Guardrails.swift"
# What a test can't bring about at a gateway is told to the page in its place.
STAND_IN = """
window.answers = {};
const ask = window.fetch;
window.fetch = (address, ...rest) => {
  const answer = Object.entries(answers).find(([beginning]) => address.startsWith(beginning))?.[1];
  return answer ? Promise.resolve(new Response(JSON.stringify(answer.body), { status: answer.status ?? 200 })) : ask(address, ...rest);
};
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (text) {
  window.feed = this;
  send.call(this, text.includes('feigned') ? '{"view":"none"}' : text);
};
window.tell = (message) => feed.dispatchEvent(new MessageEvent('message', { data: JSON.stringify({ at: Date.now(), ...message }) }));
"""
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
recording: {{enabled: {recording}, directory: {folder}/recordings}}
limits: {{max_loop_lateness_ms: {lateness}}}
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
        dialogue = ROOT / "benchmarks/load/dialogue.yaml"
        self.start("emulate", "--port", self.quick, "--dialogue", dialogue, "--thinking", "lognormal:250,400")
        self.start("emulate", "--port", self.slow, "--dialogue", dialogue, "--thinking", "lognormal:450,800")
        self.log = open(folder / "log", "w+")
        self.base = f"http://127.0.0.1:{self.console}"

    def serve(self, recording=True):
        text = CONFIGURATION.format(
            stream=self.stream, quick=self.quick, slow=self.slow, console=self.console, folder=self.folder, recording=str(recording).lower(),
            lateness=20 if recording else 1_000)
        (self.folder / "gateway.yaml").write_text(text)
        self.server = self.start("serve", "--config", self.folder / "gateway.yaml", stderr=self.log)
        for _ in range(100):
            try:
                urllib.request.urlopen(self.base + "/api/session", timeout=2).close()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the gateway does not start: " + (self.folder / "log").read_text())

    def start(self, *arguments, **options):
        clean = {name: value for name, value in os.environ.items() if not name.startswith("VOICE_GATEWAY_")}
        process = subprocess.Popen(
            [self.binary, *map(str, arguments)], cwd=ROOT, env=clean, stdout=subprocess.DEVNULL, **({"stderr": subprocess.DEVNULL} | options))
        self.processes.append(process)
        return process

    def call(self, count, seconds, prefix):
        # Ten a second: providers, gateway and callers share two cores, and a call's beginning is what costs most.
        return self.start("load", f"ws://127.0.0.1:{self.stream}", "--calls", count, "--ramp", max(1, count // 10), "--duration", seconds,
                          "--prefix", prefix, "--quiet")

    def cpu(self):
        """Seconds of each thread."""
        threads = pathlib.Path(f"/proc/{self.server.pid}/task")
        return {f"{(task / 'comm').read_text().strip()} {task.name}": int((task / "schedstat").read_text().split()[0]) / 1e9 for task in threads.iterdir()}

    def memory(self):
        """Megabytes of the whole gateway."""
        return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{self.server.pid}/status").read_text())[1]) // 1024

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
        self.hung_up = 0
        page.call("Page.addScriptToEvaluateOnNewDocument", source=STAND_IN)

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

    def visit(self, address):
        """The page has turned to the address; what it shows there may still have to come."""
        self.page.run(f"""new Promise((done) => {{
            if (location.hash === {json.dumps(address)}) return done();
            addEventListener('hashchange', () => done(), {{ once: true }});
            location.hash = {json.dumps(address)};
        }})""")

    def go(self, address, wait):
        self.visit(address)
        self.page.wait("!document.querySelector('.waiting') && !document.querySelector('[aria-busy]')")
        self.page.wait(wait)

    def settle(self):
        """Nothing is loaded or fades any more, and charts, which are drawn once they know their size, have been."""
        self.page.wait("!document.querySelector('[aria-busy]') && document.getAnimations().length === 0")
        self.page.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def picture(self, name):
        if self.pictures:
            self.page.wait("!document.querySelector('#notice').textContent")
            self.settle()
            self.page.picture(self.pictures / f"{name}.png")

    def wait(self, expression, what, seconds=15):
        """As a check: what does not come is a problem, and the walk goes on."""
        with contextlib.suppress(TimeoutError):
            self.page.wait(expression, seconds)
            return self.check(True, what)
        self.check(False, what)

    def focused(self, selector, after):
        self.wait(f"document.activeElement.matches({json.dumps(selector)})", f"after {after} the focus is not at {selector}", 3)

    @contextlib.contextmanager
    def answering(self, address, body, status=200):
        """The page's requests for the address get this answer."""
        self.page.run(f"answers[{json.dumps(address)}] = {json.dumps({'body': body, 'status': status})}")
        yield
        self.page.run(f"delete answers[{json.dumps(address)}]")

    def accessible(self, where):
        """What the accessibility tree has: each row of a table says what it is about, and no picture is silent."""
        nodes = {node["nodeId"]: node for node in self.page.call("Accessibility.getFullAXTree")["nodes"]}
        role = lambda node: node.get("role", {}).get("value")
        name = lambda node: node.get("name", {}).get("value", "").strip()

        def inside(node):
            for child in map(nodes.get, node.get("childIds", [])):
                if child:
                    yield child
                    yield from inside(child)

        for node in nodes.values():
            if node.get("ignored"):
                continue
            parts = list(inside(node)) if role(node) in ("row", "group") else []
            roles = [role(part) for part in parts]
            if role(node) == "row" and "columnheader" not in roles:
                heads = [name(part) for part in parts if role(part) == "rowheader"]
                self.check(len(heads) == 1 and heads[0], f"{where}: a row of a table has no header: {name(node)[:80]}")
            if role(node) == "group" and name(node):
                self.check(name(node) not in map(name, (part for part in parts if role(part) == "button")), f"{where}: “{name(node)}” names group and button")
            if role(node) in ("image", "img"):
                self.check(name(node), f"{where}: a picture has no text")

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
        self.accessible("a call")
        self.picture("console-call")
        self.ask_to_hang_up()
        self.page.key("Tab")
        self.page.key("Enter")
        self.hung_up += 1
        self.page.wait("document.querySelector('.over')")
        self.focused("h1", "a hang-up by keyboard")
        self.quiet("calls now")

    def ask_to_hang_up(self):
        self.page.run("document.querySelector('.heading .danger').focus()")
        self.page.key("Enter")
        self.page.wait("document.querySelector('dialog').open")

    def feigned(self, **more):
        """A call that is told to the page alone."""
        at = int(time.time() * 1_000) - 30_000
        call = {"id": "feigned", "call_uuid": "feigned", "caller": "+5511988887777", "secretary": "x", "provider": "x", "arm": None, "experiment": None,
                "language": "pt-BR", "state": "agent_speaking", "started_at": at, "caller_level": 0, "agent_level": 0, "last_words": None,
                "last_latency_ms": 800, "turns": 1, "interruptions": 0, "transcript": [], "latency": [], "trail": []}
        self.page.run(f"tell({json.dumps({'call': call | more})})")

    def aloud(self):
        """A line that grows is seen as it grows, and read aloud once, when it is whole."""
        lines = [{"role": role, "text": text, "timestamp": 1_000 + index, "interrupted": False} for index, (role, text) in enumerate(
            [("user", "Qual é o meu saldo?"), ("assistant", "Seu saldo é de duzentos"), ("user", "Obrigado.")])]
        self.visit("#/live/feigned")
        self.feigned(transcript=lines[:2])
        self.page.wait("document.querySelectorAll('.transcript li').length === 2")
        self.page.run("""window.heard = [];
            new MutationObserver((changes) => changes.forEach((change) => heard.push(...change.type === 'childList'
                ? [...change.addedNodes].map((node) => node.textContent) : ['half: ' + change.target.data])))
            .observe(document.querySelector('main [role=log]'), { childList: true, characterData: true, subtree: true });""")
        self.check(self.page.run("!document.querySelector('ol.transcript').closest('[aria-live], [role=log], [role=status]')"), "the growing list is read aloud")
        for more in [" e trinta", " reais."]:
            lines[1]["text"] += more
            self.feigned(transcript=lines[:2])
            self.wait(f"document.querySelector('.transcript li:last-child p').innerText === {json.dumps(lines[1]['text'])}", "the list does not grow", 1)
        self.check(self.page.run("heard") == [], "a line is read aloud before it is whole")
        self.feigned(transcript=lines)
        self.wait("heard.length >= 2", "what was said is not read aloud", 6)
        heard = self.page.run("heard")
        self.check(heard == ["Agente: Seu saldo é de duzentos e trinta reais.", "Cliente: Obrigado."], f"read aloud: {heard}")

    def focus(self):
        """What goes while it has the focus passes it on."""
        for asks in (True, False):
            self.visit("#/live")
            self.visit("#/live/feigned")
            self.feigned()
            self.page.wait("document.querySelector('.heading .danger')")
            if asks:
                self.ask_to_hang_up()
            self.page.run("document.querySelector('.heading .danger').focus()")
            self.page.run("tell({ call: { id: 'feigned', ended: true } })")
            self.page.wait("document.querySelector('.over')")
            self.check(not self.page.run("document.querySelector('dialog').open"), "the call has ended, and the page still asks whether to hang up")
            said = self.page.run("document.querySelector('#notice').textContent + document.querySelector('#whisper').textContent")
            self.check("Esta chamada terminou" in said, f"a call's end is not said: {said}")
            self.focused("h1", "a call's end")
        self.visit("#/gateway")
        self.visit("#/live/feigned")
        self.feigned()
        self.page.wait("document.querySelector('.heading .danger')")
        self.ask_to_hang_up()
        self.page.run("history.back()")
        self.wait("location.hash === '#/gateway' && !document.querySelector('dialog').open", "Back leaves the dialog open", 3)
        self.focused("h1", "Back")
        self.page.run("document.querySelector('#pause').click(); document.querySelector('#banner-act').focus()")
        self.page.key("Enter")
        self.wait("document.querySelector('#banner').hidden", "Resume does not resume", 3)
        self.focused("#pause", "Resume")
        self.go("#/live", "document.querySelectorAll('.calls tbody tr').length > 0")
        call = self.page.run("document.querySelector('.calls tbody a').getAttribute('href').slice('#/live/'.length)")
        self.go("#/ended", "document.querySelectorAll('.ended tbody tr').length > 0")
        self.page.run(f"fetch('/api/live/{call}/hangup', {{ method: 'POST', headers: {{ 'X-Requested-With': 'voice-gateway-console' }} }}).then(() => null)")
        self.hung_up += 1
        self.page.wait("document.querySelector('.news:not([hidden])')")
        self.page.run("document.querySelector('.news').focus()")
        self.page.key("Enter")
        self.page.wait("document.querySelector('.news').hidden")
        self.focused("h1", "a refresh of the list")
        with self.answering("/api/outbox", {"error": "no"}, 500):
            self.go("#/outbox", "document.querySelector('.failed button')")
        self.page.run("document.querySelector('.failed button').focus()")
        self.page.key("Enter")
        self.page.wait("!document.querySelector('.failed')")
        self.focused("h1", "a further try")
        self.quiet("focus")

    def words(self):
        """On the Portuguese page what the gateway says in English is said in Portuguese."""
        figures = [("Self.percent(arm)", "12.5"), ("Self.percent(control)", "3.0"), ("Int(arm.inMilliseconds)", "1800"), ("Int(control.inMilliseconds)", "900")]
        sentences = [sentence for sentence in re.findall(r': +"(.*control.*)"$', re.sub(r":\n +", ": ", GUARDRAILS.read_text()), re.M)]
        for name, figure in figures:
            sentences = [sentence.replace(f"\\({name})", figure + (" %" if "percent" in name else "")) for sentence in sentences]
        self.check(len(sentences) == 3 and not any("\\" in sentence for sentence in sentences), f"the guardrails' sentences are not understood here: {sentences}")
        arm = {"provider": None, "weight": 50, "is_control": False, "calls": 60, "failures": 3, "handoffs": 0, "p95_ms": 900, "taken_out": None}
        arms = [arm | {"name": "control", "is_control": True}]
        out = [[arms[0], arm | {"name": "other", "taken_out": {"at": 1_795_676_073_564, "reason": reason}}] for reason in [*sentences, "<i>something new</i>"]]
        experiments = [{"name": f"e{index}", "state": "outside" if index else "running", "starts_at": None, "ends_at": None, "sticky": "call", "arms": arms}
                       for index, arms in enumerate(out)]
        with self.answering("/api/experiments", {"experiments": experiments}):
            self.go("#/experiments", "document.querySelectorAll('.arms .reason:not(:empty)').length === 4")
            reasons = self.page.run("[...document.querySelectorAll('.arms .reason:not(:empty)')].map((node) => node.innerText.replaceAll('\u00a0', ' '))")
            self.check(reasons == ["12,5% das chamadas falham; no controle, 3%", "12,5% das chamadas vão para atendentes; no controle, 3%",
                                   "95 de cada 100 respostas chegam em até 1.800 ms; no controle, 900 ms", "<i>something new</i>"], f"reasons: {reasons}")
            text = self.page.run("document.querySelector('main').innerText")
            self.check("50 (100%)" in text and "50 (0%)" in text and "50 (50%)" not in text, "an arm that was taken out keeps its share")
            self.check("Fora do horário" in text, "an experiment outside its hours does not say so")
            self.accessible("experiments")
        for error, kind, wanted, unwanted in [("a folder or file can't be read", "unreadable", "não pôde ser lido", "folder"),
                                              ("the disk is full", None, "erro 500. Tente de novo; se persistir, veja o registro (log) do gateway. (the disk is full)", "{")]:
            self.visit("#/gateway")
            with self.answering("/api/outbox", {"error": error, "kind": kind}, 500):
                self.go("#/outbox", "document.querySelector('.failed')")
                text = self.page.run("document.querySelector('main').innerText")
                self.check(wanted in text and unwanted not in text, f"an error is not said in Portuguese: {text}")
        point = {"at": int(time.time() * 1_000) - 600_000, "count": 1, "p50_ms": 700, "p95_ms": 900}
        with self.answering("/api/latency", {"bin_seconds": 300, "series": [{"provider": "x", "arm": None, "points": [point]}]}):
            self.go("#/latency", "document.querySelector('.plot')")
            text = self.page.run("document.querySelector('.plot').getAttribute('aria-description')")
            self.check("1 intervalo;" in text, f"not a singular: {text}")
        self.quiet("words")

    def crowd(self):
        """One page more than the gateway serves says so, whether it is new or was cut off."""
        self.go("#/gateway", "document.querySelector('.tiles')")
        for again in (False, True):
            self.page.run("""(async () => {
                window.others = window.others ?? [];
                for (let taken = true; taken;) taken = await new Promise((done) => {
                    const other = new WebSocket(location.href.replace(/^http/, 'ws').replace(/#.*/, '') + 'api/live');
                    other.onopen = () => { others.push(other); done(true); };
                    other.onerror = () => done(false);
                });
            })()""")
            if again:
                break
            self.check(self.page.run("others.length") == 31, "there is not room for 32 pages")
            self.page.run("feed.close()")
        self.wait("document.querySelector('#banner-text').innerText.startsWith('Há páginas demais')", "a page too many does not say so")
        self.page.run("others.forEach((other) => other.close())")
        self.page.wait("document.querySelector('#connection').dataset.state === 'on'", 30)
        self.page.complaints.clear()  # The browser notes the 503s itself.

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
        size = sum(len(urllib.request.urlopen(self.gateway.base + path).read()) for path in ("/", "/console.js", "/console.css"))
        self.check(size < PAGE_LIMIT, f"the page has {size} bytes")

    def ended(self):
        self.go("#/ended", "document.querySelectorAll('.ended tbody tr').length > 0")
        self.picture("console-ended")
        # A recording is there a while after its call's end, the later the busier the machine is.
        until, longest = time.monotonic() + 120, None
        while time.monotonic() < until and (longest is None or longest["turns"] < 2):
            time.sleep(0.5)
            calls = self.fetch("/api/calls?limit=200")["calls"]
            longest = max((call for call in calls if call["has_recording"]), key=lambda call: call["turns"], default=None)
        self.check(any(call["end_reason"] == "operator_ended" for call in calls), "the call hung up here is not among the ended ones")
        if longest is None or longest["turns"] < 2:
            raise SystemExit(f"no recorded call with two turns among {len(calls)}")
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
        self.accessible("an ended call")
        shares = self.page.run("document.querySelector('.turns .stack').getAttribute('aria-label') ?? ''")
        self.check("%" in shares, f"a turn's spans are not told: {shares}")
        self.picture("console-recording")
        self.odd_ones(longest["file"])
        self.quiet("ended calls")

    def odd_ones(self, file):
        """A record with a time that no clock shows, and a filter that no request carries."""
        records = self.gateway.folder / "records"
        record = json.loads(next(records.rglob(pathlib.Path(file).name)).read_text())
        odd = records / "odd.json"
        odd.write_text(json.dumps(record | {"started_at": 1_795_676_073_564_000_000}))
        self.visit("#/gateway")
        until = time.monotonic() + 30
        while not any(call["file"] == "odd.json" for call in self.fetch("/api/calls")["calls"]) and time.monotonic() < until:
            time.sleep(0.5)
        self.go("#/ended", "document.querySelector('.ended')")
        rows = self.page.run("[...document.querySelectorAll('.ended tbody tr')].map((row) => row.innerText)")
        self.check(len(rows) > 1 and "desconhecido" in rows[0], f"a record with an odd time: {rows[:1]} of {len(rows)}")
        self.go("#/ended/odd.json", "document.querySelector('.facts')")
        self.check("desconhecido" in self.page.run("document.querySelector('main').innerText"), "an odd time is not unknown")
        odd.unlink()
        self.go("#/ended?find=%00", "document.querySelector('.ended, .empty, .failed')")
        self.check(not self.page.run("document.querySelector('.failed')"), "a filter with a NUL fails")

    def views(self):
        for shape, width, height, scheme, language, phone in [
                ("", 1280, 900, "light", "pt", False), ("-dark-en", 1280, 900, "dark", "en", False), ("-phone", 390, 844, "light", "pt", True)]:
            self.page.size(width, height, 1, phone)
            self.page.prefer(prefers_color_scheme=scheme)
            self.page.click(f"[data-language={language}]")
            for view in VIEWS:
                self.go(f"#/{view}", "document.querySelector('main h1, main h2')")
                self.settle()
                wide = self.page.run("document.documentElement.scrollWidth - document.documentElement.clientWidth")
                self.check(wide <= 0, f"{view}{shape}: {wide} pixels wider than the window")
                self.accessible(f"{view}{shape}")
                self.picture(f"console-{view}{shape}")
                self.quiet(f"{view}{shape}")
        self.page.size(1280, 900)
        self.page.prefer(prefers_color_scheme="light")
        self.go("#/latency", "document.querySelectorAll('.plot path.line').length >= 2")
        self.quiet("latency")

    def cost(self, calls, seconds):
        """What the open page costs the gateway and the browser, and whether the page grows."""
        self.go("#/live", "document.querySelectorAll('.calls tbody tr').length > 0")
        self.wait(f"Number(document.querySelector('#status-calls').innerText.replace(/\\D/g, '')) >= {calls - self.hung_up}", "not all calls are under way",
                  60 + calls // 10)
        self.picture("console-all")
        page, nodes = self.page.measure(), self.page.run("document.querySelectorAll('*').length")
        before, start = self.gateway.cpu(), time.monotonic()
        time.sleep(seconds)
        after, spent = self.gateway.cpu(), time.monotonic() - start
        later = self.page.measure()
        heap, nodes = later["heap"] - page["heap"], self.page.run("document.querySelectorAll('*').length") - nodes
        self.check(heap < 1_000_000 and abs(nodes) < 400, f"the page grows: {heap} bytes and {nodes} nodes in {spent:.0f} s")
        threads = {name: (after[name] - before.get(name, 0)) / spent * 100 for name in after}
        console = sum(share for name, share in threads.items() if name.startswith("console "))
        task, script, layout = ((later[name] - page[name]) / spent * 100 for name in ("task", "script", "layout"))
        print(f"{calls} calls, one open page, {spent:.0f} s: the console's thread took {console:.2f} % of a core (all threads {sum(threads.values()):.0f} %, "
              f"{self.gateway.memory()} MB); the page {task:.1f} % (script {script:.1f}, layout {layout:.1f}), {later['heap'] // 1024} KB of heap; "
              f"it grew by {heap // 1024} KB and {nodes} nodes")
        self.check(0 < console <= 3, "an open page costs more than 3 % of a core")


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
            gateway.serve()
            early = gateway.call(6, 25, "ended")
            if options.calls > MOST_RECORDED:
                # Two cores can't encode so many; and no call need have ended while all begin.
                early.wait(90)
                gateway.server.terminate()
                gateway.server.wait(30)
                gateway.serve(recording=False)
            gateway.call(options.calls, 600 + int(options.seconds), "live")
            early.wait(90)
            with Browser("chromium") as browser:
                page = browser.page()
                page.size(1280, 900)
                walk = Walk(gateway, page, options.pictures)
                walk.sign_in()
                walk.live(options.calls)
                walk.aloud()
                walk.strangers()
                walk.ended()
                walk.focus()
                walk.words()
                walk.crowd()
                walk.views()
                walk.cost(options.calls, options.seconds)
            log = (gateway.folder / "log").read_text()
            for line in re.findall(r'.*"level":"(?:error|critical)".*', log):
                walk.check(False, f"the gateway's log: {line}")
            print(f"{walk.checks} checks, {len(walk.problems)} problems")
            sys.exit(1 if walk.problems else 0)
        finally:
            gateway.stop()


if __name__ == "__main__":
    main()

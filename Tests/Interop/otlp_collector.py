#!/usr/bin/env python3
"""Takes OTLP over HTTP: writes its port to FOLDER/port and each body as a line to FOLDER/bodies.jsonl. The first answers have the given
statuses, later ones 200.

    otlp_collector.py FOLDER [STATUS …]
"""
import http.server
import pathlib
import sys

folder = pathlib.Path(sys.argv[1])
statuses = [int(status) for status in sys.argv[2:]]


class Collector(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = statuses.pop(0) if statuses else 200
        if self.path != "/v1/traces" or self.headers["Content-Type"] != "application/json" or self.headers["Authorization"] != "Basic b3A6c2VjcmV0":
            status = 400
        with open(folder / "bodies.jsonl", "ab") as file:
            file.write(f"{status} ".encode() + body + b"\n")
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector)
(folder / "port.new").write_text(str(server.server_port))
(folder / "port.new").rename(folder / "port")
server.serve_forever()

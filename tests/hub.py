"""A hub of models on this machine, as far as a download asks it for anything."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

REVISION = "c" * 40


@contextmanager
def serve_hub(models):
    """Serve folders as models; gives the address and the list of paths that are asked for.

    Args:
        models: each model's folder by its name.
    """
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.models, server.asked = models, []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", server.asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Handler(BaseHTTPRequestHandler):
    """Describes a model, and gives its files."""

    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        self.server.asked.append(f"{self.command} {self.path}")
        path = self.path.partition("?")[0]
        if found := re.fullmatch(r"/api/models/([^/]+/[^/]+)(/revision/[^/]+)?", path):
            self.describe(found[1])
        elif found := re.fullmatch(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)", path):
            self.give(found[1], found[3])
        else:
            self.send(404, b"")

    def describe(self, name):
        folder = self.server.models.get(name)
        if folder is None:
            self.send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        siblings = [describe_file(*one) for one in contents(folder).items()]
        body = {"id": name, "modelId": name, "sha": REVISION, "siblings": siblings}
        self.send(200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def give(self, name, file):
        folder = self.server.models.get(name)
        content = contents(folder).get(file) if folder else None
        if content is None:
            self.send(404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        self.send(200, content, {"ETag": f'"{sha(content)}"', "X-Repo-Commit": REVISION})

    def send(self, status, body, headers=None):
        self.send_response(status)
        for key, value in (headers or {}).items():
            self.send_header(key, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def log_message(self, *given):
        pass


def describe_file(name, content):
    found = {"rfilename": name, "size": len(content), "blobId": "b"}
    if name.endswith((".safetensors", ".bin")):
        found["lfs"] = {"sha256": sha(content), "size": len(content), "pointerSize": 130}
    return found


def contents(folder):
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def sha(content):
    return hashlib.sha256(content).hexdigest()

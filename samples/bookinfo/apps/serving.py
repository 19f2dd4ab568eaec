"""What the four Bookinfo services share: a small HTTP server, a small HTTP client, and the headers that travel on.

Standard library only, Python 3.9 or newer, so that a laptop needs nothing installed. An application is an `App`: a table
of (method, path pattern) -> function, where the function takes a `Request` and gives a `Response`.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import signal
import socket
import socketserver
import sys
import threading
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Callable, Dict, List, Mapping, NamedTuple, Optional, Tuple

# A sidecar sees each request twice, coming in and going out, and only the application knows that the two belong together.
# These headers say it: request id, Zipkin B3 (both spellings), W3C trace context, and the vendors that Envoy can export to.
TRACE_HEADERS = (
    "x-request-id",
    "x-b3-traceid", "x-b3-spanid", "x-b3-parentspanid", "x-b3-sampled", "x-b3-flags", "b3",
    "traceparent", "tracestate",
    "x-ot-span-context",
    "x-cloud-trace-context",
    "x-datadog-trace-id", "x-datadog-parent-id", "x-datadog-sampling-priority",
    "grpc-trace-bin",
    "sw8",
)

# Who asks. Rules such as "send jason to v2" match on these, so they must reach the last service of the chain.
CALLER_HEADERS = ("end-user", "user-agent", "cookie", "authorization", "jwt")

DEFAULT_PORT = 9080
MAX_BODY_BYTES = 64 * 1024
MAX_ANSWER_BYTES = 1024 * 1024
DRAIN_SECONDS = 5.0
POLL_SECONDS = 0.05  # how long stop() may wait for the accepting thread


@dataclass(frozen=True)
class Request:
    """One request, fully read. `args` are the groups of the path pattern that matched."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    args: Tuple[str, ...]

    def cookies(self) -> Dict[str, str]:
        pairs = (part.partition("=") for part in self.headers.get("cookie", "").split(";"))
        return {name.strip(): urllib.parse.unquote(value.strip()) for name, _, value in pairs if name.strip()}

    def forwarded(self, names: Tuple[str, ...] = TRACE_HEADERS + CALLER_HEADERS) -> Dict[str, str]:
        """Those of the named headers that came with this request, to be sent on with the calls made for it."""
        values = ((name, self.headers.get(name)) for name in names)
        return {name: value for name, value in values if value and value.isprintable()}


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @staticmethod
    def of_json(value: object, status: int = 200) -> "Response":
        return Response(status, json.dumps(value).encode(), "application/json")

    @staticmethod
    def of_html(page: str) -> "Response":
        return Response(200, page.encode(), "text/html; charset=utf-8")

    @staticmethod
    def of_text(text: str, status: int = 200) -> "Response":
        return Response(status, text.encode(), "text/plain; charset=utf-8")


Handler = Callable[[Request], Response]


class App:
    """A service: its name and version (for the log) and its routes, asked in the order in which they were added."""

    def __init__(self, name: str, env: Mapping[str, str]):
        self.name = name
        self.version = env.get("SERVICE_VERSION", "v1")
        self._routes: List[Tuple[str, "re.Pattern[str]", Handler]] = []

    def route(self, method: str, pattern: str, handler: Handler) -> None:
        self._routes.append((method, re.compile(pattern), handler))

    def answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> Response:
        url = urllib.parse.urlsplit(target)
        query = dict(urllib.parse.parse_qsl(url.query))
        known_path = False
        for route_method, pattern, handler in self._routes:
            match = pattern.fullmatch(url.path)
            if match and route_method == method:
                return handler(Request(method, url.path, query, headers, body, match.groups()))
            known_path = known_path or match is not None
        return Response.of_json({"error": "method not allowed"}, 405) if known_path \
            else Response.of_json({"error": "not found"}, 404)


class Answer(NamedTuple):
    """What an upstream said. `status` is 0 and `body` None when it said nothing; `body` is None on any other failure."""

    status: int
    body: object

    def is_ok(self) -> bool:
        return self.status == 200 and self.body is not None


def get_json(url: str, headers: Mapping[str, str], timeout: float) -> Answer:
    """GET as one bounded attempt. Honours `http_proxy`: without traffic capture, that is how a call enters the sidecar."""
    request = urllib.request.Request(url, headers=dict(headers))
    try:
        with urllib.request.build_opener().open(request, timeout=timeout) as answer:
            return Answer(answer.status, json.loads(answer.read(MAX_ANSWER_BYTES)))
    except urllib.error.HTTPError as error:
        error.close()
        log(f"upstream {url} answered {error.code}")
        return Answer(error.code, None)
    except (OSError, ValueError, http.client.HTTPException) as error:
        log(f"upstream {url} failed: {error}")
        return Answer(0, None)


def service_url(env: Mapping[str, str], service: str) -> str:
    """`http://reviews:9080`, or what REVIEWS_HOSTNAME, REVIEWS_SERVICE_PORT and SERVICES_DOMAIN make of it."""
    host = env.get(f"{service.upper()}_HOSTNAME", service)
    domain = env.get("SERVICES_DOMAIN", "")
    port = env.get(f"{service.upper()}_SERVICE_PORT", str(DEFAULT_PORT))
    return f"http://{host}{'.' + domain if domain else ''}:{port}"


def log(line: str) -> None:
    print("".join(c if c.isprintable() else "?" for c in line), flush=True)


class _BadBody(Exception):
    """The body of a request could not be read; the connection is of no further use."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # TCP_NODELAY
    wbufsize = -1  # head and body leave in one segment
    server: "Server"

    def handle(self) -> None:
        self.busy = False
        self.server.opened(self)
        try:
            super().handle()
        finally:
            self.server.closed(self)

    def handle_one_request(self) -> None:
        super().handle_one_request()
        self.busy = False
        if self.server.draining:
            self.close_connection = True

    def parse_request(self) -> bool:
        self.busy = True
        return super().parse_request()

    def do_GET(self) -> None:
        started = time.monotonic()
        try:
            response = self._respond()
        except _BadBody as error:
            self.close_connection = True
            response = Response.of_json({"error": str(error)}, 400)
        # First the line, then the answer: who has the answer can rely on the line.
        self._log(response.status, time.monotonic() - started)
        self._send(response)

    do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_GET

    def _respond(self) -> Response:
        body = self._body()
        method = "GET" if self.command == "HEAD" else self.command
        try:
            return self.server.app.answer(method, self.path, self.headers, body)
        except Exception:  # a bug of ours must not take the connection with it
            traceback.print_exc()
            return Response.of_json({"error": "internal error"}, 500)

    def _body(self) -> bytes:
        if "chunked" in self.headers.get("transfer-encoding", "").lower():
            return self._chunked_body()
        length = self.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY_BYTES:
            raise _BadBody("bad content-length")
        return self.rfile.read(int(length))

    def _chunked_body(self) -> bytes:
        body = b""
        while True:
            try:
                size = int(self.rfile.readline(128).split(b";")[0], 16)
            except ValueError:
                raise _BadBody("bad chunk") from None
            if size < 0 or len(body) + size > MAX_BODY_BYTES:
                raise _BadBody("body too large")
            body += self.rfile.read(size)
            end = self.rfile.readline(1024)
            if size == 0:
                while end not in (b"\r\n", b"\n", b""):  # trailers
                    end = self.rfile.readline(1024)
                return body

    def _send(self, response: Response) -> None:
        self.send_response_only(response.status)
        self.send_header("server", f"bookinfo-{self.server.app.name}")
        self.send_header("date", self.date_time_string())
        self.send_header("content-type", response.content_type)
        self.send_header("content-length", str(len(response.body)))
        for name, value in response.headers.items():
            self.send_header(name, value)
        if self.close_connection or self.server.draining:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)
        self.wfile.flush()

    def _log(self, status: int, seconds: float) -> None:
        app, headers = self.server.app, self.headers
        log(f"{app.name}-{app.version} {self.command} {self.path} {status} {seconds * 1000:.0f}ms"
            f" host={headers.get('host', '-')} end-user={headers.get('end-user', '-')}"
            f" xfcc={headers.get('x-forwarded-client-cert', '-')}"
            f" x-request-id={headers.get('x-request-id', '-')}")

    def log_message(self, format: str, *args: object) -> None:
        """Only what never became a request (a malformed first line) is logged through here."""
        log(f"{self.server.app.name}-{self.server.app.version} refused: {format % args}")


class Server(ThreadingHTTPServer):
    """Serves one App on one address. `stop()` ends it gently: requests under way are answered, idle connections closed."""

    daemon_threads = True  # stop() waits for them itself, with a bound
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, app: App, host: str = "127.0.0.1", port: int = 0):
        self.app = app
        self.draining = False
        self._open: Dict[int, _Connection] = {}
        self._changed = threading.Condition()
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Connection)
        self._thread = threading.Thread(target=self.serve_forever, args=(POLL_SECONDS,), daemon=True)

    def server_bind(self) -> None:
        # HTTPServer's own would look the address up in the DNS, which can take seconds.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    @property
    def url(self) -> str:
        return f"http://{self.server_name}:{self.server_port}"

    def start(self) -> "Server":
        self._thread.start()
        return self

    def stop(self, seconds: float = DRAIN_SECONDS) -> None:
        self.shutdown()
        self.server_close()
        with self._changed:
            self.draining = True
            for connection in self._open.values():
                if not connection.busy:
                    _end_reading(connection.connection)
            self._changed.wait_for(lambda: not self._open, timeout=seconds)

    def opened(self, connection: _Connection) -> None:
        with self._changed:
            self._open[id(connection)] = connection

    def closed(self, connection: _Connection) -> None:
        with self._changed:
            del self._open[id(connection)]
            self._changed.notify_all()

    def handle_error(self, request: object, client_address: object) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):  # a caller that hangs up is no error of ours
            traceback.print_exc()


def _end_reading(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RD)
    except OSError:
        pass  # already gone


def main(create: Callable[[Mapping[str, str]], App], argv: Optional[List[str]] = None) -> int:
    """The command line of every app: serve until SIGTERM or SIGINT."""
    app = create(os.environ)
    parser = argparse.ArgumentParser(description=f"Bookinfo's {app.name} service.")
    parser.add_argument("--host", default="0.0.0.0", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on (default: %(default)s)")
    options = parser.parse_args(argv)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    server = Server(app, options.host, options.port).start()
    log(f"{app.name}-{app.version} listens on {server.url}")
    stop.wait()
    server.stop()
    return 0

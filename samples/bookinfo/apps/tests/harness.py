"""Starts apps on free ports of the loopback, talks HTTP to them, and stops them with the test."""

from __future__ import annotations

import http.client
import json
import pathlib
import sys
import unittest
from typing import Callable, Dict, List, Mapping, Tuple
from unittest import mock

APPS = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(APPS))  # the apps are scripts, not a package

import serving  # noqa: E402


class Reply:
    def __init__(self, answer: http.client.HTTPResponse):
        self.status = answer.status
        self.headers = answer.headers
        self.text = answer.read().decode()

    def json(self) -> object:
        return json.loads(self.text)


class AppTest(unittest.TestCase):
    def setUp(self) -> None:
        self.lines: List[str] = []
        for patch in (mock.patch.object(serving, "log", self.lines.append),
                      # what the machine says about proxies is none of the tests' business
                      mock.patch.dict("os.environ", {"http_proxy": "", "no_proxy": "*"})):
            patch.start()
            self.addCleanup(patch.stop)

    def serve(self, create: Callable[[Mapping[str, str]], serving.App], **env: str) -> serving.Server:
        server = serving.Server(create(env)).start()
        self.addCleanup(server.stop, 1.0)
        return server

    def stub(self, pattern: str, handler: serving.Handler) -> serving.Server:
        """An upstream that answers GETs of one path pattern with what the test says."""

        def create(env: Mapping[str, str]) -> serving.App:
            app = serving.App("stub", env)
            app.route("GET", pattern, handler)
            return app

        return self.serve(create)

    def call(self, server: serving.Server, path: str, method: str = "GET", body: "bytes | None" = None,
             headers: "Dict[str, str] | None" = None) -> Reply:
        connection = http.client.HTTPConnection(server.server_name, server.server_port, timeout=10)
        self.addCleanup(connection.close)
        connection.request(method, path, body=body, headers=headers or {})
        return Reply(connection.getresponse())


def upstream(service: str, server: serving.Server) -> Dict[str, str]:
    """The environment that makes an app find a service at this server."""
    return {f"{service.upper()}_HOSTNAME": server.server_name, f"{service.upper()}_SERVICE_PORT": str(server.server_port)}


def free_address() -> Tuple[str, int]:
    """An address at which nobody listens."""
    server = serving.Server(serving.App("nobody", {}))
    server.server_close()
    return server.server_name, server.server_port

from __future__ import annotations

import http.client
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import unittest
from unittest import mock

from .harness import APPS, AppTest, free_address
import ratings
import serving
from serving import Response, log


class ServingTest(AppTest):
    def test_one_connection_carries_many_requests(self) -> None:
        server = self.serve(ratings.create)
        connection = http.client.HTTPConnection(server.server_name, server.server_port, timeout=10)
        self.addCleanup(connection.close)
        ports = set()
        for _ in range(3):
            connection.request("GET", "/health")
            self.assertEqual(connection.getresponse().read(), b'{"status": "Ratings is healthy"}')
            ports.add(connection.sock.getsockname()[1])
        self.assertEqual(len(ports), 1)

    def test_unknown_path_and_method_are_json_errors(self) -> None:
        server = self.serve(ratings.create)
        self.assertEqual(self.call(server, "/nowhere").status, 404)
        reply = self.call(server, "/health", "DELETE")
        self.assertEqual((reply.status, reply.json()), (405, {"error": "method not allowed"}))

    def test_chunked_body_is_read(self) -> None:
        server = self.serve(ratings.create)
        body = iter([b'{"Reviewer1"', b': 2}'])
        reply = self.call(server, "/ratings/1", "POST", body)
        self.assertEqual(reply.json(), {"id": 1, "ratings": {"Reviewer1": 2}})

    def test_huge_body_is_refused(self) -> None:
        server = self.serve(ratings.create)
        reply = self.call(server, "/ratings/1", "POST", headers={"content-length": str(10**9)})
        self.assertEqual((reply.status, reply.headers["connection"]), (400, "close"))

    def test_head_has_no_body(self) -> None:
        reply = self.call(self.serve(ratings.create), "/ratings/0", "HEAD")
        self.assertEqual((reply.status, reply.text), (200, ""))

    def test_absolute_form_target_is_understood(self) -> None:
        reply = self.call(self.serve(ratings.create), "http://ratings:9080/ratings/0")
        self.assertEqual(reply.json()["id"], 0)

    def test_every_request_is_one_log_line(self) -> None:
        self.call(self.serve(ratings.create), "/ratings/0", headers={"x-request-id": "abc", "host": "ratings:9080"})
        self.assertEqual(len(self.lines), 1)
        self.assertRegex(self.lines[0], r"^ratings-v1 GET /ratings/0 200 \d+ms host=ratings:9080 end-user=- xfcc=- x-request-id=abc$")

    def test_a_log_line_has_no_control_characters(self) -> None:
        with mock.patch("builtins.print") as printed:
            log("GET /\x1b[31m\n forged line")
        printed.assert_called_once_with("GET /?[31m? forged line", flush=True)

    def test_a_bug_in_a_handler_is_a_500(self) -> None:
        def broken(_: serving.Request) -> Response:
            raise KeyError("bug")

        with mock.patch("traceback.print_exc"):
            self.assertEqual(self.call(self.stub("/x", broken), "/x").status, 500)

    def test_no_answer_is_status_zero(self) -> None:
        host, port = free_address()
        self.assertEqual(serving.get_json(f"http://{host}:{port}/", {}, 1.0), serving.Answer(0, None))

    def test_answer_that_is_not_json_is_no_answer(self) -> None:
        server = self.stub("/", lambda _: Response.of_text("hello"))
        self.assertFalse(serving.get_json(server.url + "/", {}, 1.0).is_ok())

    def test_http_proxy_gets_the_request_in_absolute_form(self) -> None:
        seen = []
        proxy = self.stub("/ratings/0", lambda request: seen.append(request.headers["host"]) or Response.of_json({}))
        with mock.patch.dict("os.environ", {"http_proxy": proxy.url, "no_proxy": ""}):
            self.assertTrue(serving.get_json("http://ratings:9080/ratings/0", {}, 1.0).is_ok())
        self.assertEqual(seen, ["ratings:9080"])
        self.assertIn("GET http://ratings:9080/ratings/0 200", self.lines[0])

    def test_service_url_follows_the_environment(self) -> None:
        self.assertEqual(serving.service_url({}, "reviews"), "http://reviews:9080")
        env = {"REVIEWS_HOSTNAME": "r", "REVIEWS_SERVICE_PORT": "81", "SERVICES_DOMAIN": "shop.svc"}
        self.assertEqual(serving.service_url(env, "reviews"), "http://r.shop.svc:81")


class StoppingTest(AppTest):
    def test_request_under_way_is_answered_and_idle_connections_are_closed(self) -> None:
        entered, leave = threading.Event(), threading.Event()

        def slow(_: serving.Request) -> Response:
            entered.set()
            leave.wait(10)
            return Response.of_text("done")

        server = self.stub("/slow", slow)
        idle = socket.create_connection((server.server_name, server.server_port), timeout=10)
        self.addCleanup(idle.close)
        busy = http.client.HTTPConnection(server.server_name, server.server_port, timeout=10)
        self.addCleanup(busy.close)
        busy.request("GET", "/slow")
        self.assertTrue(entered.wait(10))
        stopping = threading.Thread(target=server.stop, args=(10.0,))
        stopping.start()
        self.assertEqual(idle.recv(1), b"")
        leave.set()
        answer = busy.getresponse()
        self.assertEqual((answer.read(), answer.headers["connection"]), (b"done", "close"))
        stopping.join(10)
        self.assertFalse(stopping.is_alive())

    def test_sigterm_ends_the_process_with_status_zero(self) -> None:
        _, port = free_address()
        for app in sorted(path.name for path in pathlib.Path(APPS).glob("*.py") if path.name not in ("serving.py", "page.py")):
            with self.subTest(app):
                process = subprocess.Popen([sys.executable, str(APPS / app), "--host", "127.0.0.1", "--port", str(port)],
                                           stdout=subprocess.PIPE, env={**os.environ, "SERVICE_VERSION": "v7"}, text=True)
                try:
                    self.assertEqual(process.stdout.readline().strip(), f"{app[:-3]}-v7 listens on http://127.0.0.1:{port}")
                    process.send_signal(signal.SIGTERM)
                    self.assertEqual(process.wait(10), 0)
                finally:
                    process.kill()
                    process.wait()
                    process.stdout.close()


if __name__ == "__main__":
    unittest.main()

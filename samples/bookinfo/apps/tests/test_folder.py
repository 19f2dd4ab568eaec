"""What the YAML says twice must be the same twice. (Whether the mesh understands it is asked elsewhere.)"""

from __future__ import annotations

import re
import unittest
from typing import Iterator, Tuple

from .harness import APPS

BOOKINFO = APPS.parent


def documents(folder: str) -> Iterator[Tuple[str, str]]:
    """(kind, text) of each document of a folder."""
    for path in sorted((BOOKINFO / folder).glob("*.yaml")):
        for text in path.read_text(encoding="utf-8").split("---\n"):
            yield re.search(r"^kind: (\w+)$", text, re.M).group(1), text


def value(text: str, key: str) -> str:
    match = re.search(rf"^\s*(?:- )?{re.escape(key)}: (.+)$", text, re.M)
    return match.group(1) if match else ""


class FolderTest(unittest.TestCase):
    def test_app_of_a_workload_is_found_where_its_sidecar_looks(self) -> None:
        sidecars = {value(text, "name"): text for kind, text in documents("local") if kind == "Sidecar"}
        workloads = {value(text, "name"): text for kind, text in documents("local")
                     if kind == "WorkloadEntry" and value(text, "demo.meltemi.io/proxy") == "sidecar"}
        self.assertEqual(len(workloads), 7)
        self.assertEqual(sidecars.keys(), workloads.keys())
        for name, workload in workloads.items():
            with self.subTest(name):
                sidecar = sidecars[name]
                ingress_bind, egress_bind = re.findall(r"bind: (\S+)", sidecar)
                self.assertEqual(value(workload, "address"), ingress_bind)
                self.assertEqual(value(workload, "demo.meltemi.io/listen"), value(sidecar, "defaultEndpoint"))
                self.assertEqual(value(workload, "demo.meltemi.io/http-proxy"), egress_bind + ":9080")
                self.assertTrue((APPS / value(workload, "demo.meltemi.io/app")).is_file())
                for label in ("app", "version"):
                    self.assertEqual(value(workload, label), value(sidecar, label))

    def test_no_address_is_used_twice(self) -> None:
        text = "".join(text for kind, text in documents("local") if kind == "WorkloadEntry")
        addresses = re.findall(r"(?:listen|http-proxy|address): (\S+)", text)
        self.assertEqual(len(addresses), len(set(addresses)))

    def test_every_walk_through_says_what_it_shows_and_what_happens_then(self) -> None:
        for path in sorted((BOOKINFO / "networking").glob("*.yaml")):
            with self.subTest(path.name):
                self.assertRegex(path.read_text(encoding="utf-8"), r"\A# Shows: .+\n(# .+\n)*# Then: ")

    def test_walk_throughs_name_no_namespace(self) -> None:
        """So that kubectl's -n decides, and the folder's default does."""
        for path in sorted((BOOKINFO / "networking").glob("*.yaml")):
            self.assertNotIn("namespace:", path.read_text(encoding="utf-8"), path.name)

    def test_destination_rules_are_in_the_local_folder_from_the_start(self) -> None:
        name = "destination-rule-all.yaml"
        self.assertEqual((BOOKINFO / "local" / name).read_text(), (BOOKINFO / "networking" / name).read_text())

    def test_local_gateway_differs_in_its_bind_address_only(self) -> None:
        local, shared = ([line for line in (BOOKINFO / name).read_text().splitlines() if not line.startswith("#")]
                         for name in ("local/bookinfo-gateway.yaml", "gateway.yaml"))
        local.remove("    bind: 127.0.0.1")
        self.assertEqual(local, shared)


if __name__ == "__main__":
    unittest.main()

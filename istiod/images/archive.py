"""Packs folders into an image archive: archive.py OUT.tar SPEC.json

What it writes is an OCI layout with Docker's manifest.json beside it, so `ctr images import`, `docker load`, `podman load`
and `skopeo` all take it. The same folders give the same bytes: entries are sorted, belong to root, and are all of the same time.

SPEC is a list of images: {"name": "meltemi/istiod:1", "layers": ["folder", ...], "config": {the image's own
configuration, as OCI spells it}}. A layer that several images share is written once.
"""

import hashlib
import io
import json
import os
import stat
import sys
import tarfile
import tempfile

ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# Files are as old as this: 1980, the first year that every format of archive knows.
EPOCH = 315532800
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar"


class Archive:
    """Blobs by digest, in one tar."""

    def __init__(self, out):
        self.tar = tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT)
        self.written = set()

    def file(self, name, content, size):
        entry = tarfile.TarInfo(name)
        entry.size = size
        entry.mode = 0o644
        self.tar.addfile(entry, content)

    def text(self, name, value):
        content = as_bytes(value)
        self.file(name, io.BytesIO(content), len(content))

    def blob(self, content, digest, size):
        if digest not in self.written:
            self.written.add(digest)
            content.seek(0)
            self.file(f"blobs/sha256/{digest}", content, size)

    def json_blob(self, media_type, value):
        content = as_bytes(value)
        digest = hashlib.sha256(content).hexdigest()
        self.blob(io.BytesIO(content), digest, len(content))
        return descriptor(media_type, digest, len(content))


def as_bytes(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def descriptor(media_type, digest, size):
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": size}


def entries(folder):
    for root, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files + folders):
            yield os.path.join(root, name)


def layer(folder):
    """A folder as a tar file: (file, digest, size)."""
    out = tempfile.TemporaryFile()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path in entries(folder):
            entry = tar.gettarinfo(path, os.path.relpath(path, folder))
            entry.uid = entry.gid = 0
            entry.mtime = EPOCH
            entry.uname = entry.gname = ""
            if entry.islnk():  # its first name may be in another layer
                entry.type, entry.linkname = tarfile.REGTYPE, ""
                entry.size = os.stat(path).st_size
            if stat.S_ISREG(os.lstat(path).st_mode):
                with open(path, "rb") as content:
                    tar.addfile(entry, content)
            else:
                tar.addfile(entry)
    size = out.tell()
    out.seek(0)
    digest = hashlib.file_digest(out, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else sha256(out)
    return out, digest, size


def sha256(content):
    digest = hashlib.sha256()
    while chunk := content.read(1 << 20):
        digest.update(chunk)
    return digest.hexdigest()


def write(out, images):
    archive = Archive(out)
    archive.text("oci-layout", {"imageLayoutVersion": "1.0.0"})
    known, index, docker = {}, [], []
    for image in images:
        layers = []
        for folder in image["layers"]:
            if folder not in known:
                known[folder] = layer(folder)
            content, digest, size = known[folder]
            archive.blob(content, digest, size)
            layers.append(descriptor(LAYER, digest, size))
        config = archive.json_blob(CONFIG, {
            "architecture": ARCHITECTURES[os.uname().machine],
            "os": "linux",
            "created": "1970-01-01T00:00:00Z",
            "config": image["config"],
            "rootfs": {"type": "layers", "diff_ids": [each["digest"] for each in layers]},
        })
        manifest = archive.json_blob(
            MANIFEST, {"schemaVersion": 2, "mediaType": MANIFEST, "config": config, "layers": layers})
        name = image["name"]
        # containerd names an image by the first, everybody else by the second.
        manifest["annotations"] = {
            "io.containerd.image.name": f"docker.io/{name}", "org.opencontainers.image.ref.name": name.split(":")[-1]}
        index.append(manifest)
        docker.append({"Config": blob_path(config), "RepoTags": [name], "Layers": [blob_path(each) for each in layers]})
    archive.text("index.json", {"schemaVersion": 2, "manifests": index})
    archive.text("manifest.json", docker)
    archive.tar.close()


def blob_path(described):
    return "blobs/" + described["digest"].replace(":", "/")


if __name__ == "__main__":
    target, spec = sys.argv[1:]
    with open(spec, encoding="utf-8") as given:
        wanted = json.load(given)
    with open(target + ".part", "wb") as result:
        write(result, wanted)
    os.replace(target + ".part", target)

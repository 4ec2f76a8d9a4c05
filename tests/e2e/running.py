"""A whole district of its own on a free port, and a real Chromium: what browser tests and screenshots start."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.people import Account, District

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Debian's Chromium, or the one named by ``CHROMIUM``."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def without_windows() -> str | None:
    """The same Chromium without its own windows, tabs and address bar where Debian's package of it is installed.

    They took two thirds of its processor time, though no test looks at them: what draws and runs a page is the same.
    """
    return os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or chromium()


@contextmanager
def a_browser(path: str) -> Iterator[Browser]:
    """Without a sandbox only where this runs as root, in a container."""
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else FLAGS
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=flags)
        yield opened
        opened.close()


@contextmanager
def a_district(var: Path, **settings: str) -> Iterator[District]:
    """The demo district: migrated, deployed, loaded, served; its accounts come from the file it writes."""
    port = _free_port()
    environment = {**os.environ, "SUQIU_VAR": str(var), "SUQIU_PORT": str(port), "SUQIU_DATABASE_URL": "", **settings}
    command = [str(Path(sys.executable).with_name("suqiu"))]
    bundles = sorted({str(path.parent) for path in ROOT.glob("processes/*/*.bpmn")})
    subprocess.run([*command, "prepare", "--demo", *bundles], cwd=ROOT, env=environment, check=True)
    log = (var / "server.log").open("w")
    server = subprocess.Popen([*command, "serve"], cwd=ROOT, env=environment, stdout=log, stderr=log)
    base = f"http://127.0.0.1:{port}"
    try:
        _wait_for(base, server, var / "server.log")
        accounts = json.loads((var / "demo_accounts.json").read_text(encoding="utf-8"))["accounts"]
        yield District(base, [Account(**one) for one in accounts], var)
    finally:
        server.terminate()
        server.wait(60)
        log.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(base: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + 180  # on a machine that others keep busy
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(base, timeout=20)
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.3)
    raise RuntimeError(f"the server did not come up:\n{log.read_text()[-3000:]}")

"""How much memory the process of `make run` holds after 10,000 cases: resident, below 250 MB is the gate.

Starts the real server on a demo district of its own, lets a dozen people sign in at once (one hash of a password fills
19 MB), registers the cases over HTTP as intake, and reads the worker's resident size from /proc.

    python -m benchmarks.memory_of_a_worker [CASES]
"""

import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.bench import machine

PORT = 8391
PLACE = {"street": "坑梓街道", "community": "坑梓社区", "address": "人民路 1 号"}


class Client:
    """One kept-alive connection to the API."""

    def __init__(self) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        self.token: str | None = None

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        self.connection.request(method, f"/api/v1{path}", json.dumps(body) if body is not None else None, headers)
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path} answered {answer.status}: {text.decode()[:300]}")
        return json.loads(text) if text else None


def signed_in(account: dict[str, Any]) -> Client:
    """A connection of this person's own."""
    client = Client()
    client.token = client.call("POST", "/sessions", {k: account[k] for k in ("username", "password")})["token"]
    return client


def resident_mb(parent: int) -> float:
    """The largest resident size among the server's processes, in MB."""
    sizes = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue
        if parent in (int(lines["PPid"]), int(lines["Pid"])) and "VmRSS" in lines:
            sizes.append(int(lines["VmRSS"].split()[0]) / 1024)
    return max(sizes)


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    var = tempfile.mkdtemp(prefix="suqiu-memory-")
    suqiu = str(Path(sys.executable).with_name("suqiu"))
    settings = {**os.environ, "SUQIU_VAR": var, "SUQIU_PORT": str(PORT)}
    subprocess.run([suqiu, "prepare", "--demo", "processes/citizen_request"], env=settings, check=True)
    server = subprocess.Popen([suqiu, "serve"], env=settings)
    try:
        work(cases, var, server.pid)
    finally:
        server.terminate()
        server.wait(20)


def work(cases: int, var: str, pid: int) -> None:
    accounts = json.loads((Path(var) / "demo_accounts.json").read_text())["accounts"]
    intake = next(one for one in accounts if "intake" in one["roles"])
    for _ in range(60):
        try:
            client = signed_in(intake)
            break
        except OSError:
            time.sleep(0.5)
    at_start = resident_mb(pid)
    with ThreadPoolExecutor(12) as people:
        list(people.map(signed_in, accounts[:12]))
    with_people = resident_mb(pid)
    begun = time.monotonic()
    for number in range(cases):
        client.call("POST", "/cases", {
            "kind": ("complaint", "consult", "suggestion")[number % 3], "title": f"夜间施工噪声 {number}",
            "text": "工地每晚施工到两点，无法休息。" * 3, "place": PLACE, "channel": "hotline",
            "contact": {"name": "张三", "phone": "13800000000", "anonymous": False},
        })  # fmt: skip
    rate = cases / (time.monotonic() - begun)
    held = resident_mb(pid)
    print(machine())
    print(
        f"resident after {cases} cases: {held:.0f} MB (gate 250; {at_start:.0f} MB at the start, {with_people:.0f} "
        f"after 12 sign-ins); {rate:.0f} cases/s"
    )
    sys.exit(0 if held < 250 else 1)


if __name__ == "__main__":
    main()

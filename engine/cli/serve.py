"""``suqiu serve``: pages, API and clock in one process."""

import gc
import os
import signal
import socket
import sys
from typing import Any

import click
from gunicorn.app.base import BaseApplication

from engine.cli.composition import compose
from engine.cli.revisions import expect_migrated
from engine.errors import Unusable
from engine.persistence.sole_process import SoleProcess
from engine.settings import Settings

THREADS = 64  # each live event stream holds one
COLLECT_EVERY = 10_000  # objects more; a step makes few that only the collector can free


class _Server(BaseApplication):  # type: ignore[misc]
    """gunicorn with one threaded worker; the worker composes the application after the fork, so nothing is shared."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"{self._settings.host}:{self._settings.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": THREADS,
            "graceful_timeout": 10,
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,  # noqa: PTH112, S108 - gunicorn wants text
            "loglevel": "warning",
            "control_socket_disable": True,
        }.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Any:
        return wsgi(self._settings)


def wsgi(settings: Settings) -> Any:
    """API and pages as one WSGI callable, with the ticker running beside it."""
    import api
    import web
    from engine.ticker.ticker import Ticker

    application = compose(settings)
    served = api.beside(api.create_app(application), web.create_app(application))
    _keep_what_is_loaded()
    Ticker(application).start()
    return served


def _keep_what_is_loaded() -> None:
    """Code and tables stay for good: the garbage collector need not look through them again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(COLLECT_EVERY, 20, 20)


@click.command()
@click.option("--host", help="Address to listen on. [default: SUQIU_HOST or 127.0.0.1]")
@click.option("--port", type=int, help="Port to listen on. [default: SUQIU_PORT or 8000]")
def serve(host: str | None, port: int | None) -> None:
    """Serve the pages, the API and the clock in one process.

    Example: suqiu serve --port 8123
    """
    if host:
        os.environ["SUQIU_HOST"] = host
    if port is not None:
        os.environ["SUQIU_PORT"] = str(port)
    settings = Settings.from_environment()
    application = compose(settings)
    expect_migrated(application.database)
    _expect_free(settings.host, settings.port)
    held = SoleProcess(application.database).take()
    application.database.close()
    click.echo(f"Suqiu serves on http://{settings.host}:{settings.port} (Ctrl-C stops it).")
    accounts = settings.var / "demo_accounts.json"
    if accounts.exists():
        click.echo(f"Demo accounts and their passwords: {accounts}")
    sys.argv = sys.argv[:1]  # gunicorn would read our own arguments as its own
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        _Server(settings).run()
    finally:
        held.release()


def _expect_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Unusable(
                f"Expected to listen on {host}:{port}, but found: {error.strerror}. "
                "Stop what uses it, or choose another: make run PORT=8123"
            ) from error

"""Settings, read once from the environment; every one has a default that is safe on a single machine."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from environs import Env, EnvError

from engine.errors import Unusable


@dataclass(frozen=True)
class Settings:
    """``var`` holds everything a district writes when it runs embedded: database, keys, attachments."""

    var: Path
    database_url: str
    zone: ZoneInfo
    host: str = "127.0.0.1"
    port: int = 8000
    approval_required: bool = False

    @classmethod
    def from_environment(cls) -> "Settings":
        """Read SUQIU_VAR, SUQIU_DATABASE_URL, SUQIU_ZONE, SUQIU_HOST, SUQIU_PORT, SUQIU_APPROVAL_REQUIRED.

        Raises:
            Unusable: one of them cannot be used; the sentence names it. (The database judges its own URL.)
        """
        env = Env(prefix="SUQIU_")
        var = _folder(env.str("VAR", "var"))
        return cls(
            var=var,
            database_url=env.str("DATABASE_URL", "") or f"sqlite:///{(var / 'suqiu.db').as_posix()}",
            zone=_zone(env.str("ZONE", "Asia/Shanghai")),
            host=_host(env.str("HOST", "127.0.0.1")),
            port=_port(env.str("PORT", "8000")),
            approval_required=_switch(env, "APPROVAL_REQUIRED"),
        )

    def secret(self, name: str) -> bytes:
        """The 32-byte key called ``name``: SUQIU_<NAME>_KEY as hex, else a file of mode 0600 made at first use.

        There is no default key: two installations never share one.
        """
        given = os.environ.get(f"SUQIU_{name.upper()}_KEY")
        if given:
            return _hex_key(given, f"SUQIU_{name.upper()}_KEY")
        path = self.var / f"{name}.key"
        if not path.exists():
            self.make_var()
            _write_new(path, secrets.token_hex(32))
        return _hex_key(path.read_text(encoding="ascii"), str(path))

    def secrets(self, name: str) -> list[bytes]:
        """The key in use, then those it replaced: SUQIU_<NAME>_OLD_KEYS (hex, by commas), the files <name>.*.key."""
        given = os.environ.get(f"SUQIU_{name.upper()}_OLD_KEYS", "")
        old = [_hex_key(text, f"SUQIU_{name.upper()}_OLD_KEYS") for text in given.split(",") if text.strip()]
        kept = [
            _hex_key(path.read_text(encoding="ascii"), str(path)) for path in sorted(self.var.glob(f"{name}.*.key"))
        ]
        return list(dict.fromkeys([self.secret(name), *old, *kept]))

    def renew_secret(self, name: str) -> None:
        """Make a new key called ``name``; the one it replaces stays beside it as <name>.<n>.key.

        Raises:
            Unusable: the key comes from the environment, where only its keeper can change it.
        """
        if os.environ.get(f"SUQIU_{name.upper()}_KEY"):
            raise Unusable(
                f"Expected the key in a file, but it comes from SUQIU_{name.upper()}_KEY. Put another there, and the "
                f"present one into SUQIU_{name.upper()}_OLD_KEYS."
            )
        present = self.secret(name)
        _write_new(self.var / f"{name}.{len(list(self.var.glob(f'{name}.*.key'))) + 1}.key", present.hex())
        fresh = self.var / f"{name}.key.new"
        fresh.unlink(missing_ok=True)
        _write_new(fresh, secrets.token_hex(32))
        fresh.replace(self.var / f"{name}.key")

    def make_var(self) -> None:
        """Make the var folder; one sentence when it cannot be written."""
        try:
            self.var.mkdir(mode=0o700, parents=True, exist_ok=True)  # requests are in there, not only keys
            with TemporaryFile(dir=self.var):
                pass
        except OSError as error:
            raise Unusable(
                f"Expected to write in the folder {self.var}, but found: {error.strerror}. Choose another with VAR=…"
            ) from error


def _folder(text: str) -> Path:
    if not text.strip():  # an empty name would mean the folder one happens to stand in
        raise Unusable(
            "Expected a folder in SUQIU_VAR, but found it empty. Name one (make run VAR=dir) or leave it out."
        )
    return Path(text)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:  # no such zone; no such name; a folder of zones
        raise Unusable(
            f"Expected a time zone in SUQIU_ZONE, such as Asia/Shanghai, but found {text!r}. Mend it or leave it out."
        ) from error


def _host(text: str) -> str:
    if not text.strip():
        raise Unusable("Expected an address in SUQIU_HOST, but found it empty. Name one, such as 127.0.0.1.")
    return text


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text[:6]) < 65536):
        raise Unusable(f"Expected a port from 1 to 65535, but found {text!r}. Choose one: make run PORT=8123")
    return int(text)


def _switch(env: Env, name: str) -> bool:
    try:
        return env.bool(name, False)
    except EnvError as error:
        raise Unusable(f"Expected true or false in SUQIU_{name}, but found something else. Mend it.") from error


def _hex_key(text: str, where: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise Unusable(f"Expected 64 hexadecimal digits in {where}, found something else. Restore the key it had.")
    return key


def _write_new(path: Path, text: str) -> None:
    """Made whole and private, and never over a key that another process made meanwhile."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()

"""Settings, read from environment variables with the prefix FACTBASE_."""

import os
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

HOME = Path(__file__).resolve().parent.parent
# a wheel carries the migrations inside the package, and no seeds: those are where the command is run
_IS_CHECKOUT = (HOME / "migrations").is_dir()
MAX_FILE_BYTES = 64 * 2**20
# a path under which the service is known, as it stands in links and headers: no empty segments, and none that clients take away
PREFIX_PATTERN = r"(?:/(?!\.\.?(?:/|$))(?:[A-Za-z0-9._~!$&()*+,;=:@-]|%[0-9A-Fa-f]{2})+)*/*"
_URL = re.compile(rf"https?://(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{{1,5}})?{PREFIX_PATTERN}", re.IGNORECASE)


def _split(value: Any) -> Any:
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


def _host(name: str) -> str:
    if name != "*" and not (name.isascii() and urlsplit(f"//{name}").netloc == name and ":" not in name.rpartition("]")[2]):
        raise ValueError(f"{name!r} must be a host without scheme and port, such as facts.example.org, or *")
    return name.lower()


def _network(address: str) -> str:
    try:
        ip_network(address, strict=False)
    except ValueError:
        raise ValueError(f"{address!r} is neither an address nor a network, such as 10.0.0.7 or 10.0.0.0/8") from None
    return address


def _address(url: str) -> str:
    if url and not (_URL.fullmatch(url) and int(urlsplit(url).netloc.rpartition("]")[2].partition(":")[2] or 0) < 2**16):
        encoded = "" if url.isascii() else "; beyond ASCII, a path is percent-encoded, and a host written as xn--…"
        raise ValueError(f"{url!r} is not a URL such as https://example.org/factbase{encoded}")
    return url


def _migrations(folder: Path) -> Path:
    if not (folder / "versions").is_dir():
        raise ValueError(f"there are no migrations in {folder}")
    return folder


Words = Annotated[list[str], NoDecode, BeforeValidator(_split)]
Hosts = Annotated[Words, AfterValidator(lambda names: list(map(_host, names)))]
Networks = Annotated[Words, AfterValidator(lambda names: list(map(_network, names)))]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class Settings(BaseSettings):
    """The settings of a deployment, each documented in the README."""

    model_config = SettingsConfigDict(env_prefix="FACTBASE_", env_ignore_empty=True, extra="forbid")

    database_url: str = Field("sqlite:///factbase.db", description="URL of the database, SQLite or PostgreSQL.")
    read_database_url: str = Field("", description="URL to read from, such as a replica; `database_url` by default.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=1000, description="Server processes, each with its own connection pool and cache.")
    seeds: Path = Field(
        HOME / "seeds" if _IS_CHECKOUT else Path("seeds"),
        description="Folder of documents and curated facts that `seed` loads.",
    )
    max_file_bytes: int = Field(MAX_FILE_BYTES, ge=1, description="Bytes that one file of the seeds folder may have.")
    migrations: Annotated[Path, AfterValidator(_migrations)] = Field(
        HOME / "migrations" if _IS_CHECKOUT else HOME / "app" / "migrations",
        description="Folder of the database migrations.",
    )
    pool_size: int = Field(
        10,
        ge=1,
        le=1000,
        description="Database connections kept open per process, for as many answers at once; exports have half as many besides.",
    )
    pool_timeout: Seconds = Field(
        5, description="Seconds that a request waits for a free database connection before it is answered 503."
    )
    query_timeout: Seconds = Field(5, description="Seconds a query may run before it is stopped with 503.")
    max_age: int = Field(
        60, ge=0, description="Seconds for which browsers and proxies may reuse a response without revalidating it."
    )
    cache_bytes: int = Field(64 * 2**20, ge=0, description="Bytes of responses that each process caches in memory.")
    idle_timeout: Seconds = Field(
        60,
        description="Seconds after which a connection is closed that sends no request, or does not read its response.",
    )
    version_timeout: Seconds = Field(
        1,
        description="Seconds that looking up the dataset version may take before requests get 503.",
    )
    allowed_hosts: Hosts = Field(
        ["*"],
        description="Comma-separated hosts that links may be built from; requests for other hosts get relative links.",
    )
    trusted_proxies: Networks = Field(
        ["127.0.0.1", "::1"],
        description="Comma-separated addresses or networks of proxies whose `X-Forwarded-Proto`, `-Host` and `-Prefix` are trusted.",
    )
    public_url: Annotated[str, AfterValidator(_address)] = Field(
        "", description="Public URL of the service, for permanent links; by default that of the request."
    )


def unknown_variables() -> list[str]:
    """Names of environment variables that look like settings and are none."""
    known = {f"FACTBASE_{name.upper()}" for name in Settings.model_fields}
    return sorted(name for name in os.environ if name.startswith("FACTBASE_") and name not in known)

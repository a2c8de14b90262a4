"""Settings, read once from the environment; every name has the prefix FACTBASE_."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

HOME = Path(__file__).resolve().parent.parent


def _split(value: Any) -> Any:
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


Words = Annotated[list[str], NoDecode, BeforeValidator(_split)]


class Settings(BaseSettings):
    """What a deployment may choose. Each is documented in the README's table of settings."""

    model_config = SettingsConfigDict(env_prefix="FACTBASE_", env_ignore_empty=True, extra="forbid")

    database_url: str = Field("sqlite:///factbase.db", description="Where the facts are kept: an SQLite or PostgreSQL URL.")
    read_database_url: str = Field("", description="Where answers are read from, such as a replica; else `database_url`.")
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    workers: int = Field(1, ge=1, le=1000, description="Processes that answer, each with a pool and a cache of its own.")
    seeds: Path = Field(HOME / "seeds", description="Folder of documents and curated facts that `seed` loads.")
    migrations: Path = Field(HOME / "migrations", description="Folder of the database migrations.")
    pool_size: int = Field(10, ge=1, le=1000, description="Database connections kept open per process.")
    pool_timeout: float = Field(5, gt=0, description="Seconds to wait for a free database connection before answering 503.")
    query_timeout: float = Field(5, gt=0, le=3600, description="Seconds a query may run before it is stopped with 503.")
    max_age: int = Field(60, ge=0, description="Seconds for which browsers and proxies may reuse an answer without asking.")
    cache_bytes: int = Field(64 * 2**20, ge=0, description="Bytes of finished answers that a process keeps in memory.")
    idle_timeout: float = Field(
        60, gt=0, description="Seconds after which a connection is closed that sends no request, or reads no answer."
    )
    version_timeout: float = Field(
        1,
        gt=0,
        description="Seconds that the look-up of the dataset version may take before requests are answered with 503.",
    )
    allowed_hosts: Words = Field(
        ["*"],
        description="Hosts, divided by commas, that links may be built from as they were sent; others get relative links.",
    )
    trusted_proxies: Words = Field(
        ["127.0.0.1", "::1"],
        description="Addresses or networks of proxies, divided by commas, whose `X-Forwarded-Proto`, `-Host` and `-Prefix` are believed.",
    )
    public_url: str = Field("", description="Address the service is known under, for permanent links; else as it was asked.")

"""Settings, read from environment variables with the prefix FACTBASE_."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

HOME = Path(__file__).resolve().parent.parent
# a wheel carries the migrations inside the package, and no seeds: those are where the command is run
_IS_CHECKOUT = (HOME / "migrations").is_dir()
MAX_FILE_BYTES = 64 * 2**20


def _split(value: Any) -> Any:
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


Words = Annotated[list[str], NoDecode, BeforeValidator(_split)]


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
    migrations: Path = Field(
        HOME / "migrations" if _IS_CHECKOUT else HOME / "app" / "migrations",
        description="Folder of the database migrations.",
    )
    pool_size: int = Field(
        10,
        ge=1,
        le=1000,
        description="Database connections kept open per process, for as many answers at once; exports have half as many besides.",
    )
    pool_timeout: float = Field(
        5, gt=0, description="Seconds that a request waits for a free database connection before it is answered 503."
    )
    query_timeout: float = Field(5, gt=0, le=3600, description="Seconds a query may run before it is stopped with 503.")
    max_age: int = Field(
        60, ge=0, description="Seconds for which browsers and proxies may reuse a response without revalidating it."
    )
    cache_bytes: int = Field(64 * 2**20, ge=0, description="Bytes of responses that each process caches in memory.")
    idle_timeout: float = Field(
        60,
        gt=0,
        description="Seconds after which a connection is closed that sends no request, or does not read its response.",
    )
    version_timeout: float = Field(
        1,
        gt=0,
        description="Seconds that looking up the dataset version may take before requests get 503.",
    )
    allowed_hosts: Words = Field(
        ["*"],
        description="Comma-separated hosts that links may be built from; requests for other hosts get relative links.",
    )
    trusted_proxies: Words = Field(
        ["127.0.0.1", "::1"],
        description="Comma-separated addresses or networks of proxies whose `X-Forwarded-Proto`, `-Host` and `-Prefix` are trusted.",
    )
    public_url: str = Field(
        "", description="Public URL of the service, for permanent links; by default that of the request."
    )

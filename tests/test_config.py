"""Settings as a deployment gives them."""

import pytest
import typer

from app.commands.terminal import settings_for
from app.config import Settings, unknown_variables


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FACTBASE_{name.upper()}", raising=False)
    unset = Settings()
    for name in Settings.model_fields:
        monkeypatch.setenv(f"FACTBASE_{name.upper()}", "")
    assert Settings() == unset


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "tcp://10.0.0.1:80", "Input should be a valid integer, unable to parse string as an integer"),
        ("POOL_TIMEOUT", "inf", "Input should be less than or equal to 3600"),
        ("IDLE_TIMEOUT", "nan", "Input should be less than or equal to 3600"),
        ("MIGRATIONS", "/nowhere", "there are no migrations in /nowhere"),
        ("ALLOWED_HOSTS", "a.example,b.example:80", "'b.example:80' must be a host without scheme and port, such as facts.example.org, or *"),
        ("ALLOWED_HOSTS", "https://a.example", "'https://a.example' must be a host without scheme and port, such as facts.example.org, or *"),
        ("TRUSTED_PROXIES", "nginx", "'nginx' is neither an address nor a network, such as 10.0.0.7 or 10.0.0.0/8"),
        ("PUBLIC_URL", "example.org", "'example.org' is not a URL such as https://example.org/factbase"),
        ("PUBLIC_URL", "https://example.org/?a=b", "'https://example.org/?a=b' is not a URL such as https://example.org/factbase"),
        ("PUBLIC_URL", "https://example.org/a/../b", "'https://example.org/a/../b' is not a URL such as https://example.org/factbase"),
        ("PUBLIC_URL", "https://example.org:99999", "'https://example.org:99999' is not a URL such as https://example.org/factbase"),
        ("PUBLIC_URL", "https://例.cn", "'https://例.cn' is not a URL such as https://example.org/factbase; beyond ASCII, a path is"
                                         " percent-encoded, and a host written as xn--…"),
        ("PUBLIC_URL", "https://example.org/a\"b", "'https://example.org/a\"b' is not a URL such as https://example.org/factbase"),
        ("ALLOWED_HOSTS", "例.cn", "'例.cn' must be a host without scheme and port, such as facts.example.org, or *"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_one_line(
    name: str, value: str, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(f"FACTBASE_{name}", value)
    with pytest.raises(typer.Exit):
        settings_for()
    assert capsys.readouterr().err == f"FACTBASE_{name}: {said}\n"


def test_hosts_are_compared_without_case_and_addresses_of_version_6_are_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBASE_ALLOWED_HOSTS", "Facts.Example, [::1]")
    assert Settings().allowed_hosts == ["facts.example", "[::1]"]


@pytest.mark.parametrize("url", ["http://localhost:8000", "https://Example.org/f/", "https://[::1]:8000/a%20b/c..d"])
def test_addresses_under_which_a_service_can_be_known(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("FACTBASE_PUBLIC_URL", url)
    assert Settings().public_url == url


def test_a_variable_that_is_no_setting_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTBASE_PROT", "8001")
    monkeypatch.setenv("FACTBASE_PORT", "8001")
    assert unknown_variables() == ["FACTBASE_PROT"]

"""Settings as a deployment gives them."""

import pytest

from app.config import Settings


def test_an_empty_variable_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"FACTBASE_{name.upper()}", raising=False)
    unset = Settings()
    for name in Settings.model_fields:
        monkeypatch.setenv(f"FACTBASE_{name.upper()}", "")
    assert Settings() == unset

"""Dashboards: pages of tiles that curators compose."""

from typing import Any

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.store.tables.base import json_list, word


class Dashboard(SQLModel, table=True):
    """A dashboard as its file has it: `tiles` are addresses with their names, `file` is the text of the file."""

    slug: str = word(primary_key=True)
    name_zh: str
    name_en: str
    description_zh: str
    description_en: str
    tiles: list[dict[str, Any]] = json_list()
    file: str = Field(sa_type=Text)

"""Parameters and responses of /dashboards."""

from pydantic import Field

from app.api.schemas import DatasetInfo
from app.http.response_model import ResponseModel
from app.http.snapshot import Parameters
from app.lists.parameters import JSON_PARAMETER


class DashboardQuery(Parameters):
    format: JSON_PARAMETER[0] = JSON_PARAMETER[1]


class Described(ResponseModel):
    name: str = Field(description="Name, in the requested language.")
    name_en: str = Field(description="Name, in English.")
    name_zh: str = Field(description="Name, in Chinese.")
    description: str = Field(description="What it shows, in the requested language; empty if its file does not say.")
    description_en: str = Field(description="The same in English.")
    description_zh: str = Field(description="The same in Chinese.")


class Tile(Described):
    """A question with its name."""

    address: str = Field(description="What it shows, as the file has it.")
    url: str = Field(description="Path of its rows.")


class DashboardRow(Described):
    """A page of tiles."""

    slug: str = Field(description="Stable readable id: the name of its file.")
    tile_count: int = Field(description="Number of tiles.")
    url: str = Field(description="Path of the dashboard with its tiles.")


class DashboardList(ResponseModel):
    """All dashboards, by slug."""

    data: list[DashboardRow]
    dataset: DatasetInfo


class DashboardDetail(DashboardRow):
    """A dashboard with its tiles."""

    tiles: list[Tile] = Field(description="The tiles in their order.")
    file: str = Field(description="The YAML file that defines it, to copy and adapt.")
    dataset: DatasetInfo

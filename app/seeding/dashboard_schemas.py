"""The shape of `dashboards/*.yaml`."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.seeding.schemas import InTwoLanguages, Prose

# the address of what a tile shows, as it stands behind `/api/v1` and as a page with it has it: `/series?indicator=…`
Address = Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True, pattern=r"^/[^#\s]+$")]


class Described(InTwoLanguages):
    description_en: Prose = ""
    description_zh: Prose = ""

    @property
    def texts(self) -> dict[str, str]:
        """Names and descriptions, each missing one by the other."""
        return {
            **self.names,
            "description_en": self.description_en or self.description_zh,
            "description_zh": self.description_zh or self.description_en,
        }


class TileSeed(Described):
    address: Address


class DashboardSeed(Described):
    tiles: Annotated[list[TileSeed], Field(min_length=1, max_length=40)]

"""What the index, the health checks and the pages of problems look like to clients."""

from typing import Literal

from pydantic import Field

from app.http.response_model import ResponseModel


class Index(ResponseModel):
    name: str = Field(description="This service.")
    description: str = Field(description="What it is.")
    docs: dict[str, str] = Field(description="Documentation, for people and for programs.")
    lists: dict[str, str] = Field(description="Every list of the API.")
    questions: dict[str, str] = Field(description="What can be asked of all lists together.")
    health: dict[str, str] = Field(description="Whether it is up, and whether it can answer.")


class ProblemKind(ResponseModel):
    type: str = Field(description="Where this is said.")
    title: str = Field(description="The kind in words.")
    status: int = Field(description="The HTTP status code that it comes with.")
    about: str = Field(description="When it comes.")


class Health(ResponseModel):
    status: str = Field(description="`ok`.")


class Ready(ResponseModel):
    status: str = Field(description="`ready`.")
    read_from: Literal["primary", "replica"] = Field(description="`replica` while answers come from one, else `primary`.")
    dataset: dict[str, str] = Field(description="The dataset's version.")

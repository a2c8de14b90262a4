"""Responses of the index, the health checks and /problems."""

from typing import Literal

from pydantic import Field

from app.http.response_model import ResponseModel


class Index(ResponseModel):
    name: str = Field(description="Name of the service.")
    description: str = Field(description="One-line description.")
    docs: dict[str, str] = Field(description="Documentation for people and for programs.")
    lists: dict[str, str] = Field(description="Every list of the API.")
    questions: dict[str, str] = Field(description="Endpoints that are neither a list nor one of its rows.")
    health: dict[str, str] = Field(description="Liveness and readiness checks.")


class ProblemKind(ResponseModel):
    type: str = Field(description="Path of this page, as in the `type` of a problem.")
    title: str = Field(description="Title of the kind of problem.")
    status: int = Field(description="HTTP status code.")
    about: str = Field(description="When it occurs.")


class Health(ResponseModel):
    status: str = Field(description="`ok`.")


class Ready(ResponseModel):
    status: str = Field(description="`ready`.")
    read_from: Literal["primary", "replica"] = Field(description="`replica` if reads go to a replica, otherwise `primary`.")
    dataset: dict[str, str] = Field(description="The dataset's version.")

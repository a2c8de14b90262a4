"""The base class of the models that describe JSON responses."""

from pydantic import BaseModel, ConfigDict


class ResponseModel(BaseModel):
    """A class that describes JSON in the OpenAPI document; answers are not checked by it.

    So it is built when the document is first asked for: all of them together would take a tenth of a second of each start.
    """

    model_config = ConfigDict(defer_build=True)

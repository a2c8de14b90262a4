"""/integrations: the index of the files, a page for people and JSON for programs, and each of them."""

import shlex
from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from app.errors import BadRequest, Fault, NotFound
from app.http.request_context import context_of
from app.pages.integrations.catalogue import INTEGRATIONS
from app.pages.integrations.question import Question, question_of
from app.pages.page_view import PageView, of_one_version, page
from app.pages.rendering import render
from app.pages.texts import Texts
from app.vocabulary.addresses import INTEGRATIONS_PAGE
from app.vocabulary.names import say
from app.vocabulary.nearest import nearest

router = APIRouter(include_in_schema=False)


async def _build_index(view: PageView) -> str:
    question = await _question_or_none(view)
    return render("integrations.html", view, question=question, integrations=_listed(view))


async def _build_list(view: PageView) -> dict[str, Any]:
    question = await _question_or_none(view)
    return {"data": _listed(view), "question": dict(question.pairs) if question else None}


async def _question_or_none(view: PageView) -> Question | None:
    """The question that files begin with; none where the data has nothing to draw yet."""
    try:
        return await question_of(view)
    except NotFound:
        if view.pairs:
            raise
        return None


_index = page(_build_index)


@router.get(INTEGRATIONS_PAGE)
async def get_integrations(request: Request) -> Response:
    """What there is; parameters of `/series` choose what the files begin with."""
    if context_of(request).client.is_browser:
        return await _index(request)
    view, body = await of_one_version(request, _build_list)
    body["dataset"] = {"version": view.headers["Dataset-Version"]}
    return Response(orjson.dumps(body), headers=view.headers, media_type="application/json")


@router.get(INTEGRATIONS_PAGE + "/{file}")
async def get_integration(file: str, request: Request) -> Response:
    """A file for another tool. Raises `NotFound`, and `BadRequest` where no file may carry the address that was asked at."""
    if file not in INTEGRATIONS:
        said = say(f"there is no file {file!r}", f"没有文件 {file!r}")
        raise NotFound(said, [Fault("file", said, list(INTEGRATIONS), nearest(file, INTEGRATIONS))])
    if not context_of(request).client.origin:
        said = say(
            "files are made for the hosts of FACTBASE_ALLOWED_HOSTS or the address of FACTBASE_PUBLIC_URL, and this is none of them",
            "文件只为 FACTBASE_ALLOWED_HOSTS 中的主机或 FACTBASE_PUBLIC_URL 的地址生成，而此主机不在其中",
        )
        raise BadRequest(said, [Fault("Host", said)])
    integration = INTEGRATIONS[file]

    async def build(view: PageView) -> bytes:
        return await integration.make(view, await question_of(view, integration.takes))

    view, body = await of_one_version(request, build)
    headers = {"Content-Disposition": f'inline; filename="{file}"'}
    return Response(body, headers=view.headers | headers, media_type=integration.media_type)


def _listed(view: PageView) -> list[dict[str, Any]]:
    """The files with their addresses, which keep the question of the request."""
    listed, texts = [], Texts(view.lang)
    for file, one in INTEGRATIONS.items():
        url = view.absolute(view.to(f"{INTEGRATIONS_PAGE}/{file}", view.pairs))
        start = [command.replace("{url}", shlex.quote(url)) for command in one.start]
        listed.append({"file": file, "tool": one.tool, "about": texts(one.about), "url": url, "start": start})
    return listed

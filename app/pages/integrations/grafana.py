"""The Grafana dashboard: its variables set to the question, its time range to the days of the figures."""

import json
from datetime import date, timedelta
from urllib.parse import urlencode

from app.pages.integrations.captions_zh import TEXTS
from app.pages.integrations.filling import put, read, within
from app.pages.integrations.question import Question
from app.pages.page_view import PageView
from app.vocabulary.addresses import API

# so that the first and last figures do not stand on the edge
_MARGIN = timedelta(days=183)


async def dashboard(view: PageView, question: Question) -> bytes:
    """The file to import; Grafana's own `${…}` stands for what a reader chooses."""
    words = {
        "base": view.base,
        "api": view.base + API,
        "title": question.title,
        "indicator": question.indicator,
        "unit": question.unit,
        "others": "".join(f"{urlencode([pair], safe=',:')}&" for pair in question.others),
        "from": (date.fromisoformat(question.first) - _MARGIN).isoformat() + "T00:00:00Z",
        "to": (date.fromisoformat(question.last) + _MARGIN).isoformat() + "T00:00:00Z",
    }
    made = json.loads(read("grafana_dashboard.json"))
    made = within(put(made, TEXTS) if view.lang == "zh" else made, words)
    entity = next(one for one in made["templating"]["list"] if one["name"] == "entity")
    entity["current"] = {"text": question.entities, "value": question.entities}
    return json.dumps(made, ensure_ascii=False, indent=2).encode()

"""The notebook, and the line that a spreadsheet takes."""

import json
from urllib.parse import urlencode

from app.pages.integrations.filling import program, python, read, within
from app.pages.integrations.question import FACTS, Question
from app.pages.page_view import PageView
from app.vocabulary.addresses import API

_COLUMNS = "period,series_name,label,value_low,value_high,unit,is_forecast,in_conflict,publisher_kind_label,source_title,source_url,quote,fact_url"


async def notebook(view: PageView, question: Question) -> bytes:
    """The notebook without outputs."""
    made = json.loads(program("notebook.ipynb", view.lang))
    cell = next(one for one in made["cells"] if one["id"] == "question")
    cell["source"] = python("".join(cell["source"]), view.base, question)
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


async def spreadsheet(view: PageView, question: Question) -> bytes:
    """What to paste where, as text."""
    shown = [*FACTS, ("period__isnull", "false"), ("sort", "period"), ("format", "csv"), ("fields", _COLUMNS)]
    # names of columns are English words, their labels are not
    shown += [("header", "labels")] if view.lang == "zh" else []
    line = f"{view.base}{API}/metrics?{question.written()}&{urlencode(shown, safe=',')}"
    text = _formula_text(line)
    words = {
        "title": question.title,
        "line": line,
        "power_query": f"Table.PromoteHeaders(Csv.Document(Web.Contents({text}), [Encoding = 65001]))",
        "sheets": f"=IMPORTDATA({text})",
    }
    return str(within(read("spreadsheet_zh.txt" if view.lang == "zh" else "spreadsheet.txt"), words)).encode()


def _formula_text(words: str) -> str:
    """Text as formulas and Power Query write it."""
    return '"' + words.replace('"', '""') + '"'

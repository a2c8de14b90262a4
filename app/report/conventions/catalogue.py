"""All conventions, the more particular before the more general: at one place the first that matches is taken."""

from app.report.conventions import (
    author_date,
    bracketed_link,
    footnote,
    key,
    lenticular,
    linked_number,
    numeric_bracket,
    round_bracket,
    search_key,
    superscript,
    text_link,
    worded,
)

CONVENTIONS = tuple(
    module.CONVENTION
    for module in (
        search_key,
        lenticular,
        superscript,
        linked_number,
        bracketed_link,
        text_link,
        footnote,
        worded,
        numeric_bracket,
        key,
        author_date,
        round_bracket,
    )
)

"""All conventions, the more particular before the more general: at one place the first that matches is taken."""

from app.report.markers.conventions import (
    anchor_link,
    author_date,
    bare_address,
    bracketed_link,
    circled,
    footnote,
    html_link,
    inline_note,
    key,
    lenticular,
    linked_number,
    named_source,
    note_sign,
    numeric_bracket,
    reference_link,
    role,
    round_bracket,
    search_key,
    superscript,
    text_link,
    wiki_ref,
    worded,
)

CONVENTIONS = tuple(
    module.CONVENTION
    for module in (
        search_key,
        role,
        lenticular,
        inline_note,
        wiki_ref,
        superscript,
        anchor_link,
        linked_number,
        named_source,
        bracketed_link,
        text_link,
        html_link,
        reference_link,
        bare_address,
        footnote,
        note_sign,
        worded,
        numeric_bracket,
        key,
        author_date,
        round_bracket,
        circled,
    )
)

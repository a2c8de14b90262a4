"""The origin and unit of each field.

parsed    read from the document's text by `app.report`
curated   written by a person in `seeds/`, and checked against the text when loaded
derived   computed from the two above, by the loader or for the response
"""

from typing import NamedTuple


class Origin(NamedTuple):
    origin: str
    where: str
    unit: str | None


_POINTS = "code points"


def _both(names: str) -> str:
    """Each field, and the same in English and in Chinese."""
    return " ".join(f"{name}{end}" for name in names.split() for end in ("", "_en", "_zh"))


# origin, detail, unit, and the fields: by name on every list, or as `list.field` where one list differs
_TABLE: list[tuple[str, str, str | None, str]] = [
    ("parsed", "the document's text", _POINTS, "length start end body_end caveat_start caveat_end"),
    ("parsed", "the document's text", None, "documents.title caveat claims.text numbers.text script before after paragraph ordinal"),
    ("parsed", "headings of the document", None, "section section_title sections.number sections.title level parent"),
    ("parsed", "in-text markers", None, "citations.number"),
    ("parsed", "in-text markers and the words before them", _POINTS, "scope_start scope_end"),
    ("parsed", "the bibliography", None, "references.number references.title references.url"),
    ("curated", "seeds/documents", None, "document documents.slug language complete title_en section_title_en caveat_en issuer"
     " documents.author documents.published_on documents.url"),
    ("curated", "seeds/facts", None, "claims.kind topics entities indicator entity subject period as_of status qualifiers"),
    ("curated", "seeds/vocabulary and seeds/renderings", None, "subject_en qualifiers_en qualifiers_zh"),
    ("curated", "seeds/facts; a machine translation, checked for every figure and hedge", None, "text_en"),
    ("curated", "seeds/facts; checked to be in the text", None, "quote relations.subject predicate object numbers.reason "
     + _both("note")),
    ("curated", "seeds/facts; compared with the quote", None, "comparator unit exempt"),
    ("curated", "seeds/entities", None, "entity_name entity_name_en entity_name_zh entity_type entities.slug type aliases subject_name"
     " subject_name_en subject_name_zh object_name object_name_en object_name_zh name name_en name_zh description"
     " description_en description_zh"),
    ("curated", "seeds/vocabulary", None, "indicator_name indicator_name_en indicator_name_zh indicators.slug unit_kinds"
     " direction aggregation topics.slug code units.kind symbol " + _both("indicators.name indicators.description"
     " topics.name topics.description units.name")),
    ("curated", "seeds/sources.yaml", None, "url title references.title_en sources.title_en author author_en"
     " publisher publisher_kind platform published_from published_from_en published_from_zh"),
    ("curated", "seeds/sources.yaml; from the URL or title", "day, month or year, ISO 8601", "published_on"),
    ("curated", "seeds/publishers.yaml", None, "publisher_name publisher_name_en publisher_name_zh publishers.slug"
     " publishers.kind hosts " + _both("publishers.name")),
    ("curated", "seeds/source-groups.yaml", None, "same_as"),
    ("curated", "seeds/conflicts", None, "conflicts.slug conflicts.kind conflicts.metric_ids conflict_ids"
     " explanation explanation_en explanation_zh " + _both("conflicts.title")),
    ("curated", "seeds/corroborations", None, "corroborations.slug corroborations.metric_ids corroboration_ids " + _both("corroborations.title")),
    ("derived", "hash of what identifies the row, or its document and number", None, "id"),
    ("derived", "hash of the document's bytes", None, "sha256"),
    ("derived", "markers: each supports the words before it, back to the previous marker", None,
     "evidence cited reference_numbers reference_ids source_ids source_id"),
    ("derived", "the quote, as read by the number parser", "the row's `unit`", "value value_max deviation"),
    ("derived", "the text, as read by the number parser, whether a curator has seen it or not", None,
     "numbers.quote numbers.comparator numbers.unit read_as curated"),
    ("derived", "the quote, as read by the number parser", None, "unit_text"),
    ("derived", "value, unit and qualifiers", None, "display display_en display_zh"),
    ("derived", "the period", "days, ISO 8601", "period_start period_end"),
    ("derived", "the period", None, "year period_kind period_mid"),
    ("derived", "value, deviation and comparator", "the row's `unit`", "value_low value_high"),
    ("derived", "the comparator", None, _both("hedge")),
    ("derived", "value, unit, qualifiers and status", None, _both("label")),
    ("derived", "the status", None, "is_forecast"),
    ("derived", "membership in conflicts", None, "metrics.in_conflict"),
    ("derived", "the document's figures of the same over the same time", None, "is_total"),
    ("derived", "count of rows", "metrics", "times_stated"),
    ("derived", "the entity, or the subject", None, _both("series_name")),
    ("derived", "the qualifiers", None, _both("qualifier_label")),
    ("curated", "seeds/vocabulary", None, _both("unit_name")),
    ("derived", "the first of the row's sources", None, "source_url source_title source_link " + _both("publisher_kind_label")),
    ("derived", "the address of the service", None, "fact_url"),
    ("derived", "the words of the sentence, or as the curator says", None, "period_basis"),
    ("derived", "the position of the words", None, "claim_id claim_ids metric_ids"),
    ("derived", "the values of the members, by the arithmetic in seeds/conflicts", None, "computed"),
    ("derived", "publishers and articles that sources share", None, "origins"),
    ("derived", "count of rows", "claims", "claim_count sole_support_count"),
    ("derived", "count of rows", "metrics", "metric_count uncited_count"),
    ("derived", "count of rows", "sources", "source_count"),
    ("derived", "count of rows", "publishers", "publisher_count independent_publisher_count"),
    ("derived", "count of rows", "documents", "document_count"),
    ("derived", "count of rows", "sections", "section_count"),
    ("derived", "count of rows", "sentences that state it", "evidence_count"),
    ("derived", "count of rows", "references", "reference_count"),
    ("derived", "count of rows", "citations", "citation_count"),
    ("derived", "count of rows", "numbers", "number_count"),
    ("derived", "the text index", _POINTS, "search.spans"),
    ("derived", "the values of the bucket's metrics", "the row's `unit`", "aggregate.min aggregate.max aggregate.median"
     " aggregate.median_max aggregate.sum aggregate.sum_max aggregate.mean aggregate.mean_max"),
]  # fmt: skip
_ORIGINS = {name: Origin(origin, where, unit) for origin, where, unit, names in _TABLE for name in names.split()}


def origin(list_: str, field: str, *, is_stored: bool) -> Origin:
    """The origin of a field; if its rows are not stored (`is_stored`), it is derived for the response."""
    own = _ORIGINS.get(f"{list_}.{field}")
    return own or (_ORIGINS[field] if is_stored else Origin("derived", "computed for the response", None))


def field_names() -> set[str]:
    """Every name that has an origin, as `field` or `list.field`."""
    return set(_ORIGINS)

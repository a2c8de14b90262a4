"""What other APIs call the parameters of this one: the nearest parameter by meaning, where spelling would mislead."""

import re
from collections.abc import Collection

# by our parameters, the first of them that a path takes; an empty name stands for one that no path takes
_OTHERS = {
    "q": "search keyword keywords term terms text fulltext query s search_query",
    "limit": "per_page page_size pagesize perpage size rows top max_results num first n count_per_page results take max_rows",
    "cursor": "page pageindex offset skip start_index page_number page_token next continuation_token next_token from_index",
    "sort": "order_by order orderby sort_by sortby ordering sort_order direction order_direction",
    "fields": "select columns fl attributes properties only field",
    "include": "expand embed with populate relations includes",
    "group_by facets": "group groupby by dimension dimensions",
    "facets": "facet aggs aggregations facet_by",
    "measures": "measure_by aggregate agg function functions",
    "format": "output fmt f alt output_format file_type accept download",
    "lang": "language locale hl culture",
    "count": "total with_total include_total total_count",
    "repeats": "distinct dedupe unique deduplicate",
    "roles": "role figure_role plain_only",
    "since": "changed_since updated_since modified_since updated_after from_updated_date last_modified",
    "period published_on": "year years date dates time month quarter day time_period timeperiod ref_period year_of",
    "period__gte published_on__gte": "from start_date date_from from_date start_period since after begin min_year year_from",
    "period__lte published_on__lte": "to end_date date_to to_date end_period until before max_year year_to",
    "value__gte": "min min_value value_min minimum value_from",
    "value__lte": "max max_value value_max maximum value_to",
    "unit": "currency units measurement_unit",
    "entity": "company companies organization organisation firm name country subject_id entity_id about",
    "indicator": "metric measure variable series indicator_id indicator_code kpi statistic",
    "entity_type type": "category_of kind_of",
    "topic": "category tag tags theme subject_area topics",
    "section": "chapter heading sections",
    "document": "report doc document_id dataset",
    "reference": "ref footnote citation cite reference_number bibliography",
    "source": "source_id url link",
    "publisher": "site domain outlet media source_name host",
    "publisher_kind": "source_type source_kind publisher_type",
    "evidence": "cited has_citation has_source sourced support",
    "status": "forecast estimate projection is_forecast scenario",
    "comparator": "hedge operator",
    "qualifier.of": "qualifier qualifiers dimension_of",
    "in_conflict": "conflict conflicts conflicting disputed",
    "related": "recursive descendants include_children include_related",
    "id": "ids slug code key uid uuid pk identifier object_ids",
    # what has no parameter: the nearest by spelling would be another thing
    "": "period_kind period_type period_length granularity frequency freq api_key apikey token access_token key_id",
}  # fmt: skip
_OURS = {other: ours.split() for ours, others in reversed(_OTHERS.items()) for other in others.split()}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
# `filter[status]`, `status[eq]`, `$top`, `page-size`
_BRACKETED = re.compile(r"(?:filter|filters|where)\[(\w+)\](.*)")
_OPERATOR = re.compile(r"[\[.:]_?(ne|gt|gte|lt|lte|contains|isnull)\]?$")


def conventional(name: str, known: Collection[str]) -> tuple[bool, str | None]:
    """Whether `name` is what other APIs call a parameter, and the one of `known` that means it; null if none does."""
    plain = _BRACKETED.sub(r"\1\2", name)
    plain = _OPERATOR.sub(r"__\1", plain)
    plain = _CAMEL.sub("_", plain).lower().replace("-", "_").removeprefix("$").removesuffix("[]")
    if plain in known:
        return True, plain
    ours = _OURS.get(plain)
    return ours is not None, next((one for one in ours or () if one in known), None)

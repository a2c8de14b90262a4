"""The JSON-LD context: the terms used in nodes, with their IRIs."""

from typing import Any

Node = dict[str, Any]

CONTEXT: Node = {
    "schema": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "cito": "http://purl.org/spar/cito/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "TextPositionSelector": "oa:TextPositionSelector",
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "describing": "oa:describing",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "cites": {"@id": "cito:citesAsEvidence", "@type": "@id"},
    "derivedFrom": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "quotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "identifier": "schema:identifier",
    "name": "schema:name",
    "description": "schema:description",
    "text": "schema:text",
    "about": {"@id": "schema:about", "@type": "@id"},
    "appearance": {"@id": "schema:appearance", "@type": "@id"},
    "translation": {"@id": "schema:workTranslation", "@type": "@id"},
    "encoding": {"@id": "schema:encoding", "@type": "@id"},
    "encodingFormat": "schema:encodingFormat",
    "sha256": "schema:sha256",
    "inLanguage": "schema:inLanguage",
    "url": {"@id": "schema:url", "@type": "@id"},
    "datePublished": "schema:datePublished",
    "observationAbout": {"@id": "schema:observationAbout", "@type": "@id"},
    "measuredProperty": {"@id": "schema:measuredProperty", "@type": "@id"},
    "value": "schema:value",
    "minValue": "schema:minValue",
    "maxValue": "schema:maxValue",
    "unit": {"@id": "schema:unitCode", "@type": "@id"},
    "termCode": "schema:termCode",
    "period": {"@id": "dcterms:temporal", "@type": "@id"},
    "startDate": {"@id": "dcat:startDate", "@type": "xsd:date"},
    "endDate": {"@id": "dcat:endDate", "@type": "xsd:date"},
    "property": {"@id": "schema:additionalProperty", "@type": "@id"},
    "propertyID": "schema:propertyID",
}


def graph(nodes: list[Node]) -> Node:
    """A JSON-LD document with the given nodes."""
    return {"@context": CONTEXT, "@graph": nodes}

"""Claims and metrics as linked data: Web Annotation (W3C), schema.org, PROV-O, CiTO and DCAT, in JSON-LD 1.1.

    source <--cites-- claim <--derivedFrom-- metric        claim, metric <--body-- annotation --target--> words of the document
                        \\--quotedFrom--> document

Claims and metrics are quoted from their document (`prov:wasQuotedFrom`). A marker only means that the document cites a page
as evidence, not that the words come from it (`cito:citesAsEvidence`). Selectors are offsets in Unicode code points into the
text whose SHA-256 is given by the document's encoding (Web Annotation Data Model, 4.2.4 and 4.2.5). The context is inlined,
so that readers need not fetch it. IRIs are the URLs of the objects in this service.
"""

from app.formats.jsonld.context import graph
from app.formats.jsonld.fact_nodes import claims, metrics

__all__ = ["claims", "graph", "metrics"]

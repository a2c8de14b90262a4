"""Claims and metrics as linked data: Web Annotation (W3C), schema.org, PROV-O, CiTO and DCAT, in JSON-LD 1.1.

    source <--cites-- claim <--derivedFrom-- metric        claim, metric <--body-- annotation --target--> words of the document
                        \\--quotedFrom--> document

A claim or metric is the words of its document: `prov:wasQuotedFrom`. A marker says that the words rest on a page, which is
not to say that the page is where they come from: `cito:citesAsEvidence`. Selectors count Unicode code points into the text
whose SHA-256 the document's encoding gives (Web Annotation Data Model, 4.2.4 and 4.2.5). The context is written out, so
that no reader has to fetch one. Things are named by their addresses in this service.
"""

from app.formats.jsonld.context import graph
from app.formats.jsonld.facts import claims, metrics

__all__ = ["claims", "graph", "metrics"]

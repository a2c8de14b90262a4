"""Canonical URLs: two URLs with the same canonical form are one source (annotation guide, "What supports a claim")."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# parameters that record how a reader came to the page, not which page it is
_TRACKING = re.compile(
    r"^(?:upstream_biz|u_asig|u_atoken|u_code|share_\w+|video_share_track_ver|did|iid|mid|ts|region|baike_source|policyId|"
    r"with_sec_did|titleType|schema_type|from_aid|from_ssr|utm_\w+|spm|from|fbclid|gclid)$"
)


def canonical_url(url: str) -> str:
    """The URL with scheme and host in lower case, and without tracking parameters and fragment.

    Raises `ValueError` unless it is an absolute http(s) URL.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url!r} is not an http(s) URL")
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.match(name)]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, urlencode(kept), ""))

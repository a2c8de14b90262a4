"""Addresses of pages: how one is written (`canonical_url`), and when two lead to the same page (`page_key`)."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

# parameters that record how a reader came to the page, not which page it is
_TRACKING = re.compile(
    r"^(?:utm_\w+|share_\w+|mtm_\w+|pk_\w+|spm|scm|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_g[al]|_hs(?:enc|mi)|"
    r"ref_src|upstream_biz|u_asig|u_atoken|u_code|video_share_track_ver|baike_source|from_aid|from_ssr)$"
)
# the same for parameters that name a page elsewhere: `mid` is an article on mp.weixin.qq.com
_TRACKING_AT = {
    re.compile(r"(?:^|\.)(?:ies)?douyin\.com$|(?:^|\.)(?:toutiao|ixigua)\.com$"): re.compile(
        r"^(?:did|iid|mid|ts|region|titleType|schema_type|with_sec_did|from)$"
    ),
    re.compile(r"^cloud\.tencent\.com$"): re.compile(r"^(?:policyId|from)$"),
    re.compile(r"^mp\.weixin\.qq\.com$"): re.compile(r"^(?:from|scene|chksm|sessionid|subscene|clicktime|enterid)$"),
}
# hosts that serve the pages of another to phones, or to readers who leave `www.` out
_SERVING = re.compile(r"^(?:www\d?|m|mobile|wap|amp)\.(?=[^.]+\.)|(?<=\.)m\.(?=[^.]+\.[^.]+$)")
_AMP = re.compile(r"/amp$", re.I)
_PORTS = re.compile(r":(?:80|443)$")


def canonical_url(url: str) -> str:
    """The URL with scheme and host in lower case, and without tracking parameters and fragment.

    Raises `ValueError` unless it is an absolute http(s) URL.
    """
    parts = urlsplit(url)
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{url!r} is not an http(s) URL")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, urlencode(_kept(url)), ""))


def page_key(url: str) -> str:
    """What identifies the page: equal for its http and https, www, mobile, AMP and tracking addresses, and for both ways of
    writing a character. Raises `ValueError` as `canonical_url` does."""
    parts = urlsplit(canonical_url(url))
    host = _SERVING.sub("", _PORTS.sub("", parts.netloc))
    path = quote(_AMP.sub("", unquote(parts.path).rstrip("/")), safe="/:@!$&'()*+,;=~")
    query = sorted((name, value) for name, value in _kept(url) if (name, value) not in {("amp", "1"), ("amp", "")})
    return f"{host}{path}" + (f"?{urlencode(query)}" if query else "")


def _kept(url: str) -> list[tuple[str, str]]:
    """The parameters that say which page it is."""
    parts = urlsplit(url)
    local = [names for host, names in _TRACKING_AT.items() if host.search((parts.hostname or "").lower())]
    return [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKING.match(name) and not any(names.match(name) for names in local)
    ]

"""Headers that keep browsers from doing what no answer of the service wants (Content Security Policy Level 3, Fetch)."""

# nothing is loaded from elsewhere, nothing inline runs, and no other page shows ours in a frame
_POLICY = (
    b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self';"
    b" base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


def add_security_headers(headers: dict[bytes, bytes]) -> None:
    """Add what every answer carries, and what pages carry unless they say otherwise themselves."""
    headers[b"x-content-type-options"] = b"nosniff"
    if headers.get(b"content-type", b"").startswith(b"text/html"):
        headers.setdefault(b"content-security-policy", _POLICY)
        headers.setdefault(b"referrer-policy", b"strict-origin-when-cross-origin")

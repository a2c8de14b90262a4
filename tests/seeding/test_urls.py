"""When two addresses lead to one page."""

import pytest

from app.seeding.sources.urls import canonical_url, page_key

PAGE = "https://example.com/a/b?id=1"


@pytest.mark.parametrize(
    "other",
    [
        "http://example.com/a/b?id=1",
        "https://www.example.com/a/b?id=1",
        "https://m.example.com/a/b?id=1",
        "https://WWW.Example.com:443/a/b/?id=1#part",
        "https://example.com/a/b?utm_source=x&id=1&fbclid=y",
        "https://example.com/a/b/amp?id=1",
        "https://example.com/a/%62?id=1",
    ],
)
def test_addresses_of_one_page(other: str) -> None:
    assert page_key(other) == page_key(PAGE)


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/a/b?id=2",
        "https://example.com/a/b",
        "https://example.com/A/b?id=1",
        "https://blog.example.com/a/b?id=1",
        "https://example.org/a/b?id=1",
        "https://example.com/a/b?id=1&page=2",
    ],
)
def test_addresses_of_other_pages(other: str) -> None:
    assert page_key(other) != page_key(PAGE)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTP://Example.com/A?utm_source=x#y", "http://example.com/A"),
        # an article here, a phone's device there
        ("https://mp.weixin.qq.com/s?mid=1&idx=2&scene=3", "https://mp.weixin.qq.com/s?mid=1&idx=2"),
        ("https://www.iesdouyin.com/share/video/1?mid=1&did=2", "https://www.iesdouyin.com/share/video/1"),
        ("https://example.com/list?from=10", "https://example.com/list?from=10"),
        ("https://en.m.wikipedia.org/wiki/A", "https://en.m.wikipedia.org/wiki/A"),
    ],
)
def test_how_an_address_is_written(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


def test_the_phone_pages_of_a_wiki_are_its_pages() -> None:
    assert page_key("https://en.m.wikipedia.org/wiki/A") == page_key("http://en.wikipedia.org/wiki/A")


@pytest.mark.parametrize("url", ["", "ftp://example.com/a", "/a/b", "https://", "http://[", "mailto:a@example.com"])
def test_what_is_no_address_of_a_page(url: str) -> None:
    with pytest.raises(ValueError, match=r"not an http|Invalid"):
        page_key(url)

"""Hosts that a request may name, and origins that may connect."""

from __future__ import annotations

import re

import pytest

from simulation.app.server.addresses import addresses, reached_at
from simulation.world.errors import SettingError


def test_the_address_is_one_that_others_can_call():
    assert reached_at("192.0.2.7", 80) == "http://192.0.2.7:80"
    assert reached_at("fe80::1", 80) == "http://[fe80::1]:80"
    assert re.fullmatch(r"http://[^/:]+:8765", reached_at("0.0.0.0", 8765))


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost:8765", "LOCALHOST", "[::1]:8765", "10.1.2.3:8765"])
def test_loopback_and_the_address_that_was_called_are_ours(host):
    assert addresses("0.0.0.0", 8765).answers_to(host, "10.1.2.3")


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8765",
        "10.9.9.9:8765",
        "localhost.evil.example",
        "localhost:8765@evil.example",
        "evil.example#localhost",
        "evil.example/localhost",
        "localhost:x",
        "[::1",
        "[evil]",
        "a" * 9000,
    ],
)
def test_no_other_host_is_ours(host):
    assert not addresses("127.0.0.1", 8765).answers_to(host, "127.0.0.1")


def test_a_public_address_names_the_host_the_origin_and_the_path():
    ours = addresses("127.0.0.1", 8765, "https://Council.example:443/tools/workshop/", ["http://intranet:8080"])
    assert (ours.public, ours.prefix) == ("https://council.example/tools/workshop", "/tools/workshop")
    assert ours.secure and ours.for_phones
    for host in ("council.example", "intranet:8080", "127.0.0.1:8765"):
        assert ours.answers_to(host, "127.0.0.1")
    assert ours.admits("https://council.example", "127.0.0.1:8765")  # a proxy that names us by our own address
    assert ours.admits("http://intranet:8080", "intranet:8080")
    assert not ours.admits("https://intranet:9090", "intranet:8080")


def test_only_pages_of_the_host_that_is_named_are_ours():
    ours = addresses("0.0.0.0", 8765)
    assert ours.admits("http://10.1.2.3:8765", "10.1.2.3:8765")
    for origin in ("", "null", "http://evil.example", "http://10.1.2.3", "http://10.1.2.3:9999", "file://"):
        assert not ours.admits(origin, "10.1.2.3:8765")


@pytest.mark.parametrize(
    "public",
    [
        "council.example",
        "ftp://council.example",
        "https://",
        "https://a b",
        "https://u:p@council.example",
        "https://council.example/?a",
        "https://council.example/#a",
        "https://council.example/a b",
        "https://x:99999",
        "https://council.example//evil.example",
        "https://council.example/../x/..;",
    ],
)
def test_what_is_no_address_is_refused_in_one_line(public):
    with pytest.raises(SettingError, match=r"^--public-address '.*': write it as https://council.example/workshop$"):
        addresses("127.0.0.1", 8765, public)


@pytest.mark.parametrize("origin", ["intranet", "https://intranet/path", "*"])
def test_what_is_no_origin_is_refused_in_one_line(origin):
    with pytest.raises(SettingError, match=r"^--allow-origin '.*': write it as https://council.example$"):
        addresses("127.0.0.1", 8765, others=[origin])

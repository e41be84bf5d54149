"""Somebody's browser at an application: it follows redirects to the provider of the tests and back."""

import re
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from werkzeug.test import TestResponse

MOST_REDIRECTS = 12


class Visitor:
    """One browser, one application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.http = app.test_client()
        self.trips = 0

    def open(self, path: str, **more: Any) -> TestResponse:
        """Open a page and follow where it leads."""
        return self.follow(self.http.get(path, **more))

    def press(self, page: TestResponse, path: str, **fields: str) -> TestResponse:
        """Send a form of a page, with its token, and follow where it leads."""
        return self.follow(self.send(page, path, **fields))

    def send(self, page: TestResponse, path: str, **fields: str) -> TestResponse:
        """Send a form of a page, with its token."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        assert token, page.text
        return self.http.post(path, data={"csrf_token": token[1], **fields})

    def follow(self, response: TestResponse) -> TestResponse:
        """Follow redirects, those of the provider too."""
        for _hop in range(MOST_REDIRECTS):
            if response.status_code not in (301, 302, 303):
                return response
            response = self.http.get(self.path_behind(response.location))
        raise AssertionError("the browser went round in circles")

    def path_behind(self, location: str) -> str:
        """The page of ours that a redirect leads to in the end."""
        parts = urlsplit(location)
        if parts.netloc and ":" in parts.netloc:
            self.trips += 1
            there = requests.get(location, allow_redirects=False, timeout=5)
            assert there.status_code == 303, (location, there.text)
            return self.path_behind(there.headers["Location"])
        return parts._replace(scheme="", netloc="").geturl()

    def answer_of_provider(self, response: TestResponse) -> str:
        """The path with the provider's answer, not opened yet."""
        return self.path_behind(response.location)

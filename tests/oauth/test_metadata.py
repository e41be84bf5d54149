"""The discovery document follows the table it is derived from."""

import json

from idp.oauth.metadata import Document, discovery_document
from idp.oauth.supported import ENDPOINTS, GRANTS


def test_discovery_follows_the_table_of_what_is_supported():
    content = discovery_document("https://id.example").content

    assert {endpoint.member for endpoint in ENDPOINTS} <= content.keys()
    assert content["grant_types_supported"] == [grant.GRANT_TYPE for grant in GRANTS]


def test_an_issuer_with_a_path_is_kept():
    assert discovery_document("https://a.example/b").content["jwks_uri"] == "https://a.example/b/oauth/jwks"


def test_equal_documents_have_equal_marks():
    one, two, three = Document({"a": 1, "b": 2}), Document({"b": 2, "a": 1}), Document({"a": 2})

    assert (one.text, one.etag) == (two.text, two.etag)
    assert one.etag != three.etag
    assert json.loads(one.text) == {"a": 1, "b": 2}

"""What the provider publishes about itself and its protected resources, ready to be sent (RFC 8414; RFC 9728)."""

from urllib.parse import urlsplit

from idp.oauth.grant_management import SCOPES as GRANT_SCOPES
from idp.oauth.metadata import Document, discovery_document
from idp.oauth.ports import Keys
from idp.oauth.resource_metadata import grants_metadata, naming_metadata, userinfo_metadata
from idp.oauth.response import Answer
from idp.oauth.signed_metadata import SignedMetadata


class Published:
    """The documents of one provider."""

    def __init__(self, issuer: str, keys: Keys, mtls_address: str = "") -> None:
        said = discovery_document(issuer, mtls_address).content
        self._provider = SignedMetadata(said, issuer, keys)
        described = {
            "userinfo": userinfo_metadata(said),
            "grant_management": grants_metadata(said, GRANT_SCOPES),
        }
        self._addresses = {endpoint: about["resource"] for endpoint, about in described.items()}
        self._resources = {
            urlsplit(about["resource"]).path: SignedMetadata(about, issuer, keys)
            for about in described.values()
        }

    def discovery(self) -> Document:
        """The provider's metadata."""
        return self._provider.document()

    def resource(self, path: str) -> Document | None:
        """The metadata of the protected resource with this path; None where there is none."""
        found = self._resources.get(path)
        return found.document() if found else None

    def naming(self, endpoint: str, answer: Answer) -> Answer:
        """An answer of an endpoint; a protected resource that refuses says where its metadata are."""
        address = self._addresses.get(endpoint)
        return naming_metadata(answer, address) if address else answer

"""Claims as citizens make them, in one line."""

from idp.registry.birth_date import BirthDate
from idp.registry.port import Document, IdentityClaim


def claim(number: str, name: str, birth: str, document: Document = Document.PERSONAL_NUMBER) -> IdentityClaim:
    """What somebody says of themselves."""
    return IdentityClaim(number, name, BirthDate.parse(birth), document)


BAY = claim("098172000101", "Trần Thị Bảy", "1972-03-08")
"""The persona of whom everything matches."""

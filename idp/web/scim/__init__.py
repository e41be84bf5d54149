"""SCIM 2.0 (RFC 7643, RFC 7644): a personnel directory keeps the operators' accounts here."""

"""The province's data-sharing platform as a resource server: it has no pages and signs nobody in.

It believes what a signed access token says, if the token was made for it (RFC 9068), and nothing else.
"""

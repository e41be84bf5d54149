"""What a request may take of SQL statements, never more than the issue allows (section 9), and memory."""

STATEMENTS = {
    "discovery": 0,
    "jwks": 0,
    "authorization": 3,
    "redemption": 4,
    "userinfo": 2,
    "client credentials": 1,
    "introspection": 1,
    "refresh": 4,
    "pushed request": 1,
    "private_key_jwt": 2,
    "DPoP token": 2,
    "device polling": 2,
}
"""BEGIN and COMMIT not counted, audit rows counted; the authorization request has a live session."""

MEBIBYTES = 120
"""Resident memory of a provider process after the first ten thousand requests."""

GROWTH = 4
"""MiB by which the next ten thousand may differ: what an allocator keeps is not a leak."""

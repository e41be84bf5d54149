"""What the issue allows (section 9): SQL statements per request, and memory."""

STATEMENTS = {
    "discovery": 0,
    "jwks": 0,
    "authorization": 5,
    "redemption": 6,
    "userinfo": 2,
    "client credentials": 2,
    "introspection": 2,
    "refresh": 5,
    "pushed request": 3,
    "private_key_jwt": 3,
    "DPoP token": 3,
    "device polling": 5,
}
"""BEGIN and COMMIT not counted, audit rows counted; the authorization request has a live session."""

MEBIBYTES = 120
"""Resident memory of a provider process after the first ten thousand requests."""

GROWTH = 4
"""MiB by which the next ten thousand may differ: what an allocator keeps is not a leak."""

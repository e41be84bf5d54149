"""What a request may take of SQL statements, never more than the issue allows (section 9), and memory."""

STATEMENTS = {
    "discovery": 0,
    "jwks": 0,
    "authorization": 3,
    "redemption": 4,
    "password sign-in": 16,
    "full code flow": 20,
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

MEGABYTES = 120
"""Resident memory of a provider process after the first ten thousand requests, in 10^6 bytes."""

TOLERANCE = 1
"""Megabytes that two measurements of a process that keeps nothing may lie apart.

Python takes memory from the system by whole mebibytes: whether one more is taken depends on how requests happen to
meet.
"""

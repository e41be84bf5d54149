"""Text that somebody sent within JSON, where every sign there is can be written (RFC 8259, 7 and 8.2)."""

from collections.abc import Iterator


def is_readable(value: object) -> bool:
    """Whether every text in it can be kept: no address and no database holds NUL, or half a surrogate pair.

    Args:
        value: What was read from JSON, however deep.
    """
    return not any(sign == "\0" or "\ud800" <= sign <= "\udfff" for text in _texts(value) for sign in text)


def _texts(value: object) -> Iterator[str]:
    # Without recursion: how deep it is was for the sender to say.
    waiting = [value]
    while waiting:
        match waiting.pop():
            case str(text):
                yield text
            case dict(members):
                waiting += [*members, *members.values()]
            case list(entries):
                waiting += entries

"""A route that learns to write its addresses when the first one is asked for: most processes write few of them."""

from collections.abc import Callable

from werkzeug.routing import Rule

Write = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """Werkzeug's route; what writes its addresses is compiled at its first use, not at the start.

    Two functions for each of some hundred routes were a tenth of the time until the first answer.
    """

    def _compile_builder(self, append_unknown: bool = True) -> Write:
        name = "_build_unknown" if append_unknown else "_build"

        # Positional only: a part of an address may have any name.
        def write(rule: "LateRule", /, **values: object) -> tuple[str, str]:
            made: Write = super(LateRule, rule)._compile_builder(append_unknown).__get__(rule)
            setattr(rule, name, made)
            return made(**values)

        return write

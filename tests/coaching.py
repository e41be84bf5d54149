"""The conformance coach in tests: calls written by hand, and a coach that is content where it is not the point."""

from idp.web.current import services


def coach_is_content() -> None:
    """As if it had seen everything of every application."""
    services().client_changes.life.coach_is_complete = lambda _client_id: True

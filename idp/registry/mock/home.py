"""The register's one page: says that nothing here is real, who lives in it, and how it behaves right now."""

from flask import Blueprint, render_template

from idp.registry.mock.persona_table import LINES
from idp.registry.mock.register import Register
from idp.registry.mock.simulation import PROFILES


def blueprint(register: Register) -> Blueprint:
    """The page of that register."""
    pages = Blueprint("home", __name__)

    @pages.get("/")
    def page() -> str:
        people = list(zip(register.population.invented, LINES, strict=True))
        return render_template(
            "home.html",
            current=register.simulation.profile,
            profiles=list(PROFILES.values()),
            number_of_people=len(register.population),
            people=people,
            questions=list(register.ledger.lines)[-8:][::-1],
        )

    return pages

"""Which of the guarded fields a form of the console offers, and to whom: everybody else sends them for nothing."""

from idp.operators.rights import Role

OFFERED: dict[str, tuple[set[Role], set[str]]] = {
    "admin_clients.create": (set(Role), {"client_id", "unit", "token_endpoint_auth_method"}),
    "admin_operators.invite": (set(Role), {"role", "unit"}),
    "admin_units.create": (set(Role), {"kind"}),
    "admin_units.change": (set(Role), {"kind"}),
    "developers_apps.create": (set(Role), {"token_endpoint_auth_method"}),
    "admin_client.edit": ({Role.PROVINCE_ADMINISTRATOR}, {"unit"}),
    "admin_operator.overview": (set(Role), {"role", "unit"}),
    "admin_client_life.ask": (set(Role), {"state"}),
    "admin_client_life.retire": (set(Role), {"state"}),
    "developers_attempt.attempt": (set(Role), {"trial_uri", "trial_until"}),
}
"""By page. What may be given there is tested beside that page; `test_fields.py` sends all of them everywhere."""

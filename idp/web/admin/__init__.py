"""The console of administrators, under `/admin`. Begin with `console.py`: what stands before every page."""

from flask import Blueprint

from idp.web.admin import (
    address_check,
    client,
    client_acts,
    clients,
    deliveries,
    incidents,
    invitations,
    overview,
    secrets,
    sign_in,
    trial,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    sign_in.blueprint,
    overview.blueprint,
    clients.blueprint,
    address_check.blueprint,
    client.blueprint,
    client_acts.blueprint,
    invitations.blueprint,
    secrets.blueprint,
    trial.blueprint,
    deliveries.blueprint,
    incidents.blueprint,
)

"""Every operation of the API: routes, rights and the OpenAPI document follow from these rows."""

from idp.web.api import (
    breach_operations,
    client_operations,
    installation_operations,
    operator_operations,
    watching_operations,
)
from idp.web.api.operation import Operation

OPERATIONS: tuple[Operation, ...] = (
    *client_operations.ROWS,
    *operator_operations.ROWS,
    *installation_operations.ROWS,
    *watching_operations.ROWS,
    *breach_operations.ROWS,
)
"""One row each."""

"""Operations upon units, keys and announcements."""

from idp.operators.rights import Right
from idp.web.api import installation
from idp.web.api.operation import PAGES, Operation

ROWS: tuple[Operation, ...] = (
    Operation(
        "listUnits",
        "GET",
        "/units",
        Right.SEE_UNITS,
        "The units.",
        installation.list_units,
        "UnitPage",
        query=PAGES,
    ),
    Operation(
        "createUnit",
        "POST",
        "/units",
        Right.CHANGE_UNITS,
        "One more unit.",
        installation.create_unit,
        "Unit",
        "UnitMembers",
        status=201,
    ),
    Operation(
        "changeUnit",
        "PATCH",
        "/units/<unit_id>",
        Right.CHANGE_UNITS,
        "Change a unit; what names it names it anew.",
        installation.change_unit,
        "Unit",
        "UnitMembers",
    ),
    Operation(
        "listKeys",
        "GET",
        "/keys",
        Right.SEE_KEYS,
        "The signing keys, public parts only.",
        installation.list_keys,
        "KeyPage",
    ),
    Operation(
        "listBanners",
        "GET",
        "/banners",
        Right.CHANGE_BANNERS,
        "Announcements.",
        installation.list_banners,
        "BannerPage",
        query=PAGES,
    ),
    Operation(
        "createBanner",
        "POST",
        "/banners",
        Right.CHANGE_BANNERS,
        "Announce something on every page.",
        installation.create_banner,
        "Banner",
        "BannerMembers",
        status=201,
    ),
)

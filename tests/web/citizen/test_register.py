"""Registering, page by page, as a browser without script does it."""

from tests.web.citizen.registrant import BAY, Registrant, the_account_of


def test_from_the_first_page_to_an_account_at_level_two(app, client, clock):
    bay = Registrant(client, clock)

    done = bay.register()

    assert bay.at == "done", done.text
    assert "Đã đối chiếu dân cư" in done.text
    account = the_account_of(BAY.number)
    assert (account.assurance, account.has_second_factor) == ("doi_chieu_dan_cu", True)
    assert client.get("/account").status_code == 200

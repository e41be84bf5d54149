"""The score of one's own application, at the desk."""

from idp.operators.rights import Role
from tests.builders import a_client
from tests.staff import an_operator, at_the_console
from tests.web.admin.test_client_lint import rows, score


def test_a_developer_sees_the_score_and_where_to_mend(app):
    developer = an_operator("dev", Role.UNIT_DEVELOPER)
    a_client(state="draft", made_by=developer.id, require_pkce=False)
    page = at_the_console(app, developer).get("/developers/apps/portal/lint")

    assert "no-pkce" in rows(page)
    assert 0 <= score(page) < 100
    assert 'href="/admin/clients/portal/connection"' in page.text


def test_of_others_applications_there_is_nothing(app):
    a_client(state="draft", made_by="somebody-else")
    browser = at_the_console(app, an_operator("dev", Role.UNIT_DEVELOPER))

    assert browser.get("/developers/apps/portal/lint").status_code == 404

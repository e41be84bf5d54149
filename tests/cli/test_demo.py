"""`idp demo`."""

from idp.demonstration.people import PASSWORD


def test_a_prepared_demo_can_be_shown_with_the_codes_of_this_moment(run):
    assert run("demo", "prepare").exit_code == 0

    shown = run("demo", "show").output
    assert "Trần Thị Bảy" in shown
    assert PASSWORD in shown
    assert "none needed" in shown


def test_a_crowd_is_loaded_on_demand(run):
    loaded = run("demo", "load", "--citizens", "2")

    assert "2 accounts added" in loaded.output


def test_production_refuses(run, monkeypatch):
    monkeypatch.setenv("IDP_ENV", "production")

    refused = run("demo", "load")
    assert refused.exit_code != 0
    assert "Error:" in refused.output

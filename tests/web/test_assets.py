"""Static files under addresses that name their content."""

import gzip
import re

import pytest

from tests.installation import changed


def address_of(client, name):
    return re.search(rf'(/assets/[0-9a-f]+/{re.escape(name)})"', client.get("/help").text).group(1)


def test_a_file_is_kept_for_a_year_under_the_address_of_its_content(client):
    answer = client.get(address_of(client, "sen.css"))

    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_an_address_of_other_content_is_not_kept(client):
    assert client.get("/assets/0000000000/sen.css").headers["Cache-Control"] == "no-cache"


def test_files_are_packed_for_those_who_can_unpack(client):
    address = address_of(client, "sen.css")
    packed = client.get(address, headers={"Accept-Encoding": "gzip"})

    assert gzip.decompress(packed.data) == client.get(address, headers={"Accept-Encoding": "identity"}).data
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "name", ["nothing.css", "..%2fassets.py", "..", "sen.css%00", "SEN.CSS", "%5c..%5capp.css"]
)
def test_only_files_of_ours_are_given(client, name):
    assert client.get(f"/assets/x/{name}").status_code == 404


class TestTheme:
    @pytest.fixture
    def settings(self, settings, tmp_path):
        sheet = tmp_path / "hue.css"
        sheet.write_text(":root { --brand: #5b2a86 }")
        return changed(settings, theme_css=str(sheet), province="Thành phố Huế")

    def test_a_province_brings_its_colours_and_its_name(self, client):
        page = client.get("/help").text

        assert "Thành phố Huế" in page
        assert "#5b2a86" in client.get(address_of(client, "theme.css")).text

"""The frame of the desk."""


def test_the_frame_names_who_is_here(desk):
    assert "minh" in desk.get("/developers").text


def test_a_stranger_reads_the_guide_without_a_name(client):
    assert "minh" not in client.get("/developers").text

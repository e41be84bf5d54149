"""What is kept of a profile."""

from tests.bench.profile import Samples, profiled


def test_shares_are_of_all_samples_and_the_heaviest_come_first():
    samples = Samples()
    samples.update({"idp": 1, "sqlalchemy": 3})
    samples.places.update({"a:f": 1, "b:g": 3})

    assert profiled({"refresh": [3.0, 1.0, 2.0], "userinfo": []}, {"refresh": samples}, 1) == {
        "refresh": {
            "cpu_us": 2.0,
            "least_us": 1.0,
            "packages": {"sqlalchemy": 0.75, "idp": 0.25},
            "functions": {"b:g": 0.75},
        }
    }

"""The dashboard and the alert rules ask for what `/metrics` tells, and `docs/observing.md` says what each of it is."""

import json
import re
import shutil
import subprocess

import pytest
import yaml

from idp.measures.metrics import METRICS, Metric
from idp.oauth.profiles import PROFILES
from idp.web import request_record
from tests.architecture.source import ROOT
from tests.web.test_request_record import FIELDS

FOLDER = ROOT / "deploy" / "observability"
RULES = [
    rule for group in yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"] for rule in group["rules"]
]
DASHBOARD = json.loads((FOLDER / "dashboard.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "observing.md").read_text(encoding="utf-8")
BY_NAME = {metric.name: metric for metric in METRICS}

OF_PROMETHEUS = {"up", "ALERTS"}
FROM_OUTSIDE = {"instance", "job"}
ASKS = re.compile(r"\b(sen_[a-z_]+)(?:\{([^}]*)\})?")
GROUPED = re.compile(r"\bby \(([^)]*)\)")


def expressions() -> list[tuple[str, str]]:
    asked = [(f"alert {rule['alert']}", rule["expr"]) for rule in RULES]
    for panel in DASHBOARD["panels"]:
        asked += [(f"panel {panel['title']}", target["expr"]) for target in panel["targets"]]
    return [*asked, *(("variable", each["query"]) for each in DASHBOARD["templating"]["list"])]


def series_of(metric: Metric) -> set[str]:
    parts = ("_bucket", "_sum", "_count") if metric.kind == "histogram" else ("",)
    return {metric.name + part for part in parts}


def known(name: str) -> Metric | None:
    return next((metric for metric in METRICS if name in series_of(metric)), None)


@pytest.mark.parametrize(("where", "expression"), expressions())
def test_only_what_is_told_is_asked_for(where, expression):
    labels = set()
    for name, matchers in ASKS.findall(expression):
        metric = known(name)
        assert metric is not None, f"{where} asks for {name}"
        own = {*metric.labels, *FROM_OUTSIDE, *({"le"} if metric.kind == "histogram" else ())}
        asked = set(re.findall(r"([a-z_]+)(?:=~|!=|=)", matchers or ""))
        assert asked <= own, f"{where} picks {name} by {asked - own}"
        labels |= own
    for group in GROUPED.findall(expression):
        assert set(re.findall(r"[a-z_]+", group)) <= labels, f"{where} groups by {group}"


def test_what_is_told_is_on_the_dashboard():
    shown = {
        name for where, text in expressions() if where.startswith("panel") for name, _ in ASKS.findall(text)
    }

    assert {metric.name for metric in METRICS if not series_of(metric) & shown} == set()


def test_every_outcome_that_is_asked_for_can_be_told():
    told = {"ok", "refused", "failed", "answered", "silent", "misconfigured"}
    asked = {value for _, text in expressions() for value in re.findall(r'outcome!?="([^"]*)"', text)}

    assert asked
    assert asked <= told


def test_each_alert_says_what_to_do_and_each_chapter_is_of_an_alert():
    chapters = set(re.findall(r"^### (SenId\w+)$", PAGE, re.MULTILINE))

    assert chapters == {rule["alert"] for rule in RULES}
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["runbook"] == f"docs/observing.md#{rule['alert'].lower()}"
        assert rule["annotations"]["summary"].endswith(".")


def test_the_page_tells_every_metric_as_it_is():
    rows = re.findall(r"^\| `(sen_\w+)` \| (\w+) \| ([^|]*) \| (.*) \|$", PAGE, re.MULTILINE)

    assert [(name, kind, re.findall(r"`(\w+)`", labels), said) for name, kind, labels, said in rows] == [
        (metric.name, metric.kind, list(metric.labels), metric.help) for metric in METRICS
    ]


def test_the_page_tells_every_field_of_a_line():
    rows = re.findall(r"^\| `(\w+)` \| (?!counter|gauge|histogram)", PAGE, re.MULTILINE)

    assert set(rows) == FIELDS | {"exception"}


def test_the_page_tells_every_kind_of_application():
    (told,) = re.findall(r"`client_class` is one of (.*?)\.\s", PAGE, re.DOTALL)
    others = {request_record.NO_CLIENT, request_record.SANDBOX, request_record.OTHER}

    assert set(re.findall(r"`(\w+)`", told)) == {*PROFILES, *others}


@pytest.mark.parametrize(
    "asked",
    [
        ("check", "config", "--syntax-only", FOLDER / "prometheus.yml"),
        ("check", "rules", FOLDER / "alerts.yml"),
        ("test", "rules", ROOT / "tests" / "deploy" / "alerts_test.yml"),
    ],
    ids=lambda asked: " ".join(asked[:2]),
)
def test_prometheus_takes_the_files_and_the_rules_say_what_they_should(asked):
    promtool = shutil.which("promtool")
    if promtool is None:
        pytest.fail("promtool is not here. Type: sudo apt-get install -y --no-install-recommends prometheus")

    said = subprocess.run([promtool, *asked], capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stdout + said.stderr


def test_prometheus_is_told_where_to_look():
    job, door = yaml.safe_load((FOLDER / "prometheus.yml").read_text())["scrape_configs"]
    named = set(re.findall(r'job="([^"]+)"', (FOLDER / "alerts.yml").read_text()))

    assert job["metrics_path"] == "/metrics"
    assert named == {job["job_name"], door["job_name"]}

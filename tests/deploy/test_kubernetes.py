"""The manifests of `deploy/kubernetes`, against the schemas of Kubernetes and the rules of a careful cluster."""

from typing import Any

import kubernetes_validate
import pytest
import yaml

from idp.cli.command import COMMANDS
from tests.architecture.source import ROOT

BASE = ROOT / "deploy" / "kubernetes" / "base"
VERSION = "1.34"
NOT_OF_KUBERNETES = {"Kustomization"}
KUSTOMIZATION: dict[str, Any] = yaml.safe_load((BASE / "kustomization.yaml").read_text())
MANIFESTS: list[dict[str, Any]] = [
    manifest
    for path in sorted(BASE.glob("*.yaml"))
    for manifest in yaml.safe_load_all(path.read_text())
    if manifest["kind"] not in NOT_OF_KUBERNETES
]


def named(manifest: dict[str, Any]) -> str:
    return f"{manifest['kind']}-{manifest['metadata']['name']}"


def pods() -> dict[str, dict[str, Any]]:
    found = {}
    for manifest in MANIFESTS:
        spec = manifest.get("spec", {})
        template = spec.get("jobTemplate", {}).get("spec", spec).get("template")
        if template:
            found[named(manifest)] = template
    return found


@pytest.mark.parametrize("manifest", MANIFESTS, ids=named)
def test_kubernetes_knows_every_member(manifest):
    kubernetes_validate.validate(manifest, VERSION, strict=True)


def test_the_schemas_refuse_what_is_wrong():
    deployment = next(manifest for manifest in MANIFESTS if manifest["kind"] == "Deployment")

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**deployment, "spec": {"replicas": "two"}}, VERSION, strict=True)


def test_kustomize_takes_every_file():
    files = {path.name for path in BASE.glob("*.yaml")} - {"kustomization.yaml"}

    assert set(KUSTOMIZATION["resources"]) == files


@pytest.mark.parametrize("name", sorted(pods()))
def test_pods_are_nobody_and_may_write_nothing(name):
    spec = pods()[name]["spec"]

    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] == 10001
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    for container in spec["containers"]:
        context = container["securityContext"]
        assert context["readOnlyRootFilesystem"] is True
        assert context["allowPrivilegeEscalation"] is False
        assert context["capabilities"] == {"drop": ["ALL"]}
        assert {"requests", "limits"} <= set(container["resources"])


def test_containers_start_commands_of_ours():
    ours = [
        container
        for pod in pods().values()
        for container in pod["spec"]["containers"]
        if container["image"] == "sen-id"
    ]

    assert len(ours) == 3
    assert {container["args"][0] for container in ours} <= set(COMMANDS)


def test_no_secret_is_in_the_manifests():
    assert [manifest for manifest in MANIFESTS if manifest["kind"] == "Secret"] == []
    [settings] = [manifest["data"] for manifest in MANIFESTS if manifest["kind"] == "ConfigMap"]
    mounted = "/run/secrets/sen-id/"
    for name in (
        "SECRET_KEY",
        "KEY_ENCRYPTION_KEY",
        "DATABASE_URL",
        "MAIL_URL",
        "SMS_URL",
        "POPULATION_API_KEY",
    ):
        assert f"IDP_{name}" not in settings
        assert settings[f"IDP_{name}_FILE"].startswith(mounted)


def test_selectors_find_the_pods_they_mean():
    labels = [pod["metadata"]["labels"] for pod in pods().values()]
    for manifest in MANIFESTS:
        spec = manifest.get("spec", {})
        selector = spec.get("podSelector") or spec.get("selector")
        if selector:
            wanted = selector.get("matchLabels", selector)
            assert any(wanted.items() <= found.items() for found in labels), named(manifest)


def test_there_are_always_two_and_one_stays():
    by_kind = {manifest["kind"]: manifest["spec"] for manifest in MANIFESTS if "spec" in manifest}

    assert by_kind["HorizontalPodAutoscaler"]["minReplicas"] >= 2
    assert by_kind["PodDisruptionBudget"]["minAvailable"] >= 1

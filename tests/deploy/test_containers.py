"""The files for containers agree with the code: services, ports, settings and keys. No engine runs here."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.containers import PORT, render
from deploy.embedded import caddy, nats
from deploy.layout import SERVICES
from deploy.words import CannotGoOn

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
KUSTOMIZATION = yaml.safe_load((DEPLOY / "k8s" / "kustomization.yaml").read_text())
URL = "https://saishi.example.org"


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("containers") / "rendered"
    render(folder, URL, cluster=True)
    return folder


def kubernetes() -> list[dict[str, Any]]:
    files = [DEPLOY / "k8s" / name for name in KUSTOMIZATION["resources"]]
    return [found for file in files for found in yaml.safe_load_all(file.read_text())]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {found["metadata"]["name"]: found for found in kubernetes() if found["kind"] == kind}


def pod(workload: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = workload["spec"]["template"]["spec"]
    return found


def settings_in(file: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in file.read_text().splitlines())


def test_every_service_has_a_container_of_its_own(compose: dict[str, Any]) -> None:
    started = {name: what["command"] for name, what in compose["services"].items() if what.get("image") == "saishi"}

    assert {name: started[name] for name in SERVICES} == {name: [f"services.{name}", "serve"] for name in SERVICES}


def test_every_service_has_a_deployment_and_an_address_at_its_port() -> None:
    deployments, addresses = of_kind("Deployment"), of_kind("Service")

    for name in SERVICES:
        container = pod(deployments[name])["containers"][0]
        assert container["args"] == [f"services.{name}", "serve"]
        assert [port["containerPort"] for port in container["ports"]] == [PORT]
        assert [port["port"] for port in addresses[name]["spec"]["ports"]] == [PORT]
        assert addresses[name]["spec"]["selector"] == deployments[name]["spec"]["selector"]["matchLabels"]


def test_every_file_of_kubernetes_is_applied() -> None:
    there = {path.name for path in (DEPLOY / "k8s").glob("*.yaml")} - {"kustomization.yaml"}

    assert set(KUSTOMIZATION["resources"]) == there


def test_every_setting_of_a_container_is_one_the_code_reads(rendered: Path) -> None:
    code = "".join(path.read_text() for folder in ("shared/kit", "deploy") for path in (ROOT / folder).rglob("*.py"))
    read = set(re.findall(r'"(SAISHI_[A-Z_]+)"', code))
    given = {name for service in (*SERVICES, "setup") for name in settings_in(rendered / f"{service}.env")}

    assert given <= read


def test_every_setting_a_service_requires_is_given(rendered: Path) -> None:
    config = (ROOT / "shared" / "kit" / "config.py").read_text()
    required = set(re.findall(r'required\("(SAISHI_[A-Z_]+)"\)', config))

    assert required
    for service in SERVICES:
        assert required <= set(settings_in(rendered / f"{service}.env")), service


def test_the_paths_of_keys_are_where_they_are_mounted(rendered: Path, compose: dict[str, Any]) -> None:
    for service in SERVICES:
        wanted = {value for name, value in settings_in(rendered / f"{service}.env").items() if name.endswith("_FILE")}
        mounts = {volume.split(":")[1]: volume.split(":")[0] for volume in compose["services"][service]["volumes"]}
        assert wanted == set(mounts), service
        for source in mounts.values():
            assert (rendered / source.removeprefix("./rendered/")).exists(), source
        keys = pod(of_kind("Deployment")[service])["volumes"][0]["secret"]
        assert wanted == {f"/run/saishi/{item['path']}" for item in keys["items"]}, service
        assert all((rendered / "secrets" / item["key"]).exists() for item in keys["items"]), service


def test_only_members_has_the_key_that_signs(compose: dict[str, Any]) -> None:
    holders = [name for name, what in compose["services"].items() if "signing-private" in str(what.get("volumes"))]

    assert holders == ["members"]
    assert [n for n, what in of_kind("Deployment").items() if "signing-private" in str(what)] == ["members"]


def test_a_service_signs_in_to_its_own_database_and_reaches_stores_that_exist(
    rendered: Path, compose: dict[str, Any]
) -> None:
    for service in SERVICES:
        settings = settings_in(rendered / f"{service}.env")
        found = re.match(
            rf"postgres://saishi_{service}:[^@]+@(\w+):5432/saishi_{service}$", settings["SAISHI_DATABASE"]
        )
        assert found is not None, settings["SAISHI_DATABASE"]
        bus = settings["SAISHI_BUS"].removeprefix("nats://").split(":")[0]
        for host in (found.group(1), bus):
            assert host in compose["services"]
            assert host in of_kind("Service")


def test_the_three_nats_servers_name_one_another(rendered: Path) -> None:
    text = (rendered / "nats.conf").read_text()
    stateful = of_kind("StatefulSet")["nats"]

    for number in range(stateful["spec"]["replicas"]):
        assert f"nats-{number}.{stateful['spec']['serviceName']}:6222" in text


@pytest.mark.parametrize("url", [URL, "http://localhost:8080"])
def test_the_servers_take_what_is_rendered(tmp_path: Path, url: str) -> None:
    render(tmp_path, url, cluster=False)

    validate = [str(caddy.BINARY), "validate", "--adapter", "caddyfile", "--config", str(tmp_path / "Caddyfile")]
    assert subprocess.run(validate, capture_output=True, check=False).returncode == 0
    check = [str(nats.BINARY), "-t", "-c", str(tmp_path / "nats.conf")]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0


def test_what_is_rendered_is_readable_by_the_owner_only(rendered: Path) -> None:
    assert [path for path in rendered.rglob("*") if path.stat().st_mode & 0o077] == []


def test_rendering_again_keeps_the_secrets(rendered: Path) -> None:
    before = {path.name: path.read_text() for path in (rendered / "secrets").iterdir()}

    render(rendered, "https://other.example.org", cluster=True)

    assert {path.name: path.read_text() for path in (rendered / "secrets").iterdir()} == before
    assert settings_in(rendered / "events.env")["SAISHI_DOOR"] == "https://other.example.org"


def test_what_is_no_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotGoOn, match="is not an address"):
        render(tmp_path, "saishi.example.org", cluster=False)


def test_the_image_holds_every_folder_the_services_import() -> None:
    text = (DEPLOY / "Dockerfile").read_text()
    last = text[text.rindex("FROM ") :]

    for folder in ("shared", "services", "deploy"):
        assert f"COPY {folder} {folder}" in last
    for file in re.findall(r"^COPY ([^-].*) \S+$", text, re.MULTILINE):
        for name in file.split():
            assert list(ROOT.glob(name)) or name.endswith("*"), name


@pytest.mark.skipif(shutil.which("docker") is None, reason="only where the client of an engine is installed")
def test_compose_reads_its_file(rendered: Path, tmp_path: Path) -> None:
    shutil.copy(DEPLOY / "compose.yaml", tmp_path / "compose.yaml")
    shutil.copytree(rendered, tmp_path / "rendered")
    command = ["docker", "compose", "--file", str(tmp_path / "compose.yaml"), "config", "--quiet"]
    plugin = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    if plugin.returncode:
        pytest.skip("docker has no compose here")

    found = subprocess.run(command, capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stderr

"""The bundles in force: their versions, processes and diagrams."""

from typing import Any

from flask import Blueprint, Response, jsonify, render_template
from flask_login import login_required

from engine.queries.deployments import Deployment
from engine.queries.processes import Processes
from web.shared import door

pages = Blueprint("processes", __name__, template_folder="templates")


@pages.get("/processes")
@login_required
def show() -> str:
    in_force: dict[tuple[str, int], list[dict[str, Any]]] = {}
    for process in door.ask(Processes()):
        in_force.setdefault((process["bundle"], process["version"]), []).append(process)
    bundles = [
        {"name": name, "version": version, "processes": found, "files": _diagrams(name, version)}
        for (name, version), found in in_force.items()
    ]
    return render_template("designer/processes.html", bundles=bundles)


@pages.get("/processes/<bundle>/<int:version>/<file>.json")
@login_required
def diagram(bundle: str, version: int, file: str) -> Response | tuple[Response, int]:
    """One diagram for the viewer, with nothing running on it."""
    for found in door.ask(Deployment(bundle, version))["files"]:
        if found["name"] == file:
            return jsonify(xml=found["content"], elements={}, flows=[])
    return jsonify(title="There is no such diagram."), 404


def _diagrams(bundle: str, version: int) -> list[str]:
    files = door.ask(Deployment(bundle, version))["files"]
    return sorted(file["name"] for file in files if file["name"].endswith(".bpmn"))

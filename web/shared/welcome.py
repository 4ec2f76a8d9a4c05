"""The first page: what this is and where to go."""

from flask import Blueprint, render_template

pages = Blueprint("welcome", __name__, template_folder="templates")


@pages.get("/")
def show() -> str:
    return render_template("shared/welcome.html")

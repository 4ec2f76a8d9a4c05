"""Puts the pages onto a Flask application."""

from datetime import timedelta

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from engine.application import Application
from web import designer
from web.admin import blueprints as admin_pages
from web.citizen import blueprints as citizen_pages
from web.coordinator import blueprints as coordinator_pages
from web.designer import blueprints as designer_pages
from web.designer import stage_door
from web.handler import blueprints as handler_pages
from web.leader import blueprints as leader_pages
from web.shared import (
    allowance,
    assets,
    door,
    installed,
    language,
    lights,
    menu,
    places,
    policy,
    preferences,
    refusals,
    session,
    sign_in,
    vocabulary,
    welcome,
)

FILES_TOGETHER = 64 * 1024 * 1024  # five of the largest that are kept, and room to name the one that is too large


def create_app(application: Application) -> Flask:
    """A Flask application with all the pages, for a server of its own."""
    app = Flask("web", static_folder=None, template_folder=None)
    register(app, application)
    return app


def register(app: Flask, application: Application) -> None:
    """Give ``app`` the pages of citizens and staff; every page reads and acts through ``application``."""
    app.secret_key = app.secret_key or application.settings.secret("cookie")
    app.config.update(
        SESSION_COOKIE_NAME="suqiu",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SESSION_REFRESH_EACH_REQUEST=False,  # a list loading beside would put back the cookie of before a sign-out
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=FILES_TOGETHER,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    CSRFProtect(app)
    door.open_to(app, application)
    allowance.open_to(app)
    stage_door.open_to(app)
    designer.prepare(app)
    for part in (assets, language, places, vocabulary, lights, menu, session, policy, refusals, preferences):
        part.prepare(app)
    for pages in (welcome.pages, installed.pages, sign_in.pages, preferences.pages):
        app.register_blueprint(pages)
    for pages in (*citizen_pages, *handler_pages, *coordinator_pages, *leader_pages, *designer_pages, *admin_pages):
        app.register_blueprint(pages)

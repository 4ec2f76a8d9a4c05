"""What a browser may do with our pages (Content-Security-Policy and its companions), and the cookie's Secure flag."""

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
# The editors set style attributes and carry their icons in the style sheet; still no inline <style>, no inline script.
EDITOR_POLICY = f"{POLICY}; style-src-attr 'unsafe-inline'; font-src 'self' data:"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(self), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class CookieOfItsScheme(SecureCookieSessionInterface):
    """Over HTTPS the cookie is Secure; on a bare machine without a certificate, sign-in still works."""

    def get_cookie_secure(self, app: Flask) -> bool:
        return request.is_secure


def prepare(app: Flask) -> None:
    app.session_interface = CookieOfItsScheme()
    app.after_request(_with_headers)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.vary.update(("Accept-Language", "Cookie"))  # both choose the language
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    return response

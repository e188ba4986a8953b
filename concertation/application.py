"""The application, put together: settings, database, languages, pages."""

from pathlib import Path

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from concertation.config import Settings
from concertation.database import db, engine_options, prepare_engine
from concertation.logs import start_logging
from concertation.web import register_web
from concertation.web.locale import best_locale

PACKAGE = Path(__file__).resolve().parent
MOST_REQUEST_BYTES = 512 * 1024


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application. Reads top to bottom: settings, database, web.

    Raises `InvalidSettings` when the environment is not a fit one to start in.
    """
    settings = settings or Settings.from_environ()
    app = Flask(
        PACKAGE.name,
        template_folder=str(folder("templates")),
        static_folder=str(folder("static")),
        instance_path=str(settings.instance),
    )
    app.config.from_mapping(_flask_config(settings))
    start_logging(settings.log_level, as_json=settings.logs_json)
    settings.instance.mkdir(parents=True, exist_ok=True, mode=0o700)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine, synchronous=settings.sqlite_synchronous)
    Babel(
        app,
        default_translation_directories=str(PACKAGE / "translations"),
        locale_selector=best_locale,
    )
    register_web(app)
    if settings.proxies:
        trusted = dict.fromkeys(("x_for", "x_proto", "x_host"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **trusted)  # type: ignore[method-assign]
    return app


def folder(name: str) -> Path:
    """A folder of ours: inside the package when installed, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def newest_revision() -> str:
    """Of the database's shape: migrations are named after their numbers.

    Alembic would know it as well, and takes eleven megabytes of every web process.
    """
    files = (folder("migrations") / "versions").glob("[0-9]*.py")
    return max(file.name for file in files).partition("_")[0]


def _flask_config(settings: Settings) -> dict[str, object]:
    is_https = settings.public_url.startswith("https://")
    return {
        "SETTINGS": settings,
        "REVISION": newest_revision(),
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": list(settings.former_keys),
        # As itsdangerous wants them: the last one signs, all of them are read.
        "SIGNING_KEYS": [*settings.former_keys, settings.secret_key],
        "WTF_CSRF_SECRET_KEY": [*settings.former_keys, settings.secret_key],
        "TESTING": settings.testing,
        "PUBLIC_URL": settings.public_url,
        "SITE_NAME": settings.site_name,
        "DPO_EMAIL": settings.dpo_email,
        "MAIL_FROM": settings.mail_from,
        "KEEPS_PAGES": settings.keeps_pages,
        "SHOWS_MAILBOX": settings.smtp is None and not settings.production,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(
            settings.database_url, pools_transactions=settings.pools_transactions
        ),
        "BABEL_DEFAULT_LOCALE": "fr",
        "WTF_CSRF_ENABLED": settings.checks_csrf,
        # A form left open over lunch is still good: the token lives as the session.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "MAX_CONTENT_LENGTH": MOST_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MOST_REQUEST_BYTES,
        "SESSION_COOKIE_NAME": "__Host-session" if is_https else "session",
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }

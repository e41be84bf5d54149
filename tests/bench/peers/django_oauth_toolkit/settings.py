"""django-oauth-toolkit as its manual sets it up, with a password hasher that costs nothing.

STORE is the folder of its key and of its SQLite file; DATABASE a PostgreSQL URL, where that is used instead.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

HERE = Path(__file__).parent
STORE = Path(os.environ["STORE"])
SECRET_KEY = "only for the benchmark"
ALLOWED_HOSTS = ["localhost"]
ROOT_URLCONF = "urls"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "oauth2_provider",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
            ]
        },
    }
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
OAUTH2_PROVIDER = {
    "OIDC_ENABLED": True,
    "OIDC_RSA_PRIVATE_KEY": (STORE / "key.pem").read_text() if (STORE / "key.pem").exists() else "",
    "PKCE_REQUIRED": True,
    "REQUEST_APPROVAL_PROMPT": "auto",
    "SCOPES": {"openid": "Who you are", "profile": "Your name", "introspection": "Look at tokens"},
}
_place = urlsplit(os.environ.get("DATABASE", ""))
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _place.path.lstrip("/"),
        "USER": _place.username,
        "HOST": parse_qs(_place.query)["host"][0],
        "CONN_MAX_AGE": 600,  # kind: the usual value opens a connection for every request
    }
    if _place.scheme
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": STORE / "peer.db",
        "CONN_MAX_AGE": 600,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"},
    }
}

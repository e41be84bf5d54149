"""What is the same in every application of a test process, made once: routes, statements, templates, RSA keys.

Each test builds an application of its own. Most of that time, and most of the memory, went into making again what
cannot differ from one to the next.
"""

import json
import re
from functools import cache
from types import CodeType
from typing import Any

import sqlalchemy as sa
from flask import Flask, current_app
from flask.templating import Environment
from flask_wtf import CSRFProtect
from jinja2.bccache import Bucket, BytecodeCache
from joserfc.jwk import RSAKey
from werkzeug.routing import Map, Rule, RuleFactory

import idp.app
from idp.keys import ring
from idp.store.db import db
from idp.web.lane import Application
from idp.web.late_rule import LateRule


class RememberedRsa:
    """RSA keys as joserfc imports them, each once: checking one takes longer than most tests do."""

    @staticmethod
    @cache
    def _import(text: str) -> RSAKey:
        return RSAKey.import_key(json.loads(text))

    @classmethod
    def import_key(cls, members: dict[str, Any]) -> RSAKey:
        """What joserfc's own gives."""
        return cls._import(json.dumps(members, sort_keys=True))


class RememberedMap(Map):
    """The routes of an application, taken from the first one that had the same."""

    _known: dict[tuple[int, ...], Map] = {}

    def __init__(self, *args: Any, **options: Any) -> None:
        self._added: list[Rule] = []
        super().__init__(*args, **options)

    def add(self, rulefactory: RuleFactory) -> None:
        """Note a route; all of them are looked at when the first one is asked for."""
        self._added.extend(rulefactory.get_rules(self))
        self._remap = True

    def update(self) -> None:
        """Be the map with the same routes, or become one."""
        if not self._remap:
            return
        key = tuple(map(id, self._added))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = Map(host_matching=self.host_matching)
            for rule in self._added:
                known.add(_copied(rule))
            known.update()
        self._matcher, self._rules_by_endpoint = known._matcher, known._rules_by_endpoint
        self._remap = False


_OF_FLASK = "provide_automatic_options"
_rules: dict[str, Rule] = {}


def remembered_rule(rule: str, *, methods: set[str], **options: Any) -> Rule:
    """A route, made once of what it is made of; no map owns it, so that every map may note it."""
    key = f"{rule} {sorted(methods)} {sorted(options.items())}"
    if key not in _rules:
        _rules[key] = LateRule(rule, methods=methods, **options)
    return _rules[key]


def _copied(rule: Rule) -> Rule:
    copied = rule.empty()
    setattr(copied, _OF_FLASK, getattr(rule, _OF_FLASK, None))
    return copied


class CompiledTemplates(BytecodeCache):
    """Templates, compiled once, of applications that have an environment of their own."""

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was compiled before."""
        bucket.code = self._compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._compiled[bucket.key, bucket.checksum] = bucket.code


def _url_for(*args: Any, **values: Any) -> str:
    return current_app.url_for(*args, **values)


def _one_environment(app: Flask) -> Environment:
    # Templates belong to one: loaded once, they are a third of a page's time. The sample applications keep their own.
    if not _environments:
        made = _make_environment(app)
        made.globals["url_for"] = _url_for
        _environments.append(made)
    return _environments[0]


_environments: list[Environment] = []
_make_environment = Flask.create_jinja_environment

BY_BLUEPRINT = (
    "after_request_funcs",
    "before_request_funcs",
    "error_handler_spec",
    "template_context_processors",
    "teardown_request_funcs",
    "url_default_functions",
    "url_value_preprocessors",
)


@cache
def _registered() -> tuple[Flask, CSRFProtect]:
    """An application that has our blueprints and nothing else."""
    app, form_tokens = Flask("idp"), CSRFProtect()
    _register_blueprints(app, form_tokens)
    return app, form_tokens


def _registered_as_before(app: Flask, form_tokens: CSRFProtect) -> None:
    model, tokens = _registered()
    app.blueprints.update(model.blueprints)
    app.view_functions.update(model.view_functions)
    for rule in model.url_map._added:  # type: ignore[attr-defined]  # a RememberedMap
        app.url_map.add(rule)
    for name in BY_BLUEPRINT:
        theirs = getattr(model, name)
        # What is under None is for every request: Flask's own, that of `create_app`, or a blueprint's error page.
        getattr(app, name).update({key: value for key, value in theirs.items() if key is not None})
    for status, handlers in model.error_handler_spec[None].items():
        app.error_handler_spec[None][status].update(handlers)
    form_tokens._exempt_blueprints |= tokens._exempt_blueprints


_register_blueprints = idp.app._register_blueprints


def _with_one_dialect(bind_key: str | None, options: dict[str, Any], app: Flask) -> sa.Engine:
    # SQLAlchemy keeps what it compiled by dialect, and each engine brings one: every test compiled every statement
    # anew, and the statements of all of them stayed in memory.
    engine: sa.Engine = _make_engine(bind_key, options, app)
    first = _first_engines.get(engine.dialect.name)
    if first is None or not hasattr(first.dialect, "default_isolation_level"):  # it has never been connected
        first = _first_engines[engine.dialect.name] = engine
    dialect = first.dialect
    # A new connection to PostgreSQL is a new process there, which reads its catalogue anew.
    if engine.dialect.name == "postgresql" and _OWN_DATABASE.fullmatch(engine.url.database or ""):
        # A pool makes known to its own dialect, at its first connection, what server that is.
        engine.pool, dialect = _pools.setdefault(engine.url, (engine.pool, engine.dialect))
    engine.dialect = engine.pool._dialect = dialect
    engine._compiled_cache = first._compiled_cache
    return engine


def connections_are_shared(engine: sa.Engine) -> bool:
    """Whether the connections of an engine go on to the next test."""
    return any(engine.pool is pool for pool, _dialect in _pools.values())


def forget_connections() -> None:
    """Close the connections that would go on to the next test."""
    for pool, _dialect in _pools.values():
        pool.dispose()


_OWN_DATABASE = re.compile(r"tests_\d+")
"""The database of a test process, as `engines.py` calls it; others are dropped with whoever is connected."""

_first_engines: dict[str, sa.Engine] = {}
_pools: dict[sa.URL, tuple[sa.Pool, sa.Dialect]] = {}
_make_engine = db._make_engine


def share() -> None:
    """Let every application of this process take what the first one made."""
    db._make_engine = _with_one_dialect
    ring._TYPES["RSA"] = RememberedRsa  # type: ignore[assignment]  # has the one method of RSAKey that the ring calls
    Flask.url_map_class = RememberedMap
    Flask.url_rule_class = staticmethod(remembered_rule)  # type: ignore[assignment]  # called to make one, nothing else
    Flask.jinja_options = {"bytecode_cache": CompiledTemplates()}
    Application.create_jinja_environment = _one_environment  # type: ignore[method-assign]  # made once
    idp.app._register_blueprints = _registered_as_before

"""The form by which an authorization request is built."""

import json

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from idp.assurance import OWN_LEVELS
from idp.oauth.interaction import PROMPTS
from idp.oauth.response_modes import RESPONSE_MODES
from idp.store.models import Client
from idp.web.admin.choices import choices
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.current import services

_NONE = _l("không gửi")


class AttemptForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What the request asks for. What is left empty is not sent."""

    scopes = SelectMultipleField(
        _l("Phạm vi (scope)"),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    login_hint = SelectField(_l("Người thử nghiệm (login_hint)"))
    prompt = SelectField("prompt", choices=choices({"": _NONE, **{each: each for each in PROMPTS}}))
    max_age = IntegerField(
        _l("max_age, tính bằng giây"),
        [Optional(), NumberRange(0, 10**8, message=_l("Hãy ghi số giây, từ 0."))],
    )
    acr_values = SelectField(
        "acr_values",
        choices=choices({"": _NONE, **{f"LoA{int(each)}": f"LoA{int(each)}" for each in OWN_LEVELS}}),
    )
    response_mode = SelectField(
        "response_mode", choices=choices({"": _NONE, **{each: each for each in RESPONSE_MODES}})
    )
    ui_locales = SelectField(
        "ui_locales", choices=choices({"": _NONE, "vi": "vi", "en": "en", "en vi": "en vi"})
    )
    claims = TextAreaField(_l("claims, dạng JSON"), [at_most(4_000)], filters=[stripped])

    @classmethod
    def of(cls, client: Client) -> "AttemptForm":
        """The form with the choices one application has."""
        form = cls()
        registered = str(client.metadata_.get("scope", "openid")).split()
        form.scopes.choices = choices({name: name for name in registered})
        able = [each for each in services().sandbox.people.all() if each.barred is None]
        form.login_hint.choices = choices(
            {"": _NONE, **{each.key: f"{each.name} ({each.key})" for each in able}}
        )
        if not form.is_submitted():
            form.scopes.data = registered
        return form

    def is_good(self) -> bool:
        """Whether a request can be made of it; errors stand beside the fields."""
        if not self.validate():
            return False
        if self.claims.data and not _is_object(self.claims.data):
            complain(self.claims, _l("Đây không phải là một đối tượng JSON."))
            return False
        return True

    def asks(self) -> dict[str, str]:
        """The parameters."""
        single = {
            field.name: str(field.data)
            for field in (
                self.login_hint,
                self.prompt,
                self.acr_values,
                self.response_mode,
                self.ui_locales,
                self.claims,
            )
            if field.data
        }
        if self.max_age.data is not None:
            single["max_age"] = str(self.max_age.data)
        return {"scope": " ".join(self.scopes.data or []), **single}


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False

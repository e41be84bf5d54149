"""What opens the account: the password, the second factors, the recovery codes."""

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from idp.citizens import totp
from idp.citizens.authenticators import CodeDiffers, Done, LastFactor, Offer
from idp.citizens.one_time_codes import Sent, TooMany, TooSoon
from idp.citizens.second_factor import Factor
from idp.citizens.throttle import Slowed
from idp.web.citizen.destination import destination
from idp.web.citizen.password_words import refusal_of_new_password
from idp.web.citizen.security_forms import AuthenticatorForm, NewPasswordForm, SentCodeForm
from idp.web.citizen.session_cookie import clear_session, set_session
from idp.web.citizen.sign_in_forms import PressForm
from idp.web.citizen.signed_in import ask_again_unless_fresh, ask_to_sign_in, the_session
from idp.web.citizen.visitor import visitor
from idp.web.current import services, settings
from idp.web.qr_code import qr_code

blueprint = Blueprint("security", __name__, url_prefix="/account/security")
blueprint.before_request(ask_to_sign_in)

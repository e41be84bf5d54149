"""A server-side web application with Flask and Authlib: sign-in, a page, sign-out. `flask --app web run`."""

import os

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, request, session, url_for
from markupsafe import escape

app = Flask(__name__)
app.secret_key = os.environ["SESSION_KEY"]
oauth = OAuth(app)
oauth.register(
    "sen",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={"scope": "openid profile", "code_challenge_method": "S256"},
)


@app.get("/")
def home():
    if "name" not in session:
        return '<a id="sign-in" href="/sign-in">Đăng nhập bằng Sen ID</a>'
    return f'<p id="who">{escape(session["name"])}</p><a href="/sign-out">Đăng xuất</a>'


@app.get("/sign-in")
def sign_in():
    return oauth.sen.authorize_redirect(url_for("callback", _external=True))


@app.get("/callback")
def callback():
    # RFC 9207: an answer of another provider must not be taken for ours.
    if request.args.get("iss") != os.environ["ISSUER"]:
        return "not from our provider", 400
    tokens = oauth.sen.authorize_access_token()
    person = oauth.sen.userinfo(token=tokens)
    if person["sub"] != tokens["userinfo"]["sub"]:
        return "UserInfo is about somebody else", 400
    session.clear()
    session.update(sub=person["sub"], name=person["name"], id_token=tokens["id_token"])
    return redirect("/")


@app.get("/sign-out")
def sign_out():
    hint = session.pop("id_token", None)
    session.clear()
    end = oauth.sen.load_server_metadata()["end_session_endpoint"]
    back = url_for("home", _external=True)
    return redirect(f"{end}?id_token_hint={hint}&post_logout_redirect_uri={back}" if hint else back)

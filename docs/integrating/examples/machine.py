"""A program without citizens: a token by a key of its own (`private_key_jwt`), then a call. `python machine.py`."""

import os
from pathlib import Path

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

issuer, client_id = os.environ["ISSUER"], os.environ["CLIENT_ID"]
provider = requests.get(issuer + "/.well-known/openid-configuration", timeout=10).json()
session = OAuth2Session(client_id, Path(os.environ["KEY_FILE"]).read_text(), scope="lgsp:sync")
session.register_client_auth_method(PrivateKeyJWT(provider["token_endpoint"]))
session.token_endpoint_auth_method = "private_key_jwt"
token = session.fetch_token(provider["token_endpoint"], grant_type="client_credentials")
print(token["token_type"], token["scope"])

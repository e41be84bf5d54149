"""Sen ID: the single sign-on of a province, an OpenID Connect provider.

Begin with `app.py` (what the provider is made of), then `services.py` (how the parts hold together) and
`oauth/supported.py` (what it speaks).
"""

"""A kiosk in a commune's hall: nobody types a password into it (RFC 8628). Begin with `app.py`."""

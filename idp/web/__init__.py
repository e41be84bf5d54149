"""HTTP: the only place that knows Flask, besides `app.py` and `cli/`.

Views parse, ask a service, and answer; decisions live below. Begin with `unit_of_work.py` and `errors.py`,
then `protocol.py` (for machines), `authorize.py` (for browsers), `citizen/` and `admin/` (pages).
"""

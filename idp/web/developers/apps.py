"""My applications: the list, and registering one to try things out with."""

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from idp.operators.rights import Right, may
from idp.relying_parties.kinds import kind_of
from idp.relying_parties.registration import Registered
from idp.relying_parties.states import State
from idp.web.admin.address_list import add_line, findings, mark_refused
from idp.web.admin.console import the_operator
from idp.web.admin.refused import note_what_is_not_offered, told_faults
from idp.web.admin.scope_forms import PROVINCIAL, STANDARD, scope_titles
from idp.web.admin.words import KINDS as KIND_WORDS
from idp.web.admin.words import STATES, finding_words
from idp.web.current import services
from idp.web.developers.desk import of_the_desk
from idp.web.developers.draft_form import KINDS, DraftForm

blueprint = of_the_desk(Blueprint("developers_apps", __name__, url_prefix="/developers/apps"))


@blueprint.get("", strict_slashes=False)
def every() -> str:
    """The applications within a developer's reach."""
    operator = the_operator().operator
    mine = [client for client in services().clients.all() if may(operator, Right.SEE_SANDBOX, client)]
    return render_template(
        "developers/apps/every.html",
        clients=[(client, KIND_WORDS[kind_of(client)][0], STATES[client.state]) for client in mine],
        kinds=[(name, *KIND_WORDS[name]) for name in KINDS],
    )


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
def create(kind: str) -> Response:
    """Register a test application: a draft, good at once for the sandbox's people."""
    if kind not in KINDS:
        abort(404)
    form = DraftForm.of_kind(kind)
    if request.method == "GET":
        form.scopes.data = ["profile"]
        return draft_page("developers/apps/create.html", form, kind)
    if request.form.get("do") in ("add", "check"):
        return more_lines("developers/apps/create.html", form, kind)
    note_what_is_not_offered(form)
    if not is_good(form, kind):
        return draft_page("developers/apps/create.html", form, kind, 422)
    operator = the_operator().operator
    outcome = services().client_desk.registrations.register(
        form.document(kind, operator.unit or ""), operator_id=operator.id, state=State.DRAFT
    )
    if not isinstance(outcome, Registered):
        problems = told_faults(form, outcome.faults)
        return draft_page("developers/apps/create.html", form, kind, 422, problems)
    return _shown(outcome)


def is_good(form: DraftForm, kind: str) -> bool:
    """Whether everything in the form can be registered; errors stand beside the fields."""
    addresses = [mark_refused(field, is_native=kind == "native") for field in form.lists]
    # All are asked, so that all errors are told at once.
    return all([form.validate(), form.check_ground(), *addresses])


def more_lines(template: str, form: DraftForm, kind: str) -> Response:
    """The form again, with another empty line where there is none."""
    if request.form.get("do") == "add":
        for field in form.lists:
            add_line(field)
    return draft_page(template, form, kind)


def draft_page(
    template: str, form: DraftForm, kind: str, status: int = 200, problems: list[str] | None = None
) -> Response:
    """A page with the short form.

    Args:
        template: Which.
        form: What is in it.
        kind: Of the application.
        status: The HTTP status.
        problems: What is wrong and belongs to no field.
    """
    page = render_template(template, **form_values(form, kind, problems))
    return make_response(page, status)


def form_values(form: DraftForm, kind: str, problems: list[str] | None = None) -> dict[str, object]:
    """What a template needs for the short form; see `draft_page`."""
    is_native = kind == "native"
    return {
        "form": form,
        "kind": kind,
        "kind_words": KIND_WORDS[kind],
        "problems": problems or [],
        "groups": (STANDARD, PROVINCIAL),
        "scope_titles": scope_titles(),
        "say": lambda address: [
            (each, finding_words(each)) for each in findings(address, is_native=is_native)
        ],
    }


def _shown(outcome: Registered) -> Response:
    client_id = outcome.client.client_id
    if outcome.secret is None:
        return redirect(url_for("developers_app.overview", client_id=client_id), 303)
    content = {"client_id": client_id, "secret": outcome.secret, "first": True}
    services().operator_desk.sessions.show_once(the_operator(), content)
    return redirect(url_for("developers_secrets.shown_once", client_id=client_id), 303)

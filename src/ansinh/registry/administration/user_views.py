"""Pages of users: the list, one user, invitations, postings, who may do what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ansinh.kernel.accounts.http import Request, needs
from ansinh.kernel.accounts.models import User
from ansinh.kernel.accounts.second_factor import has_second_factor
from ansinh.kernel.errors import AnSinhError
from ansinh.kernel.viewer import KEEP_OFFICES, RIGHTS
from ansinh.registry.administration import users as acts
from ansinh.registry.administration.forms import EndForm, PostingForm, UserForm
from ansinh.registry.administration.invitations import valid_for
from ansinh.registry.administration.lists import USERS, WHO_MAY
from ansinh.registry.administration.pages import FormPage, form_page, try_act
from ansinh.registry.administration.selectors import user_is_kept, users_kept
from ansinh.registry.administration.wording import RIGHT_WORDS
from ansinh.registry.ledger.wording import sentence
from ansinh.registry.offices.models import Posting
from ansinh.shell.components import Question, Tab, confirm
from ansinh.shell.lists import list_response
from ansinh.shell.wording import ROLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LIST: Final = "registry/administration/list.html"


@require_GET
@needs(KEEP_OFFICES)
def users(request: Request) -> HttpResponseBase:
    """Users of the territory."""
    ways = [(_("New user"), reverse("create_user"), "plus")]
    return list_response(request, USERS, LIST, tabs=user_tabs("users"), ways=ways)


@require_GET
@needs(KEEP_OFFICES)
def who_may(request: Request) -> HttpResponseBase:
    """Every posting of today with what it allows."""
    matrix = [(words, [right in RIGHTS[role] for role in ROLES]) for right, words in RIGHT_WORDS.items()]
    return list_response(
        request, WHO_MAY, "registry/administration/who.html",
        tabs=user_tabs("who_may"), roles=list(ROLES.values()), matrix=matrix,
    )  # fmt: skip


@require_GET
@needs(KEEP_OFFICES)
def user(request: Request, username: str) -> HttpResponse:
    """One user: how they sign in, where they serve and served."""
    found = _user(request, username)
    postings = Posting.objects.filter(user=found).select_related("office").order_by("pk")
    context = {
        "user_shown": found,
        "second_factor": has_second_factor(found.pk),
        "own": found.pk == request.viewer.user,
        "kept": user_is_kept(request.viewer, found),
        "postings": [(number, each, ROLES.get(each.role, each.role)) for number, each in enumerate(postings, 1)],
        "crumbs": [(_("Users"), reverse("users")), (found.full_name, "")],
    }
    return render(request, "registry/administration/user.html", context)


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def create_user(request: Request) -> HttpResponse:
    """A new user with a first posting; then they are invited."""
    form = UserForm(request.viewer, request.POST or None)
    page = FormPage(
        _("New user"), _("Create the user"), reverse("users"),
        _("The user was created. Now make an invitation, so that they can set a password."),
        [_("No password is set here. An invitation is a link that works once.")],
        [(_("Users"), reverse("users")), (_("New user"), "")],
    )  # fmt: skip

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("username", "full_name", "email")}
        return _url(acts.create_user(viewer=request.viewer, desk=form.desk(), **given))

    return form_page(request, page, form, work)


@require_POST
@needs(KEEP_OFFICES)
def invite(request: Request, username: str) -> HttpResponse:
    """Make a link that sets a password, and show it this once."""
    found = _user(request, username)
    try:
        token = acts.invite_user(viewer=request.viewer, user=found)
    except AnSinhError as refused:
        messages.error(request, sentence(refused))
        return redirect(_url(found))
    link = request.build_absolute_uri(reverse("set_password", args=[found.username, token]))
    crumbs = [(_("Users"), reverse("users")), (found.full_name, _url(found)), (_("Invitation"), "")]
    context = {"user_shown": found, "link": link, "days": valid_for().days, "crumbs": crumbs}
    answer = render(request, "registry/administration/invited.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def close_account(request: Request, username: str) -> HttpResponse:
    """Close an account, after a question."""
    found = _user(request, username)
    reason = request.POST.get("reason", "").strip()[:300]
    if request.method == "POST" and reason:
        said = _("The account is closed and signed out everywhere.")
        return try_act(
            request, lambda: acts.close_account(viewer=request.viewer, user=found, reason=reason), said, _url(found)
        )
    return confirm(request, Question(
        title=_("Close this account?"), act=_("Close it"), back=_url(found), danger=True, reason=True,
        what=_("{name} will no longer be able to sign in.").format(name=found.full_name),
        notes=[_("What they did stays in the registers and in the audit log. The account can be opened again.")],
    ))  # fmt: skip


@require_POST
@needs(KEEP_OFFICES)
def account_act(request: Request, username: str) -> HttpResponse:
    """One press of a button: end a lockout, take the one-time codes off, open the account again."""
    found = _user(request, username)
    whose: acts.Whose = {"viewer": request.viewer, "user": found}
    work: dict[str, tuple[Callable[[], None], StrOrPromise]] = {
        "unlock": (lambda: acts.unlock_sign_in(**whose, request=request), _("Signing in is open again.")),
        "codes": (lambda: acts.reset_second_factor(**whose), _("The one-time codes are off, and the user signed out.")),
        "reopen": (lambda: acts.reopen_account(**whose), _("The account is open again.")),
    }
    asked = work.get(request.POST.get("do", ""))
    return try_act(request, *asked, _url(found)) if asked else redirect(_url(found))


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def add_posting(request: Request, username: str) -> HttpResponse:
    """Let a user serve somewhere."""
    found = _user(request, username)
    form = PostingForm(request.viewer, request.POST or None)
    page = _page(found, _("New posting"), _("Give the posting"), _("The posting was given."))
    return form_page(request, page, form, lambda: _done(
        found, acts.add_posting(viewer=request.viewer, user=found, desk=form.desk())
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def end_posting(request: Request, username: str, number: int) -> HttpResponse:
    """End a posting; `number` counts the user's postings as they were given."""
    found, posting = _posting(request, username, number)
    form = EndForm(request.viewer, request.POST or None)
    del form.fields["source"]
    title = _("End a posting: {office}").format(office=posting.office.short_name)
    page = _page(found, title, _("End it"), _("The posting ends on that day."))
    return form_page(request, page, form, lambda: _done(
        found, acts.end_posting(viewer=request.viewer, posting=posting, on=form.cleaned_data["on"])
    ))  # fmt: skip


@require_http_methods(["GET", "POST"])
@needs(KEEP_OFFICES)
def continue_posting(request: Request, username: str, number: int) -> HttpResponse:
    """Let a posting go on otherwise from a day: it ends, and one with the new role or function begins."""
    found, posting = _posting(request, username, number)
    form = PostingForm(request.viewer, request.POST or None, initial={
        "office": posting.office.code, "role": posting.role, "function": posting.function, "title": posting.title,
        "signs": posting.signs,
    })  # fmt: skip
    title = _("Change a posting: {office}").format(office=posting.office.short_name)
    page = _page(found, title, _("Let it go on so"), _("The posting goes on as entered."))
    return form_page(request, page, form, lambda: _done(
        found, acts.continue_posting(viewer=request.viewer, posting=posting, desk=form.desk())
    ))  # fmt: skip


def user_tabs(current: str) -> list[Tab]:
    """The pages that belong together."""
    titles = {"users": USERS.title, "who_may": WHO_MAY.title}
    return [Tab(title, reverse(name), name == current) for name, title in titles.items()]


def _user(request: Request, username: str) -> User:
    return get_object_or_404(users_kept(request.viewer), username=username)


def _posting(request: Request, username: str, number: int) -> tuple[User, Posting]:
    found = _user(request, username)
    postings = list(Posting.objects.filter(user=found).select_related("office").order_by("pk"))
    if not 1 <= number <= len(postings):
        raise Http404
    return found, postings[number - 1]


def _url(found: User) -> str:
    return reverse("user", args=[found.username])


def _done(found: User, _result: object) -> str:
    return _url(found)


def _page(found: User, title: StrOrPromise, act: StrOrPromise, done: StrOrPromise) -> FormPage:
    crumbs: list[tuple[StrOrPromise, str]] = [(_("Users"), reverse("users"))]
    crumbs += [(found.full_name, _url(found)), (title, "")]
    return FormPage(title, act, _url(found), done, [found.full_name], crumbs)

"""“Something came back”: anybody tells it, only staff read it. No account, no cookie, no name.

A file that comes with it is read by a child process, and what is kept of it are pictures that we made ourselves: nobody
has to open a stranger's file.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from appeals.action_page import published_action
from appeals.clients import client_of, is_from_another_site
from appeals.models import Reply
from appeals.models.reply import LONGEST_REPLY
from appeals.picture_child import MOST_BYTES, MOST_PAGES, Refused
from appeals.pictures import pictures_of
from appeals.replies import NoRoom, tell
from appeals.reply_form import ReplyForm
from appeals.standing import standing_of
from appeals.views.typed import is_larger
from appeals.written_to import written_to_of
from campaigns.attempts import TooMany, count_form, is_first_of
from campaigns.models import UrgentAction
from config import clock

LARGEST_REQUEST = MOST_BYTES + 2_000_000  # bytes: a file that is a little too large is told so with all that was typed
_TOO_LARGE = (
    f"Nothing was sent: this is far more than the {MOST_BYTES // 1_000_000} MB that a picture may have. Go back with "
    "the button of your browser, where what you typed still stands, and choose a smaller one."
)


@never_cache
@csrf_exempt  # nobody is logged in and no cookie is set
@require_http_methods(["GET", "HEAD", "POST"])
def came_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell that a letter, a fax or an e-mail came back, or what an office answered; also when the action is over."""
    action = published_action(slug, at=clock.now())
    if action is None:
        raise Http404("There is no published action at this address.")
    offices = written_to_of([action])[action.pk]
    if is_larger(request, LARGEST_REQUEST):
        form = ReplyForm(None, offices=offices)
        return _page(request, action, form, status=413, problem=_TOO_LARGE)
    if request.method != "POST":
        return _page(request, action, ReplyForm(None, offices=offices))
    form = ReplyForm(request.POST, request.FILES, offices=offices)
    if not form.is_valid():
        return _page(request, action, form, status=422)
    try:
        if is_from_another_site(request):
            raise ValidationError("Nothing was sent: the button was pressed from another site. Press it here.")
        count_form("came-back", client=client_of(request))
        _tell(request, action, form)
    except TooMany as refused:
        form.add_error(None, str(refused))
        return _page(request, action, form, status=429)
    except (Refused, NoRoom) as refused:
        form.add_error("picture", str(refused))
        return _page(request, action, form, status=422)
    except ValidationError as refused:
        form.add_error(None, refused.messages)
        return _page(request, action, form, status=422)
    return HttpResponseRedirect(f"{reverse('appeals:came-back', args=[slug])}?thanks=1")


def _tell(request: HttpRequest, action: UrgentAction, form: ReplyForm) -> None:
    kind, office = form.cleaned_data["kind"], form.cleaned_data["office"]
    is_of_an_address = kind in Reply.OF_AN_ADDRESS
    pictures: tuple[bytes, ...] = ()
    if picture := form.cleaned_data["picture"]:
        count_form("picture", client=client_of(request))
        pictures = pictures_of(picture.read())
    tell(
        action,
        kind=kind,
        authority_id=office,
        text=form.cleaned_data["text"],
        is_independent=not is_of_an_address or is_first_of(f"dead {office}", client=client_of(request)),
        on=clock.today(),
        at=clock.now(),
        pictures=pictures,
    )


def _page(
    request: HttpRequest, action: UrgentAction, form: ReplyForm, *, status: int = 200, problem: str = ""
) -> HttpResponse:
    context = {
        "action": action,
        "standing": standing_of(action, on=clock.today()),
        "form": form,
        "has_told": request.method != "POST" and request.GET.get("thanks") == "1",
        "longest": LONGEST_REPLY,
        "problem": problem,
        "most_mb": MOST_BYTES // 1_000_000,
        "most_pages": MOST_PAGES,
        "days": settings.REPLY_PICTURE_DAYS,
    }
    return render(request, "appeals/came_back.html", context, status=status)

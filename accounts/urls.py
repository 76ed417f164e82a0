"""The door of the staff pages. Names are django-allauth's, which looks them up; what it offers and is not here, is not.

There is no address to sign up, none to ask for a new password, and none to log in by way of another site.
"""

from allauth.mfa.webauthn.views import login_webauthn
from django.contrib.auth.decorators import login_required
from django.urls import path
from django.views.decorators.http import require_http_methods
from django.views.generic import RedirectView

from accounts.views import account, login

_pages = [
    path("login/", login.LoginView.as_view(), name="account_login"),
    path("login/second-step/", login.SecondStepView.as_view(), name="mfa_authenticate"),
    # By a passkey alone: it answers the script of the login page, and has no page.
    path("login/passkey/", login_webauthn, name="mfa_login_webauthn"),
    path("logout/", login.LogoutView.as_view(), name="account_logout"),
    path("account/", account.AccountView.as_view(), name="mfa_index"),
    path("account/still-you/", login.PasswordAgainView.as_view(), name="account_reauthenticate"),
    path("account/still-you/code/", login.CodeAgainView.as_view(), name="mfa_reauthenticate"),
    path("account/still-you/passkey/", login.PasskeyAgainView.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/app/", account.AppView.as_view(), name="mfa_activate_totp"),
    path("account/app/remove/", account.AppAwayView.as_view(), name="mfa_deactivate_totp"),
    path(
        "account/passkeys/",
        login_required(RedirectView.as_view(pattern_name="mfa_index")),
        name="mfa_list_webauthn",
    ),
    path("account/passkeys/add/", account.PasskeyView.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", account.PasskeyAwayView.as_view(), name="mfa_remove_webauthn"),
    path("account/codes/", account.CodesView.as_view(), name="mfa_view_recovery_codes"),
    path("account/codes/new/", account.NewCodesView.as_view(), name="mfa_generate_recovery_codes"),
    path("account/sessions/end/", account.end_session, name="account_end_session"),
    path("password_change/", account.PasswordView.as_view(), name="account_change_password"),
]

# A view of allauth answers any method that it does not know as one that reads.
_read_and_send = require_http_methods(["GET", "HEAD", "POST"])
urlpatterns = [path(str(page.pattern), _read_and_send(page.callback), name=page.name) for page in _pages]

"""Login and own password."""

from django.contrib.auth import forms as auth
from django.core.exceptions import ValidationError

from cases.services.inloggning import LoginThrottledError, check_throttle, login_failed, login_succeeded
from config.adress import client_address

REQUIRED = {
    "old_password": "Skriv det lösenord du har nu",
    "new_password1": "Skriv det nya lösenordet",
    "new_password2": "Skriv det nya lösenordet en gång till",
}


class LoginForm(auth.AuthenticationForm):
    """Django's own with a limit on guesses; a refusal reads the same whether the name exists or not."""

    sparrad_till = None

    def clean(self):
        namn = self.cleaned_data.get("username")
        if not namn or not self.cleaned_data.get("password"):
            return self.cleaned_data
        adress, now = client_address(self.request), self.request.now
        try:
            check_throttle(namn=namn, adress=adress, now=now)
            cleaned = super().clean()
        except LoginThrottledError as error:
            self.sparrad_till = error.till
            raise ValidationError(self._wait(error.till - now), code="sparrad") from error
        except ValidationError:
            login_failed(namn=namn, adress=adress, now=now, today=self.request.today)
            raise
        login_succeeded(user=self.user_cache, namn=namn, now=now)
        return cleaned

    def confirm_login_allowed(self, user):
        """A temporary password that has run out is a wrong one."""
        if not user.is_active or (user.tillfalligt_till and user.tillfalligt_till < self.request.now):
            raise self.get_invalid_login_error()

    def _wait(self, tid) -> str:
        minuter = max(1, -(-int(tid.total_seconds()) // 60))
        return f"För många försök. Vänta {minuter} minuter, eller ring Servicedesk så att spärren hävs."


class PasswordForm(auth.PasswordChangeForm):
    """Old password and twice the new one."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = "Minst tolv tecken, till exempel en mening som bara du kan."
        self.fields["new_password2"].help_text = ""
        for name, text in REQUIRED.items():
            self.fields[name].error_messages["required"] = text

"""What Django's own validators of a password let through."""

from django.core.exceptions import ValidationError

FEWEST = 5


class VariedPasswordValidator:
    """A password of a few characters over and over is long and guessed at once."""

    def validate(self, password: str, user=None) -> None:
        if len(set(password.casefold())) < FEWEST:
            raise ValidationError(self.get_help_text(), code="password_repeats")

    def get_help_text(self) -> str:
        return f"Lösenordet ska ha minst {FEWEST} olika tecken."

"""`create_systemforvaltare USERNAME --fornamn F --efternamn E`: the first account of a new installation."""

import os
from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from cases.services.systemforvaltare import UserExistsError, check_free, create_systemforvaltare
from config import dates


class Command(BaseCommand):
    help = "Lägger upp en systemförvaltare. Lösenordet frågas efter, eller läses ur SYSTEMFORVALTARE_PASSWORD."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--fornamn", required=True)
        parser.add_argument("--efternamn", required=True)

    def handle(self, *args, **options):
        names = {key: options[key] for key in ("username", "fornamn", "efternamn")}
        try:
            check_free(options["username"])
            password = os.environ.get("SYSTEMFORVALTARE_PASSWORD") or getpass("Lösenord: ")
            validate_password(password)
            user = create_systemforvaltare(password=password, today=dates.today(), **names)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except UserExistsError as error:
            raise CommandError(str(error)) from error
        except EOFError as error:
            raise CommandError(
                "Kör kommandot i en terminal, eller ge lösenordet i SYSTEMFORVALTARE_PASSWORD."
            ) from error
        self.stdout.write(f"{user.namn} är systemförvaltare från och med i dag.")

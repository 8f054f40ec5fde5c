"""`confirm_medlemskap USERNAME`: for a city with one chef and one systemförvaltare; run by operations as the owner."""

from django.core.management.base import BaseCommand, CommandError

from cases.models import Bekraftelse, User
from config import dates


class Command(BaseCommand):
    help = "Bekräftar det som väntar för en användare, i namn av en annan användare som svarar för det."

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--by", required=True, help="användarnamnet på den som svarar för bekräftelsen")

    def handle(self, *args, username, by, **options):
        user, svarar = (User.objects.filter(username=name).first() for name in (username, by))
        if user is None or svarar is None or user == svarar:
            raise CommandError("Båda användarna måste finnas, och vara två olika.")
        vantande = Bekraftelse.objects.vantande().filter(medlemskap__user=user).exclude(begard_av=svarar)
        antal = vantande.update(beviljad=True, besvarad_av=svarar, besvarad_at=dates.now())
        self.stdout.write(f"{antal} bekräftade.")

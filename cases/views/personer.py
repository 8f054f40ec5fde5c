"""Lists of persons and search by name, number or ärendenummer."""

from django.shortcuts import render

from cases import perms
from cases.models import Aspirant


@perms.requires(perms.can_open_akter)
def aspirant_list(request):
    """Persons of my units."""
    personer = Aspirant.objects.vid(perms.enheter(request.user, request.today)).for_lista()
    return render(request, "cases/aspirant_list.html", {"personer": personer[:50]})


@perms.requires(perms.can_open_akter)
def sok(request):
    return aspirant_list(request)

"""The systemförvaltare's code lists of this room."""

from cases.admin import KodAdmin
from cases.admin_site import administration

from .models import Franvaroskal, Samtalsskal

administration.register([Franvaroskal, Samtalsskal], KodAdmin)

"""Every component on one page, for those who build. The URL exists only when DEBUG or DEMO is on."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render

from config.flash import draft_saved, flash

from .examples import DELMAL, EXAMPLES, FILLED
from .forms import DelmalFormSet, FilterForm, GalleryForm


@login_not_required
def gallery(request):
    """The page; a form sent here is answered as a real one is, so that drafts and flashes can be seen at work."""
    if request.method == "POST":
        draft_saved(request, "plan")
        flash(request, "ok", "Utkastet är sparat", "Ingen annan ser det förrän du publicerar.")
        return redirect(request.path)
    wrong = {**FILLED, "sedan": "mars 25", "barn": "", "formaga": ""}
    context = {
        **EXAMPLES,
        "page": Paginator(range(1, 1239), 25).get_page(request.GET.get("sida")),
        "filled_form": GalleryForm(initial=FILLED),
        "wrong_form": GalleryForm(wrong, auto_id="fel_%s"),
        "filter_form": FilterForm(auto_id="filter_%s"),
        "delmal": DelmalFormSet(initial=DELMAL, prefix="delmal"),
    }
    return render(request, "gallery/gallery.html", context)

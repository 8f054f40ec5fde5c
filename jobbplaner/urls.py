"""Pages of jobbplaner."""

app_name = "jobbplaner"
urlpatterns: list = []

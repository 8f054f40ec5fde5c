"""Pages of uppfoljning."""

app_name = "uppfoljning"
urlpatterns: list = []

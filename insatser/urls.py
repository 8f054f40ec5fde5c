"""Pages of insatser."""

app_name = "insatser"
urlpatterns: list = []

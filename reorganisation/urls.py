app_name = "reorganisation"
urlpatterns = []

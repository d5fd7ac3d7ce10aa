from django.urls import path

from motcua.guidance import views

app_name = "guidance"
urlpatterns = [
    path("", views.guide, name="guide"),
    path("ngay-dau/", views.first_day, name="first_day"),
    path("ngay-dau/xong/", views.step_done, name="step_done"),
    path("ngay-dau/an/", views.dismiss, name="dismiss"),
    path("cua-co-quan/", views.instructions, name="instructions"),
    path("cua-co-quan/moi/", views.write, name="write"),
    path("cua-co-quan/<int:instruction>/sua/", views.rewrite, name="rewrite"),
    path("cua-co-quan/<int:instruction>/bo/", views.withdraw, name="withdraw"),
]

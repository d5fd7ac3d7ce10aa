from django.urls import path

from motcua.escalation import views

app_name = "escalation"
urlpatterns = [
    path("thu/", views.mails, name="mails"),
    path("thang/", views.ladder, name="ladder"),
    path("thang/bac-moi/", views.set_rung, name="set_rung"),
    path("thang/bac/<int:rung>/thoi/", views.end_rung, name="end_rung"),
    path("thang/gio-thu/", views.set_digest, name="set_digest"),
    path("thang/xem-truoc/", views.preview, name="preview"),
    path("tuan/<int:weekly>/", views.weekly, name="weekly"),
    path("tuan/<int:weekly>/da-xem/", views.see_weekly, name="see_weekly"),
    path("<int:alarm>/", views.alarm, name="alarm"),
    path("<int:alarm>/da-biet/", views.acknowledge, name="acknowledge"),
]

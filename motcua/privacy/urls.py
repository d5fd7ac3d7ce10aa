from django.urls import path

from motcua.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.requests, name="requests"),
    path("moi/", views.receive, name="receive"),
    path("phu-trach/", views.duties, name="duties"),
    path("phu-trach/giao/", views.name_duty, name="name_duty"),
    path("thoi-han/", views.terms, name="terms"),
    path("thoi-han/dat/", views.set_term, name="set_term"),
    path("<slug:rights>/", views.request, name="request"),
    path("<slug:rights>/viec/<slug:rights_deed>/", views.deed, name="deed"),
    path("<slug:rights>/giao/", views.hand_over, name="hand_over"),
]

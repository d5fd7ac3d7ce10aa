from django.urls import path

from motcua.agencies import views

app_name = "agencies"

urlpatterns = [
    path("dang-nhap/", views.log_in, name="log_in"),
    path("dang-xuat/", views.log_out, name="log_out"),
    path("chon-vi-tri/", views.choose_post, name="choose_post"),
    path("doi-mat-khau/", views.change_password, name="change_password"),
    path("vao-viec/", views.home, name="home"),
]

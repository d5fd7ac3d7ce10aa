from django.urls import path

from motcua.casework import views

app_name = "casework"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("ho-so/", views.dossiers, name="dossiers"),
    path("quet/", views.scan, name="scan"),
    path("so-theo-doi/", views.register_book, name="register_book"),
    path("ho-so/<str:code>/", views.dossier, name="dossier"),
    path("ho-so/<str:code>/viec/<slug:action>/", views.act, name="act"),
    path("ho-so/<str:code>/phieu/<uuid:paper>.pdf", views.printed, name="printed"),
    path("ho-so/<str:code>/phieu-kiem-soat.<slug:kind>", views.control_slip, name="control_slip"),
    path("ho-so/<str:code>/tep/<uuid:file>/", views.paper_file, name="paper_file"),
    path("ho-so/<str:code>/tep/<uuid:file>/trang/<int:number>.png", views.paper_page, name="paper_page"),
    path("ho-so/<str:code>/tep/<uuid:file>/tai-ve/", views.paper_download, name="paper_download"),
    path("ho-so/<str:code>/dinh-danh/", views.reveal, name="reveal"),
]

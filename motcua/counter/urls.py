from django.urls import path

from motcua.counter import views

app_name = "counter"
urlpatterns = [
    path("", views.intake, name="intake"),
    path("thu-tuc/", views.find, name="find"),
    path("giay-to/", views.paper_row, name="paper_row"),
    path("luu-tam/", views.keep_unsent, name="keep_unsent"),
    path("luu-tam/tep/", views.keep_file, name="keep_file"),
    path("luu-tam/bo/", views.forget, name="forget"),
    path("ban-nhap/", views.draft_list, name="drafts"),
    path("ban-nhap/<int:key>/bo/", views.abandon_draft, name="abandon_draft"),
    path("tra-ket-qua/", views.returns, name="returns"),
    path("tra-ket-qua/<str:code>/", views.hand_back, name="hand_back"),
    path("da-nhan/<str:code>/", views.taken_in, name="received"),
    path("da-nhan/<str:code>/phieu/<uuid:paper>.pdf", views.printed, name="printed"),
]

from django.urls import path

from motcua.portal.views import catalogue, coming_in, home, machines, mine, my_data, tracking, verifying

app_name = "portal"
urlpatterns = [
    path("", home.home, name="home"),
    path("ngon-ngu/<slug:language>/", home.language, name="language"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("tra-cuu/", tracking.track, name="track"),
    path("t/<str:token>", tracking.by_link, name="by_link"),
    path("xac-minh/", verifying.verify, name="verify"),
    path("xac-minh/<str:code>/", verifying.shown, name="verified"),
    path("dang-nhap-cong-dan/", coming_in.log_in, name="log_in"),
    path("dang-nhap-cong-dan/dinh-danh/", coming_in.by_identity, name="by_identity"),
    path("dang-nhap-cong-dan/dinh-danh/ve/", coming_in.identity_answer, name="identity_answer"),
    path("dang-xuat-cong-dan/", coming_in.log_out, name="log_out"),
    path("cua-toi/", mine.my_page, name="mine"),
    path("cua-toi/ho-so/<str:code>/", mine.my_dossier, name="my_dossier"),
    path("cua-toi/xac-nhan/", coming_in.prove_again, name="prove_again"),
    path("cua-toi/du-lieu/", my_data.my_data, name="my_data"),
    path("cua-toi/du-lieu/sua/", my_data.correct, name="correct"),
    path("cua-toi/du-lieu/du-lieu-cua-toi.json", my_data.my_file, name="my_file"),
    path("cua-toi/du-lieu/dong/", my_data.close, name="close_account"),
    path("cua-toi/thiet-bi/", my_data.my_devices, name="my_devices"),
    path("cua-toi/thiet-bi/ket-thuc/", my_data.end_others, name="end_others"),
    path("thu-tuc/", catalogue.front, name="catalogue"),
    path("thu-tuc/tim/", catalogue.results, name="results"),
    path("thu-tuc/su-kien/<slug:event>/", catalogue.event, name="event"),
    path("thu-tuc/<str:procedure>/", catalogue.offices, name="offices"),
    path("thu-tuc/<str:procedure>/<str:office>/", catalogue.procedure, name="procedure"),
    path("thu-tuc/<str:procedure>/<str:office>/ban-in.pdf", catalogue.sheet, name="sheet"),
]

from django.urls import path

from motcua.portal.views import catalogue, home, machines, tracking, verifying

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
    path("thu-tuc/", catalogue.front, name="catalogue"),
    path("thu-tuc/tim/", catalogue.results, name="results"),
    path("thu-tuc/su-kien/<slug:event>/", catalogue.event, name="event"),
    path("thu-tuc/<str:procedure>/", catalogue.offices, name="offices"),
    path("thu-tuc/<str:procedure>/<str:office>/", catalogue.procedure, name="procedure"),
    path("thu-tuc/<str:procedure>/<str:office>/ban-in.pdf", catalogue.sheet, name="sheet"),
]

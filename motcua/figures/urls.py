from django.urls import path

from motcua.figures.views import home, reports

app_name = "figures"
urlpatterns = [
    path("", home.home, name="home"),
    path("ho-so/", home.rows, name="rows"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/<str:report_code>/", reports.report, name="report"),
    path("bao-cao/<str:report_code>/o/<slug:report_column>/", reports.report_rows, name="report_rows"),
    path("bao-cao/<str:report_code>/tep.<slug:kind>", reports.report_file, name="report_file"),
]

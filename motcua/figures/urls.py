from django.urls import path

from motcua.figures.views import evaluation, home, keeping, reports

app_name = "figures"
urlpatterns = [
    path("", home.home, name="home"),
    path("ho-so/", home.rows, name="rows"),
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/<str:report_code>/", reports.report, name="report"),
    path("bao-cao/<str:report_code>/o/<slug:report_column>/", reports.report_rows, name="report_rows"),
    path("bao-cao/<str:report_code>/tep.<slug:kind>", reports.report_file, name="report_file"),
    path("da-luu/", keeping.saved_views, name="saved_views"),
    path("da-luu/luu/", keeping.save_view, name="save_view"),
    path("da-luu/<uuid:saved>/doi-ten/", keeping.rename_view, name="rename_view"),
    path("da-luu/<uuid:saved>/bo/", keeping.remove_view, name="remove_view"),
    path("da-luu/<uuid:saved>/gui/", keeping.schedule_view, name="schedule_view"),
    path("dinh-ky/", keeping.schedules, name="schedules"),
    path("dinh-ky/<int:schedule>/sua/", keeping.change_schedule, name="change_schedule"),
    path("dinh-ky/<int:schedule>/thoi/", keeping.end_schedule, name="end_schedule"),
    path("ghi-chu/", keeping.remarks, name="remarks"),
    path("ghi-chu/moi/", keeping.write_remark, name="write_remark"),
    path("ghi-chu/<int:remark>/sua/", keeping.rewrite_remark, name="rewrite_remark"),
    path("ghi-chu/<int:remark>/xoa/", keeping.erase_remark, name="erase_remark"),
    path("danh-gia/", evaluation.evaluation, name="evaluation"),
    path("danh-gia/tieu-chi/<slug:evaluation_criterion>/", evaluation.evaluation_rows, name="evaluation_rows"),
    path("danh-gia/tep.<slug:kind>", evaluation.evaluation_file, name="evaluation_file"),
    path("y-kien/", evaluation.ratings, name="ratings"),
]

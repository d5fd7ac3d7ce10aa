from django.urls import path

from motcua.figures.views import evaluation, home, keeping, reports, service_index

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
    path("chi-so-766/", service_index.index766, name="index766"),
    path("chi-so-766/thu-tuc/", service_index.procedures, name="index766_procedures"),
    path("chi-so-766/dien-bien/", service_index.trend, name="index766_trend"),
    path("chi-so-766/thu-hang/", service_index.ranking, name="index766_ranking"),
    path("chi-so-766/cong-thuc/", service_index.versions, name="index766_versions"),
    path("chi-so-766/cong-thuc/ban-hanh/", service_index.publish, name="index766_publish"),
    path("chi-so-766/tep.<slug:kind>", service_index.file, name="index766_file"),
    path("chi-so-766/<str:indicator>/<slug:index_part>/", service_index.rows, name="index766_rows"),
]

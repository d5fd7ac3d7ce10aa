"""The addresses of keeping the house: office, calendars, journals, the machine room."""

from django.urls import path

from motcua.administration.views import calendars, keeping, letterheads, notices, office, standing

urlpatterns = [
    # units, people, posts
    path("don-vi/", office.units, name="units"),
    path("don-vi/<int:unit>/", office.unit, name="unit"),
    path("don-vi/<int:unit>/viec/<slug:unit_deed>/", office.unit_deed, name="unit_deed"),
    path("can-bo/", office.people, name="people"),
    path("can-bo/moi/", office.enrol, name="enrol"),
    path("can-bo/<int:person>/", office.person, name="person"),
    path("can-bo/<int:person>/viec/<slug:person_deed>/", office.person_deed, name="person_deed"),
    path("vi-tri/<int:post>/", office.post, name="post"),
    path("vi-tri/<int:post>/viec/<slug:post_deed>/", office.post_deed, name="post_deed"),
    path("vi-tri/<int:post>/khoa-api/", office.issue_token, name="issue_token"),
    path("vi-tri/<int:post>/khoa-api/<int:token>/", office.revoke_token, name="revoke_token"),
    # away and standing in, signing by delegation
    path("vang-mat/", standing.absences, name="absences"),
    path("vang-mat/moi/", standing.record, name="record_absence"),
    path("vang-mat/<int:absence>/", standing.absence, name="absence"),
    path("vang-mat/<int:absence>/viec/<slug:absence_deed>/", standing.absence_deed, name="absence_deed"),
    path("uy-quyen/", standing.delegations, name="delegations"),
    path("uy-quyen/moi/", standing.delegate, name="delegate"),
    path("uy-quyen/<int:delegation>/", standing.delegation, name="delegation"),
    path("uy-quyen/<int:delegation>/viec/<slug:delegation_deed>/", standing.delegation_deed, name="delegation_deed"),
    # calendars
    path("lich/", calendars.calendar_home, name="calendar_home"),
    path("lich/<int:unit>/", calendars.calendar, name="calendar"),
    path("lich/<int:unit>/ngay/", calendars.new_day, name="new_day"),
    path("lich/<int:unit>/tuan/", calendars.new_week, name="new_week"),
    path("lich/ngay/<int:day>/bo/", calendars.drop_day, name="drop_day"),
    path("lich/tuan/<int:week>/bo/", calendars.drop_week, name="drop_week"),
    # messages out
    path("thong-bao/", notices.outbox, name="notices"),
    path("thong-bao/tin/<uuid:notice>/", notices.message, name="notice"),
    path("thong-bao/tin/<uuid:notice>/viec/<slug:notice_deed>/", notices.deed, name="notice_deed"),
    path("thong-bao/khong-toi/<slug:digest>/", notices.failures, name="notice_failures"),
    path(
        "thong-bao/khong-toi/<slug:digest>/viec/<slug:failures_deed>/",
        notices.failures_deed,
        name="notice_failures_deed",
    ),
    path("thong-bao/loi-van/", notices.texts, name="notice_texts"),
    path("thong-bao/loi-van/<str:kind>/<slug:channel>/<slug:language>/", notices.text, name="notice_text"),
    path("thong-bao/loi-van/<str:kind>/<slug:channel>/<slug:language>/xem-thu/", notices.try_text, name="try_text"),
    path(
        "thong-bao/loi-van/<str:kind>/<slug:channel>/<slug:language>/viec/<slug:text_deed>/",
        notices.text_deed,
        name="notice_text_deed",
    ),
    path("thong-bao/cach-gui/", notices.rules, name="notice_rules"),
    # journals, machine, forms
    path("nhat-ky/", keeping.acts, name="acts"),
    path("nhat-ky/xuat/<slug:journal>/", keeping.export, name="export"),
    path("luot-xem/", keeping.looks, name="looks"),
    path("viec-nen/", keeping.jobs, name="jobs"),
    path("viec-nen/<int:job>/chay-lai/", keeping.retry, name="retry"),
    path("tinh-trang/", keeping.health, name="health"),
    path("mau-in/", keeping.forms, name="forms"),
    path("mau-in/phan-rieng/moi/", letterheads.new, name="letterhead_new"),
    path("mau-in/phan-rieng/xem-thu/", letterheads.preview, name="letterhead_preview"),
    path("mau-in/phan-rieng/<int:letterhead>/", letterheads.letterhead, name="letterhead"),
    path("mau-in/phan-rieng/<int:letterhead>/mau/<slug:form>/", letterheads.form, name="letterhead_form"),
    path("mau-in/phan-rieng/<int:letterhead>/viec/<slug:letterhead_deed>/", letterheads.deed, name="letterhead_deed"),
    path("mau-in/<int:set_code>/<slug:form>/", keeping.form, name="form"),
]

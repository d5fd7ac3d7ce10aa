from django.urls import path

from motcua.privacy.views import retention, rights

app_name = "privacy"
urlpatterns = [
    path("", rights.requests, name="requests"),
    path("moi/", rights.receive, name="receive"),
    path("phu-trach/", rights.duties, name="duties"),
    path("phu-trach/giao/", rights.name_duty, name="name_duty"),
    path("thoi-han/", rights.terms, name="terms"),
    path("thoi-han/dat/", rights.set_term, name="set_term"),
    # how long what is kept
    path("luu-giu/", retention.rules, name="rules"),
    path("luu-giu/dat/", retention.set_rule, name="set_rule"),
    path("huy/", retention.destructions, name="destructions"),
    path("huy/den-han/", retention.due, name="due"),
    path("huy/lap/", retention.propose, name="propose"),
    path("huy/giu-lai/", retention.holds, name="holds"),
    path("huy/giu-lai/them/", retention.hold, name="hold"),
    path("huy/giu-lai/<int:hold>/thoi/", retention.release, name="release"),
    path("huy/<slug:destruction>/", retention.destruction, name="destruction"),
    path("huy/<slug:destruction>/danh-muc.xlsx", retention.sheet, name="sheet"),
    path("huy/<slug:destruction>/ky/", retention.approve, name="approve"),
    path("huy/<slug:destruction>/khong-ky/", retention.reject, name="reject"),
    # one request
    path("<slug:rights>/", rights.request, name="request"),
    path("<slug:rights>/giay-nhan.pdf", rights.receipt, name="receipt"),
    path("<slug:rights>/viec/<slug:rights_deed>/", rights.deed, name="deed"),
    path("<slug:rights>/giao/", rights.hand_over, name="hand_over"),
]

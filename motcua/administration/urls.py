from django.urls import include, path

from motcua.administration.views import home, posting, privacy, reorganisation, review

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
    path("", include("motcua.administration.catalogue.addresses")),
    path("", include("motcua.administration.addresses")),
    # personal data
    path("du-lieu-ca-nhan/", privacy.alerts, name="look_alerts"),
    path("du-lieu-ca-nhan/ai-da-xem/", privacy.who_looked, name="who_looked"),
    path("du-lieu-ca-nhan/nhat-ky/<slug:record>/", privacy.old_looks, name="old_looks"),
    path("du-lieu-ca-nhan/muc/<slug:look>/", privacy.limit, name="look_limit"),
    path("du-lieu-ca-nhan/canh-bao/<slug:alert>/", privacy.alert, name="look_alert"),
    path("du-lieu-ca-nhan/canh-bao/<slug:alert>/ket-luan/", privacy.close_alert, name="close_alert"),
    path("sap-xep/", reorganisation.reorganisations, name="reorganisations"),
    path("sap-xep/moi/", reorganisation.new, name="reorganisation_new"),
    path("sap-xep/so-lieu/", reorganisation.figures, name="unit_figures"),
    path("sap-xep/so-lieu/<int:unit>/", reorganisation.figure, name="unit_figure"),
    path("sap-xep/<int:key>/", reorganisation.reorganisation, name="reorganisation"),
    path("sap-xep/<int:key>/sua/", reorganisation.change, name="reorganisation_change"),
    path("sap-xep/<int:key>/tien-do/", reorganisation.progress, name="reorganisation_progress"),
    path("sap-xep/<int:key>/xac-nhan/", reorganisation.confirm, name="reorganisation_confirm"),
    path("sap-xep/<int:key>/huy/", reorganisation.cancel, name="reorganisation_cancel"),
    # what hangs at the desks
    path("niem-yet/", posting.desks, name="posting_desks"),
    path("niem-yet/<int:desk>/", posting.desk, name="posting_desk"),
    path("niem-yet/<int:desk>/ghi/", posting.put_up_many, name="posting_put_up"),
    path("niem-yet/<int:desk>/go/", posting.take_down_many, name="posting_take_down"),
    path("niem-yet/<int:desk>/danh-muc.pdf", posting.printed, {"kind": "danh-muc"}, name="posting_list"),
    path("niem-yet/<int:desk>/tung-thu-tuc.pdf", posting.printed, {"kind": "tung-thu-tuc"}, name="posting_sheets"),
    path("niem-yet/<int:desk>/phieu-kiem-tra.pdf", posting.printed, {"kind": "phieu-kiem-tra"}, name="posting_check"),
    # review of procedures
    path("ra-soat/", review.proposals, name="proposals"),
    path("ra-soat/so-lieu/", review.figures, name="proposal_figures"),
    path("ra-soat/moi/", review.reviewable, name="reviewable"),
    path("ra-soat/moi/<int:adoption>/", review.propose, name="propose"),
    path("ra-soat/<int:proposal>/", review.proposal, name="proposal"),
    path("ra-soat/<int:proposal>/duyet/", review.approve, name="proposal_approve"),
    path("ra-soat/<int:proposal>/khong-duyet/", review.reject, name="proposal_reject"),
    path("ra-soat/<int:proposal>/rut/", review.withdraw, name="proposal_withdraw"),
]

"""The addresses of the catalogue, within the administration desk."""

from django.urls import path

from motcua.administration.views import (
    catalogue,
    catalogue_all,
    catalogue_changes,
    catalogue_damage,
    catalogue_editing,
    catalogue_form,
    catalogue_national,
    designing,
    routing,
)

ROUTE = "thu-tuc/<int:adoption>/sua/quy-trinh/"
DESIGNER = "thu-tuc/<int:adoption>/bieu-mau/thiet-ke/"

urlpatterns = [
    path("thu-tuc/", catalogue.adoptions, name="catalogue"),
    path("thu-tuc/<int:adoption>/", catalogue.adoption, name="catalogue_adoption"),
    path(ROUTE, routing.designer, name="catalogue_route"),
    path(f"{ROUTE}thu/", routing.try_out, name="route_try"),
    path(f"{ROUTE}so-sanh/", routing.compare, name="route_compare"),
    path(f"{ROUTE}co-san/", routing.library, name="route_library"),
    path(f"{ROUTE}tep/<slug:route_format>/", routing.route_file, name="route_file"),
    path("thu-tuc/<int:adoption>/sua/<slug:part>/", catalogue_editing.edit, name="catalogue_edit"),
    path("thu-tuc/<int:adoption>/bieu-mau/", catalogue_form.online_form, name="catalogue_form"),
    path("thu-tuc/<int:adoption>/bieu-mau/tep/", catalogue_form.form_file, name="catalogue_form_file"),
    path("thu-tuc/<int:adoption>/bieu-mau/nhap/", catalogue_form.bring_form_in, name="catalogue_form_import"),
    path("thu-tuc/<int:adoption>/bieu-mau/thu/", catalogue_form.try_form, name="catalogue_form_try"),
    path("thu-tuc/<int:adoption>/bieu-mau/bo/", catalogue_form.take_form_out, name="catalogue_form_out"),
    path(DESIGNER, designing.designer, name="form_designer"),
    path(f"{DESIGNER}thu/", designing.samples, name="form_samples"),
    path(f"{DESIGNER}chung/", designing.whole, name="form_whole"),
    path(f"{DESIGNER}ket-thuc/", designing.end, name="form_end"),
    path(f"{DESIGNER}cau/<slug:form_question>/", designing.question, name="form_question"),
    path(f"{DESIGNER}cau/<slug:form_question>/van-ban/", designing.source, name="form_source"),
    path(f"{DESIGNER}phan/<slug:form_section>/", designing.section, name="form_section"),
    path(f"{DESIGNER}phi/<slug:form_fee>/", designing.fee, name="form_fee"),
    path("thu-tuc/<int:adoption>/ban-hanh/", catalogue_editing.publish_draft, name="catalogue_publish"),
    path("thu-tuc/<int:adoption>/so-sanh/", catalogue.compare, name="catalogue_compare"),
    path("thu-tuc/<int:adoption>/ra-soat/", catalogue_editing.review, name="catalogue_review"),
    path("thu-tuc/<int:adoption>/thoi/", catalogue_editing.withdraw, name="catalogue_end"),
    path("thu-tuc/<int:adoption>/thoi/bo/", catalogue_editing.give_on, name="catalogue_undo_end"),
    path("thu-tuc/<int:adoption>/ban/<int:number>/", catalogue.edition, name="catalogue_edition"),
    path("thu-tuc/<int:adoption>/ban/<int:number>/huy/", catalogue_editing.cancel, name="catalogue_cancel"),
    path("danh-muc-quoc-gia/", catalogue_national.procedures, name="national"),
    path("danh-muc-quoc-gia/<int:procedure>/", catalogue_national.procedure, name="national_procedure"),
    path("danh-muc-quoc-gia/<int:procedure>/ap-dung/", catalogue_national.adopt, name="national_adopt"),
    path("danh-muc-quoc-gia/<int:procedure>/nghi-van/", catalogue_national.settle, name="national_settle"),
    path("danh-muc-quoc-gia/cho-xem/", catalogue_changes.overview, name="national_queues"),
    path("danh-muc-quoc-gia/so-tep/", catalogue_changes.compare_file, name="national_compare_file"),
    path("danh-muc-quoc-gia/khac-biet/", catalogue_changes.changes, name="national_changes"),
    path("danh-muc-quoc-gia/khac-biet/quyet/", catalogue_changes.decide, name="national_decide"),
    path("danh-muc-quoc-gia/khac-biet/quyet-het/", catalogue_all.decide_all, name="national_decide_all"),
    path("danh-muc-quoc-gia/khac-biet/luot/<uuid:key>/", catalogue_all.batch, name="national_batch"),
    path("danh-muc-quoc-gia/khac-biet/<int:change>/", catalogue_changes.change, name="national_change"),
    path("danh-muc-quoc-gia/lan-nhap/<int:run>/", catalogue_changes.run, name="national_run"),
    path("danh-muc-quoc-gia/ma-hong/", catalogue_damage.codes, name="national_damaged"),
    path("danh-muc-quoc-gia/ma-hong/<int:row>/", catalogue_damage.code, name="national_damaged_code"),
    path("danh-muc-quoc-gia/cach-viet/", catalogue_changes.names, name="national_names"),
]

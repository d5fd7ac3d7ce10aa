from django.urls import path

from motcua.agencies.views import absences, account, held, log_in, second_factors

app_name = "agencies"

urlpatterns = [
    path("dang-nhap/", log_in.log_in, name="log_in"),
    path("dang-nhap/buoc-hai/", second_factors.second_step, name="second_step"),
    path("dang-xuat/", log_in.log_out, name="log_out"),
    path("chon-vi-tri/", log_in.choose_post, name="choose_post"),
    path("doi-mat-khau/", log_in.change_password, name="change_password"),
    path("vao-viec/", log_in.home, name="home"),
    path("dang-do/<uuid:key>/", held.held, name="held"),
    path("dang-do/<uuid:key>/bo/", held.let_go, name="let_go"),
    path("vang-mat/", absences.absences, name="absences"),
    path("vang-mat/moi/", absences.record, name="record_absence"),
    path("vang-mat/cho/<int:absent>/", absences.record_for, name="record_absence_for"),
    path("vang-mat/<int:key>/di-lam-lai/", absences.back, name="absence_back"),
    path("tai-khoan/", account.account, name="account"),
    path("tai-khoan/xac-nhan/", account.prove_again, name="prove_again"),
    path("tai-khoan/phien/ket-thuc/", account.end_sessions, name="end_sessions"),
    path("tai-khoan/thiet-bi/<int:key>/quen/", account.forget_device, name="forget_device"),
    path("tai-khoan/hai-lop/", second_factors.second_factor, name="second_factor"),
    path("tai-khoan/hai-lop/ung-dung/", second_factors.authenticator, name="authenticator"),
    path("tai-khoan/hai-lop/ung-dung/bo/", second_factors.remove_authenticator, name="remove_authenticator"),
    path("tai-khoan/hai-lop/khoa/", second_factors.add_passkey, name="add_passkey"),
    path("tai-khoan/hai-lop/khoa/<uuid:key>/bo/", second_factors.remove_passkey, name="remove_passkey"),
    path("tai-khoan/hai-lop/ma-du-phong/", second_factors.renew_codes, name="renew_codes"),
]

from django.urls import path

from motcua.counter.views import helping, intake

app_name = "counter"
FILING = "khai-giup/<uuid:key>/"
urlpatterns = [
    path("", intake.intake, name="intake"),
    path("thu-tuc/", intake.find, name="find"),
    path("giay-to/", intake.paper_row, name="paper_row"),
    path("luu-tam/", intake.keep_unsent, name="keep_unsent"),
    path("luu-tam/tep/", intake.keep_file, name="keep_file"),
    path("luu-tam/bo/", intake.forget, name="forget"),
    path("ban-nhap/", intake.draft_list, name="drafts"),
    path("ban-nhap/<int:key>/bo/", intake.abandon_draft, name="abandon_draft"),
    path("tra-ket-qua/", intake.returns, name="returns"),
    path("tra-ket-qua/<str:code>/", intake.hand_back, name="hand_back"),
    path("da-nhan/<str:code>/", intake.taken_in, name="received"),
    path("da-nhan/<str:code>/phieu/<uuid:paper>.pdf", intake.printed, name="printed"),
    path("khai-giup/", helping.start, name="helping"),
    path("khai-giup/giay-dong-y/", helping.consent_paper, name="consent_paper"),
    path("khai-giup/thu-tuc/<str:procedure>/", helping.begin, name="help"),
    path(FILING, helping.filing, name="filing"),
    path(f"{FILING}phan/<int:number>/", helping.part, name="filing_part"),
    path(f"{FILING}phan/<int:number>/luu/", helping.autosave, name="filing_autosave"),
    path(f"{FILING}tai-len/", helping.announce, name="filing_uploads"),
    path(f"{FILING}tai-len/<uuid:file>/", helping.upload, name="filing_upload"),
    path(f"{FILING}tep/<uuid:file>/", helping.file, name="filing_file"),
    path(f"{FILING}kiem-tra/", helping.check, name="filing_check"),
    path(f"{FILING}to-khai.pdf", helping.paper, name="filing_paper"),
    path(f"{FILING}nop/", helping.declare, name="filing_send"),
    path(f"{FILING}da-nop/", helping.done, name="filing_done"),
    path(f"{FILING}bo/", helping.give_up, name="filing_give_up"),
    path(f"{FILING}ban-moi/", helping.go_over, name="filing_renew"),
    path(f"{FILING}nhan/", helping.take, name="take_over"),
]

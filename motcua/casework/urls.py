from django.urls import path

from motcua.casework.views import books, dossier, late, lists, many, memos, messages, papers, people, scanning, search
from motcua.casework.views import seeing

app_name = "casework"
urlpatterns = [
    path("", lists.inbox, name="inbox"),
    path("ho-so/", lists.dossiers, name="dossiers"),
    path("toan-don-vi/", lists.overview, name="overview"),
    path("tre-han/", late.late, name="late"),
    path("tre-han/tep.<slug:kind>", late.late_file, name="late_file"),
    path("nguoi/", people.people, name="people"),
    path("nguoi/<int:holder>/", people.person, name="person"),
    path("nguoi/<int:holder>/giao-lai/", people.reassign, name="reassign"),
    path("quet/", lists.scan, name="scan"),
    path("tim/", search.search, name="search"),
    path("cach-xem/", seeing.kept, name="kept"),
    path("cach-xem/luu/", seeing.keep, name="keep"),
    path("cach-xem/cot/", seeing.columns, name="columns"),
    path("cach-xem/<uuid:key>/", seeing.change, name="view"),
    path("nhieu/", many.many_at_once, name="many"),
    path("nhieu/quet/", scanning.scan_many, name="scan_many"),
    path("nhieu/in/", books.print_many, name="print_many"),
    path("nhieu/<uuid:key>/", many.batch, name="batch"),
    path("so-theo-doi/", books.register_book, name="register_book"),
    path("so-theo-doi/tra/", scanning.in_the_book, name="in_the_book"),
    path("ho-so/<str:code>/", dossier.dossier, name="dossier"),
    path("ho-so/<str:code>/viec/<slug:action>/", dossier.act, name="act"),
    path("ho-so/<str:code>/trao-doi/", memos.write, name="memos"),
    path("ho-so/<str:code>/trao-doi/<uuid:key>/", memos.change, name="memo"),
    path("ho-so/<str:code>/tin/", messages.message, name="message"),
    path("ho-so/<str:code>/dinh-danh/", dossier.reveal, name="reveal"),
    path("ho-so/<str:code>/to-khai.pdf", papers.application, name="application"),
    path("ho-so/<str:code>/giay-to/<int:paper>/tep/", papers.attach, name="attach"),
    path("ho-so/<str:code>/phieu/<uuid:paper>.pdf", papers.printed, name="printed"),
    path("ho-so/<str:code>/phieu-kiem-soat.<slug:kind>", books.control_slip, name="control_slip"),
    path("ho-so/<str:code>/tep/<uuid:file>/", papers.viewer, name="paper_file"),
    path("ho-so/<str:code>/tep/<uuid:file>/khung/", papers.frame, name="paper_frame"),
    path("ho-so/<str:code>/tep/<uuid:file>/trang/<int:number>.png", papers.page, name="paper_page"),
    path("ho-so/<str:code>/tep/<uuid:file>/tai-ve/", papers.download, name="paper_download"),
]

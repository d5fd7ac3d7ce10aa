from django.urls import path

from motcua.queue.views import public, setting, statistics, windows

app_name = "queue"
HALL = "quan-ly/<int:hall>/"
urlpatterns = [
    # kiosks, displays, and who follows a number on the phone
    path("thiet-bi/<str:device>/", public.connect, name="connect"),
    path("lay-so/", public.kiosk, name="kiosk"),
    path("lay-so/<str:ticket>/", public.taken, name="taken"),
    path("bang-so/", public.display, name="display"),
    path("bang-so/hien-tai/", public.picture, name="picture"),
    path("ve/<str:ticket>/", public.follow, name="follow"),
    path("ve/<str:ticket>/hien-tai/", public.follow_now, name="follow_now"),
    path("ve/<str:ticket>/phieu.pdf", public.paper, name="paper"),
    # the windows
    path("quay/", windows.desk, name="desk"),
    path("quay/so-moi/", windows.give, name="give"),
    path("quay/<int:window>/vao/", windows.sit, name="sit"),
    path("quay/<int:window>/roi/", windows.leave, name="leave"),
    path("quay/<int:window>/goi/", windows.call_next, name="call_next"),
    path("quay/so/<int:ticket>/chuyen/", windows.transfer, name="transfer"),
    path("quay/so/<int:ticket>/<slug:queue_deed>/", windows.act, name="act"),
    # what is set
    path("quan-ly/", setting.halls, name="halls"),
    path("quan-ly/mo/", setting.open_hall, name="open_hall"),
    path(HALL, setting.hall, name="hall"),
    path(f"{HALL}cach-goi/", setting.change_hall, name="change_hall"),
    path(f"{HALL}nhom-viec/moi/", setting.add_line, name="add_line"),
    path(f"{HALL}nhom-viec/<int:line>/", setting.change_line, name="change_line"),
    path(f"{HALL}nhom-viec/<int:line>/ngung/", setting.retire_line, name="retire_line"),
    path(f"{HALL}quay/moi/", setting.add_window, name="add_window"),
    path(f"{HALL}quay/<int:window>/", setting.change_window, name="change_window"),
    path(f"{HALL}quay/<int:window>/bo/", setting.retire_window, name="retire_window"),
    path(f"{HALL}uu-tien/moi/", setting.add_ground, name="add_ground"),
    path(f"{HALL}uu-tien/<int:ground>/thoi/", setting.end_ground, name="end_ground"),
    path(f"{HALL}thiet-bi/moi/", setting.issue_device, name="issue_device"),
    path(f"{HALL}thiet-bi/<uuid:device>/thu-hoi/", setting.revoke_device, name="revoke_device"),
    path(f"{HALL}phan-cong/", setting.roster, name="roster"),
    path(f"{HALL}phan-cong/chep/", setting.copy_roster, name="copy_roster"),
    path(f"{HALL}ngay/ket-thuc/", setting.close_day, name="close_day"),
    path(f"{HALL}ngay/mo-lai/", setting.reopen_day, name="reopen_day"),
    # figures
    path("thong-ke/", statistics.choose, name="statistics_of_all"),
    path("thong-ke/<int:hall>/", statistics.statistics, name="statistics"),
    path("thong-ke/<int:hall>/so/", statistics.tickets, name="tickets"),
]

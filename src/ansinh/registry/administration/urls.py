"""Addresses of administration. Codes of offices are capitals, so small words beside them are free."""

from __future__ import annotations

from django.urls import path

from ansinh.registry.administration import calendar_views, function_views, invitation_views, office_views, user_views

urlpatterns = [
    path("co-quan/", office_views.offices, name="offices"),
    path("co-quan/moi/", office_views.found_office, name="found_office"),
    path("co-quan/chuc-nang/", function_views.functions, name="functions"),
    path("co-quan/chuyen-chuc-nang/", function_views.hand_over, name="hand_over"),
    path("co-quan/so-van-ban/", office_views.number_series, name="number_series"),
    path("co-quan/diem-tiep-nhan/", office_views.intake_points, name="intake_points"),
    path("co-quan/<slug:code>/", office_views.office, name="office"),
    path("co-quan/<slug:code>/doi-ten/", office_views.rename_office, name="rename_office"),
    path("co-quan/<slug:code>/ket-thuc/", office_views.end_office, name="end_office"),
    path("co-quan/<slug:code>/chuc-nang/", office_views.give_function, name="give_function"),
    path("co-quan/<slug:code>/chuc-nang/<int:number>/ket-thuc/", office_views.end_function, name="end_function"),
    path("co-quan/<slug:code>/diem-tiep-nhan/", office_views.open_intake_point, name="open_intake_point"),
    path(
        "co-quan/<slug:code>/diem-tiep-nhan/<int:number>/ket-thuc/",
        office_views.close_intake_point,
        name="close_intake_point",
    ),
    path("nguoi-dung/", user_views.users, name="users"),
    path("nguoi-dung-moi/", user_views.create_user, name="create_user"),
    path("quyen-han/", user_views.who_may, name="who_may"),
    path("nguoi-dung/<str:username>/", user_views.user, name="user"),
    path("nguoi-dung/<str:username>/moi/", user_views.invite, name="invite_user"),
    path("nguoi-dung/<str:username>/dong/", user_views.close_account, name="close_account"),
    path("nguoi-dung/<str:username>/tai-khoan/", user_views.account_act, name="account_act"),
    path("nguoi-dung/<str:username>/phan-cong/", user_views.add_posting, name="add_posting"),
    path("nguoi-dung/<str:username>/phan-cong/<int:number>/", user_views.continue_posting, name="continue_posting"),
    path("nguoi-dung/<str:username>/phan-cong/<int:number>/ket-thuc/", user_views.end_posting, name="end_posting"),
    path("mat-khau/<str:username>/<str:token>/", invitation_views.set_password, name="set_password"),
    path("lich-lam-viec/", calendar_views.calendar, name="calendar"),
    path("lich-lam-viec/tinh-han/", calendar_views.term, name="term"),
    path("lich-lam-viec/ngay/", calendar_views.add_day, name="add_calendar_day"),
    path("lich-lam-viec/ngay/<slug:day>/", calendar_views.change_day, name="change_calendar_day"),
    path("lich-lam-viec/ngay/<slug:day>/bo/", calendar_views.remove_day, name="remove_calendar_day"),
    path("lich-lam-viec/de-xuat/", calendar_views.proposal, name="calendar_proposal"),
]

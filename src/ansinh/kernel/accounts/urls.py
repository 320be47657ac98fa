"""Addresses of sign-in and of one's own account; the names are those that allauth asks for.

Only what the house uses is here: nobody signs up, resets a password by mail or connects other providers.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.urls import path

from ansinh.kernel.accounts import views

urlpatterns = [
    path("dang-nhap/", account.login, name="account_login"),
    path("dang-nhap/ma/", factor.authenticate, name="mfa_authenticate"),
    path("dang-nhap/khoa/", account.account_inactive, name="account_inactive"),
    path("dang-nhap/huy/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("dang-nhap/loi/", social.login_error, name="socialaccount_login_error"),
    path("dang-nhap/qua/<slug:provider_id>/", oidc.login, name="openid_connect_login"),
    path("dang-nhap/qua/<slug:provider_id>/ve/", oidc.callback, name="openid_connect_callback"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("dang-xuat/", account.logout, name="sign-out"),
    path("tai-khoan/", views.own_account, name="own_account"),
    path("tai-khoan/mat-khau/", account.password_change, name="account_change_password"),
    path("tai-khoan/xac-nhan/", account.reauthenticate, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan-ma/", factor.reauthenticate, name="mfa_reauthenticate"),
    path("tai-khoan/ma/", factor.index, name="mfa_index"),
    path("tai-khoan/ma/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("tai-khoan/ma/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("tai-khoan/ma/du-phong/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("tai-khoan/ma/du-phong/moi/", recovery.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tai-khoan/ma/du-phong/tai/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tai-khoan/phien/", views.end_other_sessions, name="end_other_sessions"),
    # allauth refers to these two by name although nobody may use them.
    path("tai-khoan/moi/", views.no_sign_up, name="account_signup"),
    path("tai-khoan/lien-ket/", views.no_sign_up, name="socialaccount_signup"),
]

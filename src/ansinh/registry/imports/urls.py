"""Addresses of imports."""

from __future__ import annotations

from django.urls import URLPattern, path

from ansinh.registry.imports import views

urlpatterns: list[URLPattern] = [
    path("nhap-danh-sach/", views.imports, name="imports"),
    path("nhap-danh-sach/moi/", views.upload, name="upload_import"),
    path("nhap-danh-sach/<slug:code>/", views.batch, name="import"),
    path("nhap-danh-sach/<slug:code>/cot/", views.columns, name="import_columns"),
    path("nhap-danh-sach/<slug:code>/dong/<int:number>/", views.row, name="import_row"),
    path("nhap-danh-sach/<slug:code>/buoc/", views.step, name="import_step"),
    path("nhap-danh-sach/<slug:code>/duyet/", views.approve, name="approve_import"),
    path("nhap-danh-sach/<slug:code>/muc-dich/", views.purpose, name="import_purpose"),
    path("nhap-danh-sach/<slug:code>/tai-ve/", views.returned, name="returned_import"),
]

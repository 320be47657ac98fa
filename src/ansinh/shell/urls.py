"""Addresses of the shell."""

from __future__ import annotations

from django.urls import path

from ansinh.shell import job_pages, views
from ansinh.shell.books.urls import urlpatterns as books

app_name = "shell"
urlpatterns = [
    path("", views.home, name="home"),
    path("hien-thi/", views.display, name="display"),
    path("huong-dan/", views.tour, name="tour"),
    path("viec-nen/", job_pages.jobs, name="jobs"),
    path("viec-nen/<str:code>/", job_pages.job, name="job"),
    path("viec-nen/<str:code>/dung/", job_pages.stop, name="job-stop"),
    *books,
]

"""Addresses of the books."""

from __future__ import annotations

from django.urls import path

from ansinh.shell.books import import_pages, pages

urlpatterns = [
    path("so/", pages.books, name="books"),
    path("so/<slug:slug>/", pages.book_list, name="book"),
    path("so/<slug:slug>/them/", pages.add, name="book-add"),
    path("so/<slug:slug>/nhap/", import_pages.upload, name="book-import"),
    path("so/<slug:slug>/nhap/<slug:sha256>/", import_pages.preview, name="book-import-preview"),
    path("so/<slug:slug>/nhap/<slug:sha256>/ghi/", import_pages.apply, name="book-import-apply"),
    path("so/<slug:slug>/hoan-tac/<slug:change>/", pages.undo, name="book-undo"),
    path("so/<slug:slug>/muc/<slug:code>/", pages.entry, name="book-entry"),
    path("so/<slug:slug>/muc/<slug:code>/sua/", pages.correct, name="book-correct"),
    path("so/<slug:slug>/muc/<slug:code>/go/", pages.withdraw, name="book-withdraw"),
]

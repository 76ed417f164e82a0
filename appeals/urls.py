"""The public pages, and the staff's previews of what becomes public.

A slug never holds a person's name.
"""

from django.urls import URLPattern

app_name = "appeals"

urlpatterns: list[URLPattern] = []

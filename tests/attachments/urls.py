"""The program's addresses and, beside them, a form with photos that needs a text too."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.template import RequestContext, Template
from django.urls import include, path

from attachments.forms import KeepsPhotos, PhotosField
from attachments.photos import keep
from attachments.waiting import sender_of

PAGE = """{% extends "base.html" %}{% load i18n ui static %}
{% block title %}Story{% endblock %}
{% block main %}<h1>Story</h1>
<form method="post" enctype="multipart/form-data" novalidate>{% csrf_token %}{{ form }}
{% actions "Send" %}</form>{% endblock %}"""


class StoryForm(KeepsPhotos):
    text = forms.CharField(label="Text")
    photos = PhotosField(label="Photos", required=False)


@login_not_required
def story(request):
    form = StoryForm(
        request.POST or None, request.FILES or None, sender=sender_of(request)
    )
    if form.is_valid():
        kept = [keep(photo) for photo in form.cleaned_data["photos"]]
        messages.success(request, f"{len(kept)} kept")
        form = StoryForm()
    context = RequestContext(request, {"form": form})
    return HttpResponse(Template(PAGE).render(context))


urlpatterns = [path("story/", story), path("", include("sam.urls"))]

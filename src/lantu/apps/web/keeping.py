"""Addresses of inbox, files, audit trail and background."""

from django.urls import path

from lantu.apps.web.views import audit, background, files, inbox

urlpatterns = [
    path("inbox/", inbox.inbox_page, name="inbox"),
    path("inbox/lend/", inbox.lend, name="lend-inbox"),
    path("inbox/take-back/", inbox.take_back, name="take-back-inbox"),
    path("inbox/contact/", inbox.contact, name="inbox-contact"),
    path("inbox/notices/", inbox.read, name="read-notices"),
    path("files/<str:sha256>/", files.content, name="file"),
    path("files/<str:sha256>/small/", files.small, name="thumbnail"),
    path("audit/", audit.trail, name="audit"),
    path("audit/object/<str:kind>/<str:key>/", audit.object_story, name="audit-object"),
    path("audit.csv", audit.as_csv, name="audit-csv"),
    path("audit.xlsx", audit.as_xlsx, name="audit-xlsx"),
    path("background/", background.state, name="background"),
    path("background/dead/", background.dead, name="background-dead"),
]

"""Where every address leads. The pages stand in `lantu.apps.web.routes`."""

from lantu.apps.web.routes import urlpatterns

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

handler400 = "lantu.apps.web.answers.refused"
handler404 = "lantu.apps.web.answers.missing"
handler500 = "lantu.apps.web.answers.broken"

"""Where every address leads. The pages stand in `lantu.apps.web.routes`."""

from lantu.apps.api.routes import urlpatterns as endpoints
from lantu.apps.web.routes import urlpatterns as pages

__all__ = ["handler400", "handler404", "handler500", "urlpatterns"]

urlpatterns = [*endpoints, *pages]
handler400 = "lantu.apps.web.answers.refused"
handler404 = "lantu.apps.web.answers.missing"
handler500 = "lantu.apps.web.answers.broken"

"""Where every address leads. Pages stand in `lantu.apps.web.routes`."""

from lantu.apps.web.routes import urlpatterns

__all__ = ["urlpatterns"]

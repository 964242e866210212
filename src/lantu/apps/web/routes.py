"""Every address of the pages. Plan pages carry plan and version."""

from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from lantu.apps.web.views import account, living, plans, promises, search


class RowConverter(IntConverter):
    """A number that every database can hold."""

    regex = "[0-9]{1,9}"


register_converter(RowConverter, "row")

_version = [
    path("", living.living, name="living-plan"),
    path("promises/", promises.register_page, name="register"),
    path("promises.xlsx", promises.register_file, name="register-file"),
    path("promises/<row:promise>/", promises.promise_page, name="promise"),
    path("promises/<row:promise>/card/", living.card, name="promise-card"),
    path("systems/", promises.systems_page, name="systems"),
    path("matches/", living.match_list, name="matches"),
]

urlpatterns = [
    path("", plans.overview_page, name="overview"),
    path("wall/", plans.wall, name="wall"),
    path("styleguide/", plans.styleguide, name="styleguide"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/<slug:key>/", plans.newest, name="plan"),
    path("plans/<slug:key>/<row:number>/", include(_version)),
    path("search/", search.search_page, name="search"),
    path("sign-in/", account.sign_in, name="sign-in"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("sign-out-everywhere/", account.everywhere, name="sign-out-everywhere"),
    path("second-factor/", account.second_factor, name="second-factor"),
    path("password/", account.password, name="password"),
    path("language/", account.language, name="language"),
    path("", include("lantu.apps.web.keeping")),
]

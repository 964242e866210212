"""Every address of the pages. Plan pages carry plan and version."""

from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from lantu.apps.web.views import (
    account,
    accounts,
    area_changes,
    areas,
    comparisons,
    intake,
    living,
    organisations,
    plans,
    promises,
    proof,
    search,
    versions,
)


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
    path("promises/<row:promise>/decide/", promises.decide, name="decide-promise"),
    path("matches/", versions.match_list, name="matches"),
    path("document/", versions.document, name="document"),
    path("diff/<row:other>/", comparisons.diff_page, name="diff"),
    path("align/", comparisons.align_choice, name="align-choice"),
    path("align/<slug:upper>/<row:upper_number>/", comparisons.align_page, name="align"),
    path("lint/", proof.lint_page, name="lint"),
    path("lint.xlsx", proof.lint_sheet, name="lint-sheet"),
    path("lint.docx", proof.lint_word, name="lint-word"),
]

_manage = [
    path("accounts/", accounts.account_list, name="accounts"),
    path("accounts.xlsx", accounts.account_file, name="account-file"),
    path("accounts/<row:pk>/", accounts.account_page, name="account"),
    path("roles/", accounts.role_page, name="roles"),
    path("tokens/", organisations.token_list, name="tokens"),
    path("areas/", areas.area_import, name="area-import"),
    path("area-changes/", area_changes.change_import, name="area-changes-import"),
]

urlpatterns = [
    path("", plans.overview_page, name="overview"),
    path("wall/", plans.wall, name="wall"),
    path("styleguide/", plans.styleguide, name="styleguide"),
    path("plans/", plans.plan_list, name="plans"),
    path("plans/new/", intake.send, name="send-document"),
    path("plans/new/<slug:digest>/", intake.confirm, name="confirm-document"),
    path("plans/<slug:key>/", plans.newest, name="plan"),
    path("plans/<slug:key>/versions/", versions.version_list, name="versions"),
    path("plans/<slug:key>/<row:number>/", include(_version)),
    path("search/", search.search_page, name="search"),
    path("manage/", include(_manage)),
    path("organisations/", organisations.organisation_list, name="organisations"),
    path("organisations.xlsx", organisations.organisation_file, name="organisation-file"),
    path("organisations/<row:pk>/", organisations.organisation_page, name="organisation"),
    path("areas/", areas.area_list, name="areas"),
    path("areas/search/", areas.area_search, name="area-search"),
    path("areas/changes/", area_changes.change_list, name="area-changes"),
    path("areas/changes.xlsx", area_changes.change_book, name="area-changes-book"),
    path("areas/changes.csv", area_changes.change_csv, name="area-changes-csv"),
    path("areas/outlines.json", areas.area_outlines, name="area-outlines"),
    path("areas/sheet/", areas.area_sheet, name="area-sheet"),
    path("areas/<slug:vintage>/<slug:code>/", areas.area_page, name="area"),
    path("my-area/", areas.my_area, name="my-area"),
    path("my-area/outlines.json", areas.my_area_shapes, name="my-area-shapes"),
    path("sign-in/", account.sign_in, name="sign-in"),
    path("sign-out/", account.sign_out, name="sign-out"),
    path("sign-out-everywhere/", account.everywhere, name="sign-out-everywhere"),
    path("second-factor/", account.second_factor, name="second-factor"),
    path("password/", account.password, name="password"),
    path("language/", account.language, name="language"),
    path("", include("lantu.apps.web.keeping")),
    path("", include("lantu.apps.web.packs.routes")),
    path("", include("lantu.apps.web.instructions.routes")),
]

"""Addresses of the pages of packs."""

from django.urls import path

from lantu.apps.web.packs.views import (
    case,
    forms,
    home,
    importing,
    league,
    listing,
    mapped,
    overview,
    parts,
    public,
    records,
)

urlpatterns = [
    path("systems/", home.running_systems, name="running-systems"),
    path("systems/<slug:pack>/", home.home, name="pack"),
    path("systems/<slug:pack>/<slug:of>/", listing.listing, name="pack-list"),
    path("systems/<slug:pack>/<slug:of>.xlsx", listing.as_file, name="pack-file"),
    path("systems/<slug:pack>/<slug:of>/bulk/", listing.bulk, name="pack-bulk"),
    path("systems/<slug:pack>/<slug:of>/board/", overview.board_page, name="pack-board"),
    path("systems/<slug:pack>/<slug:of>/map/", mapped.map_page, name="pack-map"),
    path("systems/<slug:pack>/<slug:of>/map.json", mapped.map_data, name="pack-map-data"),
    path("systems/<slug:pack>/<slug:of>/league/", league.league_page, name="pack-league"),
    path("systems/<slug:pack>/<slug:of>/chart/", league.chart_page, name="pack-chart"),
    path("systems/<slug:pack>/<slug:of>/new/", forms.form, name="pack-form"),
    path("systems/<slug:pack>/<slug:of>/at-once/", forms.at_once, name="pack-at-once"),
    path("report/<slug:pack>/<slug:of>/", public.report, name="public-report"),
    path("follow/", public.follow, name="follow"),
    path("follow/rate/", public.rate, name="follow-rate"),
    path("follow/reopen/", public.reopen, name="follow-reopen"),
    path("follow/urge/", public.urge, name="follow-urge"),
    path("systems/<slug:pack>/<slug:of>/view/", listing.keep_view, name="pack-view"),
    path("systems/<slug:pack>/<slug:of>/import/", importing.importing, name="pack-import"),
    path("records/<row:pk>/", records.record, name="record"),
    path("records/<row:pk>/change/", records.change, name="record-form"),
    path("cases/<row:pk>/", case.case_page, name="case"),
    path("cases/<row:pk>/step/", case.case_step, name="case-step"),
    path("cases/<row:pk>/merge/", parts.merging, name="case-merge"),
    path("cases/<row:pk>/subcase/", parts.subcase, name="case-subcase"),
    path("cases/<row:pk>/rate/", parts.rate, name="case-rate"),
    path("cases/<row:pk>/reveal/", parts.revealing, name="case-reveal"),
    path("papers/<row:pk>.docx", case.paper, name="case-paper"),
]

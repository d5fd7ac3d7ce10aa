from django.urls import include, path

from motcua.administration.views import home, office, reorganisation

app_name = "administration"
urlpatterns = [
    path("", home.home, name="home"),
    path("", include("motcua.administration.catalogue.addresses")),
    # units, people, posts
    path("don-vi/", office.units, name="units"),
    path("don-vi/<int:unit>/", office.unit, name="unit"),
    path("don-vi/<int:unit>/viec/<slug:unit_deed>/", office.unit_deed, name="unit_deed"),
    path("can-bo/", office.people, name="people"),
    path("can-bo/moi/", office.enrol, name="enrol"),
    path("can-bo/<int:person>/", office.person, name="person"),
    path("can-bo/<int:person>/viec/<slug:person_deed>/", office.person_deed, name="person_deed"),
    path("vi-tri/<int:post>/", office.post, name="post"),
    path("vi-tri/<int:post>/viec/<slug:post_deed>/", office.post_deed, name="post_deed"),
    path("vi-tri/<int:post>/khoa-api/", office.issue_token, name="issue_token"),
    path("vi-tri/<int:post>/khoa-api/<int:token>/", office.revoke_token, name="revoke_token"),
    path("sap-xep/", reorganisation.reorganisations, name="reorganisations"),
    path("sap-xep/moi/", reorganisation.new, name="reorganisation_new"),
    path("sap-xep/so-lieu/", reorganisation.figures, name="unit_figures"),
    path("sap-xep/so-lieu/<int:unit>/", reorganisation.figure, name="unit_figure"),
    path("sap-xep/<int:key>/", reorganisation.reorganisation, name="reorganisation"),
    path("sap-xep/<int:key>/sua/", reorganisation.change, name="reorganisation_change"),
    path("sap-xep/<int:key>/tien-do/", reorganisation.progress, name="reorganisation_progress"),
    path("sap-xep/<int:key>/xac-nhan/", reorganisation.confirm, name="reorganisation_confirm"),
    path("sap-xep/<int:key>/huy/", reorganisation.cancel, name="reorganisation_cancel"),
]

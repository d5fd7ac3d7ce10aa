"""What is done to what reports keep of their own."""

from django.db import models


class ServiceIndexAction(models.TextChoices):
    PUBLISH = "index_version.publish", "Ban hành điểm, ngưỡng của bộ chỉ số 766"
